"""What search costs a reader: bytes of its data by tier, and the time to a first result."""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_BROTLI = """
const { brotliCompressSync } = require("node:zlib");
process.stdout.write(String(brotliCompressSync(require("node:fs").readFileSync(0)).length));
"""
# From the key that opens the search to the first result that shows the word. Looked for at each
# frame, so that up to 17 ms are the clock's.
_FIRST_RESULT = """async (word) => {
  let longest = 0;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
  }).observe({ type: "longtask", buffered: true });
  const frame = () => new Promise(requestAnimationFrame);
  const began = performance.now();
  const find = async (selector) => {
    while (performance.now() - began < 60_000) {
      const found = document.querySelector(selector);
      if (found) return found;
      await frame();
    }
    throw new Error(`nothing found for "${word}" within a minute: search another with --query`);
  };
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true }));
  const box = await find("[role=combobox]");
  box.value = word;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  await find("[role=option] mark");
  return [performance.now() - began, longest];
}"""


@dataclass(frozen=True)
class Size:
    """Bytes of some files as they are, under gzip -6 and under brotli (None: no node here)."""

    raw: int
    gzip: int
    brotli: int | None


@dataclass(frozen=True)
class First:
    """A first result: milliseconds, the longest task of the page's thread, and what was fetched."""

    milliseconds: float
    longest_task: float
    fetched: Size


def sizes(site: Path) -> dict[str, Size]:
    """The size of each tier of the search data, by the first word of its files' names."""
    tiers: dict[str, list[Path]] = {}
    for file in sorted((site / "search").rglob("*")):
        if file.is_file() and file.suffix != ".html":
            tiers.setdefault(file.stem.split("-")[0], []).append(file)
    return {tier: _size(files) for tier, files in tiers.items()}


def first_result(site: Path, word: str, times: int) -> First | None:
    """Search in Chromium, each time with nothing cached; the median. None without Chromium."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)
    try:
        from playwright.sync_api import Request, sync_playwright  # noqa: PLC0415 - may be missing
    except ImportError:
        program = None
    if not program:
        print("no Chromium here: the time to a first result is left out", file=sys.stderr)
        return None
    asked: set[str] = set()

    def ask(request: Request) -> None:
        asked.add(request.url.partition("/search/")[2])

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    taken: list[tuple[float, float]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--disable-gpu"])
        for _ in range(times):
            page = browser.new_context().new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html", wait_until="networkidle")
            asked.clear()
            page.on("request", ask)
            taken.append(tuple(page.evaluate(_FIRST_RESULT, word)))
            page.remove_listener("request", ask)
            page.context.close()
        browser.close()
    server.shutdown()
    server.server_close()
    fetched = [site / "search" / name for name in sorted(asked) if name]
    middle = [statistics.median(column) for column in zip(*taken, strict=True)]
    return First(middle[0], middle[1], _size([file for file in fetched if file.is_file()]))


def _size(files: list[Path]) -> Size:
    contents = [file.read_bytes() for file in files]
    small = [_brotli(content) for content in contents]
    return Size(
        sum(map(len, contents)),
        sum(len(gzip.compress(content, 6)) for content in contents),
        None if None in small else sum(size or 0 for size in small),
    )


def _brotli(content: bytes) -> int | None:
    node = shutil.which("node")
    if not node:
        return None
    done = subprocess.run([node, "-e", _BROTLI], input=content, capture_output=True, check=True)
    return int(done.stdout)


class _Quiet(SimpleHTTPRequestHandler):
    """A plain file server that keeps its log to itself."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

"""How long after a save `serve` shows it: the page itself, and then all listings and data."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from process import Command

_OFTEN = 0.005  # seconds between two requests
_PATIENCE = 300.0
_LIST = re.compile(r"incidents/((?:year|month)-[\d-]+\.html)")
_TITLE = re.compile(r"^(# |title: ['\"])", re.MULTILINE)


def retitle(file: Path, word: str) -> None:
    """Put a word in front of a report's title, which most listings show."""
    text = file.read_text("utf-8")
    file.write_text(_TITLE.sub(rf"\g<1>{word} ", text, count=1), "utf-8")


def saves(serve: Command, file: Path, slug: str, times: int) -> list[tuple[float, float]]:
    """Start the preview and save so often; seconds until its page and until all is served."""
    process = serve.start()
    try:
        line = process.stdout.readline() if process.stdout else ""
        while "http://" not in line:
            if process.poll() is not None:
                sys.exit(f"secondstory serve ended: {line}")
            line = process.stdout.readline() if process.stdout else ""
        address = urlsplit(line.split()[1])
        ask = HTTPConnection(address.hostname or "", address.port, timeout=_PATIENCE)
        return [_save(ask, file, slug, f"Measured{number}") for number in range(times)]
    finally:
        process.terminate()
        process.wait(10)


def _save(ask: HTTPConnection, file: Path, slug: str, word: str) -> tuple[float, float]:
    def page() -> bool:
        return word in _get(ask, f"/incidents/{slug}.html")

    def size() -> str | None:
        ask.request("HEAD", "/index.json")
        answer = ask.getresponse()
        answer.read()
        return answer.headers["Content-Length"]

    before = size()  # it grows with the title, and comes last, with the search data
    page()
    lists = _listing(ask, slug)
    time.sleep(1)
    began = time.perf_counter()
    retitle(file, word)
    _until(page)
    shown = time.perf_counter() - began
    _until(lambda: size() != before)
    _until(lambda: word in _get(ask, lists))
    return shown, time.perf_counter() - began


def _listing(ask: HTTPConnection, slug: str) -> str:
    """The page among those of all incidents that lists a report."""
    names = ["index.html"]
    for name in names:  # each of which may name others
        page = _get(ask, f"/incidents/{name}")
        if f"/{slug}.html" in page:
            return f"/incidents/{name}"
        names += [link for link in dict.fromkeys(_LIST.findall(page)) if link not in names]
    sys.exit(f"no page lists {slug}")


def _get(ask: HTTPConnection, path: str) -> str:
    ask.request("GET", path)
    return ask.getresponse().read().decode()


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > end:
            sys.exit(f"secondstory serve did not show a save within {_PATIENCE:g} seconds")
        time.sleep(_OFTEN)

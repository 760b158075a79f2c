"""Time `secondstory` on an archive, stage by stage: `make bench`.

    python bench/build.py [FOLDER] [--reports 1000] [--runs 3]

FOLDER (the sample archive, if none is named) is measured as it is, and then copied into
numbered folders until there are `--reports` reports. Copies are kinder to search and to
caches than different texts: for a figure of your own, name a folder of your own.

Each figure is the median of the runs. The stages run in one process with the modules
loaded; "whole command" is a process of its own, from start to exit, and its memory is the
most that it held at once.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from secondstory.archive import build_archive
from secondstory.crawl import crawl
from secondstory.extract import extract, load_lexicon
from secondstory.model import Site
from secondstory.output import write
from secondstory.parse import parse
from secondstory.render import load_theme, render
from secondstory.render.search import search_artifacts

SAMPLE = Path(__file__).parent.parent / "postmortems"
AS_OF = date(2026, 11, 20)
Times = dict[str, float]


def stages(source: Path, output: Path) -> Times:
    """Build once; give the seconds of each stage, in order."""
    times: Times = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        times[stage] = time.perf_counter() - began

    site = Site(base_url="https://portal.example")
    with timed("lexicon and theme"):
        lexicon, theme = load_lexicon(), load_theme()
    with timed("crawl"):
        found = crawl(source)
    with timed("parse"):
        documents = [parse(source) for source in found.sources]
    with timed("extract"):
        studies = [extract(document, lexicon) for document in documents]
    with timed("archive"):
        archive = build_archive(studies, found.findings)
    with timed("render"):
        artifacts = tuple(render(archive, theme, site, AS_OF))
    with timed("  of which search"):
        sum(1 for _ in search_artifacts(archive, site))
    with timed("write, new folder"):
        write(artifacts, output)
    with timed("write, no change"):
        write(artifacts, output)
    return times


def command(source: Path, output: Path) -> Times:
    """Run `secondstory build` as a process; give its seconds and the megabytes it held."""
    began = time.perf_counter()
    run = [sys.executable, "-m", "secondstory", "build", "--quiet"]
    options = ["--source", str(source), "--output", str(output), "--as-of", AS_OF.isoformat()]
    process = subprocess.Popen([*run, *options], cwd=output.parent, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"secondstory build ended with exit code {process.returncode}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "whole command": time.perf_counter() - began,
        "memory": usage.ru_maxrss * unit / 1e6,
    }


def median(measure: Callable[[Path, Path], Times], source: Path, runs: int) -> Times:
    """Measure into fresh folders several times; give the median of each figure."""
    results: list[Times] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            results.append(measure(source, Path(folder) / "site"))
    return {name: statistics.median(result[name] for result in results) for name in results[0]}


def report(source: Path, runs: int) -> None:
    """Measure one archive and print what came out."""
    count = len(crawl(source).sources)
    print(f"\n{count} files, median of {runs} {'run' if runs == 1 else 'runs'}")
    for name, seconds in median(stages, source, runs).items():
        print(f"  {name:<20} {seconds:8.3f} s {seconds / count * 1000:8.2f} ms a file")
    whole = median(command, source, runs)
    seconds = whole["whole command"]
    print(f"  {'whole command':<20} {seconds:8.3f} s {seconds / count * 1000:8.2f} ms a file")
    print(f"  {'memory at most':<20} {whole['memory']:8.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        command(source, output := Path(folder) / "site")
        sizes = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
    print(f"  {'site':<20} {sum(sizes) / 1e6:8.1f} MB in {len(sizes)} files")


def copies(source: Path, reports: int, folder: Path) -> Path:
    """Fill a folder with copies of an archive until it holds so many files."""
    size = len(crawl(source).sources)
    for number in range(-(-reports // size)):
        shutil.copytree(source, folder / f"copy-{number:05}")
    return folder


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Time secondstory, stage by stage.")
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE, metavar="FOLDER")
    parser.add_argument("--reports", type=int, default=1000, help="size of the copied archive")
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    report(chosen.folder, chosen.runs)
    with tempfile.TemporaryDirectory() as folder:
        report(copies(chosen.folder, chosen.reports, Path(folder) / "archive"), chosen.runs)


if __name__ == "__main__":
    main()

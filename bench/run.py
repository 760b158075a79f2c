"""Measure `secondstory` on generated archives, beside `cp -r` and others: `make bench`.

    make bench ARGS="--sizes 1000,10000 --runs 3 --json figures.json"
    make bench ARGS="--folder ~/postmortems --profile"    # an archive of your own

Tables come out as Markdown. A build is a process of its own, from start to exit: *cold* with
site and cache removed, *nothing changed* right after it, *one file changed* after a paragraph was
added to a report in the middle. `cp -r` of the archive is the control, and `hugo`,
`hugo` with `pagefind`, and `mkdocs` are measured where they lie on PATH (see peers.py for what
they are spared). After that: how long a save takes in `serve`, what search costs a reader.

How far to trust it. Figures are medians; above 2,000 reports of one run, unless --runs asks for
more than 3. On a shared machine repeated medians differ by a third, and seconds mean little where
the load is above the number of cores: then read the CPU columns. Compare with the control of the
same run, and distrust a run whose control differs much from that of another. All happens in
memory (/dev/shm) where there is such a place: on a disk, deleting a site slows the next build.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus import Report, write_corpus
from figures import OURS, Builds, Figures, Spent, growth, table
from peers import CONTROL, PEERS, Peer, as_it_is
from preview import saves
from process import Command, Cost, run
from searching import first_result, sizes

DAY = "2026-11-20"
_FEW = 2000  # reports; above, one run says it
_MEMORY = Path("/dev/shm")
_HERE = (sys.executable, "-m", "secondstory")
_BUILD = (*_HERE, "build", "--quiet", "--as-of", DAY)
US = Peer(OURS, (), as_it_is, (_BUILD,), "site", (".secondstory",))


@dataclass(frozen=True)
class Archive:
    """A folder of reports, and what is known of them where we made it."""

    folder: Path
    reports: Sequence[Report]

    def files(self) -> list[Path]:
        """All reports in it."""
        return sorted(self.folder.rglob("*.md"))


def archives(chosen: argparse.Namespace, scratch: Path) -> Iterator[Archive]:
    """What is to be measured, smallest first; generated when its turn comes."""
    if chosen.folder:
        yield Archive(chosen.folder.resolve(), ())
        return
    for size in sorted(map(int, chosen.sizes.split(","))):
        folder = scratch / f"archive-{size}"
        yield Archive(folder, write_corpus(size, folder, chosen.seed))


def measure(archive: Archive, scratch: Path, chosen: argparse.Namespace) -> Figures:
    """Measure one archive with all tools that are there."""
    files = archive.files()
    runs = 1 if len(files) > _FEW and chosen.runs <= 3 else chosen.runs
    peers = [peer for peer in PEERS if peer.there and archive.reports]
    builds = {}
    for peer in (US, CONTROL, *peers):
        print(f"{len(files)} reports: {peer.name} ...", file=sys.stderr, flush=True)
        builds[peer.name] = measure_builds(peer, archive, scratch / "builds", runs)
        print(builds[peer.name], file=sys.stderr, flush=True)
    project = scratch / "project"
    edited = _fresh(project, US, archive)
    profile = run(Command((*US.commands[0], "--profile"), project, {})).said
    serve = Command((*_HERE, "serve", "--port", "0"), project, {})
    print(f"{len(files)} reports: serve and search ...", file=sys.stderr, flush=True)
    served = saves(serve, edited, edited.stem, max(3, runs))
    site = project / "site"
    return Figures(
        len(files),
        runs,
        os.getloadavg()[0],
        sum(file.stat().st_size for file in files),
        builds,
        statistics.median(page for page, _ in served),
        statistics.median(everything for _, everything in served),
        sizes(site),
        first_result(site, chosen.query, max(3, runs)),
        profile if chosen.profile else "",
    )


def measure_builds(peer: Peer, archive: Archive, folder: Path, runs: int) -> Builds:
    """Build cold, again, and after an edit, so often; and once more for the memory."""
    cold: list[Cost] = []
    nothing: list[Cost] = []
    one: list[Cost] = []
    edited = _fresh(folder, peer, archive)
    commands = peer.runs(folder)
    for number in range(runs):
        for name in (peer.output, *peer.caches):
            _remove(folder / name)
        cold.append(_sum([run(command) for command in commands]))
        nothing.append(_sum([run(command) for command in commands]))
        with edited.open("a", encoding="utf-8") as report:
            report.write(f"\nThis was added as number {number}.\n")
        one.append(_sum([run(command) for command in commands]))
    for name in (peer.output, *peer.caches):
        _remove(folder / name)
    held = [run(command, watch_memory=True) for command in commands]
    made = [path for path in (folder / peer.output).rglob("*") if path.is_file()]
    return Builds(
        _median(cold),
        _median(nothing),
        _median(one),
        max((cost.resident for cost in held if cost.resident), default=None),
        max((cost.proportional for cost in held if cost.proportional), default=None),
        len(made),
        sum(path.stat().st_size for path in made),
    )


def _fresh(folder: Path, peer: Peer, archive: Archive) -> Path:
    """Fill a folder for a tool; gives the report that will be edited."""
    _remove(folder)
    folder.mkdir(parents=True)
    return peer.prepare(archive.folder, archive.reports, folder)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _median(costs: Sequence[Cost]) -> Spent:
    wall = statistics.median(cost.wall for cost in costs)
    return Spent(wall, statistics.median(cost.cpu for cost in costs))


def _sum(costs: Sequence[Cost]) -> Cost:
    return Cost(sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs))


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Measure secondstory beside others.")
    parser.add_argument("--sizes", default="1000", help="reports to generate: 1000,10000")
    parser.add_argument("--folder", type=Path, help="an archive of your own instead")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--query", default="lease", help="what is searched in the browser")
    parser.add_argument("--profile", action="store_true", help="say where a cold build spends")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    chosen = parser.parse_args()
    memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    where = "in memory" if memory else "on a disk: cold times are too long"
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, {where}"
    )
    measured: list[Figures] = []
    with tempfile.TemporaryDirectory(prefix="secondstory-bench-", dir=memory) as name:
        for archive in archives(chosen, Path(name)):
            measured.append(measure(archive, Path(name), chosen))
            print(table(measured[-1]), flush=True)
            if chosen.json:
                figures = [asdict(one) for one in measured]
                chosen.json.write_text(json.dumps(figures, indent=1) + "\n")
    if len(measured) > 1:
        print(growth(measured[0], measured[-1]))


if __name__ == "__main__":
    main()

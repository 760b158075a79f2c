"""What was measured, and its tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searching import First, Size

OURS, CONTROL = "secondstory", "cp -r"
_HEAD = (
    *("", "cold s", "CPU s", "nothing changed s", "CPU s", "one file changed s", "CPU s"),
    *("memory MB", "shared once MB", "files", "MB"),
)


@dataclass(frozen=True)
class Spent:
    """Median seconds of a build: on the clock, and of all its processes."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Builds:
    """What a tool takes; memory is that of a cold build in bytes."""

    cold: Spent
    nothing: Spent
    one: Spent
    resident: int | None
    proportional: int | None
    files: int
    size: int

    def figures(self) -> list[float | None]:
        """All of it in the order of the table, in seconds and megabytes."""
        spent = (self.cold, self.nothing, self.one)
        seconds = [value for one in spent for value in (one.wall, one.cpu)]
        memory = [size / 1e6 if size else None for size in (self.resident, self.proportional)]
        return [*seconds, *memory, self.files, self.size / 1e6]


@dataclass(frozen=True)
class Figures:
    """All that was measured of one archive; `page` and `all_of` are median seconds of a save.

    `load` is how many processes wanted to run at the end, as the system averages it.
    """

    reports: int
    runs: int
    load: float
    size: int
    builds: dict[str, Builds]
    page: float
    all_of: float
    search: dict[str, Size]
    first: First | None
    profile: str


def table(figures: Figures) -> str:
    """Everything of one archive, with the ratios of ours to every other tool."""
    ours, control = figures.builds[OURS].figures(), figures.builds[CONTROL].cold.wall
    builds = [[name, *map(_number, one.figures())] for name, one in figures.builds.items()]
    ratios = [
        [f"{OURS} / {name}", *map(_ratio, ours, one.figures())]
        for name, one in figures.builds.items()
        if name != OURS
    ]
    saves = {"that page served": figures.page, "listings, index, search served": figures.all_of}
    sizes = {f"search data: {tier}": size for tier, size in figures.search.items()}
    if figures.first:
        sizes["fetched until a first result"] = figures.first.fetched
    runs = "one run" if figures.runs == 1 else f"median of {figures.runs} runs"
    size = f"{figures.reports:,} reports, {figures.size / 1e6:.1f} MB"
    tables = [
        f"## {size}, {runs}, load {figures.load:.1f}",
        _table(_HEAD, [*builds, *ratios]),
        _table(
            ("from a save to", "s", f"/ {CONTROL}"),
            [[name, _number(took), _ratio(took, control)] for name, took in saves.items()],
        ),
        _table(
            ("", "raw MB", "gzip -6 MB", "brotli MB"),
            [
                [name, *(_number(one and one / 1e6) for one in (size.raw, size.gzip, size.brotli))]
                for name, size in sizes.items()
            ],
        ),
    ]
    if figures.first:
        tables.append(
            f"A first result in Chromium, nothing cached: {figures.first.milliseconds:.0f} ms from "
            f"opening the search; {figures.first.longest_task:.0f} ms the longest task of the "
            "page's thread (0: none above 50)."
        )
    if figures.profile:
        tables.append(f"```text\n{figures.profile.rstrip()}\n```")
    return "\n\n".join(tables) + "\n"


def growth(small: Figures, large: Figures) -> str:
    """How figures grow from one archive to a larger one."""
    rows = [
        [name, *map(_ratio, large.builds[name].figures(), one.figures())]
        for name, one in small.builds.items()
        if name in large.builds
    ]
    pairs = {
        "from a save to that page served": (large.page, small.page),
        "from a save to all served": (large.all_of, small.all_of),
        "search data, gzip": tuple(
            float(sum(size.gzip for size in figures.search.values())) for figures in (large, small)
        ),
        "fetched until a first result, gzip": tuple(
            float(figures.first.fetched.gzip) if figures.first else None
            for figures in (large, small)
        ),
        "first result": tuple(
            figures.first.milliseconds if figures.first else None for figures in (large, small)
        ),
    }
    head = tuple(name.removesuffix(" s").removesuffix(" MB") for name in _HEAD[:-1])
    times = large.reports / small.reports
    return "\n\n".join(
        [
            f"## {times:g} times as many: from {small.reports:,} to {large.reports:,} reports",
            _table((*head, "bytes"), rows),
            _table(("", "times"), [[name, _ratio(*pair)] for name, pair in pairs.items()]),
        ]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _number(value: float | None) -> str:
    """Three figures that count."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _ratio(value: float | None, of: float | None) -> str:
    return "-" if value is None or not of else _number(value / of)

"""Every number of metrics/ is what `jq` counts in index.json, and its link lists those rows."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Mapping
from fractions import Fraction
from html import unescape
from math import comb, erfc, sqrt
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jq
import pytest

from machine import ss
from metrics.archives import TODAY, a_folder

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RECOUNT = (HERE / "recount.jq").read_text("utf-8")
DISTRIBUTIONS = ("detect", "recover", "lag")
FEW, ENOUGH = 5, 10

_SECTION = re.compile(r'<section class="band wrap" id="([^"]+)">(.*?)</section>', re.DOTALL)
_ROW = re.compile(r'<li[^>]*>.*?<a dir="auto" href="(?:\.\./)*([^"]+)">')
_LINK = re.compile(r'<a href="(?:\.\./)*(metrics/rows/[^"]+)">([^<]+)</a>')
_TABLE = re.compile(r"<table><caption[^>]*>([^<]+)</caption>.*?<tbody>(.*?)</tbody>", re.DOTALL)
_CELL = re.compile(r'<td class="r num">(?:<a href="(?:\.\./)*([^"]+)">)?([^<]*)')


class Site:
    """A site with its index, its numbers, and what `jq` makes of the index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        index = json.loads((root / "index.json").read_text("utf-8"))
        self.numbers = json.loads((root / "metrics/metrics.json").read_text("utf-8"))
        self.panels: dict[str, Any] = {panel["key"]: panel for panel in self.numbers["panels"]}
        program = jq.compile(RECOUNT, args={"quarters": 8})
        self.counted: dict[str, Any] = program.input_value(index).first()
        self.page = (root / "metrics/index.html").read_text("utf-8")

    def listed(self, key: str) -> dict[str, list[str]]:
        """The addresses that the rows pages of a panel list, by section."""
        found: dict[str, list[str]] = {}
        number, path = 1, self.root / f"metrics/rows/{key}.html"
        while path.exists():
            for name, body in _SECTION.findall(path.read_text("utf-8")):
                rows = [unescape(unquote(row)) for row in _ROW.findall(body)]
                found.setdefault(name, []).extend(rows)
            number += 1
            path = self.root / f"metrics/rows/{key}-{number}.html"
        return found


@pytest.fixture(scope="module", params=["sample", "generated"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The portal of the sample archive, and that of an archive with everything in it."""
    folder = tmp_path_factory.mktemp("metrics")
    source = ROOT
    if request.param == "generated":
        source = a_folder(folder, 260)
    result = ss(source, "build", "--output", str(folder / "site"), "--as-of", TODAY.isoformat())
    assert result.code == 0, result.err
    return Site(folder / "site")


def rows_of(counted: Mapping[str, Any]) -> dict[str, list[str]]:
    """The rows of each number of a panel, without the numbers that have none."""
    found = {
        name: rows for name, rows in counted.items() if name not in ("values", "order", "facts")
    }
    if "order" in counted:
        found["all"] = counted["order"]
    return {name: rows for name, rows in found.items() if rows}


def median_interval(values: list[int]) -> tuple[int, int]:
    """The percentile interval of the bootstrap of the median, in fractions."""
    ordered, n = sorted(values), len(values)

    def at_least(nth: int, place: int) -> Fraction:
        some = range(nth, n + 1)
        ways = sum(comb(n, k) * (place + 1) ** k * (n - place - 1) ** (n - k) for k in some)
        return Fraction(ways, n**n)

    low = next(at for at in range(n) if at_least((n + 1) // 2, at) >= Fraction(25, 1000))
    high = next(at for at in range(n) if at_least(n // 2 + 1, at) >= Fraction(975, 1000))
    return ordered[low], ordered[high]


def mann_whitney(first: list[int], second: list[int]) -> float:
    """The two-sided test, each pair looked at."""
    u = sum((a > b) + (a == b) / 2 for a in first for b in second)
    m, n, every = len(first), len(second), [*first, *second]
    ties = sum(every.count(value) ** 3 - every.count(value) for value in set(every))
    total = m + n
    variance = m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    away = max(abs(u - m * n / 2) - 0.5, 0)
    return erfc(away / sqrt(2 * variance)) if variance else 1.0


def test_each_number_counts_the_rows_that_jq_finds(site: Site) -> None:
    """The rows pages list, for each number, exactly the reports or fixes that it counts."""
    pages = (path.stem for path in (site.root / "metrics/rows").iterdir())
    keys = {re.sub(r"-\d+$", "", page) for page in pages}

    assert keys == site.counted.keys() == {*site.panels, "reports"}
    for key, counted in site.counted.items():
        listed, expected = site.listed(key), rows_of(counted)
        assert listed.keys() == expected.keys(), key
        for name, rows in expected.items():
            assert sorted(listed[name]) == sorted(rows), f"{key}#{name}"


def test_the_numbers_of_the_data_are_those_that_jq_counts(site: Site) -> None:
    """`metrics.json` says for each line, column and remainder how many rows there are."""
    reports = rows_of(site.counted["reports"])
    apart = {"reports": "all", "undated": "unknown", "ahead": "contradictory"}
    for name, section in apart.items():
        assert site.numbers[name] == len(reports.get(section, ())), name
    for key, panel in site.panels.items():
        rows = rows_of(site.counted[key])
        told = {"n": "all", "unknown": "unknown", "contradictory": "contradictory"}
        for name, section in told.items():
            assert panel[name] == len(rows.get(section, ())), f"{key}: {name}"
        for at, line in enumerate(panel["lines"], start=1):
            for place, number in enumerate(line["numbers"], start=1):
                assert number == len(rows.get(f"line-{at}-{place}", ())), f"{key}: {line['name']}"
    facts = site.panels["breadth"]["facts"]
    assert list(facts.values()) == site.counted["breadth"]["facts"]


@pytest.mark.parametrize("key", DISTRIBUTIONS)
def test_a_distribution_is_what_its_values_come_to(site: Site, key: str) -> None:
    """Median, percentile, interval and test follow from the values that `jq` finds."""
    panel, counted = site.panels[key], site.counted[key]
    values = [counted["values"][page] for page in counted["order"]]

    assert len(values) >= FEW
    assert panel["median"] == pytest.approx(statistics.median(values))
    p90 = statistics.quantiles(values, n=10, method="inclusive")[8]
    assert panel["p90"] == pytest.approx(p90, abs=1e-5)
    assert tuple(panel["interval"]) == median_interval(values)
    middle = (len(values) + 1) // 2
    older, newer = values[:middle], values[middle:]
    change = panel["change"]
    assert (change["older"], change["newer"]) == (len(older), len(newer))
    if len(newer) >= ENOUGH:
        assert change["before"] == statistics.median(older)
        assert change["after"] == statistics.median(newer)
        assert change["p"] == pytest.approx(mann_whitney(older, newer), abs=1e-5)
    else:
        assert (change["before"], change["after"], change["p"]) == (None, None, None)
        assert not change["found"]


def test_the_page_prints_the_numbers_and_each_leads_to_its_rows(site: Site) -> None:
    """Each number of a table is that of the data; one above zero links the list of that length."""
    tables = {unescape(title): body for title, body in _TABLE.findall(site.page)}
    for key, panel in site.panels.items():
        if not panel["lines"]:
            continue
        lengths = {name: len(rows) for name, rows in site.listed(key).items()}
        lines = [line for line in tables[panel["title"]].split("<tr>") if "<td" in line]
        # A distribution has its figures first.
        for line, told in zip(lines[-len(panel["lines"]) :], panel["lines"], strict=True):
            cells = _CELL.findall(line)
            assert [int(text.replace(",", "")) for _, text in cells] == told["numbers"], key
            for (href, text), number in zip(cells, told["numbers"], strict=True):
                assert bool(href) == bool(number), f"{key}: {text}"
                assert not href or lengths[href.partition("#")[2]] == number


def test_each_link_to_rows_leads_to_that_many(site: Site) -> None:
    """`these 24 reports` leads to a list of 24."""
    links = [link for link in _LINK.findall(_TABLE.sub("", site.page)) if "fact" not in link[0]]

    assert len(links) > len(site.panels)
    for href, text in links:
        path, _, name = href.partition("#")
        number = re.search(r"\d[\d,]*", text)
        told = int(number[0].replace(",", "")) if number else 1
        assert len(site.listed(Path(path).stem)[name]) == told, text


def test_the_rows_of_a_distribution_say_its_values(site: Site) -> None:
    """Beside each report stands what the number takes from it, unless that is not known."""
    for key in DISTRIBUTIONS:
        text = (site.root / f"metrics/rows/{key}.html").read_text("utf-8")
        sections = dict(_SECTION.findall(text))
        assert all('class="quiet"' in row for row in sections["all"].split("<li")[1:])

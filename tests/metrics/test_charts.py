"""Charts: every value is in them, nothing else is, and they are the same every day."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.metrics.ground import distributed
from secondstory.model.metrics import Line, Panel, Row, Shape, Unit
from secondstory.noun import replace
from secondstory.render.drawn import Bars, Chart, Dots, Fill, Grid, Mark, Series, drawn
from secondstory.render.learning.figures import figure

BARS = Bars(
    ("0 to 30 days", 'over <180> & "more"'),
    (Series(Fill.PALE, (10, 2)), Series(Fill.LATE, (0, 5)), Series(Fill.HATCH, (3, 0))),
    upright=False,
)
COLUMNS = Bars(("Q1 26", "Q2"), BARS.series, upright=True)
DOTS = Dots(
    ((0.1, 0), (1.0, 1), (1.0, -1)),
    2,
    (Mark(1.0, "median 9 min", dashed=False), Mark(1.1, "P90 <1 h>", dashed=True)),
    ((0.0, "1 min"), (3.0, "12 h")),
    3,
)
GRID = Grid(("lag", "retries"), ("2026", "Q2", "Q3"), ((1, 0, 4), (0, 2, 0)))
ALL = (BARS, COLUMNS, DOTS, GRID)
SHAPES = {"svg", "path", "rect", "circle", "text"}


def shapes(chart: Chart) -> list[ET.Element]:
    return list(ET.fromstring(drawn(chart, 'Ages: "old" & <new>')).iter())


def texts(chart: Chart) -> list[str]:
    return [each.text or "" for each in shapes(chart) if each.tag == "text"]


@pytest.mark.parametrize("chart", ALL)
def test_a_chart_is_well_formed_and_holds_shapes_and_words_only(chart: Chart) -> None:
    """No style, script, comment or link: a page's policy admits it, and the theme dresses it."""
    svg = drawn(chart, 'Ages: "old" & <new>')
    found = shapes(chart)

    assert {each.tag for each in found} <= SHAPES
    assert "<!--" not in svg
    names = {name for each in found for name in each.attrib}
    assert not names & {"style", "id", "onload", "href"}
    assert found[0].get("aria-label") == 'Ages: "old" & <new>'
    assert found[0].get("role") == "img"


@pytest.mark.parametrize("chart", [BARS, COLUMNS])
def test_each_piece_of_a_bar_is_as_long_as_its_number(chart: Bars) -> None:
    """Lengths are to each other as numbers are, and a nought has no piece."""
    side = "height" if chart.upright else "width"

    def sizes(name: str) -> list[float]:
        return [float(each.get(side, 0)) for each in shapes(chart) if each.get("class") == name]

    ten, two = sorted(sizes("f-pale"), reverse=True)
    (late,) = sizes("f-late")
    (hatched,) = sizes("hat")

    assert ten / two == pytest.approx(5, rel=0.02)
    assert late / ten == pytest.approx(0.5, rel=0.02)
    assert hatched / ten == pytest.approx(0.3, rel=0.02)


def test_the_first_bar_is_the_upper_one() -> None:
    """Lying bars stand in the order of the table."""
    places = {each.text: float(each.get("y", 0)) for each in shapes(BARS) if each.tag == "text"}

    assert places["0 to 30 days"] < places['over <180> & "more"']


def test_every_dot_ring_and_line_is_drawn() -> None:
    """A dot for each value, a ring for each unknown, a line for the median and one for the P90."""
    found = [each.get("class") for each in shapes(DOTS)]

    assert (found.count("dot"), found.count("ring"), found.count("stroke")) == (3, 2, 2)
    assert {"median 9 min", "P90 <1 h>", "1 min", "12 h"} <= set(texts(DOTS))


def test_names_of_lines_that_are_near_stand_above_each_other() -> None:
    """Two names that would touch have different heights."""
    heights = {each.get("y") for each in shapes(DOTS) if each.get("class") == "lbl"}

    assert len(heights) == 2


def test_a_grid_has_a_spot_for_each_number_above_nought() -> None:
    """The higher the number, the larger the spot."""
    spots = [float(each.get("r", 0)) for each in shapes(GRID) if each.tag == "circle"]

    assert len(spots) == 3
    assert spots[1] == max(spots)


def test_a_chart_is_the_same_in_another_process_on_another_day() -> None:
    """Neither the day nor the seed of hashes, nor whether lxml is there, is in a chart."""
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from metrics.test_charts import ALL, drawn\n"
        "print(*(drawn(chart, 'x') for chart in ALL))"
    )
    own = " ".join(str(drawn(chart, "x")) for chart in ALL)
    again = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert again.strip() == own
    assert not re.search(r"20\d\d-\d\d", own)


def test_the_charts_library_leaves_imports_as_they_were() -> None:
    """It puts a finder of an old kind among those of Python, which warns of it at each import."""
    drawn(BARS, "x")

    assert all(hasattr(finder, "find_spec") for finder in sys.meta_path)


def a_panel(values: list[int], unknown: int = 0, unit: Unit = Unit.MINUTES) -> Panel:
    return distributed(
        Panel(
            key="detect",
            title="Time to detect",
            what="report",
            counted="",
            gamed="",
            shape=Shape.DOTS,
            sample=tuple(Row(f"r{at}", value=value) for at, value in enumerate(values)),
            unknown=tuple(Row(f"u{at}") for at in range(unknown)),
            unit=unit,
        )
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=80),
    st.integers(0, 500),
    st.sampled_from(list(Unit)),
)
def test_any_values_make_a_chart(values: list[int], unknown: int, unit: Unit) -> None:
    """From nought to two thousand years each dot and ring lies within the drawing."""
    chart = figure(a_panel(values, unknown, unit)).chart

    assert chart
    svg = ET.fromstring(chart)
    width, height = map(float, (svg.get("viewBox") or "").split()[2:])
    for spot in svg.iter("circle"):
        assert 0 <= float(spot.get("cx", -1)) <= width
        assert 0 <= float(spot.get("cy", -1)) <= height


def test_of_very_many_values_each_dot_stands_for_several() -> None:
    """Ten thousand reports make some hundred dots, and the key says how many each stands for."""
    found = figure(a_panel([20] * 5000 + list(range(5000)), 3000))

    assert found.chart
    assert found.chart.count("<circle") < 700
    assert found.key[1].text == "75 unknown"
    assert found.key[0].text.endswith("reports of about this value")


def test_where_there_is_nothing_there_is_no_chart() -> None:
    """An empty panel has no chart, and neither has one that is a table."""
    assert figure(a_panel([])).chart is None
    assert figure(replace(a_panel([1, 2]), key="topics", shape=Shape.BARS)).chart is None
    table = Panel(
        "months", "Months", "report", "", "", Shape.NONE, (Row("a"),), lines=(Line("x", ()),)
    )
    assert figure(table).chart is None

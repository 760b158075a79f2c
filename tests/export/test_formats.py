"""Every format tells the same rows, whatever the reports say, in the same bytes each time."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.readers import from_csv, from_parquet, from_sqlite, without_empty
from factories import a_lesson, a_postmortem, an_action, an_archive
from secondstory.cli.export import FORMAT_NAMES
from secondstory.export import FORMATS, export
from secondstory.export.rows import batches
from secondstory.extract import load_lexicon
from secondstory.extract.identity import names
from secondstory.model import Archive, Postmortem, Site
from secondstory.noun import replace
from secondstory.pipeline import read
from secondstory.render.index_json import Index, index_artifact
from strategies import postmortems

SAMPLE = Path(__file__).parents[2] / "postmortems"
TODAY = date(2026, 11, 20)
SITE = Site()


@pytest.fixture(scope="module")
def sample() -> Archive:
    return read(SAMPLE, load_lexicon()).archive


def put(archive: Archive, folder: Path, *forms: str, raw: bool = True) -> Path:
    for form in forms:
        export(archive, SITE, TODAY, form, folder / form, raw=raw)
    return folder


def sqlite_of(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "sqlite")) as connection:
        return connection.execute(query).fetchall()


def test_the_command_knows_the_formats() -> None:
    """What the command offers is what can be written."""
    assert FORMAT_NAMES == FORMATS


def test_all_formats_hold_the_same_rows(sample: Archive, tmp_path: Path) -> None:
    """The sample archive as SQLite, CSV and Parquet is the same table for table."""
    put(sample, tmp_path, *FORMATS)
    rows = from_sqlite(tmp_path / "sqlite")

    assert len(rows["incidents"]) > 20
    empty = {name for name, some in rows.items() if not some}
    assert empty <= {"findings", "suggested_tags", "suggested_classes"}  # without a file of classes
    assert without_empty(from_parquet(tmp_path / "parquet")) == without_empty(rows)
    assert from_csv(tmp_path / "csv") == without_empty(rows)


def test_json_lines_are_the_incidents_of_the_index(sample: Archive, tmp_path: Path) -> None:
    """Each line is, byte for byte, the object of an incident of index.json."""
    put(sample, tmp_path, "jsonl")
    index = index_artifact(sample, SITE, TODAY).content

    lines = (tmp_path / "jsonl").read_bytes().splitlines()
    assert [json.loads(line)["slug"] for line in lines] == [r.slug for r in sample.briefs]
    assert all(line in index for line in lines)


def test_tables_hold_what_the_index_holds(sample: Archive, tmp_path: Path) -> None:
    """Read back by SQL, lists and facts of every report are those of its line of JSON."""
    put(sample, tmp_path, "sqlite", "jsonl")
    lists = {
        "lessons": "SELECT incident, text FROM lessons WHERE kind = 'lesson' ORDER BY position",
        "lucky": "SELECT incident, text FROM lessons WHERE kind = 'lucky' ORDER BY position",
        "action_items": "SELECT incident, text FROM action_items ORDER BY position",
        "timeline": "SELECT incident, text FROM events ORDER BY position",
        "contributing_factors": "SELECT incident, text FROM contributing_factors ORDER BY position",
        "tags": "SELECT incident, written FROM incident_tags ORDER BY position",
        "services": "SELECT incident, written FROM incident_services ORDER BY position",
        "errors": "SELECT incident, text FROM errors ORDER BY position",
    }
    told = {name: sqlite_of(tmp_path, query) for name, query in lists.items()}
    facts = dict(sqlite_of(tmp_path, "SELECT slug, title || duration_minutes FROM incidents"))
    sources = sqlite_of(tmp_path, "SELECT incident, line FROM sources WHERE fact = 'title'")
    for line in (tmp_path / "jsonl").read_text("utf-8").splitlines():
        known = json.loads(line)
        slug, minutes = known["slug"], known["duration_minutes"]
        for name, rows in told.items():
            texts = [each["text"] if isinstance(each, dict) else each for each in known[name]]
            assert [text for incident, text in rows if incident == slug] == texts
        assert facts[slug] == (None if minutes is None else f"{known['title']}{minutes}")
        assert (slug, known["provenance"]["title"]["line"]) in sources


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_archive_gives_the_same_bytes(sample: Archive, tmp_path: Path, form: str) -> None:
    """Twice, at another place, and over what an export left there before."""
    first, second = tmp_path / "a" / "x", tmp_path / "b" / "y"
    for target in (first, second, second):
        export(sample, SITE, TODAY, form, target)

    assert contents(first) == contents(second)
    assert contents(first)


def contents(target: Path) -> list[tuple[str, bytes]]:
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    return [("" if file == target else file.name, file.read_bytes()) for file in files]


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    """Any reports, put together as the real ones are."""
    reports = draw(st.lists(postmortems, max_size=3, unique_by=lambda report: report.path))
    return an_archive(*map(named, reports))


def named(report: Postmortem) -> Postmortem:
    ids = names([action.text.text for action in report.actions])
    actions = (replace(one, id=id_) for one, id_ in zip(report.actions, ids, strict=True))
    return replace(report, actions=tuple(actions))


@settings(max_examples=25)
@given(archives())
def test_any_archive_can_be_exported(archive: Archive) -> None:
    """Whatever the reports say, all formats agree, and no key leads nowhere."""
    with TemporaryDirectory() as name:
        folder = put(archive, Path(name), *FORMATS)
        rows = from_sqlite(folder / "sqlite")
        assert sqlite_of(folder, "PRAGMA foreign_key_check") == []
        assert sqlite_of(folder, "PRAGMA integrity_check") == [("ok",)]
        assert without_empty(from_parquet(folder / "parquet")) == without_empty(rows)
        assert from_csv(folder / "csv") == without_empty(rows)
        assert len((folder / "jsonl").read_bytes().splitlines()) == len(rows["incidents"])


ODD = {
    "surrogate": ("half \ud800 of a letter", "half \ufffd of a letter"),
    "nul": ("before\0after", "before\ufffdafter"),
    "direction": ("\u202egnp.exe \u2067مرحبا", "\u202egnp.exe \u2067مرحبا"),
    "lines": ('a\r\nb\rc\nd\u2028e\x85f,"g"', 'a\r\nb\rc\nd\u2028e\x85f,"g"'),
    "spaces": (" \tx ", " \tx "),
    "huge": ("word " * 1_000_000, "word " * 1_000_000),
}


@pytest.mark.parametrize(("text", "kept"), ODD.values(), ids=ODD)
def test_any_text_is_kept(tmp_path: Path, text: str, kept: str) -> None:
    """But half characters and NUL, for which a replacement character stands."""
    folder = put(an_archive(a_postmortem(summary=text, errors=[text])), tmp_path, *FORMATS)

    assert sqlite_of(folder, "SELECT summary, errors_text FROM incidents") == [(kept, kept)]
    for rows in (from_csv(folder / "csv"), from_parquet(folder / "parquet")):
        assert [row[-1] for row in rows["errors"]] == [kept]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_spreadsheets_run_nothing(tmp_path: Path, formula: str) -> None:
    """A text that begins a formula gets an apostrophe in CSV, but raw; nothing else does."""
    archive = an_archive(a_postmortem(title=formula, services=["a=b"], duration=7))
    put(archive, tmp_path, "csv", raw=False)
    put(archive, tmp_path / "raw", "csv")

    safe, raw = from_csv(tmp_path / "csv"), from_csv(tmp_path / "raw/csv")
    assert [rows["incidents"][0][1] for rows in (safe, raw)] == [f"'{formula}", formula]
    assert safe["services"] == [("a-b", "a=b")]


def test_unknown_is_null_and_words_are_no_day(tmp_path: Path) -> None:
    """What a report does not say is NULL everywhere, and a deadline in words is only words."""
    report = a_postmortem(actions=[an_action(due="Q3"), an_action("Other", due="2026-12-01")])
    put(an_archive(report), tmp_path, "sqlite", "csv")

    due = "SELECT due, due_written FROM action_items ORDER BY position"
    assert sqlite_of(tmp_path, due) == [(None, "Q3"), ("2026-12-01", "2026-12-01")]
    (row,) = sqlite_of(tmp_path, "SELECT date, duration_minutes, near_miss, summary FROM incidents")
    assert row == (None, None, None, None)
    assert "\ndns,DNS went away,,,,," in (tmp_path / "csv/incidents.csv").read_text("utf-8")


def test_an_empty_archive_is_a_set_of_empty_tables(tmp_path: Path) -> None:
    """Nothing to tell is told in every format."""
    put(an_archive(), tmp_path, *FORMATS)

    for rows in (from_sqlite(tmp_path / "sqlite"), from_parquet(tmp_path / "parquet")):
        assert {name for name, some in rows.items() if some} == {"about"}
    assert (tmp_path / "jsonl").read_bytes() == b""


def test_spellings_of_one_value_are_one_row(tmp_path: Path) -> None:
    """Tags that the portal groups have one slug, and a report that spells one twice counts once."""
    archive = an_archive(
        a_postmortem("a", tags=["Node JS", "dns", "node-js"]), a_postmortem("b", tags=["node-js"])
    )
    put(archive, tmp_path, "sqlite")

    tags = sqlite_of(tmp_path, "SELECT slug, name FROM tags")
    assert tags == [("dns", "dns"), ("node-js", "node-js")]
    assert sqlite_of(tmp_path, "SELECT * FROM incident_tags") == [
        ("a", "dns", 2, "dns"),
        ("a", "node-js", 1, "Node JS"),
        ("b", "node-js", 1, "node-js"),
    ]


def test_repeats_lead_to_their_class(tmp_path: Path) -> None:
    """A class that came back is told with its time, its reason and the reports before."""
    archive = an_archive(
        a_postmortem("a", date="2026-01-01", classes=["Stale cache"]),
        a_postmortem(
            "b", date="2026-02-01", classes=["stale-cache"], recurrence="fix did not hold"
        ),
    )
    put(archive, tmp_path, "sqlite")

    query = "SELECT incident, class, name, nth, disease, earlier FROM recurrences JOIN classes"
    assert sqlite_of(tmp_path, f"{query} ON classes.slug = class") == [
        ("b", "stale-cache", "Stale cache", 2, "fix did not hold", '["a"]')
    ]


def test_an_incident_is_let_go_before_the_next() -> None:
    """Reports are read one at a time, when their rows are asked for."""
    asked: list[str] = []
    archive = an_archive(*(a_postmortem(f"r{n}", lessons=[a_lesson()]) for n in range(9)))

    def reading(path: str) -> Postmortem:
        asked.append(path)
        return archive.read(path)

    lazy = dataclasses.replace(archive, read=reading)

    def counted() -> Iterator[int]:
        for _ in batches(lazy, Index(lazy, SITE, TODAY), TODAY):
            yield len(asked)

    assert list(counted()) == list(range(10))

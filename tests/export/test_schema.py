"""The tables are whole, named for SQL, searched by Datasette and described where they lie."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from factories import a_lesson, a_postmortem, an_action, an_archive
from secondstory.export import export
from secondstory.export.columns import Table
from secondstory.export.sqlite import schema
from secondstory.export.tables import GROUPS, INCIDENTS, RECURRENCES, SOURCES, TABLES
from secondstory.extract import load_lexicon
from secondstory.model import LessonKind, Site
from secondstory.pipeline import read

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/export.md").read_text("utf-8")
SCHEMA = json.loads((ROOT / "docs/index.schema.json").read_text("utf-8"))
BY_NAME = {table.name: table for table in TABLES}
# How Datasette asks which table searches another (datasette.utils.detect_fts_sql).
DATASETTE = """
    select name from sqlite_master where rootpage = 0 and (
        sql like '%VIRTUAL TABLE%USING FTS%content="{table}"%'
        or sql like '%VIRTUAL TABLE%USING FTS%content=[{table}]%'
        or (tbl_name = "{table}" and sql like '%VIRTUAL TABLE%USING FTS%'))
"""


def keys(rule: dict[str, Any]) -> Iterator[str]:
    """Where values stand in what a part of the schema describes: keys with dots between."""
    rule = next((each for each in rule.get("oneOf", ()) if each != {"type": "null"}), rule)
    if "$ref" in rule:
        rule = SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]]
    for name, value in rule.get("properties", {}).items():
        yield from (f"{name}.{below}" if below else name for below in keys(value))
    if "properties" not in rule:
        yield ""


def column_keys(table: Table) -> set[str]:
    return {column.key for column in table.columns}


def test_every_key_of_the_index_has_its_column() -> None:
    """Nothing that index.json tells of an incident is missing from the tables."""
    tables = {name: table for table in TABLES for name in table.lists}
    for name, rule in SCHEMA["$defs"]["incident"]["properties"].items():
        if name == "provenance":
            assert set(keys({"$ref": "#/$defs/source"})) <= column_keys(SOURCES)
        elif name in tables:
            assert set(keys(rule["items"])) <= column_keys(tables[name]), name
        else:
            wanted = {f"{name}.{key}" if key else name for key in keys(rule)}
            assert wanted <= column_keys(INCIDENTS), name


def test_no_name_has_to_be_quoted() -> None:
    """Each table and column can be named in SQL as it is."""
    connection = sqlite3.connect(":memory:")
    for statement in schema():
        connection.execute(statement)

    for table in TABLES:
        names = ", ".join(f"{table.name}.{name}" for name in table.names)
        found = connection.execute(f"SELECT {names} FROM {table.name}")
        assert tuple(column for column, *_ in found.description) == table.names
        assert len(set(table.names)) == len(table.names)


def test_keys_lead_to_tables_that_stand_before() -> None:
    """A program that loads the tables in their order meets no key that leads nowhere yet."""
    seen: set[str] = set()
    for table in TABLES:
        seen.add(table.name)
        assert set(table.key) <= set(table.names)
        assert set(table.searched) <= set(table.names)
        for column in table.columns:
            assert not column.leads_to or column.leads_to in seen
            assert not column.leads_to or BY_NAME[column.leads_to].key == ("slug",)
            assert column.about.endswith(".")
    assert RECURRENCES.columns[1].leads_to == GROUPS["classes"].values.name


@pytest.fixture
def file(tmp_path: Path) -> Path:
    report = a_postmortem(
        summary="The résumé of it",
        contributing=["Pools outlive gateways"],
        lessons=[a_lesson("Expire sockets"), a_lesson("Luck", kind=LessonKind.LUCKY)],
        actions=[an_action("Probe the listener")],
        errors=["x509: certificate has expired"],
    )
    export(an_archive(report, a_postmortem("other")), Site(), date(2026, 1, 1), "sqlite",
           tmp_path / "x.sqlite")  # fmt: skip
    return tmp_path / "x.sqlite"


@pytest.mark.parametrize(
    "words", ["resume", "outlives", "sockets", "luck", "probing listener", "x509 expired"]
)
def test_an_incident_is_found_by_all_that_it_says(file: Path, words: str) -> None:
    """Causes, lessons, fixes and error strings find their report, bent as they may be."""
    connection = sqlite3.connect(file)
    query = (
        "SELECT slug, snippet(incidents_fts, -1, '[', ']', '...', 5) FROM incidents_fts"
        " JOIN incidents ON incidents.rowid = incidents_fts.rowid WHERE incidents_fts MATCH ?"
    )

    ((slug, snippet),) = connection.execute(query, [words]).fetchall()
    assert slug == "dns"
    assert "[" in snippet


def test_datasette_finds_what_it_can_search(file: Path) -> None:
    """By the question that it asks, and the columns that keys lead to are named and indexed."""
    connection = sqlite3.connect(file)
    for table in TABLES:
        found = connection.execute(DATASETTE.format(table=table.name)).fetchall()
        assert found == ([(f"{table.name}_fts",)] if table.searched else [])
        keys = connection.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
        assert all(to == "slug" for _, _, _, _, to, *_ in keys)
        for _, _, _, column, *_ in keys:
            plan = f"EXPLAIN QUERY PLAN SELECT * FROM {table.name} WHERE {column} = 'x'"
            assert "SEARCH" in connection.execute(plan).fetchone()[-1]


def test_the_file_says_what_its_columns_mean(file: Path) -> None:
    """Comments stand in the statements that made the tables, descriptions beside other files."""
    statement = sqlite3.connect(file).execute(
        "SELECT sql FROM sqlite_master WHERE name = 'lessons'"
    ).fetchone()[0]  # fmt: skip
    assert "headline TEXT, -- Its first sentence.\n" in statement


@pytest.mark.parametrize("query", re.findall(r"^SELECT .*?;", GUIDE, re.DOTALL | re.MULTILINE))
def test_the_queries_of_the_guide_find_something(tmp_path: Path, query: str) -> None:
    """The SQL in docs/export.md runs as it stands, on the sample archive."""
    archive = read(ROOT / "postmortems", load_lexicon()).archive
    export(archive, Site(), date(2027, 6, 1), "sqlite", tmp_path / "x.sqlite")

    assert sqlite3.connect(tmp_path / "x.sqlite").execute(query).fetchall()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_folder_says_what_lies_in_it(tmp_path: Path, form: str) -> None:
    """datapackage.json names each file, its columns with their types, and its keys."""
    export(an_archive(a_postmortem()), Site(), date(2026, 1, 1), form, tmp_path / "out")
    package = json.loads((tmp_path / "out/datapackage.json").read_text("utf-8"))

    files = {file.name for file in (tmp_path / "out").iterdir()}
    assert files == {"datapackage.json", *(each["path"] for each in package["resources"])}
    for each, table in zip(package["resources"], TABLES, strict=True):
        assert tuple(field["name"] for field in each["schema"]["fields"]) == table.names
        assert each["schema"]["primaryKey"] == list(table.key)
    (lessons,) = (each for each in package["resources"] if each["name"] == "lessons")
    assert lessons["schema"]["foreignKeys"] == [
        {"fields": "incident", "reference": {"resource": "incidents", "fields": "slug"}}
    ]


def test_parquet_has_types(tmp_path: Path) -> None:
    """Days, truth and numbers are such, and fields carry what they mean."""
    export(an_archive(a_postmortem()), Site(), date(2026, 1, 1), "parquet", tmp_path / "out")
    found = parquet.read_schema(tmp_path / "out/incidents.parquet")

    types = {field.name: str(field.type) for field in found}
    assert (types["date"], types["near_miss"]) == ("date32[day]", "bool")
    assert (types["severity_level"], types["started_at"]) == ("int64", "string")
    assert found.field("slug").metadata[b"description"] == b"The report's permanent name."
    assert not found.field("slug").nullable

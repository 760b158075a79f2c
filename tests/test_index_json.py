"""index.json holds every fact under the keys of its schema, and the schema says so."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from factories import a_fact, a_lesson, a_moment, a_postmortem, an_action, an_archive
from secondstory import pipeline
from secondstory.extract import load_lexicon
from secondstory.findings import Finding, Location
from secondstory.model import (
    ActionStatus,
    Archive,
    Basis,
    Cure,
    Disease,
    Due,
    Fact,
    FixWas,
    LessonKind,
    Origin,
    Other,
    Postmortem,
    Provenance,
    Recurrence,
    Reference,
    Severity,
    Site,
)
from secondstory.noun import replace
from secondstory.render import load_theme
from secondstory.render.index_json import index_artifact
from strategies import archives, sites

DOCS = Path(__file__).parent.parent / "docs"
SCHEMA = json.loads((DOCS / "index.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
GUIDE = (DOCS / "index-json.md").read_text("utf-8")
SAMPLE = DOCS.parent / "postmortems"
LINKED = ("lessons", "went_well", "went_poorly", "lucky", "action_items")
TODAY = date(2026, 11, 20)


def read(archive: Archive, base_url: str = "") -> dict[str, Any]:
    return json.loads(index_artifact(archive, Site(base_url=base_url), TODAY).content)


def incident(report: Postmortem) -> dict[str, Any]:
    return read(an_archive(report))["incidents"][0]


@settings(max_examples=150)
@given(archives(), sites)
def test_any_archive_gives_an_index_that_fits_the_schema(archive: Archive, site: Site) -> None:
    """Whatever the reports say, index.json is valid UTF-8, valid JSON and as documented."""
    content = index_artifact(archive, site, TODAY).content

    VALIDATOR.validate(json.loads(content.decode("utf-8")))
    assert content == index_artifact(archive, site, TODAY).content
    assert content.endswith(b"}\n")


def test_the_sample_archive_fits_and_every_link_leads_somewhere() -> None:
    """The index of our own reports is as documented, and its links end on an element."""
    build = pipeline.build(SAMPLE, load_lexicon(), load_theme(), Site(), TODAY)
    files = {str(artifact.path): artifact.content for artifact in build.artifacts}
    index = json.loads(files["index.json"])

    VALIDATOR.validate(index)
    assert len(index["incidents"]) > 20
    for report in index["incidents"]:
        pieces = [report, *(item for name in LINKED for item in report[name])]
        for url in (piece["url"] for piece in pieces):
            path, _, anchor = url.partition("#")
            assert f' id="{anchor}"'.encode() in files[path] or not anchor, url


def test_the_schema_is_itself_valid() -> None:
    """The schema is a JSON Schema of draft 2020-12, and its examples fit what they explain."""
    Draft202012Validator.check_schema(SCHEMA)

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            for example in part.get("examples", ()):
                rule = {**part, "$defs": SCHEMA["$defs"]}
                Draft202012Validator(rule).validate(example)
            for child in part.values():
                walk(child)

    walk(SCHEMA)


def test_the_schema_forbids_what_it_does_not_describe() -> None:
    """Every object of the schema lists its keys, requires them, and says what each means."""
    objects = [SCHEMA, *SCHEMA["$defs"].values(), SCHEMA["properties"]["generator"]]
    for rule in objects:
        assert rule["additionalProperties"] is False
        assert set(rule["required"]) == set(rule["properties"])
        for name, key in rule["properties"].items():
            assert {"description", "$ref", "const"} & key.keys(), name


def test_the_guide_names_every_key_of_an_incident() -> None:
    """docs/index-json.md mentions each key that the schema has, so none is a secret."""
    keys = set(SCHEMA["properties"])
    for name in ("incident", "suggestion", "lesson", "action_item", "event", "moment", "source"):
        keys |= set(SCHEMA["$defs"][name]["properties"])
    assert {key for key in keys if f"`{key}`" not in GUIDE} == set()


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL))
def test_the_examples_of_the_guide_run(code: str, tmp_path: Path) -> None:
    """The Python in docs/index-json.md reads an index and prints what it says it prints."""
    report = a_postmortem(
        date="2026-09-14",
        services=["label-gateway"],
        severity="purple",
        lessons=[a_lesson("Probe what is served.")],
    )
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.json").write_bytes(
        index_artifact(an_archive(report), Site(), TODAY).content
    )

    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert run.stdout in {"2026-09-14 Probe what is served.\n", "{'purple'}\n"}


def test_unknown_is_null_and_nothing_found_is_an_empty_list() -> None:
    """A report that states only its title has null for each fact and [] for each list."""
    report = incident(a_postmortem(title="It broke"))

    known = {"source_path", "slug", "url", "title", "provenance"}
    rest = {key: value for key, value in report.items() if key not in known}
    assert set(map(json.dumps, rest.values())) == {"null", "[]"}
    assert list(report["provenance"]) == ["title"]


def test_times_are_as_precise_as_the_report() -> None:
    """A stated time has its clock and zone, a stated day only the day."""
    report = incident(
        a_postmortem(
            date="2026-09-14",
            started="2026-09-14 06:00",
            resolved=a_fact(replace(a_moment("2026-09-15"), zone="")),
            duration=74,
        )
    )

    assert report["date"] == "2026-09-14"
    assert report["started"] == {"at": "2026-09-14T06:00:00", "zone": "UTC"}
    assert report["resolved"] == {"at": "2026-09-15", "zone": None}
    assert report["duration_minutes"] == 74


def test_severity_stands_as_written_beside_its_scale() -> None:
    """`severity` is the report's word; its normal form and level have keys of their own."""
    report = incident(a_postmortem(severity=a_fact(Severity(1, "SEV1"), "P1 - critical")))

    assert report["severity"] == "P1 - critical"
    assert (report["severity_label"], report["severity_level"]) == ("SEV1", 1)
    assert report["severity_initial"] is None


def test_lessons_are_told_apart_by_kind() -> None:
    """Each kind of lesson has its list, with the whole text, its headline and its check."""
    report = incident(
        a_postmortem(
            lessons=[
                a_lesson("Probe it.", LessonKind.LESSON, "From outside.", "you cache it.", "l-1"),
                a_lesson("It was Sunday.", LessonKind.LUCKY),
            ]
        )
    )

    (lesson,) = report["lessons"]
    assert lesson == {
        "text": "Probe it. From outside.",
        "headline": "Probe it.",
        "check": "you cache it.",
        "url": "incidents/dns.html#l-1",
        "source": {"origin": "heading", "confidence": "read", "label": "Facts", "line": 42},
    }
    assert [item["text"] for item in report["lucky"]] == ["It was Sunday."]
    assert report["went_well"] == report["went_poorly"] == []


def test_a_deadline_is_a_day_where_one_can_be_read() -> None:
    """`due` is the ISO day, else the words; `due_written` is always the words."""
    day = a_fact(Due(date(2026, 12, 1), "1 Dec"))
    dated = replace(an_action(owner="@edge"), due=day)
    vague = replace(an_action(due="Q3"), status=a_fact(ActionStatus.DONE, "shipped"))

    report = incident(a_postmortem(actions=[dated, vague]))

    first, second = report["action_items"]
    assert (first["due"], first["due_written"]) == ("2026-12-01", "1 Dec")
    assert (second["due"], second["due_written"]) == ("Q3", "Q3")
    assert (first["owner"], second["owner"]) == ("@edge", None)
    assert (first["status"], second["status"], second["status_written"]) == (
        None,
        "done",
        "shipped",
    )
    assert (first["ticket"], first["group"]) == (None, None)


def test_provenance_covers_lists_entry_by_entry() -> None:
    """A list of facts has one source for each of its entries, in the same order."""
    tags = [a_fact("dns"), Fact("cache", "cache", Provenance(Origin.FOLDER))]

    report = incident(replace(a_postmortem(), tags=tuple(tags)))

    assert report["tags"] == ["dns", "cache"]
    assert [source["origin"] for source in report["provenance"]["tags"]] == [
        "heading",
        "folder name",
    ]
    assert report["provenance"]["tags"][1] == {
        "origin": "folder name",
        "confidence": "inferred",
        "label": None,
        "line": None,
    }


def test_suggested_tags_stand_apart_with_their_reasons() -> None:
    """A suggestion is no tag: it has a key of its own, its words and their line."""
    report = incident(a_postmortem(title="A deadlock in the ledger"))

    assert report["tags"] == []
    assert report["suggested_tags"] == [{"tag": "deadlock", "because": "deadlock", "line": 42}]


def test_what_binds_reports_is_told_by_slug() -> None:
    """References and recurrences name other reports by their permanent name."""
    earlier = a_postmortem("dns-2025")
    later = a_postmortem(
        references=[Reference("dns-2025.md", "last year", 9), Reference("notes.md", "notes", 10)]
    )
    fix = Cure("Cap the TTL", FixWas.LATER, "dns-2025", "f-1", date(2025, 3, 1), date(2026, 4, 1))
    recurrence = Recurrence(
        "negative-caching",
        2,
        Disease.NOT_SHIPPED,
        ("dns-2025",),
        basis=Basis.DERIVED,
        why="which shipped later",
        days=300,
        fix=fix,
    )

    archive = an_archive(later, earlier, others=[Other("notes.md", "Notes", "a list")])
    archive = dataclasses.replace(archive, recurrences={"dns": (recurrence,)})

    (report,) = [one for one in read(archive)["incidents"] if one["slug"] == "dns"]
    assert [reference["slug"] for reference in report["references"]] == ["dns-2025", None]
    assert report["recurrence"] == [
        {
            "class": "negative-caching",
            "nth": 2,
            "disease": "known fix not shipped",
            "earlier": ["dns-2025"],
            "basis": "derived",
            "why": "which shipped later",
            "days": 300,
            "fix": {
                "text": "Cap the TTL",
                "slug": "dns-2025",
                "anchor": "f-1",
                "state": "shipped later",
                "promised": "2025-03-01",
                "shipped": "2026-04-01",
                "proven": False,
            },
        }
    ]


def test_findings_and_other_files_are_listed() -> None:
    """What is wrong with a report and what is no report is not kept quiet."""
    finding = Finding(Location("dns.md", 4, 7), "SS301", "month 14 does not exist")

    index = read(
        an_archive(
            a_postmortem(findings=[finding]), others=(Other("README.md", "Index", "a README"),)
        )
    )

    (found,) = index["incidents"][0]["findings"]
    assert (found["code"], found["level"], found["line"], found["column"]) == (
        "SS301",
        "warning",
        4,
        7,
    )
    assert index["others"] == [{"source_path": "README.md", "title": "Index", "reason": "a README"}]


def test_links_are_absolute_where_the_project_knows_its_address() -> None:
    """With a base_url, with or without a slash at its end, links need no context."""
    for base_url in ("https://portal.example/learn", "https://portal.example/learn/"):
        index = read(an_archive(a_postmortem()), base_url)

        assert index["incidents"][0]["url"] == "https://portal.example/learn/incidents/dns.html"


def test_each_incident_has_a_line_of_its_own() -> None:
    """Line by line tools work: a changed report changes one line."""
    one, two = a_postmortem("one"), a_postmortem("two")
    before = index_artifact(an_archive(one, two), Site(), TODAY).content.splitlines()

    changed = replace(two, status=a_fact("final"))
    after = index_artifact(an_archive(one, changed), Site(), TODAY).content.splitlines()

    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_text_stays_readable() -> None:
    """Letters beyond ASCII stand as they are, not as escapes."""
    report = replace(a_postmortem(), title=a_fact("証明書の期限切れ"))

    assert "証明書の期限切れ".encode() in index_artifact(an_archive(report), Site(), TODAY).content

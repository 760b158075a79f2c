"""A table of people's own is taken up: what is certain, and the rest is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from machine import Result, put
from track.projects import ALERT, CAP, WARM, a_project, actions, index, rows, sync


def take(root: Path, table: str | bytes, *arguments: str) -> Result:
    """Import a table."""
    put(root, "actions.csv", table)
    return actions(root, "import", "actions.csv", *arguments)


def test_a_table_tells_status_owner_and_day(tmp_path: Path) -> None:
    """Rows are found by their wording; empty cells change nothing, and a build shows the rest."""
    root = a_project(tmp_path)
    table = (
        "Action,State,Assignee,Due date\n"
        f"{CAP},Done,,\n"
        f'"{ALERT.upper()}.",,@edge,2026-12-24\n'
        f"{WARM},Won't do,,\n"
    )
    result = take(root, table)

    assert (result.code, result.err) == (0, "3 of 3 rows taken, 3 with news.\n")
    items = index(root)
    assert (items[CAP]["status"], items[CAP]["owner"]) == ("done", "@ines-k")
    assert (items[ALERT]["status"], items[ALERT]["owner"]) == ("in progress", "@edge")
    assert (items[ALERT]["due"], items[WARM]["status"]) == ("2026-12-24", "declined")
    assert items[CAP]["tracked"]["tracker"] == "csv"
    assert take(root, table).err == "3 of 3 rows taken, 0 with news.\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Tables of spreadsheets come in many forms, with the line breaks of any system."""
    root = a_project(tmp_path)
    sync(root, "--offline")
    name = rows(root)[CAP]["id"]
    lines = [["id", "status", "owner", "note"], [name, '"in progress"', "Zoë", "x"], []]
    result = take(root, "\r\n".join(map(delimiter.join, lines)).encode(encoding))

    assert "1 of 1 rows taken" in result.err
    assert result.code == (1 if encoding == "cp1252" else 0)  # which nobody can be sure of
    assert (rows(root)[CAP]["status"], rows(root)[CAP]["owner"]) == ("in progress", "Zoë")


def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path) -> None:
    """Sound rows are taken; of the others each says what is wrong with it."""
    root = a_project(tmp_path)
    put(
        root, "postmortems/again.md", f"# Again\n\nDate: 2026-11-01\n\n## Actions\n\n- [ ] {WARM}\n"
    )
    table = (
        "text,status,due,path\n"
        f"{CAP},shipped,\n"
        "Nobody promised this,open,\n"
        f"{WARM},done,\n"
        f'"{ALERT}",perhaps,03/04/2026\n'
        f'"{CAP}",open,\n'
        f"{WARM},done,,again.md\n"
        "\n"
        ",done,\n"
    )
    result = take(root, table)

    assert result.code == 1
    assert "actions.csv:3:1: SS703 no action item that may be read is called 'Nobody" in result.err
    assert (
        "actions.csv:4:1: SS704 'Warm the cache before it takes load' is the text of 2"
        in result.err
    )
    assert "actions.csv:5:1: SS705 the status 'perhaps' is none that we know" in result.err
    assert "actions.csv:5:1: SS705 '03/04/2026' is no day, or could be two" in result.err
    assert "actions.csv:6:1: SS706 the row says more about" in result.err
    assert (
        "actions.csv:9:1: SS703 no action item that may be read is called 'nothing'" in result.err
    )
    assert "3 of 7 rows taken, 2 with news." in result.err
    assert rows(root)[CAP]["status"] == "done"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "1:1: SS702 the first line names no columns that we know: nothing"),
        ("a,b\n1,2\n", "1:1: SS702 the first line names no columns that we know: 'a', 'b'"),
        ("id\na-1\n", "1:1: SS702"),
        (b"\x00\x01\x02", "1:1: SS"),
        (b"PK\x03\x04 not a table", "SS702"),
        (f"id,status\n{'x' * 200_000},done\n", "2:1: SS702 the table cannot be read on"),
        ('id,status\n"a-1,done\n', "2:1: SS703"),
    ],
)
def test_what_is_no_table_is_a_finding(tmp_path: Path, table: str | bytes, said: str) -> None:
    """Anything else than a table changes nothing and is told."""
    root = a_project(tmp_path)
    result = take(root, table)

    assert result.code == 1
    assert f"actions.csv:{said}" in result.err or said in result.err
    assert all("status" not in row for row in rows(root).values())


def test_a_table_of_a_tracker_names_its_tickets(tmp_path: Path) -> None:
    """A row is found by the ticket that its report names; a link in the table becomes one."""
    root = a_project(tmp_path)
    report = root / "postmortems/pool.md"
    report.write_text(report.read_text().replace(CAP, f"{CAP} (OPS-4)"))
    table = (
        "Issue key;Summary;Status;URL\n"
        "OPS-4;Anything;Closed;\n"
        f"OPS-9;{WARM};In Progress;https://example.atlassian.net/browse/OPS-9\n"
    )
    result = take(root, table)
    items = index(root)

    assert result.err.endswith("2 of 2 rows taken, 2 with news.\n")
    assert items[f"{CAP} (OPS-4)"]["status"] == "done"
    assert items[WARM]["ticket"] == {
        "href": "https://example.atlassian.net/browse/OPS-9", "text": "OPS-9"
    }  # fmt: skip


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """`--dry-run` says what would be taken."""
    root = a_project(tmp_path)
    result = take(root, f"text,status\n{CAP},done\n", "--dry-run")

    assert (result.code, result.err) == (0, "1 of 1 rows would be taken, 1 with news.\n")
    assert not (root / "actions.json").exists()
    missing = actions(root, "import", "nowhere.csv")
    assert (missing.code, "there is no file 'nowhere.csv'" in missing.err) == (2, True)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: f"id,status\n{t}")))
def test_any_bytes_give_findings_or_a_snapshot(
    tmp_path_factory: pytest.TempPathFactory, table: bytes | str
) -> None:
    """Nothing in a table ends in a traceback."""
    root = a_project(tmp_path_factory.mktemp("table"))
    content = table if isinstance(table, bytes) else table.encode("utf-8", "surrogatepass")
    assert take(root, content).code in (0, 1)

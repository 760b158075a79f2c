"""`secondstory export` writes whole files, over its own only, and nothing that few may read."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from factories import an_archive
from machine import REPORT, a_project, as_nobody, command, environment, put, ss
from secondstory.export import export
from secondstory.findings import ProjectError
from secondstory.model import Site

FOLDERS = ("csv", "parquet")
FILES = ("sqlite", "jsonl")
FORMATS = FILES + FOLDERS
OUTPUTS = {form: f"postmortems.{form}" for form in FILES} | {
    form: f"postmortems-{form}" for form in FOLDERS
}


LONG = "".join(f"{number * 7919 % 99991} of it\n" for number in range(20_000))  # hard to pack


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_project(tmp_path)


def visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"postmortems", ".secondstory"}


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_has_a_place_of_its_own(project: Path, form: str) -> None:
    """Nothing but the export is left, and what was written is said, on standard error."""
    result = ss(project, "export", "--format", form)

    assert (result.code, result.out) == (0, "")
    assert result.err == f"1 incident in {OUTPUTS[form]}.\n"
    assert visible(project) == {OUTPUTS[form]}
    assert ss(project, "export", "--format", form).code == 0


def test_sqlite_is_what_is_written_unless_asked(project: Path) -> None:
    """By default there is a file for SQL, whose version says which tables it has."""
    ss(project, "export", "--output", "deep/down/x.db", "--as-of", "2026-11-20")

    connection = sqlite3.connect(project / "deep/down/x.db")
    assert connection.execute("SELECT as_of, schema_version FROM about").fetchall() == [
        ("2026-11-20", 1)
    ]
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert visible(project) == {"deep"}


def test_json_lines_go_down_a_pipe(project: Path) -> None:
    """`-` is standard output, for what is one stream of text; other formats say so."""
    result = ss(project, "export", "--format", "jsonl", "--output", "-")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["title"] == "Cache restart"
    for form in ("sqlite", "csv", "parquet"):
        refused = ss(project, "export", "--format", form, "--output", "-")
        assert refused.code == 2
        assert "Only --format jsonl can go to standard output." in refused.err


@pytest.mark.parametrize("form", FILES)
def test_a_file_of_others_stays(project: Path, form: str) -> None:
    """It is replaced with --force only; an empty one has nothing to lose."""
    target = put(project, "x", b"SQLite format 3\0 of a browser, or anything else")
    before = target.read_bytes()
    asked = ("export", "--format", form, "--output", "x")

    refused = ss(project, *asked)
    assert refused.code == 2
    assert "'x' is there already, and no export made it" in refused.err
    assert "--force" in refused.err
    assert target.read_bytes() == before
    assert visible(project) == {"x"}

    assert ss(project, *asked, "--force").code == 0
    assert target.read_bytes() != before
    target.write_bytes(b"")
    assert ss(project, *asked).code == 0


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_of_others_stays(project: Path, form: str) -> None:
    """With --force our files go into it, and theirs stay beside them."""
    theirs = put(project, f"x/incidents.{form}", b"theirs")
    others = [put(project, f"x/{name}", b"as well") for name in ("notes/y", "tags.csv.gz", "tags")]
    (unmade,) = {*FOLDERS} - {form}
    others.append(put(project, f"x/incidents.{unmade}", b"as well"))
    before = {path.name for path in (project / "x").iterdir()}
    asked = ("export", "--format", form, "--output", "x")

    refused = ss(project, *asked)
    assert (refused.code, theirs.read_bytes()) == (2, b"theirs")
    assert {path.name for path in (project / "x").iterdir()} == before

    assert ss(project, *asked, "--force").code == 0
    assert ss(project, *asked).code == 0
    assert theirs.read_bytes() != b"theirs"
    assert [each.read_bytes() for each in others] == [b"as well"] * len(others)


def test_a_folder_holds_one_format(project: Path) -> None:
    """What another format left in a folder of ours goes; an empty folder is as good as none."""
    (project / "x").mkdir()
    for form in (*FOLDERS, *FOLDERS):
        assert ss(project, "export", "--format", form, "--output", "x").code == 0
        ends = {path.suffix for path in (project / "x").iterdir()}
        assert ends == {f".{form}", ".json"}


def test_a_folder_is_no_file_and_a_file_no_folder(project: Path) -> None:
    """What has the wrong form is not replaced, whatever is said."""
    put(project, "file", b"x")
    (project / "folder").mkdir()
    for form in FORMATS:
        name = "folder" if form in FILES else "file"
        result = ss(project, "export", "--format", form, "--output", name, "--force")
        assert result.code == 2
        assert f"'{name}' is no f" in result.err
    assert ss(project, "export", "--output", "file/x.sqlite").code == 2


def test_a_link_leads_to_the_file_that_is_replaced(project: Path) -> None:
    """A link stays a link."""
    put(project, "data/real.sqlite", b"")
    (project / "x.sqlite").symlink_to("data/real.sqlite")

    assert ss(project, "export", "--output", "x.sqlite").code == 0
    assert (project / "x.sqlite").is_symlink()
    assert (project / "data/real.sqlite").stat().st_size > 1000


def test_a_file_that_somebody_writes_to_stays(project: Path) -> None:
    """SQLite would take what lies beside it for changes of the new file."""
    ss(project, "export", "--output", "x.sqlite")
    put(project, "x.sqlite-wal", b"pending")

    result = ss(project, "export", "--output", "x.sqlite", "--force")
    assert result.code == 2
    assert "'x.sqlite-wal' says that somebody writes there" in result.err


@pytest.mark.parametrize("form", FORMATS)
def test_what_cannot_be_written_is_said(form: str) -> None:
    """A folder without the right to write is a complaint, not a traceback."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        with as_nobody(), pytest.raises(ProjectError, match="permission denied"):
            export(an_archive(), Site(), date(2026, 1, 1), form, Path(name) / "x")
        assert list(Path(name).iterdir()) == []
        Path(name).chmod(0o755)


@pytest.mark.parametrize("form", FORMATS)
def test_where_the_disk_is_full_the_export_of_before_stays(project: Path, form: str) -> None:
    """A file that may not grow ends the export with a complaint, and leaves nothing behind."""
    asked = ["export", "--format", form, "--as-of", "2026-11-20"]
    ss(project, *asked)
    target = project / OUTPUTS[form]
    before = {p.name: p.read_bytes() for p in ([target] if form in FILES else target.iterdir())}
    put(project, "postmortems/long.md", REPORT + "\n\n## Impact\n\n" + LONG)

    run = subprocess.run(
        ["sh", "-c", 'ulimit -f 100; exec "$@"', "sh", *command(*asked)],
        cwd=project, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    after = {p.name: p.read_bytes() for p in ([target] if form in FILES else target.iterdir())}
    assert after == before
    assert visible(project) == {target.name}


def test_raw_is_about_csv(project: Path) -> None:
    """Where nothing is escaped, nothing can be left as it is."""
    result = ss(project, "export", "--raw")

    assert result.code == 2
    assert "--raw is about CSV" in result.err
    put(project, "postmortems/formula.md", REPORT.replace("Cache restart", '"=HYPERLINK(1)"'))
    for options, cell in (((), "'=HYPERLINK(1)"), (("--raw",), "=HYPERLINK(1)")):
        ss(project, "export", "--format", "csv", *options)
        text = (project / "postmortems-csv/incidents.csv").read_text("utf-8")
        assert f"\nformula,{cell}," in text


WORD = "zanzibarquill"


@pytest.mark.parametrize("form", FORMATS)
def test_what_few_may_read_is_in_no_byte(project: Path, form: str) -> None:
    """Restricted reports and drafts are left out as in the portal, but where they are asked for."""
    for name, front in (("a", "visibility: restricted"), ("b", "status: draft")):
        text = REPORT.replace("severity: SEV2", front).replace("The cache", f"{WORD} {name}")
        put(project, f"postmortems/{WORD}-{name}.md", text.replace("ines-k", WORD))
    asked = ("export", "--format", form, "--output", "x")

    result = ss(project, *asked)
    assert result.code == 0
    assert "1 incident in x." in result.err
    assert "--drafts includes what is still being written" in result.err
    assert WORD.encode() not in everything(project / "x")

    assert ss(project, *asked, "--drafts").code == 0
    assert everything(project / "x").count(WORD.encode()) >= 1
    assert f"{WORD} a".encode() not in everything(project / "x")
    assert "3 incidents" in ss(project, *asked, "--drafts", "--audience", "restricted").err
    assert ss(project, *asked).code == 0
    assert WORD.encode() not in everything(project / "x")


def everything(target: Path) -> bytes:
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    return b"".join(file.read_bytes() for file in files)


def test_a_folder_without_reports_is_said(tmp_path: Path) -> None:
    """Where nothing lies, nothing is written."""
    result = ss(tmp_path, "export")

    assert result.code == 2
    assert visible(tmp_path) == set()

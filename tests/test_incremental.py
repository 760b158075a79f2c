"""Builds that remember: the same bytes as builds that do not, whatever happened in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from machine import REPORT, a_project, command, environment, put, ss
from secondstory import incremental
from secondstory.cache import NAME, Known, look, opened
from secondstory.config import Flags, load_project
from secondstory.crawl import scan
from secondstory.model import PAGEFIND, SEARCH_ENGINES
from secondstory.noun import replace

DAY = date(2026, 11, 20)
SAMPLE = Path(__file__).parent.parent / "postmortems"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make(root: Path, output: str = "site", *, cached: bool = True, **options: Any) -> Any:
    """Build the project in a folder; with its cache, or with none."""
    project = load_project(root, None, Flags(output=root / output))
    options = {"as_of": DAY, "processes": 1, **options}
    return incremental.build(project, cache=root / "cache" if cached else None, **options)


def assert_as_clean(root: Path, **options: Any) -> None:
    """A build with the cache gives the bytes and the findings of one without."""
    shutil.rmtree(root / "clean", ignore_errors=True)
    kept = make(root, **options)
    clean = make(root, "clean", cached=False, **options)
    assert kept.made == clean.made
    assert tree(root / "site") == tree(root / "clean")


# ---------------------------------------------------------------- any sequence of changes

NAMES = ("a.md", "b.md", "deep/c.md", "2026-01-02-dns.md", "README.md", "pic.png")
TEXTS = (
    REPORT,
    REPORT.replace("##", "###"),
    "# DNS went away\n\nDate: 2026-01-02\nSeverity: SEV1\n\n## Lessons\n\n- Watch the resolver.\n",
    (
        "---\ntags: [dns]\nclasses: [stale]\nservices: edge\n---\n# Again\n\n## Actions\n\n"
        "- [ ] Do it. Owner: @edge. Due: 2026-11-21\n"
    ),
    (
        "---\ntags: [dns]\nclasses: [stale]\ndate: 2026-01-03\n---\n# Once more\n\n"
        "See [the first](a.md) and [the one before](2025/gone.md).\n\n"
        "## Was wir lernten\n\n- Zweimal hinsehen.\n"
    ),
    "---\naliases: [2025/gone.md, b]\ndate: 2026-01-04\n---\n# Renamed\n",
    (
        "---\nvisibility: restricted\naliases: gone\n---\n# Secret\n\n"
        "## Lessons\n\n- Nobody may read this.\n"
    ),
    '---\ntitle: "\\ud800 alone"\n---\n# A lone surrogate\n',
    "![x](pic.png) and <script>alert(1)</script>\n",
    "",
)
RESTRICTED = next(text for text in TEXTS if "visibility: restricted" in text)
CONFIGS = (
    "",
    '[site]\ntitle = "Elsewhere"\n',
    'exclude = ["deep/**"]\n',
    '[words]\nlessons = ["Was wir lernten"]\n',
    "[severities]\nHuge = 1\n",
    '[search]\nengine = "pagefind"\n',
    '[privacy]\nnames = "roles"\n',
    '[audiences]\nboard = ["deep"]\n',
)
# What only the page of a report shows, and what others show too.
MORE = ("\nMore of the story.\n", "\n## Lessons\n\n- Look twice.\n")
writes = st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS))
changes = st.one_of(
    writes,
    writes,
    st.tuples(st.just("append"), st.sampled_from(NAMES), st.sampled_from(MORE)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("touch"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("config"), st.just(""), st.sampled_from(CONFIGS)),
    st.tuples(st.just("theme"), st.sampled_from(("static/style.css", "templates/about.html")),
              st.sampled_from(("one", "two"))),
    st.tuples(st.just("tamper"), st.sampled_from(("index.html", "new.html")), st.just("x")),
)  # fmt: skip


def apply(root: Path, change: tuple[str, str, str]) -> None:
    """Do one thing to a project."""
    kind, name, text = change
    file = root / "postmortems" / name
    match kind:
        case "write":
            put(root, f"postmortems/{name}", text.encode())
        case "append" if file.is_file():
            file.write_bytes(file.read_bytes() + text.encode())
        case "delete":
            file.unlink(missing_ok=True)
        case "rename" if file.is_file():
            put(root, f"postmortems/{text}", file.read_bytes())
            if name != text:
                file.unlink()
        case "touch" if file.is_file():
            file.touch()
        case "config":
            put(root, "secondstory.toml", f'{text}\n[theme]\nfolder = "themes"\n'.encode())
        case "theme":
            put(root, f"themes/{name}", text.encode())
        case "tamper" if (root / "site").is_dir():
            (root / "site" / name).write_text(text)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rounds=st.lists(
        st.tuples(st.lists(changes, min_size=1, max_size=4), st.sampled_from((0, 0, 1, 400))),
        min_size=1,
        max_size=5,
    )
)
def test_a_cached_build_equals_a_clean_one(
    rounds: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """After any edits, renames, deletions, config and theme changes, on any day."""
    root = tmp_path_factory.mktemp("project")
    (root / "themes").mkdir()
    apply(root, ("config", "", ""))
    put(root, "postmortems/first.md")
    for done, later in rounds:
        for change in done:
            apply(root, change)
        assert_as_clean(root, as_of=date.fromordinal(DAY.toordinal() + later))


def test_a_file_at_rest_has_another_key_under_other_words(tmp_path: Path) -> None:
    """What it was read as in another way is nothing to keep, though it did not change."""
    put(tmp_path, "postmortems/a.md")
    reports = scan(tmp_path / "postmortems").reports
    fresh = look(reports, Known(), b"words")
    known = replace(fresh, stamps={"a.md": replace(fresh.stamps["a.md"], rests=True)})

    assert look(reports, known, b"words").keys == known.keys
    assert look(reports, known, b"other words").keys != known.keys


@pytest.mark.parametrize("engine", SEARCH_ENGINES)
def test_processes_change_nothing(tmp_path: Path, engine: str) -> None:
    """The sample archive, read and drawn by one process, two or five: the same bytes."""
    shutil.copytree(SAMPLE, tmp_path / "postmortems")
    put(tmp_path, "secondstory.toml", f'search.engine = "{engine}"\n')
    for number in (1, 2, 5):
        make(tmp_path, f"site{number}", cached=False, processes=number)
    assert tree(tmp_path / "site1") == tree(tmp_path / "site2") == tree(tmp_path / "site5")


# ---------------------------------------------------------------- nothing to do, little to do


def test_an_unchanged_archive_is_not_read_again(tmp_path: Path) -> None:
    """A second build writes nothing, keeps every file, and says the same of the archive."""
    a_project(tmp_path)
    first, second = make(tmp_path), make(tmp_path)
    assert (second.written, second.removed) == (0, 0)
    assert second.kept == first.written
    assert second.made == first.made


def test_a_save_draws_only_what_it_changes(tmp_path: Path) -> None:
    """Another word in one report leaves the page of another report as the file that it was."""
    put(tmp_path, "postmortems/one.md", TEXTS[2])
    put(tmp_path, "postmortems/two.md", TEXTS[3])
    make(tmp_path)
    before = (tmp_path / "site/incidents/two.html").stat()
    put(tmp_path, "postmortems/one.md", TEXTS[2].replace("resolver", "resolvers"))
    result = make(tmp_path)
    after = (tmp_path / "site/incidents/two.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert result.kept > result.written > 0


def test_a_save_reaches_each_file_that_tells_its_report(tmp_path: Path) -> None:
    """What no other page shows, said anew, is in the page, the data and the twin of its report."""
    noticed = f"{REPORT}\n## Detection\n\nAn alert.\n"
    for name in ("a.md", "b.md"):
        put(tmp_path, f"postmortems/{name}", noticed)
    make(tmp_path)
    before = tree(tmp_path / "site")
    put(tmp_path, "postmortems/a.md", noticed.replace("An alert", "Somebody called"))
    assert_as_clean(tmp_path)
    after = tree(tmp_path / "site")
    changed = {path for path in after if after[path] != before.get(path)}
    told = {"incidents/a.html", "incidents/a.json", "incidents/a.md", "index.json"}
    assert {path for path in changed if not path.startswith("search/")} == told
    assert all(b"Somebody called." in after[path] for path in told)


@pytest.mark.parametrize(
    "gone", ["index.html", "incidents/a.html", "incidents/b.html", "incidents/b.md", ""]
)
def test_a_site_that_somebody_took_from_is_made_whole(tmp_path: Path, gone: str) -> None:
    """Also where a save changed no more than the page of its report."""
    for name in ("a.md", "b.md"):
        put(tmp_path, f"postmortems/{name}", REPORT.encode())
    make(tmp_path)
    apply(tmp_path, ("append", "a.md", MORE[0]))
    if gone:
        (tmp_path / "site" / gone).unlink()
    else:
        shutil.rmtree(tmp_path / "site")
    assert_as_clean(tmp_path)


def test_an_index_in_one_piece_is_not_hoarded(tmp_path: Path) -> None:
    """What all reports are made into at once is remembered a few times, not hundreds."""
    put(tmp_path, "secondstory.toml", 'search.engine = "pagefind"\n')
    for number in range(5):
        put(tmp_path, "postmortems/one.md", TEXTS[2].replace("resolver", f"resolver {number}"))
        make(tmp_path)
    with opened(tmp_path / "cache") as store:
        assert len(store.keys(PAGEFIND)) <= 4


def test_a_save_within_the_grain_of_the_clock_is_noticed(tmp_path: Path) -> None:
    """The same size and the same time stamp, set back by hand, hide no change."""
    file = put(tmp_path, "postmortems/one.md", TEXTS[2])
    make(tmp_path)
    seen = file.stat()
    file.write_text(TEXTS[2].replace("Watch", "Guard"))
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert_as_clean(tmp_path)
    assert b"Guard the resolver" in (tmp_path / "site/index.json").read_bytes()


@pytest.mark.parametrize("harm", ["delete", "change", "add", "link"])
def test_what_somebody_did_to_the_site_is_undone(tmp_path: Path, harm: str) -> None:
    """The site is what a build makes of the archive, whatever lies in its folder."""
    a_project(tmp_path)
    make(tmp_path)
    page = tmp_path / "site/index.html"
    match harm:
        case "delete":
            page.unlink()
        case "change":
            page.write_text("changed")
        case "add":
            (tmp_path / "site/more.html").write_text("added")
        case "link":
            page.unlink()
            page.symlink_to(tmp_path / "secondstory.toml")
    assert_as_clean(tmp_path)


def test_what_few_may_read_is_not_remembered(tmp_path: Path) -> None:
    """The text of a restricted report lies in its own file and nowhere else."""
    put(tmp_path, "postmortems/open.md")
    put(tmp_path, "postmortems/secret.md", RESTRICTED)
    assert_as_clean(tmp_path)
    assert b"Nobody may read this" not in (tmp_path / "cache" / NAME).read_bytes()
    assert make(tmp_path).written == 0


def test_what_is_wrong_with_a_restricted_report_is_said_each_time(tmp_path: Path) -> None:
    """Its findings are not remembered either: a build of the same finds them again."""
    put(tmp_path, "postmortems/open.md")
    put(tmp_path, "postmortems/secret.md", RESTRICTED.replace("visibility", "zebra: [\nvisibility"))
    found = make(tmp_path).made.findings
    again = make(tmp_path)
    assert (again.made.findings, again.written) == (found, 0)
    assert any(finding.location.path == "secret.md" for finding in found)
    assert b"zebra" not in (tmp_path / "cache" / NAME).read_bytes()


# ---------------------------------------------------------------- a cache that is no good


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 5000])
def test_a_cache_that_is_none_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    """Whatever lies where the cache should be, the build is made, and the next one is quick."""
    a_project(tmp_path)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / NAME).write_bytes(content)
    assert_as_clean(tmp_path)
    assert make(tmp_path).written == 0


def test_a_cache_cut_short_is_a_miss(tmp_path: Path) -> None:
    """Half a cache, as a full disk leaves it, loses time and nothing else."""
    a_project(tmp_path)
    make(tmp_path)
    whole = (tmp_path / "cache" / NAME).read_bytes()
    for part in (1, 100, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cache" / NAME).write_bytes(whole[:part])
        assert_as_clean(tmp_path)


def test_a_table_that_is_no_text_is_a_miss(tmp_path: Path) -> None:
    """Rot in what the cache says of itself is told by SQLite in bytes that are no UTF-8."""
    a_project(tmp_path)
    make(tmp_path)
    file = tmp_path / "cache" / NAME
    rotten = file.read_bytes().replace(b"TABLE entry (kind", b"TABLE entry \xf4kind")
    assert rotten != file.read_bytes()
    file.write_bytes(rotten)
    assert_as_clean(tmp_path)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(flips=st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_a_flipped_bit_changes_no_page(
    flips: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bits that rot in the cache never show on a page."""
    root = tmp_path_factory.mktemp("project")
    put(root, "postmortems/one.md", TEXTS[2])
    put(root, "postmortems/two.md", TEXTS[3])
    make(root)
    rotten = bytearray((root / "cache" / NAME).read_bytes())
    for flip in flips:
        rotten[flip % len(rotten)] ^= 1 << flip % 8
    (root / "cache" / NAME).write_bytes(rotten)
    put(root, "postmortems/one.md", TEXTS[2].replace("resolver", "resolvers"))
    assert_as_clean(root)


def test_a_folder_in_the_place_of_the_cache_is_no_matter(tmp_path: Path) -> None:
    """Where nothing can be remembered, builds do without."""
    a_project(tmp_path)
    (tmp_path / "cache" / NAME).mkdir(parents=True)
    assert_as_clean(tmp_path)
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("a file")
    assert_as_clean(tmp_path)


# ---------------------------------------------------------------- processes


def test_builds_at_once_do_no_harm(tmp_path: Path) -> None:
    """Four builds of one folder with one cache all succeed, and the site is whole."""
    shutil.copytree(SAMPLE, tmp_path / "postmortems")
    line = command("build", "--quiet", "--as-of", "2026-11-20")
    running = [
        subprocess.Popen(line, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    make(tmp_path, "clean", cached=False)
    assert tree(tmp_path / "site") == tree(tmp_path / "clean")


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["build", "--as-of", "2026-11-20"], "mistune jinja2 lunr pygments nh3 yaml frontmatter"),
        (["--help"], "mistune jinja2 lunr pygments nh3 yaml frontmatter sqlite3"),
    ],
)
def test_what_has_nothing_to_do_loads_nothing_heavy(
    tmp_path: Path, arguments: list[str], heavy: str
) -> None:
    """A build without changes and `--help` import no parser, templates or search engine."""
    a_project(tmp_path)
    assert ss(tmp_path, "build", "--as-of", "2026-11-20").code == 0
    script = (
        "import sys\nfrom secondstory.cli import _run\n"
        f"_run({arguments!r})\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(heavy.split()).isdisjoint(done.stderr.split())
    assert "secondstory.cli" in done.stderr.split()


def test_clean_removes_the_site_and_the_cache(tmp_path: Path) -> None:
    """What builds made is gone; what others put beside it stays."""
    a_project(tmp_path)
    ss(tmp_path, "build")
    put(tmp_path, ".secondstory/cache/theirs.txt", b"theirs")
    result = ss(tmp_path, "clean")
    assert (result.code, result.err) == (0, "Removed site and .secondstory/cache.\n")
    assert not (tmp_path / "site").exists()
    assert tree(tmp_path / ".secondstory") == {"cache/theirs.txt": b"theirs"}
    assert ss(tmp_path, "clean").err == "There was nothing to remove.\n"


def test_clean_refuses_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    """A folder that no build made is named and left alone."""
    a_project(tmp_path)
    put(tmp_path, "site/theirs.txt", b"theirs")
    result = ss(tmp_path, "clean")
    assert result.code == 2
    assert "did not write: 'theirs.txt'" in result.err
    assert (tmp_path / "site/theirs.txt").is_file()


def test_the_profile_says_where_the_time_went(tmp_path: Path) -> None:
    """Each step has its seconds and how much there was to do; the last line sums them up."""
    a_project(tmp_path)
    lines = ss(tmp_path, "build", "--profile").err.splitlines()
    assert any(line.endswith(" s  read the reports, 1") for line in lines)
    assert lines[-1].endswith(" s  in all")

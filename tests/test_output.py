"""Writing a site: whole or not at all, only real changes, and never over somebody's files."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest

from machine import as_nobody
from secondstory.findings import ProjectError
from secondstory.model import Artifact, Pending, Stream
from secondstory.output import MARKER, Standing, Written, looks, write
from secondstory.output.few import FEW, replace_few
from secondstory.output.lock import locked
from secondstory.output.plan import NONE_STANDING, Plan


def artifacts(**files: str) -> list[Artifact]:
    """Artifacts from words: `__` in a key stands for a slash, `.html` is added."""
    return [artifact(f"{key.replace('__', '/')}.html", text) for key, text in files.items()]


def artifact(path: str, text: str = "") -> Artifact:
    return Artifact(PurePosixPath(path), text.encode())


def tree(folder: Path) -> dict[str, str]:
    """All files below a folder but the marker."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse larger files, as a full disk would."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_site_is_written_and_counted(tmp_path: Path) -> None:
    """Files stand where their artifacts say, in folders that are made on the way."""
    site = tmp_path / "deep" / "site"
    assert write(artifacts(index="home", tags__dns="dns"), site) == Written(2, 0, 0)
    assert tree(site) == {"index.html": "home", "tags/dns.html": "dns"}
    assert names(site.parent) == ["site"]


def test_a_second_build_replaces_the_whole_folder(tmp_path: Path) -> None:
    """Changed, new and vanished pages are counted; leftovers and empty folders go."""
    site = tmp_path / "site"
    write(artifacts(index="home", tags__dns="dns", old__gone="x"), site)
    (site / "tags" / "stray.txt").write_text("stray")
    assert write(artifacts(index="HOME", tags__dns="dns", new="n"), site) == Written(2, 1, 2)
    assert tree(site) == {"index.html": "HOME", "tags/dns.html": "dns", "new.html": "n"}
    assert not (site / "old").exists()


@pytest.mark.parametrize("hidden", [False, True])
def test_what_does_not_change_keeps_its_time(tmp_path: Path, *, hidden: bool) -> None:
    """A deployment that compares time stamps copies only real changes, in either way of writing."""
    site = tmp_path / "site"
    write(artifacts(a="same", b="old"), site)
    for path in (site / "a.html", site / "b.html"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    if hidden:
        (site / ".keep").touch()
    assert write(artifacts(a="same", b="new"), site) == Written(1, 1, 0)
    assert (site / "a.html").stat().st_mtime == 1_000_000_000
    assert (site / "b.html").stat().st_mtime > 1_000_000_000
    assert (site / "a.html").stat().st_nlink == 1


def test_the_same_build_twice_writes_nothing(tmp_path: Path) -> None:
    """An unchanged archive changes no file."""
    write(artifacts(a="1", b__c="2"), tmp_path / "site")
    assert write(artifacts(a="1", b__c="2"), tmp_path / "site") == Written(0, 2, 0)


@pytest.mark.parametrize("hidden", [False, True])
def test_a_stream_is_written_piece_by_piece(tmp_path: Path, *, hidden: bool) -> None:
    """It keeps its time where it holds what is there, and is never put together in memory."""
    site = tmp_path / "site"
    site.mkdir()
    if hidden:
        (site / ".git").mkdir()

    def stream(*pieces: bytes) -> list[Stream]:
        return [Stream(PurePosixPath("data/index.json"), lambda: iter(pieces))]

    assert write(stream(b"one", b"two"), site) == Written(1, 0, 0)
    os.utime(site / "data/index.json", (1, 1))
    assert write(stream(b"onet", b"wo"), site) == Written(0, 1, 0)
    assert (site / "data/index.json").stat().st_mtime == 1
    assert write(stream(b"one", b"TWO"), site) == Written(1, 0, 0)
    assert tree(site) == {"data/index.json": "oneTWO"}


@pytest.mark.parametrize("hidden", [False, True])
def test_known_files_are_neither_made_nor_read(tmp_path: Path, *, hidden: bool) -> None:
    """Who knows a file by how it looks spares making it; what is no file is made all the same."""
    site, asked = tmp_path / "site", []
    write(artifacts(a="1", b="2"), site)
    (site / "link.html").symlink_to("a.html")
    if hidden:
        (site / ".keep").touch()

    def known(path: str, seen: os.stat_result) -> bool:
        assert seen == (site / path).stat()
        asked.append(path)
        return path == "a.html"

    def fail() -> bytes:
        raise AssertionError

    pages = [Pending(PurePosixPath("a.html"), (), fail), *artifacts(b="2", link="3", new="4")]
    assert write(pages, site, kept=known) == Written(2, 2, 0)
    assert sorted(asked) == sorted([MARKER, "a.html", "b.html"])
    assert {"a.html": "1", "b.html": "2", "link.html": "3", "new.html": "4"}.items() <= (
        tree(site).items()
    )
    assert not (site / "link.html").is_symlink()


@pytest.mark.parametrize("hidden", [False, True])
def test_how_all_files_look_in_the_end_is_told(tmp_path: Path, *, hidden: bool) -> None:
    """What is told still holds afterwards, so that the next build can know the files by it."""
    site = tmp_path / "site"
    write(artifacts(a="same", old="x"), site)
    if hidden:
        (site / ".keep").touch()
    told: dict[str, os.stat_result] = {}
    write(artifacts(a="same", tags__b="new"), site, then=told.update)
    assert told == {name: (site / name).stat() for name in (MARKER, "a.html", "tags/b.html")}


def test_where_little_changes_the_rest_is_not_touched(tmp_path: Path) -> None:
    """The folder stays the same folder, and what stays in it has no new time of change."""
    site = tmp_path / "site"
    write(artifacts(a="same", b="old", c__d="gone", e="gone"), site)
    folder, same = site.stat().st_ino, (site / "a.html").stat()
    assert write(artifacts(a="same", b="new", f__g="new"), site) == Written(2, 1, 2)
    assert tree(site) == {"a.html": "same", "b.html": "new", "f/g.html": "new"}
    assert not (site / "c").exists()
    assert (site.stat().st_ino, (site / "a.html").stat()) == (folder, same)
    assert names(tmp_path) == ["site"]


def test_where_much_changes_the_folder_is_another(tmp_path: Path) -> None:
    """No reader meets a mixture: all changes at once, and what stays keeps its time."""
    site = tmp_path / "site"
    many = [artifact(f"{number}.html", "old") for number in range(FEW + 1)]
    write([artifact("a.html"), *many], site)
    folder, same = site.stat().st_ino, (site / "a.html").stat()
    told: dict[str, os.stat_result] = {}
    new = [artifact(str(file.path), "new") for file in many]
    assert write([artifact("a.html"), *new], site, then=told.update) == Written(FEW + 1, 1, 0)
    assert site.stat().st_ino != folder
    assert (site / "a.html").stat().st_mtime_ns == same.st_mtime_ns
    assert (site / "a.html").stat().st_nlink == 1
    assert told["a.html"] == (site / "a.html").stat()


def test_all_of_few_are_replaced_or_none(tmp_path: Path) -> None:
    """Where one of them cannot be moved, those before it go back, and can be used once more."""
    site, new = tmp_path / "site", tmp_path / "new"
    write(artifacts(a="old", m="old", z="gone"), site)
    before = tree(site)
    wanted = {f"{name}.html": artifact(f"{name}.html") for name in ("a", "b", "m")}
    write(artifacts(a="new", b="new"), new)
    (new / "m.html").mkdir()  # no file can make way for it
    plan = Plan(site, wanted, NONE_STANDING, dict(looks(site)), ())
    assert not replace_few(plan, new, tmp_path / "was", set(wanted))
    assert tree(site) == before
    assert tree(new) == {"a.html": "new", "b.html": "new"}
    (new / "m.html").rmdir()
    (new / "m.html").write_text("new")
    assert replace_few(plan, new, tmp_path / "then", set(wanted))
    assert tree(site) == {"a.html": "new", "b.html": "new", "m.html": "new"}


@pytest.mark.parametrize("many", [False, True])
def test_what_stands_is_neither_made_nor_checked_again(tmp_path: Path, *, many: bool) -> None:
    """It is made only where its file is no longer as it was left."""
    site = tmp_path / "site"
    others = [artifact(f"{number}.html", "old") for number in range(FEW + 1 if many else 1)]
    write([*artifacts(a="a", b="b"), *others], site)
    left = {path: seen.st_size for path, seen in looks(site) if path[0] in "ab"}
    (site / "b.html").write_text("meddled")
    made: list[str] = []

    def again(path: str) -> Artifact:
        made.append(path)
        return artifact(path, "made again")

    standing = Standing(frozenset({"a.html", "b.html"}), again)
    changed = [artifact(str(file.path), "renewed") for file in others]
    done = write(changed, site, lambda path, seen: seen.st_size == left.get(path), standing)
    assert done == Written(len(others) + 1, 1, 0)
    assert made == ["b.html"]
    assert (site / "a.html").read_text() == "a"
    assert (site / "b.html").read_text() == "made again"
    assert (site / "0.html").read_text() == "renewed"


def test_an_empty_site_is_a_site(tmp_path: Path) -> None:
    """Nothing to write removes what was there and still leaves a folder of ours."""
    write(artifacts(a="1"), tmp_path / "site")
    assert write([], tmp_path / "site") == Written(0, 0, 1)
    assert names(tmp_path / "site") == [MARKER]


def test_foreign_files_are_never_replaced(tmp_path: Path) -> None:
    """A folder that a build did not make is refused by name, and stays as it is."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "thesis.txt").write_text("precious")
    (site / "zebra.txt").write_text("too")
    with pytest.raises(ProjectError) as refusal:
        write(artifacts(index="home"), site)
    assert "did not write: 'thesis.txt' and 1 more" in str(refusal.value)
    assert "--output" in refusal.value.hint
    assert tree(tmp_path) == {"site/thesis.txt": "precious", "site/zebra.txt": "too"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A file of the site's name is refused."""
    (tmp_path / "site").write_text("a file")
    with pytest.raises(ProjectError, match="is a file"):
        write([], tmp_path / "site")


def test_hidden_files_survive(tmp_path: Path) -> None:
    """A work tree of git stays one: its `.git` is no part of the site and is never touched."""
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("ref: refs/heads/pages")
    inode = site.stat().st_ino
    write(artifacts(index="1", old__gone="x", swap="file"), site)
    counts = write([*artifacts(index="2", swap__page="folder"), artifact(".nojekyll")], site)
    assert counts == Written(3, 0, 2)
    assert tree(site) == {
        ".git/HEAD": "ref: refs/heads/pages",
        ".nojekyll": "",
        "index.html": "2",
        "swap/page.html": "folder",
    }
    assert site.stat().st_ino == inode
    assert not (site / "old").exists()


def test_in_place_a_folder_gives_way_to_a_file_and_back(tmp_path: Path) -> None:
    """A page may take the place of a folder of pages, and the other way round."""
    site = tmp_path / "site"
    site.mkdir()
    (site / ".keep").touch()
    for _ in range(2):
        write([artifact("tags/a/b.html", "x")], site)
        assert tree(site) == {".keep": "", "tags/a/b.html": "x"}
        write([artifact("tags", "file")], site)
        assert tree(site) == {".keep": "", "tags": "file"}


@pytest.mark.parametrize("hidden", [False, True])
def test_links_in_the_folder_lead_nothing_out(tmp_path: Path, *, hidden: bool) -> None:
    """A link planted in the site is replaced, and what it points to is neither used nor changed."""
    site, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    (outside / "a.html").write_text("theirs")
    write(artifacts(index="1"), site)
    (site / "tags").symlink_to(outside)
    (site / "b.html").symlink_to(outside / "a.html")
    if hidden:
        (site / ".keep").touch()
    write(artifacts(index="1", tags__a="theirs", tags__c="c", b="ours"), site)
    assert not (site / "tags").is_symlink()
    assert not (site / "b.html").is_symlink()
    assert tree(outside) == {"a.html": "theirs"}
    assert (site / "b.html").read_text() == "ours"


@pytest.mark.parametrize("hidden", [False, True])
def test_a_failing_write_leaves_the_site_from_before(tmp_path: Path, *, hidden: bool) -> None:
    """A full disk is an error of the project, and no page is lost, changed or half written."""
    site = tmp_path / "site"
    write(artifacts(a="old a", b="old b", c="old c"), site)
    if hidden:
        (site / ".keep").touch()
    before = tree(site)
    with files_of_at_most(100), pytest.raises(ProjectError) as failure:
        write(artifacts(a="new a", b="x" * 1000, d="d"), site)
    assert str(failure.value).endswith("site': file too large")
    assert failure.value.hint == "the site from before is untouched"
    assert tree(site) == before
    assert names(tmp_path) == ["site"]


def test_a_first_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """No half site is left behind where there was none."""
    with files_of_at_most(100), pytest.raises(ProjectError) as failure:
        write(artifacts(a="x" * 1000), tmp_path / "site")
    assert failure.value.hint == "nothing was written"
    assert names(tmp_path) == []


def test_a_failing_render_leaves_the_site_from_before(tmp_path: Path) -> None:
    """Artifacts may be made while they are asked for; an error among them changes nothing."""

    def failing() -> Iterator[Artifact]:
        yield artifact("index.html", "new")
        raise ProjectError("a template is broken")

    write(artifacts(index="old"), tmp_path / "site")
    with pytest.raises(ProjectError, match="template"):
        write(failing(), tmp_path / "site")
    assert tree(tmp_path / "site") == {"index.html": "old"}


def test_a_killed_build_leaves_the_site_from_before(tmp_path: Path) -> None:
    """Killed while it writes, a build leaves the old site; the next one clears its leavings."""
    site = tmp_path / "site"
    write(artifacts(index="old"), site)
    program = """
import sys; from pathlib import Path, PurePosixPath
from secondstory.model import Artifact; from secondstory.output import write
pages = [Artifact(PurePosixPath(f"{n}.html"), b"x" * 1000) for n in range(20_000)]
write(pages, Path(sys.argv[1]))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    build = subprocess.Popen([sys.executable, "-c", program, str(site)], env=environment)
    while not any("work" in name for name in names(tmp_path)) and build.poll() is None:
        pass
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert tree(site) == {"index.html": "old"}
    assert len(names(tmp_path)) > 1
    write(artifacts(index="new"), site)
    assert tree(site) == {"index.html": "new"}
    assert names(tmp_path) == ["site"]


def test_a_build_killed_between_its_renames_is_made_good(tmp_path: Path) -> None:
    """If the old site was moved away and the new one not yet in place, the old one returns."""
    site = tmp_path / "site"
    write(artifacts(index="old"), site)
    work = tmp_path / ".site.secondstory-work-killed"
    work.mkdir()
    site.rename(work / "old")
    with files_of_at_most(1), pytest.raises(ProjectError):
        write(artifacts(index="new page"), site)
    assert tree(site) == {"index.html": "old"}
    assert write(artifacts(index="old", a="a"), site) == Written(1, 1, 0)
    assert names(tmp_path) == ["site"]


def test_leavings_of_a_build_in_place_are_cleared(tmp_path: Path) -> None:
    """What a killed build had prepared within the folder is gone after the next."""
    site = tmp_path / "site"
    write(artifacts(index="old"), site)
    (site / ".secondstory-work-killed").mkdir()
    (site / ".secondstory-work-killed" / "a.html").write_text("half")
    write(artifacts(index="old"), site)
    assert names(site) == [MARKER, "index.html"]


def test_two_builds_at_once_do_no_harm(tmp_path: Path) -> None:
    """Builds of one folder wait for each other: the site is always that of one of them."""
    site = tmp_path / "site"
    sites = [{f"{name}{n}.html": name for n in range(50)} for name in "abcd"]

    def build(pages: dict[str, str]) -> None:
        for _ in range(5):
            write([artifact(path, text) for path, text in pages.items()], site)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(build, sites))
    assert tree(site) in sites
    assert names(tmp_path) == ["site"]


def test_a_build_does_not_wait_for_ever(tmp_path: Path) -> None:
    """Another build that does not end is named as the reason."""
    (tmp_path / "site").mkdir()
    with locked(tmp_path / ".site.secondstory-lock", "busy"):
        with pytest.raises(ProjectError, match="another build has been writing to"):
            write([], tmp_path / "site", patience=0)
        assert names(tmp_path / "site") == []
    assert write([], tmp_path / "site", patience=0) == Written(0, 0, 0)


def test_the_lock_of_a_dead_build_is_no_lock(tmp_path: Path) -> None:
    """A lock file without a holder does not keep anybody waiting."""
    (tmp_path / ".site.secondstory-lock").touch()
    write([], tmp_path / "site", patience=0)
    assert names(tmp_path) == ["site"]


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    """A site may be published through a link, which stays a link."""
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to("www/portal")
    write(artifacts(index="1"), tmp_path / "site")
    write(artifacts(index="2"), tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert tree(tmp_path / "www") == {"portal/index.html": "2"}


def test_a_folder_whose_parent_is_closed_is_replaced_in_place() -> None:
    """Permission to write in the folder is enough, as in a container with a mounted volume."""
    with tempfile.TemporaryDirectory() as name:
        parent, site = Path(name), Path(name) / "site"
        site.mkdir(mode=0o777)
        site.chmod(0o777)
        parent.chmod(0o555)
        with as_nobody():
            assert write(artifacts(index="1", old="x"), site) == Written(2, 0, 0)
            assert write(artifacts(index="2"), site) == Written(1, 0, 1)
        assert tree(parent) == {"site/index.html": "2"}
        assert names(site) == [MARKER, "index.html"]
        parent.chmod(0o755)


def test_a_closed_folder_is_an_error_of_the_project() -> None:
    """Where nothing may be written the message says so without a traceback."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        with as_nobody(), pytest.raises(ProjectError, match="permission denied"):
            write(artifacts(index="1"), Path(name) / "site")
        Path(name).chmod(0o755)


def test_the_permissions_of_the_folder_are_kept(tmp_path: Path) -> None:
    """A site that a web server may read stays readable to it."""
    site = tmp_path / "site"
    write(artifacts(index="1"), site)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert site.stat().st_mode == fresh.stat().st_mode
    site.chmod(0o750)
    write(artifacts(index="2"), site)
    assert site.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize(
    "path",
    [
        "../x.html",
        "a/../../x.html",
        "/x.html",
        "",
        "a//b.html" + "\0",
        "CON",
        "tags/nul.html",
        "com1 .txt",
        "a.",
        "a ",
        "tags./x",
        "a:b",
        "a\\b",
        "what?.html",
        "x" * 256,
        "é" * 128,
        "\ud800",
        MARKER,
    ],
)
def test_paths_that_some_system_cannot_hold_are_mistakes(tmp_path: Path, path: str) -> None:
    """No artifact leaves the folder, whatever a tag is called; nothing is written at all."""
    with pytest.raises(ValueError, match="path"):
        write([artifact("index.html"), artifact(path)], tmp_path / "site")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.html", "a.html"),
        ("tags/DNS.html", "tags/dns.html"),
        ("straße", "STRASSE"),
        ("caf\u00e9", "cafe\u0301"),
        ("tags", "Tags/a.html"),
        ("tags/a.html", "tags"),
    ],
)
def test_paths_that_some_system_takes_for_one_are_mistakes(
    tmp_path: Path, one: str, other: str
) -> None:
    """A site unpacked on another system has as many pages as it was built with."""
    with pytest.raises(ValueError, match=r"one file|a folder"):
        write([artifact(one), artifact(other)], tmp_path / "site")


def test_names_at_the_limit_are_written(tmp_path: Path) -> None:
    """255 bytes are a name, and names that only look like devices are fine."""
    paths = ["x" * 255, "console.html", "nullable/com10.html", "a.b.c", "日本.html"]
    write(map(artifact, paths), tmp_path / "site")
    assert sorted(tree(tmp_path / "site")) == sorted(paths)

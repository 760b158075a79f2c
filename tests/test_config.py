"""Configuration: everything has a default, and every complaint teaches what to write instead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from secondstory.config import (
    Flags,
    Project,
    ProjectErrors,
    find_config,
    load_project,
    require_folders,
)
from secondstory.findings import ProjectError
from secondstory.model import PAGEFIND, Site
from secondstory.policy import FixTerms, Policy, Term


def configured(folder: Path, text: str | bytes, flags: Flags | None = None) -> Project:
    """The project of a folder that has this config."""
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "secondstory.toml").write_bytes(content)
    return load_project(folder, flags=flags or Flags())


def complaints(folder: Path, text: str | bytes, flags: Flags | None = None) -> list[str]:
    """What is wrong with a config, each complaint with its hint."""
    with pytest.raises(ProjectError) as refusal:
        configured(folder, text, flags)
    errors = getattr(refusal.value, "errors", (refusal.value,))
    return [f"{error} ({error.hint})" for error in errors]


def complaint(folder: Path, text: str | bytes, flags: Flags | None = None) -> str:
    (only,) = complaints(folder, text, flags)
    return only


# ---------------------------------------------------------------- finding and defaults


def test_no_config_is_needed(tmp_path: Path) -> None:
    """Without a config the working folder is the project and everything has its default."""
    assert load_project(tmp_path) == Project(
        root=tmp_path,
        source=tmp_path / "postmortems",
        output=tmp_path / "site",
        theme="default",
        themes=None,
        site=Site(),
        exclude=(),
        words={},
        severities={},
        config_path=None,
    )


def test_an_empty_config_changes_only_the_root(tmp_path: Path) -> None:
    """A config that says nothing still says where the project is."""
    project = configured(tmp_path, "")
    assert project == replace(load_project(tmp_path), config_path=tmp_path / "secondstory.toml")


def test_the_config_is_found_upwards(tmp_path: Path) -> None:
    """A command works in any folder of a project; paths are relative to the config."""
    (tmp_path / "secondstory.toml").write_text('source = "docs/pm"')
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) == tmp_path / "secondstory.toml"
    assert load_project(deep).source == tmp_path / "docs" / "pm"
    assert load_project(deep).root == tmp_path


def test_the_nearest_config_counts(tmp_path: Path) -> None:
    """A project within a project is its own."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secondstory.toml").write_text('output = "outer"')
    assert configured(inner, 'output = "own"').output == inner / "own"


def test_every_key_is_read(tmp_path: Path) -> None:
    """What the config can say arrives in the project."""
    project = configured(
        tmp_path,
        """
        source = "docs/postmortems"
        output = "../portal"
        exclude = ["drafts/**"]
        drafts = true
        [site]
        title = "Lessons"
        organisation = "Larkspur Freight"
        base_url = "https://learn.example.org/incidents/"
        language = "en-GB"
        footer = "Ask us"
        source_url = "https://git.example.org/edit/{path}#L{line}"
        [theme]
        name = "dark"
        folder = "looks"
        [search]
        engine = "pagefind"
        [digest]
        folder = "editors"
        [policy]
        SEV2 = "3 Days"
        near_miss = "recommended"
        reviewers = ["on-call lead"]
        rubric = ["fixes"]
        fixes = { SEV2 = "6 weeks" }
        [blueprints]
        folder = "forms"
        [words]
        lessons = ["what we take home"]
        [severities]
        "Code Red" = 1
        """,
    )
    assert project == Project(
        root=tmp_path,
        source=tmp_path / "docs" / "postmortems",
        output=tmp_path.parent / "portal",
        theme="dark",
        themes=tmp_path / "looks",
        digests=tmp_path / "editors",
        site=Site(
            title="Lessons",
            organisation="Larkspur Freight",
            base_url="https://learn.example.org/incidents",
            language="en-GB",
            footer="Ask us",
            source_url="https://git.example.org/edit/{path}#L{line}",
            search=PAGEFIND,
            drafts=True,
        ),
        policy=Policy(
            (Term("48 hours", 48), Term("3 days", 72), Term("recommended"), Term("optional")),
            Term("recommended"),
            ("on-call lead",),
            ("fixes",),
            FixTerms(
                (Term("15 days", 360), Term("6 weeks", 1008), Term("optional"), Term("optional")),
                Term("optional"),
            ),
        ),
        blueprints=tmp_path / "forms",
        exclude=("drafts/**",),
        words={"lessons": ("what we take home",)},
        severities={"Code Red": 1},
        config_path=tmp_path / "secondstory.toml",
    )


def test_flags_overrule_the_config(tmp_path: Path) -> None:
    """What a command line says counts, relative to where it was said."""
    (tmp_path / "secondstory.toml").write_text(
        'source = "a"\noutput = "b"\n[site]\nbase_url = "https://a.example"'
    )
    (tmp_path / "sub").mkdir()
    flags = Flags(Path("in"), Path("out"), "dark", "https://b.example/")
    project = load_project(tmp_path / "sub", flags=flags)
    assert project.source == tmp_path / "sub" / "in"
    assert project.output == tmp_path / "sub" / "out"
    assert (project.theme, project.site.base_url) == ("dark", "https://b.example")


def test_a_config_may_be_named(tmp_path: Path) -> None:
    """`--config` names a file of any name; its folder is the project's root."""
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "portal.toml").write_text('source = "pm"')
    project = load_project(tmp_path, Path("conf/portal.toml"))
    assert project.source == tmp_path / "conf" / "pm"


def test_a_named_config_must_exist(tmp_path: Path) -> None:
    """A config that is named and missing, or is a folder, is an error."""
    with pytest.raises(ProjectError, match=r"'gone\.toml' does not exist"):
        load_project(tmp_path, Path("gone.toml"))
    with pytest.raises(ProjectError, match="is a folder"):
        load_project(tmp_path, Path())


# ---------------------------------------------------------------- complaints


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        (
            'titel = "x"',
            "1:1: unknown key 'titel'",
            "did you mean 'title' in [site]?",
        ),
        (
            '[site]\n\ntitel = "x"',
            "3:1: unknown key 'titel' in [site]",
            "did you mean 'title'?",
        ),
        (
            '[site]\nsource = "pm"',
            "2:1: unknown key 'source' in [site]",
            "did you mean 'source' above all tables?",
        ),
        (
            "[theme]\nzebra = 1",
            "2:1: unknown key 'zebra' in [theme]",
            "known: name, folder, colours, colours_dark",
        ),
        (
            "[deploy]\nport = 1",
            "1:1: unknown key 'deploy'",
            (
                "known: source, output, exclude, drafts, site, theme, search, digest, metrics,"
                " classes, privacy, lint, people, audiences, policy, blueprints, words, severities,"
                " mail, tracker, lists"
            ),
        ),
        (
            "output = 7",
            "1:1: 'output' must be text in quotes, not a number",
            'for example: output = "site"',
        ),
        (
            'exclude = "drafts"',
            "1:1: 'exclude' must be a list of texts, not text",
            'for example: exclude = ["TEMPLATE.md", "drafts/**"]',
        ),
        (
            'exclude = ["a", 2]',
            "1:1: 'exclude' must be a list of texts, not a list with a number",
            'for example: exclude = ["TEMPLATE.md", "drafts/**"]',
        ),
        (
            'exclude = ["!keep.md"]',
            "1:1: 'exclude' cannot take back: '!keep.md'",
            "name only what is to be left out",
        ),
        (
            'theme = "dark"',
            "1:1: 'theme' must be a table, not text",
            "write [theme] on a line of its own, its keys below",
        ),
        (
            '[site]\ntitle = "  "',
            "2:1: 'title' is empty",
            'for example: title = "What we learned"',
        ),
        (
            '[site]\ntitle = "a\\tb"',
            "2:1: 'title' holds a control character (U+0009)",
            "is there a \\t or \\u escape that is not meant?",
        ),
        (
            '[severities]\n"Code Red" = 5',
            "2:1: 'Code Red' must be a whole number from 1 (worst) to 4, not 5",
            'for example: "Code Red" = 1',
        ),
        (
            "[severities]\nbad = true",
            "2:1: 'bad' must be a whole number from 1 (worst) to 4, not true",
            "for example: bad = 1",
        ),
        (
            'drafts = "yes"',
            "1:1: 'drafts' must be true or false, not text",
            "for example: drafts = true",
        ),
        (
            '[policy]\nSEV1 = "soon"',
            "2:1: 'SEV1' is no time to write a report in: 'soon'",
            'write "48 hours", "3 days", "1 week", "recommended" or "optional"',
        ),
        (
            "[policy]\nSEV1 = 48",
            "2:1: 'SEV1' must be text in quotes, not a number",
            'for example: SEV1 = "48 hours"',
        ),
        (
            '[policy]\nSEV5 = "1 week"',
            "2:1: unknown key 'SEV5' in [policy]",
            "known: SEV1, SEV2, SEV3, SEV4, near_miss, reviewers, rubric, fixes",
        ),
        (
            '[policy.fixes]\nSEV1 = "soon"',
            "2:1: 'SEV1' is no time to do an action item in: 'soon'",
            'write "48 hours", "3 days", "1 week", "recommended" or "optional"',
        ),
        (
            '[policy.fixes]\nSEV5 = "15 days"',
            "2:1: unknown key 'SEV5' in [policy.fixes]",
            "known: SEV1, SEV2, SEV3, SEV4, near_miss",
        ),
        (
            "[policy]\nfixes = 15",
            "2:1: 'fixes' must be a table of terms, not a number",
            'for example: fixes = { SEV1 = "15 days", SEV2 = "30 days" }',
        ),
        (
            "[policy.fixes]\nSEV1 = 15",
            "1:1: 'fixes' must be a table of terms, not a table with a number",
            'for example: fixes = { SEV1 = "15 days", SEV2 = "30 days" }',
        ),
        (
            '[policy]\nrubric = ["second-story"]',
            "2:1: the rubric has no criterion 'second-story'",
            'did you mean "second_story"?',
        ),
        (
            '[policy]\nrubric = ["beauty"]',
            "2:1: the rubric has no criterion 'beauty'",
            "known: facts, timeline, factors, second_story, fixes, systemic, lessons",
        ),
        (
            '[policy]\nreviewers = "lead"',
            "2:1: 'reviewers' must be a list of texts, not text",
            'for example: reviewers = ["service owner", "on-call lead"]',
        ),
        (
            '[words]\nlesons = ["x"]',
            "2:1: [words] has no family 'lesons'",
            "did you mean 'lessons'?",
        ),
        (
            '[site]\nbase_url = "a.example"',
            "2:1: 'base_url' is no address for a portal: 'a.example' lacks https://",
            "for example: https://learn.example.org/incidents",
        ),
        (
            '[site]\nlanguage = "English"',
            "2:1: 'language' is no language tag: 'English'",
            "for example: en, de or pt-BR",
        ),
        (
            '[search]\nengine = "page-find"',
            "2:1: 'engine' is no search engine that we know: 'page-find'",
            'did you mean "pagefind"?',
        ),
        (
            '[search]\n\nengine = "solr"',
            "3:1: 'engine' is no search engine that we know: 'solr'",
            "known: lunr, pagefind",
        ),
        (
            '[site]\nsource_url = "https://git.example.org/{file}"',
            "2:1: 'source_url' is no pattern for links: it knows {path} and {line}, not {file}",
            "for example: https://git.example.org/edit/main/postmortems/{path}#L{line}",
        ),
    ],
)
def test_a_complaint_names_its_line_and_what_to_write(
    tmp_path: Path, text: str, said: str, hint: str
) -> None:
    """Each complaint, read aloud, says where, what, and what would be right."""
    assert complaint(tmp_path, text) == f"secondstory.toml:{said} ({hint})"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://example.org", "lacks https://"),
        ("https://", "names no host"),
        ("https://user:secret@example.org", "user name"),
        ("https://example.org/a b", "holds a space"),
        ("https://example.org/?q=1", "behind ? or #"),
        ("https://example.org/#top", "behind ? or #"),
        ("https://[::1", "Invalid IPv6"),
        ("javascript:alert(1)", "lacks https://"),
    ],
)
def test_a_base_url_is_an_address(tmp_path: Path, address: str, said: str) -> None:
    """What cannot stand before the links of a feed is refused, in the config and as a flag."""
    assert said in complaint(tmp_path, f'[site]\nbase_url = "{address}"')
    assert said in complaint(tmp_path, "", Flags(base_url=address))


@pytest.mark.parametrize(
    "pattern", ["https://x/", "{path}", "https://x/{path}{", "https://x/{}{path}"]
)
def test_a_source_url_has_a_place_for_the_path(tmp_path: Path, pattern: str) -> None:
    """A pattern that would give every report the same link, or a broken one, is refused."""
    assert "is no pattern for links" in complaint(tmp_path, f'[site]\nsource_url = "{pattern}"')


def test_all_complaints_come_at_once(tmp_path: Path) -> None:
    """One run names everything there is to mend, in the order of the file."""
    text = '[site]\nbase_url = "x"\ntitel = "x"\n[theme]\nname = 1\n[words]\nlesons = []'
    with pytest.raises(ProjectErrors) as refusal:
        configured(tmp_path, text)
    assert [error.location.line for error in refusal.value.errors if error.location] == [2, 3, 5, 7]
    assert str(refusal.value).count("\n") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('source = "a"\noutput = \n', "secondstory.toml:2:10: not valid TOML: invalid value"),
        ("exclude = [1,", "secondstory.toml:1:1: not valid TOML: invalid value"),
        ('a = "x', "secondstory.toml:1:1: not valid TOML:"),
        ("a = 1\na = 2", "secondstory.toml:2:1: not valid TOML: cannot overwrite a value"),
        (b"title = '\xe9'", "secondstory.toml:1:1: not UTF-8: the byte 0xE9"),
        (b"a = 1\n\n\xff\xfe", "secondstory.toml:3:1: not UTF-8: the byte 0xFF"),
        ("a = " + "[" * 100_000, "secondstory.toml:1:1: nested too deeply"),
        ("a = " + "9" * 10_000, "secondstory.toml:1:1: not valid TOML: "),
        ("a = 2026-02-31", "secondstory.toml:1:5: not valid TOML: invalid date"),
    ],
)
def test_broken_toml_is_a_complaint_with_its_place(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    """What is no TOML is said with line and column, never as a traceback."""
    assert complaint(tmp_path, text).startswith(said)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Some editors begin a file with a mark."""
    assert configured(tmp_path, b'\xef\xbb\xbfoutput = "o"').output == tmp_path / "o"


def test_lines_are_those_of_the_editor(tmp_path: Path) -> None:
    """Windows line ends, comments and multi-line values do not shift the line of a complaint."""
    text = (
        '# [site]\r\nexclude = [\r\n  "a", # ]\r\n]\r\n[site]\r\nfooter = """\r\n"""\r\nx = 1\r\n'
    )
    assert "secondstory.toml:8:1: unknown key 'x'" in "".join(complaints(tmp_path, text))


# ---------------------------------------------------------------- folders


@pytest.mark.parametrize(
    ("output", "source", "said"),
    [
        ("/", "pm", "is the root of the file system"),
        (".", "pm", "is the project's own folder"),
        ("..", "pm", "contains the project"),
        ("pm", "pm", "is the folder of the reports"),
        ("docs", "docs/pm", "contains the reports"),
        ("pm/site", "pm", "lies among the reports"),
        ("link/site", "pm", "lies among the reports"),
        ("looks/site", "pm", "overlaps the folder of your themes"),
    ],
)
def test_the_portal_never_overwrites_the_project(
    tmp_path: Path, output: str, source: str, said: str
) -> None:
    """An output folder that is not the portal's own is refused, links seen through."""
    (tmp_path / "pm").mkdir()
    (tmp_path / "link").symlink_to("pm")
    text = f'source = "{source}"\noutput = "{output}"\n[theme]\nfolder = "looks"'
    assert complaint(tmp_path, text).startswith("secondstory.toml:2:1: 'output' is ")
    assert said in complaint(tmp_path, text)
    flags = Flags(source=Path(source), output=Path(output))
    assert said in complaint(tmp_path, '[theme]\nfolder = "looks"', flags)


def test_the_portal_never_overwrites_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`output = "~"` in its absolute spelling is refused by name."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    flags = Flags(output=tmp_path / "home")
    assert "is your home folder" in complaint(tmp_path, "", flags)


def test_the_default_output_matters_only_where_it_is_written(tmp_path: Path) -> None:
    """A folder that is nothing but reports can be checked without naming an output."""
    flags = Flags(source=Path())
    assert load_project(tmp_path, flags=flags, writes=False).source == tmp_path
    with pytest.raises(ProjectError, match="lies among the reports") as refusal:
        load_project(tmp_path, flags=flags)
    assert "put it beside them" in refusal.value.hint


def test_a_missing_source_points_to_the_reports_that_exist(tmp_path: Path) -> None:
    """Where reports lie in a usual place the complaint names it."""
    project = configured(tmp_path, '\nsource = "pm"')
    with pytest.raises(ProjectError) as refusal:
        require_folders(project)
    assert str(refusal.value).startswith("secondstory.toml:2:1: there is no folder")
    assert "secondstory init" in refusal.value.hint
    (tmp_path / "docs" / "incidents").mkdir(parents=True)
    with pytest.raises(ProjectError) as refusal:
        require_folders(project)
    assert "--source docs/incidents" in refusal.value.hint


def test_folders_must_be_folders(tmp_path: Path) -> None:
    """A file as source and a missing theme folder are complaints; folders that exist are not."""
    (tmp_path / "pm").write_text("a file")
    project = configured(tmp_path, 'source = "pm"\n[theme]\nfolder = "looks"')
    with pytest.raises(ProjectError, match="is a file, not a folder"):
        require_folders(project)
    (tmp_path / "pm").unlink()
    (tmp_path / "pm").mkdir()
    with pytest.raises(ProjectError, match=r"toml:3:1: there is no folder .*looks.* themes"):
        require_folders(project)
    (tmp_path / "looks").mkdir()
    assert require_folders(project) is project

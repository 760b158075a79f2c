"""A project's logo, colours and navigation: what each does on every page, and what is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from render.sites import ARCHIVES, IMAGES, TODAY, Reading, a_site, read
from secondstory.config import Project, load_project
from secondstory.findings import ProjectError
from secondstory.incremental import look_of
from secondstory.model import Dress, Paint, Site
from secondstory.render import Theme, bundled_themes, load_theme, render
from secondstory.render.dress import ENOUGH, contrast, hard_to_read
from secondstory.render.dress import colours as colours_of
from secondstory.render.layers import layers_of

THEMES = sorted(file.parent.name for file in bundled_themes().glob("*/theme.toml"))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><path d="M0 0h80v40z"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 600, 60)


def a_project(folder: Path, text: str, **files: bytes) -> Project:
    """A project with this config and these files, named with two underscores for a dot."""
    (folder / "secondstory.toml").write_text(text, "utf-8")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return load_project(folder)


def dressed(project: Project, theme: str = "default") -> Theme:
    return load_theme(theme, dress=project.dress)


def refusal(folder: Path, text: str, **files: bytes) -> str:
    """What is said of a config, by whoever finds it out, with its hint."""
    with pytest.raises(ProjectError) as caught:
        dressed(a_project(folder, text, **files))
    return f"{caught.value} ({caught.value.hint})"


def pages(project: Project, theme: str) -> dict[str, Reading]:
    site = a_site(ARCHIVES["varied"], project.site, dressed(project, theme))
    return {path: read(html) for path, html in site.items()}


# ---------------------------------------------------------------- the logo


@pytest.mark.parametrize("theme", THEMES)
def test_a_logo_stands_on_every_page_with_its_size(tmp_path: Path, theme: str) -> None:
    """It is copied, linked from every depth, and its size is stated, so that nothing shifts."""
    project = a_project(tmp_path, '[site]\nlogo = "mark.svg"', mark__svg=SVG)
    assert dressed(project, theme).static["logo.svg"] == SVG
    for path, page in pages(project, theme).items():
        [image] = [each for each in page.all("img") if "logo" in each.attributes["src"]]
        root = "../" * path.count("/")
        assert image.attributes["src"].startswith(f"{root}static/logo.svg?v=")
        assert (image.attributes["width"], image.attributes["height"]) == ("56", "28")
        assert image.attributes["alt"] == ""  # the name stands beside it


def test_a_wide_logo_keeps_its_shape(tmp_path: Path) -> None:
    """A PNG tells its size; one that is too wide for the masthead becomes smaller as a whole."""
    logo = dressed(a_project(tmp_path, '[site]\nlogo = "mark.png"', mark__png=PNG)).logo
    assert logo is not None
    assert (logo.href, logo.width, logo.height) == ("static/logo.png", 200, 20)


@pytest.mark.parametrize(
    ("logo", "content", "said"),
    [
        ("../mark.svg", SVG, "secondstory.toml:2:1: 'logo' leaves its folder (\"..\")"),
        ("/etc/mark.svg", SVG, "is empty or absolute"),
        ("mark.gif", SVG, "is neither SVG nor PNG: 'mark.gif'"),
        ("gone.svg", SVG, "secondstory.toml:2:1: the logo 'gone.svg' cannot be read: no such file"),
        ("mark.svg", b"<svg viewBox='0 0 1 1'><script/></svg>", "holds what could run"),
        ("mark.svg", b"<svg viewBox='0 0 1 1' onload='x()'/>", "holds what could run"),
        ("mark.svg", b"<svg/>", "the logo is no SVG that tells its size"),
        ("mark.svg", b"<svg viewBox='0 0 9 0'/>", "the logo is no SVG that tells its size"),
        ("mark.svg", PNG, "the logo is no SVG"),
        ("mark.png", SVG, "the logo is no PNG that tells its size"),
        ("mark.svg", SVG + b" " * 60_000, "the logo weighs 60 kB, and every page shows it"),
    ],
)
def test_a_logo_that_cannot_be_used_is_refused(
    tmp_path: Path, logo: str, content: bytes, said: str
) -> None:
    """Outside the project, of another kind, missing, active, without a size, heavy."""
    name = Path(logo).name.replace("gone", "mark")
    (tmp_path / name).write_bytes(content)
    assert said in refusal(tmp_path, f'[site]\nlogo = "{logo}"')


def test_a_logo_may_not_be_a_way_out(tmp_path: Path) -> None:
    """A link to a file elsewhere is no file of the project."""
    (tmp_path / "in").mkdir()
    (tmp_path / "mark.svg").write_bytes(SVG)
    (tmp_path / "in" / "mark.svg").symlink_to("../mark.svg")
    assert "lies outside the project" in refusal(tmp_path / "in", '[site]\nlogo = "mark.svg"')


def test_a_dress_that_changes_makes_the_site_anew(tmp_path: Path) -> None:
    """What builds remember goes by the logo's content, the colours and the navigation."""
    looks = {
        look_of(a_project(tmp_path, text, mark__svg=picture))
        for text, picture in (
            ('[site]\nlogo = "mark.svg"', SVG),
            ('[site]\nlogo = "mark.svg"', SVG + b"\n"),
            ('[theme.colours]\naccent = "#000"', SVG),
            ('[theme.colours_dark]\naccent = "#000"', SVG),
            ('[site]\nnavigation = ["lessons"]', SVG),
        )
    }
    assert len(looks) == 5


# ---------------------------------------------------------------- the colours


@pytest.mark.parametrize("theme", THEMES)
def test_colours_come_as_a_style_sheet_for_each_scheme(tmp_path: Path, theme: str) -> None:
    """Every page links the sheet behind the theme's own; no attribute, no inline style."""
    text = '[theme.colours]\naccent = "#0b5c8a"\n[theme.colours_dark]\naccent = "#8ec7ee"'
    project = a_project(tmp_path, text)
    assert dressed(project, theme).static["colours.css"].decode() == (
        "@media screen and (prefers-color-scheme: light) { :root { --accent: #0b5c8a; } }\n"
        "@media screen and (prefers-color-scheme: dark) { :root { --accent: #8ec7ee; } }\n"
    )
    for path, page in pages(project, theme).items():
        sheets = [
            each.attributes["href"].partition("?")[0].rpartition("/")[2]
            for each in page.all("link")
            if each.attributes["rel"] == "stylesheet"
        ]
        assert sheets.index("colours.css") > sheets.index("style.css"), path


def test_without_colours_there_is_no_such_file() -> None:
    """A project that sets none has one request less."""
    assert "colours.css" not in {
        artifact.path.name
        for artifact in render(ARCHIVES["varied"], load_theme(), Site(), TODAY, IMAGES)
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[theme.colours]\nink = "#8a9299"',
            (
                "secondstory.toml:2:1: 'ink' has a contrast of 2.6 to 1 on 'mark'; text needs 4.5"
                ' (ink = "#63696e" under [theme.colours] can be read)'
            ),
        ),
        (
            '[theme.colours]\n\npaper = "#7a8288"',
            "secondstory.toml:3:1: the theme's 'accent' has a contrast of 4.2 to 1 on 'paper'",
        ),
        (
            '[theme.colours]\npaper = "#000"\nsheet = "#888"',
            "nothing can be read on all grounds of [theme.colours]",
        ),
        (
            '[theme.colours_dark]\naccent = "#14212b"',
            "secondstory.toml:2:1: 'accent' has a contrast of 1.0 to 1 on 'sheet'",
        ),
        (
            '[theme.colours]\nacent = "#000"',
            (
                "secondstory.toml:2:1: the theme has no colour 'acent' that could be set"
                " (did you mean 'accent'?)"
            ),
        ),
        ('[theme.colours]\nzebra = "#000"', "its colours are paper, sheet, accent, ink"),
        ('[theme.colours]\nink = "navy"', "secondstory.toml:2:1: 'ink' is no colour: 'navy'"),
        ('[theme]\ncolours = { ink = "#00000g" }', "2:1: 'ink' is no colour: '#00000g'"),
        ('[theme.colours]\nink = "red;} body{"', "'ink' is no colour"),
        ("[theme]\ncolours = { ink = 1 }", "must be a table of colours, not a table with a number"),
        ('[theme]\ncolours = "#000"', "'colours' must be a table of colours, not text"),
    ],
)
def test_a_colour_that_cannot_be_used_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """What is no colour, is unknown to the theme, or cannot be read: with line, ratio and a way."""
    assert said in refusal(tmp_path, text)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_each_theme_can_be_read_in_its_own_colours(theme: str, dark: bool) -> None:  # noqa: FBT001
    """All that a theme says of its colours is true of its own style sheets."""
    [layer, *_] = layers_of(theme, [bundled_themes()])
    static = load_theme(theme).static
    seen = colours_of(static, dark=dark)
    assert layer.colours
    for token, grounds in layer.colours.items():
        assert {token, *grounds} <= seen.keys()
    assert list(hard_to_read(static, layer.colours)) == []


def test_what_is_proposed_can_be_read() -> None:
    """The colour in the hint keeps the contrast that was asked for, on every ground."""
    roles = layers_of("default", [bundled_themes()])[0].colours
    static = load_theme().static
    for colour in ("#888888", "#c0d0ff", "#ffd700", "#f00"):
        [hard] = hard_to_read(static, roles, [Paint("ink2", colour, dark=False)])
        grounds = colours_of(static, dark=False)
        assert all(contrast(hard.better, grounds[name]) >= ENOUGH for name in roles["ink2"])


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21 to 1; the grey that is known to pass just passes."""
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_a_theme_without_declared_colours_has_none_to_set(tmp_path: Path) -> None:
    """A theme of its own says first which colours it has."""
    (tmp_path / "own" / "templates").mkdir(parents=True)
    (tmp_path / "own" / "theme.toml").write_text('description = "x"')
    for file in (bundled_themes() / "default" / "templates").glob("*.html"):
        (tmp_path / "own" / "templates" / file.name).write_bytes(file.read_bytes())
    dress = Dress(paints=(Paint("ink", "#000", dark=False),))
    with pytest.raises(ProjectError) as caught:
        load_theme("own", [tmp_path], dress=dress)
    assert caught.value.hint == "it has none to be set"


# ---------------------------------------------------------------- the navigation

NAVIGATION = """[site]
navigation = [
  "incidents",
  { name = "Runbooks", href = "https://runbooks.example.org/" },
  "lessons",
  { name = "All of DNS", href = "tags/network.html" },
  { name = "Handbook", href = "/handbook/" },
  { name = "Ask", href = "mailto:learning@example.org" },
]"""


@pytest.mark.parametrize("theme", THEMES)
def test_a_navigation_is_as_the_project_wrote_it(tmp_path: Path, theme: str) -> None:
    """Its order, its links, each right from every depth; those that lead away are marked."""
    for path, page in pages(a_project(tmp_path, NAVIGATION), theme).items():
        root = "../" * path.count("/")
        header = page.elements[: page.elements.index(page.all("main")[0])]
        start = next(
            place
            for place, each in enumerate(header)
            if each.attributes.get("aria-label") == "Main"
        )
        links = [each for each in header[start:] if each.name == "a"][:6]
        assert [(each.text.strip(), each.attributes["href"]) for each in links] == [
            ("Incidents", f"{root}incidents/index.html"),
            ("Runbooks", "https://runbooks.example.org/"),
            ("Lessons", f"{root}lessons/index.html"),
            ("All of DNS", f"{root}tags/network.html"),
            ("Handbook", "/handbook/"),
            ("Ask", "mailto:learning@example.org"),
        ]
        away = [each.text.strip() for each in links if each.attributes.get("class") == "ext"]
        assert away == ["Runbooks", "Handbook", "Ask"]
        assert "i-ext" in page.ids()


def test_what_a_navigation_leaves_out_is_in_the_foot(tmp_path: Path) -> None:
    """No index is out of reach: those that are not named stand at the end of each page."""
    page = pages(a_project(tmp_path, '[site]\nnavigation = ["teams"]'), "default")["404.html"]
    links = {each.attributes["href"] for each in page.all("a")}
    kinds = ("lessons", "fixes", "incidents", "services", "classes", "tags", "teams", "about")
    assert {f"{kind}/index.html" for kind in kinds} <= links


@pytest.mark.parametrize(
    ("navigation", "said"),
    [
        (
            '["lesson"]',
            "names no section of the portal: 'lesson' (did you mean \"lessons\"?)",
        ),
        (
            '["wiki"]',
            "the sections are lessons, actions, incidents, services, classes, tags, metrics,",
        ),
        ('[{ name = "x" }]', "not a list with a link that has not name and href, both in quotes"),
        ('[{ name = "", href = "x" }]', "a link that has not name and href"),
        ('[{ name = "x", href = "y", target = "z" }]', "a link that has not name and href"),
        ("[1]", "'navigation' must be a list of sections and links, not a list with a number"),
        ('"lessons"', "'navigation' must be a list of sections and links, not text"),
        ('[{ name = "x", href = "javascript:alert(1)" }]', "javascript: is no scheme for a link"),
        ('[{ name = "x", href = "DATA:text/html,x" }]', "DATA: is no scheme for a link"),
        ('[{ name = "x", href = "//evil.example" }]', "it is neither a path nor a whole address"),
        (
            '[{ name = "x", href = "\\\\\\\\evil.example" }]',
            "it is neither a path nor a whole address",
        ),
        ('[{ name = "x", href = "a b" }]', "it holds a space"),
        ('[{ name = "x", href = "java\\tscript:alert(1)" }]', "holds a control character"),
    ],
)
def test_a_navigation_that_cannot_be_used_is_refused(
    tmp_path: Path, navigation: str, said: str
) -> None:
    """Unknown sections, links without a name, and schemes that could do harm, with their line."""
    answer = refusal(tmp_path, f"[site]\nnavigation = {navigation}")
    assert answer.startswith("secondstory.toml:2:1: ")
    assert said in answer

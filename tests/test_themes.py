"""Themes: found by name, built on each other, overridden file by file, and clear when broken."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from render.sites import ARCHIVES, IMAGES, TODAY, a_site, read
from secondstory.findings import ProjectError
from secondstory.model import Site
from secondstory.render import bundled_themes, load_theme, render

STATIC = bundled_themes() / "default" / "static"
CSS = "".join((STATIC / name).read_text("utf-8") for name in ("style.css", "pages.css"))
PROSE = (bundled_themes() / "default" / "static" / "prose.css").read_text("utf-8")


def a_theme(folder: Path, name: str, extends: str = "default", **templates: str) -> Path:
    """Write a theme with these templates (`base` is base.html) and return its parent folder."""
    (folder / name / "templates").mkdir(parents=True)
    line = f'extends = "{extends}"\n' if extends else ""
    (folder / name / "theme.toml").write_text(f'name = "{name}"\n{line}', "utf-8")
    for template, text in templates.items():
        (folder / name / "templates" / f"{template}.html").write_text(text, "utf-8")
    return folder


def test_an_unknown_theme_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    """The error names the themes that exist, those of the project too."""
    a_theme(tmp_path, "slate")
    with pytest.raises(ProjectError, match='no theme "slat"') as caught:
        load_theme("slat", [tmp_path])
    assert caught.value.hint == "the themes are default, plain, slate"


@pytest.mark.parametrize("name", ["../default", "default/../default", "", "/etc", "."])
def test_a_name_is_no_path(name: str) -> None:
    """Only a folder's plain name is a theme's name."""
    with pytest.raises(ProjectError):
        load_theme(name or " ")


def test_a_theme_changes_what_it_names_and_keeps_the_rest(tmp_path: Path) -> None:
    """With `extends`, one template of a theme replaces one; static files add up."""
    block = "{% block main %}<h1>Gone: {{ page.latest|length }}</h1>{% endblock %}"
    text = '{% extends "base.html" %}' + block
    folder = a_theme(tmp_path, "slate", **{"404": text})
    (folder / "slate" / "static").mkdir()
    (folder / "slate" / "static" / "ours.css").write_text("b{}", "utf-8")
    theme = load_theme("slate", [folder])
    site = a_site(ARCHIVES["varied"], theme=theme)
    assert read(site["404.html"]).all("h1")[0].text == "Gone: 4"
    assert site["about/index.html"] != ""
    assert {"ours.css", "style.css"} <= set(theme.static)
    assert theme.version != load_theme().version


def test_single_files_lie_over_any_theme(tmp_path: Path) -> None:
    """A folder without theme.toml overrides templates and static files of the theme in use."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "templates" / "about.html").write_text(
        '{% extends "default/about.html" %}{% block main %}{{ super() }}<p>Ours.</p>{% endblock %}',
        "utf-8",
    )
    (tmp_path / "static" / "style.css").write_text("body{}", "utf-8")
    theme = load_theme("default", [tmp_path])
    about = read(a_site(ARCHIVES["varied"], theme=theme)["about/index.html"]).text()
    assert "How to write a report" in about
    assert about.endswith("Ours.")
    assert theme.static["style.css"] == b"body{}"


def test_the_example_of_the_readme_works(tmp_path: Path) -> None:
    """The override shown there reaches every page."""
    guide = (bundled_themes() / "default" / "README.md").read_text("utf-8")
    example = guide.partition("```jinja\n")[2].partition("```")[0]
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "base.html").write_text(example, "utf-8")
    for path, html in a_site(ARCHIVES["varied"], theme=load_theme("default", [tmp_path])).items():
        assert 'static/ours.css">' in html, path


def test_a_circle_of_themes_is_named(tmp_path: Path) -> None:
    """Themes that extend each other are refused with the circle."""
    a_theme(tmp_path, "one", extends="two")
    a_theme(tmp_path, "two", extends="one")
    with pytest.raises(ProjectError, match="one > two > one"):
        load_theme("one", [tmp_path])


def test_a_missing_parent_is_named_with_its_child(tmp_path: Path) -> None:
    """`extends` with an unknown name says which theme asked for it."""
    a_theme(tmp_path, "slate", extends="gone")
    with pytest.raises(ProjectError, match='no theme "gone", which "slate" extends'):
        load_theme("slate", [tmp_path])


def test_a_theme_of_its_own_needs_every_template(tmp_path: Path) -> None:
    """Without `extends`, a missing template is named before anything is rendered."""
    a_theme(tmp_path, "bare", extends="", home="x")
    with pytest.raises(ProjectError, match=r"no template \w+\.html") as caught:
        load_theme("bare", [tmp_path])
    assert "extends" in caught.value.hint


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("name = ", "not TOML"),
        ("nmae = 'x'", "`nmae` is not a key of a theme"),
        ("extends = 1", "`extends` is not a text in quotes"),
        ("without = 'a.js'", "`without` is not a list of texts"),
        ("[colours]\nink = 'paper'", "`colours` is not a table of lists"),
    ],
)
def test_a_broken_theme_toml_is_named(tmp_path: Path, toml: str, said: str) -> None:
    """The message names the file and what is wrong in it."""
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "theme.toml").write_text(toml, "utf-8")
    with pytest.raises(ProjectError, match=said) as caught:
        load_theme("odd", [tmp_path])
    assert str(caught.value.location).endswith("odd/theme.toml:1:1")


def test_a_syntax_error_names_template_and_line(tmp_path: Path) -> None:
    """A template that does not compile is refused when the theme is loaded."""
    folder = a_theme(tmp_path, "slate", about="<p>\n\n{% if %}")
    with pytest.raises(ProjectError) as caught:
        load_theme("slate", [folder])
    assert str(caught.value.location).endswith("slate/templates/about.html:3:1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ page.nothing }}", "nothing"),
        ("a\n{{ missing }}", "missing"),
        ("a\n{{ page.totals.odd }}", "odd"),
        ("a\n{{ page.left_out[0].origin }}", "not stated"),
        ("a\n{{ 1 / 0 }}", "division"),
        ("a\n{{ page.totals + 1 }}", "str"),
        ("a\n{% include 'gone.html' %}", "gone.html"),
    ],
)
def test_an_error_while_rendering_names_template_and_line(
    tmp_path: Path, text: str, said: str
) -> None:
    """An undefined name, an unasked None and a slip in an expression say where they stand."""
    theme = load_theme("slate", [a_theme(tmp_path, "slate", about=text)])
    with pytest.raises(ProjectError, match=said) as caught:
        list(render(ARCHIVES["varied"], theme, Site(), TODAY))
    assert str(caught.value.location).endswith("slate/templates/about.html:2:1")


def test_an_error_in_a_macro_names_the_macro(tmp_path: Path) -> None:
    """The innermost template is the one to mend."""
    folder = a_theme(
        tmp_path,
        "slate",
        parts="\n\n{% macro bad(x) %}\n{{ x.odd }}\n{% endmacro %}",
        about='{% from "parts.html" import bad %}\n{{ bad(page) }}',
    )
    with pytest.raises(ProjectError) as caught:
        list(render(ARCHIVES["varied"], load_theme("slate", [folder]), Site(), TODAY))
    assert str(caught.value.location).endswith("slate/templates/parts.html:4:1")


def test_templates_can_use_all_of_jinja(tmp_path: Path) -> None:
    """Calls and lookups that our shortcuts do not take work as Jinja2 describes them."""
    folder = a_theme(
        tmp_path,
        "slate",
        parts="""
{%- macro two(a, b="<B>") %}[{{ a }}{{ b }}]{% endmacro -%}
{%- macro any() %}{{ varargs|join("+") }}{{ kwargs.x }}{% endmacro -%}
{%- macro around() %}({{ caller() }}){% endmacro -%}
""",
        about="""
{%- from "parts.html" import any, around, two -%}
{%- block main %}{{ two(1) }}{{ two("&", b=2) }}{{ two(b=3, a=4) }}{{ any(5, 6, x=7) }}|
{%- call around() %}{{ two(page.nothing is defined, {"key": "<k>"}.key) }}{% endcall %}|
{{- two(8)|replace("[", "<") }}|{% autoescape false %}{{ two("<i>", 9) }}{% endautoescape %}|
{%- for each in [1, 2] if each is odd %}{{ two(each, loop.last) }}{% endfor %}{% endblock -%}
{{ self.main()|length > 9 }}""",
    )
    text = a_site(ARCHIVES["varied"], theme=load_theme("slate", [folder]))["about/index.html"]
    assert text == (
        "[1&lt;B&gt;][&amp;2][43]5+67|([False&lt;k&gt;])|&lt;8&lt;B&gt;]|[&lt;i&gt;9]|[1True]True"
    )


def test_a_macro_with_too_many_values_is_named(tmp_path: Path) -> None:
    """The message says which macro and how many it takes."""
    text = "{% macro one(a) %}{% endmacro %}{{ one(1, 2) }}"
    theme = load_theme("slate", [a_theme(tmp_path, "slate", about=text)])
    with pytest.raises(ProjectError, match="'one' takes not more than 1 argument"):
        list(render(ARCHIVES["varied"], theme, Site(), TODAY))


def test_the_bundled_themes_are_complete() -> None:
    """Every theme that comes along loads, describes itself, and carries its font's licence."""
    for file in bundled_themes().glob("*/theme.toml"):
        theme = load_theme(file.parent.name)
        assert theme.description
        if any(name.endswith(".woff2") for name in theme.static):
            assert b"SIL OPEN FONT LICENSE" in theme.static["OFL.txt"]


def test_two_builds_are_byte_equal_whatever_the_hash_seed() -> None:
    """The same archive gives the same bytes in another process with another hash seed."""
    code = (
        "import hashlib, json, sys; sys.path[:0] = json.loads(sys.argv[1])\n"
        "from render.sites import ARCHIVES, DEFAULT, IMAGES, TODAY\n"
        "from secondstory.model import Site\n"
        "from secondstory.render import render\n"
        "digest = hashlib.sha256()\n"
        "for artifact in render(ARCHIVES['varied'], DEFAULT, Site(), TODAY, IMAGES):\n"
        "    digest.update(str(artifact.path).encode() + artifact.content)\n"
        "print(digest.hexdigest())\n"
    )
    prints = [
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(sys.path)],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert prints[0] == prints[1]


def test_a_theme_does_without_files_of_its_parent(tmp_path: Path) -> None:
    """What `without` names is not taken over, at whatever depth; what the theme brings stays."""
    folder = a_theme(tmp_path, "slate")
    with (folder / "slate" / "theme.toml").open("a") as file:
        file.write('without = ["*.js", "style.css"]')
    (folder / "slate" / "static").mkdir()
    (folder / "slate" / "static" / "own.js").write_bytes(b"1")
    static = load_theme("slate", [folder]).static
    assert [name for name in static if name.endswith(".js")] == ["own.js"]
    assert "style.css" not in static
    assert "pages.css" in static


def test_the_plain_theme_has_no_script_and_no_data_for_one() -> None:
    """Not a byte of JavaScript is written, no page asks for any, and the policy admits none."""
    theme = load_theme("plain")
    for artifact in render(ARCHIVES["varied"], theme, Site(), TODAY, IMAGES):
        path = artifact.path
        assert path.suffix != ".js", path
        assert path.parts[0] != "search" or path.name == "index.html"
        if path.suffix == ".html":
            page = read(artifact.content.decode())
            assert not page.all("script", "noscript", "form"), path
            [policy] = [
                meta.attributes["content"]
                for meta in page.all("meta")
                if meta.attributes.get("http-equiv") == "Content-Security-Policy"
            ]
            assert "script-src" not in policy


def test_the_plain_theme_lists_what_others_search() -> None:
    """Its page for finding things has the error strings themselves, each with its report."""
    found = read(a_site(ARCHIVES["varied"], theme=load_theme("plain"))["search/index.html"])
    assert "read: connection reset by peer" in found.text()
    assert "../incidents/pool-2026.html" in {a.attributes["href"] for a in found.all("a")}


def tokens(css: str, *, dark: bool) -> dict[str, str]:
    """The colours that a style sheet declares for a scheme."""
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    block = rest.partition("\n}")[0] if dark else light
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    code = colour.removeprefix("#")
    code = "".join(c * 2 for c in code) if len(code) == 3 else code
    parts = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_contrast_on_every_ground(dark: bool) -> None:  # noqa: FBT001
    """Ink, marks and code colours keep 4.5 to 1 wherever they stand; control edges keep 3."""
    page = tokens(CSS, dark=dark)
    for name in ("ink", "ink2", "ink3", "sev", "held", "late", "again"):
        for ground in ("paper", "sheet", "well"):
            assert contrast(page[name], page[ground]) >= 4.5, (name, ground)
    for name in ("sev", "held", "late", "again"):
        assert contrast(page[name], page[f"{name}-t"]) >= 4.5, name
    assert contrast(page["rule"], page["paper"]) >= 3
    assert contrast(page["ink"], page["mark"]) >= 4.5
    code = {name: colour for name, colour in tokens(PROSE, dark=dark).items() if "hl-" in name}
    assert len(code) == 7
    for name, colour in code.items():
        assert contrast(colour, page["well"]) >= 4.5, name


def test_a_theme_without_search_script_links_to_none(tmp_path: Path) -> None:
    """A theme that brings no search.js has pages without script, and a search page all the same."""
    folder = a_theme(tmp_path, "quiet", extends="")
    for file in (bundled_themes() / "default" / "templates").glob("*.html"):
        (folder / "quiet" / "templates" / file.name).write_bytes(file.read_bytes())
    site = a_site(ARCHIVES["varied"], theme=load_theme("quiet", [folder]))
    assert not any(read(html).all("script") for html in site.values())
    assert "search/index.html" in site

"""What a mail says: all of an issue, small enough to arrive whole, with nothing but words in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from factories import a_lesson, a_rich, an_archive
from machine import ss
from mail.letters import HOSTILE, SITE, THEME, a_letter, a_report, letters, sample
from render.portals import SAMPLE
from secondstory.findings import ProjectError
from secondstory.integrations.styles import inlined
from secondstory.noun import replace
from secondstory.render import load_theme
from secondstory.render.letter import as_html, as_text
from secondstory.render.letter.written import COLUMNS, wrapped
from secondstory.render.views_letter import Letter

BASE = f"{SITE.base_url}/"
WHOLE, FIRST = 40_000, 15_000  # bytes that arrive whole; those in which the lead has to stand
BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029\x85]")
LATEST = list(letters(sample()).values())[-6:]
KINDS = sorted(HOSTILE)


class Page(HTMLParser):
    """The elements of a page, its links and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("letter", LATEST, ids=lambda letter: letter.title)
def test_the_mail_arrives_whole(letter: Letter) -> None:
    """Its HTML is under 40 kB, and the lead with its links stands in the first 15 kB."""
    html = as_html(letter, THEME).encode()
    assert len(html) < WHOLE
    assert html.index(b"In short") < FIRST
    assert as_text(letter, THEME).index("IN SHORT") < FIRST


@pytest.mark.parametrize("letter", LATEST, ids=lambda letter: letter.title)
def test_both_parts_say_the_same(letter: Letter) -> None:
    """Who reads plain text gets every word that stands in the HTML, and every link."""
    page = Page(as_html(letter, THEME))
    text = as_text(letter, THEME)
    flat = " ".join(re.sub(r" \[\d+\]", "", text).split())
    for item in (letter.lead, *(item for part in letter.sections for item in part.items)):
        for words in (item.words, *(line.words for line in item.lines)):
            assert " ".join(words.text.split()) in flat
            assert " ".join(words.text.split()) in " ".join("".join(page.words).split())
    links = set(re.findall(r"https://\S+", text))
    assert links == {link for link in page.links if link.startswith("https:")}


@pytest.mark.parametrize("letter", LATEST, ids=lambda letter: letter.title)
def test_plain_text_fits_a_terminal(letter: Letter) -> None:
    """Lines have at most 72 columns, but for links; each link is numbered where it is named."""
    lines = as_text(letter, THEME).splitlines()
    assert [line for line in lines if len(line) > COLUMNS and "https://" not in line] == []
    named = [int(n) for line in lines for n in re.findall(r"(?<!^)\[(\d+)\]$", line.strip())]
    listed = [int(n[1]) for line in lines if (n := re.match(r"\s*\[(\d+)\] https://", line))]
    assert listed == sorted(listed) == list(range(1, len(listed) + 1))
    assert len(named) >= len(listed) - 2  # a number may be folded to a line of its own


@pytest.mark.parametrize("letter", LATEST, ids=lambda letter: letter.title)
def test_nothing_is_fetched_and_nothing_runs(letter: Letter) -> None:
    """No picture, script, form, frame or font; every link is absolute and leads to the portal."""
    html = as_html(letter, THEME)
    page = Page(html)
    tags = set("html head style meta title body table tbody tr td div h1 h2 h3 p a b span".split())
    assert set(page.tags) - tags <= {"code", "em", "strong"}
    assert all(link.startswith((BASE, "mailto:leave@example.org")) for link in page.links)
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("letter", LATEST, ids=lambda letter: letter.title)
def test_the_mail_is_laid_out_for_mail_programs(letter: Letter) -> None:
    """Styles stand in elements; tables are layout and say so; dark screens are provided for."""
    html = as_html(letter, THEME)
    page = Page(html)
    roles = [value for tag, name, value in page.attributes if (tag, name) == ("table", "role")]
    assert roles == ["presentation"] * page.tags.count("table")
    assert "@media (prefers-color-scheme: dark)" in html
    assert ("meta", "content", "light dark") in page.attributes
    assert ("html", "lang", "en") in page.attributes
    looks = " ".join(value for _, name, value in page.attributes if name == "style")
    assert "max-width: 600px" in looks
    for word in ("flex", "grid", "var(", "#fff;", "#ffffff", "#000;", "#000000"):
        assert word not in looks


@pytest.mark.parametrize("letter", LATEST, ids=lambda letter: letter.title)
def test_what_stands_beside_the_subject_says_the_surprise(letter: Letter) -> None:
    """40 to 90 characters of the lead's own words, hidden in the mail itself, not its headline."""
    assert 40 <= len(letter.preheader) <= 90
    assert letter.preheader not in letter.subject
    assert Page(as_html(letter, THEME)).words[2:].index(letter.preheader) < 10
    month = letter.title.removeprefix("Learnings, ").split()[0]
    assert letter.subject == f"Learnings, {month}: {letter.lead.words.text}"


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    """The pages and places that six issues name are those that the portal has."""
    options = ("--as-of", "2026-11-01", "--base-url", SITE.base_url, "--output", str(tmp_path))
    assert ss(SAMPLE.parent, "build", *options, "--no-cache").code == 0
    for letter in LATEST:
        for link in Page(as_html(letter, THEME)).links:
            if link.startswith("mailto:"):
                continue
            parts = urlsplit(link.removeprefix(BASE))
            path = tmp_path / parts.path
            page = path / "index.html" if path.is_dir() else path
            assert page.is_file(), link
            assert not parts.fragment or f'id="{parts.fragment}"' in page.read_text("utf-8"), link


@pytest.mark.parametrize("kind", KINDS)
def test_odd_words_stay_words(kind: str) -> None:
    """Whatever a report calls things, its mail has the elements, links and size of a sound one."""
    letter = a_letter(a_report(words=HOSTILE[kind]), a_report("cache", HOSTILE[kind]))
    html, text = as_html(letter, THEME), as_text(letter, THEME)
    page = Page(html)
    assert not {"img", "script", "iframe", "svg"} & set(page.tags)
    assert all(link.startswith((BASE, "mailto:")) for link in page.links)
    assert not BIDI.search(html + text + letter.subject)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", html + text + letter.subject)
    assert "\n" not in letter.subject + letter.preheader
    assert len(html.encode()) < WHOLE
    assert len(letter.subject) <= 150
    assert "49" not in text.replace(letter.stand, "")
    shown = [line for line in text.splitlines() if "https://" not in line]
    assert [line for line in shown if len(line) > COLUMNS] == []


def test_four_hundred_reports_of_a_month_are_one_mail() -> None:
    """A bad month makes no longer mail than another."""
    reports = [a_report(f"r{n}", f"Pool {n} ran dry behind its gateway " * 9) for n in range(400)]
    letter = a_letter(*reports)
    assert len(as_html(letter, THEME).encode()) < WHOLE


def test_a_month_without_a_lesson_makes_no_letter() -> None:
    """Where there is nothing to lead with, there is no mail."""
    assert letters(an_archive(a_report(lessons=[]))) == {}


def test_a_lesson_in_another_language_says_so() -> None:
    """Mail programs that read aloud get the language of a report's words."""
    letter = a_letter(a_report(language="de"))
    assert '<div lang="de">' in as_html(letter, THEME)


def test_code_stays_code_and_links_of_reports_do_not() -> None:
    """A name of a machine is set as such; what a report links to is not linked from a mail."""
    words = "Set max_idle below the timeout of the gateway"
    html = words.replace(
        "max_idle", '<code>max_idle</code> <a href="https://evil.example">here</a>'
    )
    lesson = replace(a_lesson(words), headline=a_rich(words, html))
    mail = as_html(a_letter(a_report(lessons=[lesson])), THEME)
    assert re.search(r"<code[^>]*>max_idle</code>", mail)
    assert "evil.example" not in mail


@pytest.mark.parametrize(
    ("long", "lines"),
    [
        ("short", ["short"]),
        ("", [""]),
        ("* one two three", ["* one two", "  three"]),
        ("  [12] https://example.org/a/long/way", ["  [12] https://example.org/a/long/way"]),
        ("abcdefghijklmno", ["abcdefghij", "klmno"]),
        ("証明書の更新", ["証明書の更", "新"]),
        ("a 証明書の更新 b", ["a 証明書の", "更新 b"]),
        ("- 05:00  The end of it", ["- 05:00", "  The end", "  of it"]),
    ],
)
def test_lines_are_folded_below_their_words(long: str, lines: list[str]) -> None:
    """A folded line hangs below its bullet; wide letters take two columns; links stay whole."""
    assert list(wrapped(long, 10)) == lines


def test_a_theme_may_have_a_mail_of_its_own(tmp_path: Path) -> None:
    """Templates of a project replace those of the mail; a slip in one names its line."""
    (tmp_path / "templates/mail").mkdir(parents=True)
    (tmp_path / "templates/mail/digest.txt").write_text("{{ letter.site }}!", "utf-8")
    theme = load_theme("default", [tmp_path], letters=True)
    assert as_text(LATEST[0], theme) == "Second Story, Larkspur Freight!\n"
    (tmp_path / "templates/mail/digest.txt").write_text("\n{{ letter.nothing }}", "utf-8")
    with pytest.raises(ProjectError) as caught:
        as_text(LATEST[0], load_theme("default", [tmp_path], letters=True))
    assert str(caught.value.location).endswith("templates/mail/digest.txt:2:1")


def test_styles_that_cannot_be_inlined_stay_a_sheet() -> None:
    """Rules go into elements; media queries stay; nothing remote is asked for."""
    sheet = '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
    rules = "<style>p { color: red } @media (min-width: 1px) { p { color: blue } }</style>"
    html = inlined(f"<html><head>{sheet}{rules}</head><body><p>x</p></body></html>")
    assert '<p style="color: red;">x</p>' in html
    assert "@media (min-width: 1px)" in html

"""Any text at all is a study: no exception, every place inside the file, no harm in its HTML."""

from __future__ import annotations

import pickle
import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from properties.markdowns import reports
from secondstory.crawl.decode import decode
from secondstory.extract import load_lexicon
from secondstory.model import Due, Event, Fact, Postmortem, Provenance, Rich, Source, Study
from secondstory.noun import Noun
from secondstory.pipeline import study

LEXICON = load_lexicon()
# Elements that run, load or submit something, and attributes that name a place to go.
ACTIVE = {"script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg"}
TARGETS = {"href", "src", "action", "formaction", "data", "srcset", "xlink:href", "poster"}
SCHEMES = ("http:", "https:", "mailto:", "archive:", "#")

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    '![x](y.png "a\\" onload=\\"alert(1)")',
    "[r]: javascript:alert(1)",
    "[x][r]",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>'>",
    "<style>*{display:none}</style>",
    "<p style='x' onclick=x()>",
    "<form action=//x.example><input name=a>",
    "<base href=//x.example>",
    "<!--<script>-->",
    "<![CDATA[<script>]]>",
    "&lt;script&gt;",
    "`<script>`",
    "```js\n<script>\n```",
    "<math><mi//xlink:href='data:x'>",
    "<details open ontoggle=alert(1)>",
    '"><script>alert(1)</script>',
    "\\<script>",
    "<script",
    "</p><script>",
    "vbscript:msgbox(1)",
    "<javascript:alert(1)>",
    'https://x.example/"onmouseover=alert(1)',
]
SECTIONS = [
    "# Title",
    "## Summary",
    "## Timeline",
    "## Action items",
    "## Lessons learned",
    "## Root cause",
    "**Date:**",
    "**Severity:** ",
    "| Action | Owner | Due |\n|---|---|---|\n| ",
    "| Time | Event |\n|---|---|\n| 14:02 | ",
    "- 14:02 ",
    "- [x] ",
    "- ",
    "> ",
    "---",
    "\n\n",
    "\n",
    "tags: ",
    "title: ",
    "@ana: ",
    "(due 2026-99-99)",
    "0000-00-00",
    "31/31/2026",
    "99:99",
    "24:00 am",
    "12月99日",
    "Duration: 99999 weeks",
    "٣ hours",
    "²",
    "~~",
]
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
markdownish = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.sampled_from(SECTIONS), words), max_size=20
).map("".join)
lined = st.lists(
    st.builds("".join, st.tuples(st.sampled_from(SECTIONS), st.sampled_from(HOSTILE) | words)),
    max_size=12,
).map("\n\n".join)
front = st.builds(
    "---\n{}: {}\n{}\n---\n{}".format,
    st.sampled_from(["title", "tags", "date", "severity", "visibility", "slug", "lessons"]),
    st.sampled_from(HOSTILE) | words,
    st.one_of(words, st.sampled_from(["- x", "date: 2026-02-30", "a: &a [*a]", "x: !!python/x"])),
    lined,
)
paths = st.sampled_from(
    ["r.md", "2026-01-02-x.md", "a/b/index.md", "2026-02-30.md", "<script>.md", "日本.md", ".md"]
)
texts = st.one_of(st.text(), words, markdownish, lined, front, reports)
# Sections as teams write them, filled with whatever the generator of Markdown makes.
told = st.lists(st.builds("{}\n\n{}".format, st.sampled_from(SECTIONS), reports), max_size=5).map(
    "\n\n".join
)


class Judge(HTMLParser):
    """Parses HTML as a browser would and notes what could do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.harm.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.harm.append(f"<{tag} {name}>")
            bare = "".join((value or "").split()).casefold()
            if name in TARGETS and not bare.startswith(SCHEMES):
                self.harm.append(f"<{tag} {name}={value!r}>")

    handle_startendtag = handle_starttag

    def handle_decl(self, decl: str) -> None:
        self.harm.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.harm.append(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.harm.append(f"<?{data}>")


def harm(html: str) -> list[str]:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.harm


def walk(value: object) -> Iterator[object]:
    """A study and everything in it."""
    yield value
    if isinstance(value, tuple):
        for entry in value:
            yield from walk(entry)
    elif isinstance(value, Noun):
        for name in value.__struct_fields__:
            yield from walk(getattr(value, name))


def check(source: Source) -> Study:
    """Study a file and hold the result to what every result must be."""
    found = study(source, LEXICON)
    height = source.text.count("\n") + 1
    for finding in found.findings:
        assert 1 <= finding.location.line <= height, finding
        assert finding.location.column >= 1, finding
        assert finding.location.path == source.path
    for part in walk(found):
        match part:
            case Provenance():
                assert 0 <= part.line <= height, part
            case Rich():
                assert harm(part.html) == [], part
            case Fact() | Event():
                assert part.source is not None
    if isinstance(found, Postmortem):
        assert harm(found.body) == [], found.body
    return found


@settings(max_examples=400, deadline=None)
@given(texts, paths)
@example("---\n---\n", "r.md")
@example("\ufeff# x", "r.md")
@example("# x\r\n\r## Timeline\r\n- 14:02 x", "r.md")
@example("---\ndate: 0000-00-00\n---\n**Start:** 9999-12-31 23:59\n**End:** 9999-12-31", "r.md")
def test_any_text_gives_a_study(text: str, path: str) -> None:
    """Whatever a file holds, it is studied: its places lie in it and its HTML is harmless."""
    check(Source(path, text))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | texts.map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_give_a_study(data: bytes) -> None:
    """Bytes that are no text become text with a finding, and then a study."""
    check(Source("r.md", *decode(data, "r.md")))


@settings(max_examples=150, deadline=None)
@given(texts, paths)
def test_a_study_is_a_plain_value(text: str, path: str) -> None:
    """The same file gives an equal study, and a study survives being sent to another process."""
    found = study(Source(path, text), LEXICON)

    assert study(Source(path, text), LEXICON) == found
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<p style=x>",
        "<a href=' java\nscript:x'>",
        "<img src=data:x>",
        "<!DOCTYPE x>",
        "<svg/onload=x>",
    ],
)
def test_the_judge_knows_harm(html: str) -> None:
    """What these tests look for is found where it is."""
    assert harm(html) != []
    assert (
        harm('<p class="x"><a href="archive:x">&lt;script&gt; onclick=x javascript:</a></p>') == []
    )


def vocabulary(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", unescape(text)).casefold()))


@settings(max_examples=100, deadline=None)
@given(told, paths)
def test_nothing_is_invented(text: str, path: str) -> None:
    """Every word of a title, lesson, action, owner, event, tag or other text stands in the file."""
    found = study(Source(path, text), LEXICON)

    # Marks inside a word (`snake_case`) part it in the source.
    unmarked = re.sub(r"[*_~`\\]", "", text)
    known = vocabulary(f"{text}\n{unmarked}\n{path}")
    for part in walk(found):
        match part:
            case Rich():
                assert vocabulary(part.text) <= known, part
            case Fact(value=str()) if not isinstance(part.value, Enum):
                assert vocabulary(part.value) <= known, part
            case Fact(value=Due()):
                assert vocabulary(part.value.written) <= known, part
            case Event():
                assert vocabulary(part.when) <= known, part


MARKS = '#*-_`~>|:[]()<>!@\\+."=& \t\n01a日：'
UNITS = [*MARKS, *[a + b for a in MARKS for b in MARKS if a != b]]
BEFORE = [
    "",
    "---\n",
    "# T\n\n## Action items\n\n- ",
    "# T\n\n## Timeline\n\n- 14:02 ",
    "**Date:** ",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(BEFORE), st.sampled_from(UNITS), st.integers(1, 20_000))
def test_one_mark_repeated_is_a_study(before: str, unit: str, size: int) -> None:
    """Twenty thousand of one character or pair are read like any other text."""
    check(Source("r.md", before + unit * (size // len(unit))))


@pytest.mark.parametrize("unit", ["> ", "- ", "[", "*", "`", "|", "\t", "1. ", "<", "\n", "[^1]"])
def test_depth_has_a_floor(unit: str) -> None:
    """Nesting to any depth is read without running out of stack."""
    check(Source("r.md", "# Deep\n\n" + unit * 5_000 + "end"))


@pytest.mark.parametrize("markup", HOSTILE)
def test_hostile_markup_is_harmless_wherever_it_stands(markup: str) -> None:
    """The same markup in title, field, lesson, action, event and table does nothing anywhere."""
    line = " ".join(markup.split("\n"))
    text = "\n".join(
        [
            f"---\ntitle: '{line.replace(chr(39), chr(39) * 2)}'\n---",
            f"# {line}\n",
            f"**Severity:** {line}\n\n**Services:** {line}\n",
            f"## Summary\n\n{markup}\n",
            f"## Lessons learned\n\n- A lesson {line}\n- **{line}** and more\n",
            f"## Timeline\n\n- 14:02 {line}\n\n| Time | Event |\n|---|---|\n| 14:05 | {line} |\n",
            f"## Action items\n\n- {line} (owner: {line})\n",
            f"| Action | Owner |\n|---|---|\n| Do it {line} | {line} |\n",
            f"## {line}\n\n{markup}\n",
        ]
    )
    check(Source("r.md", text))

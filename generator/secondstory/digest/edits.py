"""Editor files (`digests/2026-10.toml`) -> what they say of issues, and what is wrong with them.

They are read strictly and never stop a build: what is wrong is said with its line and left out,
all else stands. Lessons are called as on the portal, `slug#anchor`, or by their report's `slug`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import PurePosixPath

from secondstory.digest.headline import faults, plain
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import Archive, Brief, Edit, LessonKind, Source
from secondstory.toml_lines import key_lines, loaded

BROKEN = Code(
    "SS501",
    "digest-file-broken",
    Level.WARNING,
    "An editor file that cannot be read, or that is for no month, changes no issue.",
    "call it by its month, such as 2026-10.toml, and write it as TOML",
)
SHAPE = Code(
    "SS502",
    "digest-key-wrong",
    Level.WARNING,
    "A key that an editor file does not know, or with a value of another kind, is left out.",
    "write note, pins and drops, and below them [headlines] and [notes]",
)
NOBODY = Code(
    "SS503",
    "digest-lesson-unknown",
    Level.WARNING,
    "An editor file that names a lesson which is not there changes nothing of the issue.",
    "a lesson is called as its link ends: the report's name, # and the lesson's anchor",
)
POOR = Code(
    "SS504",
    "digest-headline-poor",
    Level.WARNING,
    "A headline of the digest has to stand alone in a subject line; this one is left out.",
    "component and mechanism first, no id, date, person or bare symptom, at most 70 characters",
)
LATER = Code(
    "SS505",
    "digest-lesson-later",
    Level.WARNING,
    "A lesson that was published after the month of an issue cannot be pinned there.",
    "pin it in the month in which its report was published",
)
CODES = (BROKEN, SHAPE, NOBODY, POOR, LATER)

LISTS, TABLES = ("pins", "drops"), ("headlines", "notes")
KEYS = ("note", *LISTS, *TABLES)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_NOTE, _REMARK = 600, 300  # characters of a month's note, of a lesson's


def with_edits(archive: Archive, files: Iterable[Source]) -> Archive:
    """An archive with what its editors say of issues, and with the findings about that."""
    desk = _Reader(archive)
    edits: dict[str, Edit] = {}
    found: list[Finding] = []
    for source in files:
        reading = _File(source, desk)
        edits |= reading.edits
        found += reading.findings
    if not edits and not found:
        return archive
    return replace(archive, edits=edits, findings=tuple(sorted((*archive.findings, *found))))


class _Reader:
    """The lessons that there are, by name."""

    def __init__(self, archive: Archive) -> None:
        self._reports = archive.by_slug()
        self._former = {
            alias.value: report.slug for report in archive.briefs for alias in report.aliases
        }

    def named(self, written: str) -> tuple[str, Brief] | None:
        """The permanent name of what is meant, and its report; None where that is unknown."""
        name, hash_, anchor = _bare(written)
        report = self._reports.get(name) or self._reports.get(self._former.get(name, ""))
        if report is None or (hash_ and anchor not in _anchors(report)):
            return None
        return f"{report.slug}{hash_}{anchor}", report

    def near(self, written: str) -> str:
        """A name that is there and looks like it, "" for none."""
        name, _, anchor = _bare(written)
        if report := self._reports.get(name):
            anchors = _anchors(report)
            found = get_close_matches(anchor, anchors, 1, 0.5) or list(anchors)[:1]
            return f"{name}#{found[0]}" if found else name
        return next(iter(get_close_matches(name, self._reports, 1, 0.6)), "")


class _File:
    """An editor file as it is read."""

    def __init__(self, source: Source, reader: _Reader) -> None:
        self._source, self._reader = source, reader
        self._text = source.text.replace("\r\n", "\n")
        self._month = PurePosixPath(source.path).stem
        self._lines: Mapping[tuple[str, ...], int] = {}
        self.findings: list[Finding] = list(source.findings)
        self.edits: dict[str, Edit] = {}
        if not _MONTH.fullmatch(self._month):
            self._find(BROKEN, 1, f"{self._month!r} is no month")
        elif (values := self._values()) is not None:
            self.edits[self._month] = self._edit(values)

    def _values(self) -> Mapping[str, object] | None:
        values = loaded(self._text)
        if isinstance(values, tuple):
            wrong, line = values
            self._find(BROKEN, line, f"not valid TOML: {wrong}")
            return None
        self._lines = key_lines(self._text)
        return values

    def _edit(self, values: Mapping[str, object]) -> Edit:
        for key in values.keys() - set(KEYS):
            near = next(iter(get_close_matches(key.lower(), KEYS, 1, 0.6)), "")
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(KEYS)}"
            self._find(SHAPE, self._line(key), f"unknown key {key!r}", hint)
        lists = {key: self._names(key, values.get(key, [])) for key in LISTS}
        tables = {key: dict(self._texts(key, values.get(key, {}))) for key in TABLES}
        return Edit(
            pins=tuple(name for name in lists["pins"] if self._is_out(name)),
            drops=tuple(lists["drops"]),
            headlines={
                name: words for name, words in tables["headlines"].items() if self._stands(words)
            },
            notes=tables["notes"],
            note=self._said(("note",), values.get("note", ""), _NOTE),
        )

    def _names(self, key: str, value: object) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self._find(SHAPE, self._line(key), f"{key!r} must be a list of lessons")
            return []
        found = (self._named(name, self._line_of(key, name)) for name in value)
        return list(dict.fromkeys(filter(None, found)))

    def _texts(self, key: str, value: object) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            hint = f"write [{key}] on a line of its own, and lessons below it"
            self._find(SHAPE, self._line(key), f"{key!r} must be a table", hint)
            return
        for name, words in value.items():
            text = self._said((key, name), words, _REMARK)
            known = self._named(name, self._line(key, name)) if text else ""
            if known:
                yield known, text

    def _said(self, keys: tuple[str, ...], value: object, limit: int) -> str:
        """A text, "" for what is none or too long."""
        if isinstance(value, str) and len(value) <= limit:
            return value
        wrong = f"has {len(value)} characters" if isinstance(value, str) else "must be text"
        hint = f"text in quotes, of at most {limit} characters"
        self._find(SHAPE, self._line(*keys), f"{keys[-1]!r} {wrong}", hint)
        return ""

    def _named(self, written: str, line: int) -> str:
        if found := self._reader.named(written):
            return found[0]
        near = self._reader.near(written)
        message = f"no lesson that may be shown is called {written!r}"
        self._find(NOBODY, line, message, f"did you mean {near!r}?" if near else "")
        return ""

    def _is_out(self, name: str) -> bool:
        """Whether a lesson was published by the end of the month."""
        found = self._reader.named(name)
        day = found and (found[1].published or found[1].date)
        if not day or day.isoformat()[:7] <= self._month:
            return True
        self._find(LATER, self._line_of("pins", name), f"{name!r} came out on {day.isoformat()}")
        return False

    def _stands(self, words: str) -> bool:
        if not (wrong := faults(plain(words))):
            return True
        line = self._line_of("headlines", words)
        self._find(POOR, line, f"the headline {plain(words)[:80]!r}: {', '.join(wrong)}")
        return False

    def _line(self, *keys: str) -> int:
        return self._lines.get(keys, 1)

    def _line_of(self, key: str, words: str) -> int:
        """The line at or below a key that holds some words; that of the key if none does."""
        first = self._line(key)
        lines = self._text.split("\n")[first - 1 :]
        return next((first + n for n, line in enumerate(lines) if words in line), first)

    def _find(self, code: Code, line: int, message: str, hint: str = "") -> None:
        self.findings.append(code.at(Location(self._source.path, line), message, hint))


def _bare(written: str) -> tuple[str, str, str]:
    """A name without what a copied link has before it."""
    name, hash_, anchor = written.strip().rpartition("/")[2].partition("#")
    return name.removesuffix(".html").removesuffix(".md"), hash_, anchor


def _anchors(report: Brief) -> dict[str, None]:
    return dict.fromkeys(lesson.anchor for lesson in report.learned(LessonKind.LESSON))

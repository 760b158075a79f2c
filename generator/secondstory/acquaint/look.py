"""Studies of a folder -> its forms, and the headings, severities and files that are not known."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from secondstory.extract.lexicon import FIELDS, SECTIONS, Lexicon, normal
from secondstory.extract.residue import is_blank
from secondstory.model import Fact, Origin, Other, Postmortem, Study
from secondstory.noun import Noun

_ALIKE = 0.6  # of two reports' sections together, how many they share where the form is one
_RECURS = 2  # reports that make a heading a habit
_LABELS = 0.25  # of the reports, how many make a bold label one
_TELLING = 2  # phrases of a family that make a word its own

_HEADS = re.compile(
    r"<h(?P<level>[1-6])\b[^>]*>(?P<heading>.*?)</h(?P=level)>"
    r"|<p>\s*<strong>(?P<label>[^<]{2,60}?)(?:[:：]</strong>|</strong>\s*[:：]|</strong>\s*(?=</p>))",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_LABEL_LEVEL = 7  # below any heading
_GLOB = re.compile(r"[*?\[\]!]")
_PLACES = {
    Origin.FRONT_MATTER: "facts in front matter",
    Origin.TABLE: "facts in a table",
    Origin.FIELD: "facts in labelled lines",
    Origin.LIST: "facts in labelled lines",
}


class Form(Noun, frozen=True):
    """What some reports have in common: word families in their usual order, and a style in words.

    `sections` is empty for reports in which no part is known.
    """

    sections: tuple[str, ...]
    style: str
    paths: tuple[str, ...]


class Acquaintance(Noun, frozen=True):
    """What a folder of reports looks like.

    `headings` pairs each unknown heading with the number of reports that have it and the
    family that it may belong to ("" for none that comes to mind), `severities` each unknown
    severity with its number of reports; both the most frequent first.
    """

    reports: int
    forms: tuple[Form, ...]
    headings: tuple[tuple[str, int, str], ...]
    severities: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, str], ...]  # path and reason
    exclude: tuple[str, ...]  # patterns


class _Outline(Noun, frozen=True):
    """A report's parts: known families in order, unknown headings, and how it is written."""

    path: str
    sections: tuple[str, ...]
    unknown: tuple[str, ...]
    labels: tuple[str, ...]
    style: str
    place: str


def acquaint(studies: Iterable[Study], lexicon: Lexicon) -> Acquaintance:
    """Look at the studies of a folder; the order of input is of no matter."""
    ordered = sorted(studies, key=lambda study: study.path)
    reports = [study for study in ordered if isinstance(study, Postmortem)]
    others = [study for study in ordered if isinstance(study, Other)]
    outlines = [_outline(report, lexicon) for report in reports]
    return Acquaintance(
        len(reports),
        _forms(outlines),
        _unknown(outlines, lexicon),
        _severities(reports),
        tuple((other.path, other.reason) for other in others),
        _excluded([report.path for report in reports], [other.path for other in others]),
    )


# ---------------------------------------------------------------- what a report looks like


def _outline(report: Postmortem, lexicon: Lexicon) -> _Outline:
    """Read the headings and bold labels of a report in order, as its page shows them."""
    above: list[tuple[int, bool]] = []
    sections: dict[str, int] = {}
    unknown: list[str] = []
    labels: list[str] = []
    for match in _HEADS.finditer(report.body):
        level = int(match["level"] or _LABEL_LEVEL)
        words = " ".join(unescape(_TAG.sub("", match["heading"] or match["label"] or "")).split())
        while above and above[-1][0] >= level:
            above.pop()
        family = lexicon.family(words, SECTIONS)
        if family and family != "appendix":
            sections.setdefault(family, level)
        elif not (family or lexicon.family(words, FIELDS) or any(inside for _, inside in above)):
            (labels if level == _LABEL_LEVEL else unknown).append(words)
        above.append((level, family is not None))
    labelled = sum(level == _LABEL_LEVEL for level in sections.values())
    style = "bold labels" if labelled * 2 > len(sections) else "headings"
    return _Outline(
        report.path,
        tuple(sections),
        tuple(unknown),
        tuple(labels),
        style if sections else "prose",
        _place(report),
    )


def _place(report: Postmortem) -> str:
    """Where a report states most of its facts, in words; "" for nowhere of its own."""
    single: tuple[Fact[Any] | None, ...] = (
        report.date,
        report.started,
        report.resolved,
        report.duration,
        report.severity,
        report.status,
    )
    several = chain(report.services, report.teams, report.tags, report.classes)
    facts = [fact for fact in (*single, *several) if fact]
    origins = Counter(fact.source.origin for fact in facts if fact.source.origin in _PLACES)
    ranked = sorted(origins, key=lambda origin: (-origins[origin], origin.value))
    return _PLACES[ranked[0]] if ranked else ""


def _forms(outlines: Sequence[_Outline]) -> tuple[Form, ...]:
    """Gather reports of one style whose sections are mostly the same, the largest form first."""
    usual = Counter((outline.style, frozenset(outline.sections)) for outline in outlines)
    ranked = sorted(usual, key=lambda key: (-usual[key], -len(key[1]), key[0], sorted(key[1])))
    leaders: list[tuple[str, frozenset[str]]] = []
    leader_of: dict[tuple[str, frozenset[str]], tuple[str, frozenset[str]]] = {}
    for key in ranked:
        leader = next((lead for lead in leaders if _alike(lead, key)), None)
        if leader is None:
            leader = key
            leaders.append(key)
        leader_of[key] = leader
    members: dict[tuple[str, frozenset[str]], list[_Outline]] = defaultdict(list)
    for outline in outlines:
        members[leader_of[outline.style, frozenset(outline.sections)]].append(outline)
    forms = [
        Form(_in_order(group), _styled(style, group), tuple(outline.path for outline in group))
        for (style, _), group in members.items()
    ]
    return tuple(sorted(forms, key=lambda form: (-len(form.paths), form.paths)))


def _alike(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    (style, sections), (other_style, other_sections) = one, other
    both, either = sections & other_sections, sections | other_sections
    return style == other_style and (not either or len(both) >= _ALIKE * len(either))


def _styled(style: str, group: Sequence[_Outline]) -> str:
    places = Counter(outline.place for outline in group)
    place = min(places, key=lambda name: (-places[name], name))
    return f"{style}, {place}" if place else style


def _in_order(group: Sequence[_Outline]) -> tuple[str, ...]:
    """The sections that at least half of a group have, in their usual order."""
    places: dict[str, list[int]] = defaultdict(list)
    for outline in group:
        for at, section in enumerate(outline.sections):
            places[section].append(at)
    usual = [section for section, found in places.items() if len(found) * 2 >= len(group)]
    return tuple(
        sorted(usual, key=lambda section: (sum(places[section]) / len(places[section]), section))
    )


# ---------------------------------------------------------------- what is not known


def _unknown(outlines: Sequence[_Outline], lexicon: Lexicon) -> tuple[tuple[str, int, str], ...]:
    """The headings that recur and belong to nothing known, with the family of their words."""
    numbers: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    labelled: Counter[str] = Counter()
    for outline in outlines:
        heads = {normal(head): head for head in (*outline.labels, *outline.unknown)}
        numbers.update(heads.keys())
        labelled.update({normal(head) for head in outline.labels})
        for key, head in heads.items():
            spellings[key][head] += 1
    families = _families(lexicon)
    found = []
    for key, number in sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0])):
        least = max(_RECURS + 1, len(outlines) * _LABELS) if labelled[key] else _RECURS
        if number >= least and any(letter.isalpha() for letter in key):
            head = min(spellings[key].items(), key=lambda entry: (-entry[1], entry[0]))[0]
            guesses = {families[word] for word in key.split() if word in families}
            found.append((head, number, guesses.pop() if len(guesses) == 1 else ""))
    return tuple(found)


def _families(lexicon: Lexicon) -> Mapping[str, str]:
    """The words that several phrases of one family have, and no phrase of another."""
    holders: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, named in chain(lexicon.phrases.items(), lexicon.whole.items()):
        for word in set(phrase.split()):
            holders[word].update(set(named) & (SECTIONS - {"appendix"}))
    return {
        word: next(iter(families))
        for word, families in holders.items()
        if len(families) == 1 and families.total() >= _TELLING and len(word) > 3
    }


def _severities(reports: Iterable[Postmortem]) -> tuple[tuple[str, int], ...]:
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        if report.severity and report.severity.value.level is None:
            written = " ".join(report.severity.written.split())
            if written and len(written) <= 40 and not is_blank(written):
                words[normal(written)][written] += 1
    ranked = sorted(words.values(), key=lambda spelled: (-spelled.total(), sorted(spelled)))
    return tuple(
        (min(spelled, key=lambda word: (-spelled[word], word)), spelled.total())
        for spelled in ranked
    )


def _excluded(reports: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Patterns for the other files: a folder of nothing else, a name, or one path."""
    taken = {str(folder) for path in reports for folder in PurePosixPath(path).parents}
    names = {PurePosixPath(path).name for path in reports}
    folders = Counter(str(folder) for path in others for folder in PurePosixPath(path).parents[:-1])
    found: dict[str, None] = {}
    for path in others:
        pure = PurePosixPath(path)
        free = [
            folder
            for folder in map(str, pure.parents[:-1])
            if folder not in taken and folders[folder] > 1
        ]
        pattern = f"/{free[-1]}" if free else f"/{path}" if pure.name in names else pure.name
        found.setdefault(pattern)
    return tuple(pattern for pattern in found if not _GLOB.search(pattern))

"""Reports that name no class -> classes that may be theirs, each with what shows it.

Three things show a class: its name in what a report says it is about, most words of its statement
there, or what only a report of the class shares with it. None of them makes a repeat: only an
author says that a class came back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import ceil

from secondstory.model import Brief, Fact, Origin, Provenance, Related, Taxonomy
from secondstory.noun import replace
from secondstory.suggest import Vocabulary, folded_words, phrase_book

_MOST = 3
_SHARE, _FEWEST = 0.75, 4  # of the words of a statement
_TERMS = 2  # rare terms that two reports share; an error string is enough by itself
_SMALL = frozenset(
    "a an and any are as at be by can cause causes each every for from has have in into is it its"
    " many more most no not of on one or so such than that the their them then there these this to"
    " too was were what when where which while who whose will with without".split()
)

Suggest = Callable[[Vocabulary, Sequence[Brief]], Iterable[tuple[Fact[str], ...]]]
Alike = Mapping[str, tuple[Related, ...]]


def with_hints(
    taxonomy: Taxonomy, reports: Sequence[Brief], suggested: Suggest, alike: Alike
) -> Iterator[Brief]:
    """Give reports that name no class those that may be theirs; none without a file of classes."""
    bare = [report for report in reports if not report.classes] if taxonomy else []
    if not bare:
        yield from reports
        return
    known = vocabulary(taxonomy)
    named = dict(zip((report.slug for report in bare), suggested(known, bare), strict=True))
    members = {report.slug: report for report in reports if len(set(report.classes)) == 1}
    statements = _Statements(taxonomy)
    for report in reports:
        if report.classes:
            yield report
            continue
        found = (
            *named[report.slug],
            *statements.shown(report),
            *_shared(alike.get(report.slug, ()), members),
        )
        first = {fact.value: fact for fact in reversed(found)}
        kept = tuple(dict.fromkeys(first[fact.value] for fact in found))[:_MOST]
        yield replace(report, suggested_classes=kept) if kept else report


def vocabulary(taxonomy: Taxonomy) -> Vocabulary:
    """The names of classes, to be found in reports."""
    return phrase_book({one.name: (one.name, *one.aliases) for one in taxonomy.classes})


class _Statements:
    """The statements of classes, by the words that they are made of."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._holding: dict[str, list[str]] = defaultdict(list)
        self._wanted: dict[str, int] = {}
        for one in taxonomy.classes:
            words = [word for word in folded_words(one.statement) if word not in _SMALL]
            words = list(dict.fromkeys(word for word in words if len(word) > 2))
            if len(words) >= _FEWEST:
                self._wanted[one.name] = max(_FEWEST, ceil(_SHARE * len(words)))
                for word in words:
                    self._holding[word].append(one.name)

    def shown(self, report: Brief) -> Iterator[Fact[str]]:
        """The classes most words of whose statement a report says it is about."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in dict.fromkeys(report.said.split()):
            for name in self._holding.get(word, ()):
                found[name].append(word)
        for name, words in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
            if len(words) >= self._wanted[name]:
                yield Fact(name, ", ".join(words), Provenance(Origin.DERIVED, 0, "statement"))


def _shared(alike: Iterable[Related], members: Mapping[str, Brief]) -> Iterator[Fact[str]]:
    """The class of a report with which this one shares an error string or rare terms."""
    for each in alike:
        other = members.get(each.slug)
        errors = [reason for reason in each.reasons if reason.startswith("error ")]
        terms = [reason for reason in each.reasons if reason.startswith("term ")]
        if other and (errors or len(terms) >= _TERMS):
            shown = f"{', '.join(errors or terms)}, as in {each.slug}"
            yield Fact(other.classes[0], shown, Provenance(Origin.DERIVED, 0, "similar report"))

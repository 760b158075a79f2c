"""Reports -> which ones are alike, and why, in words a reader can check.

Two reports are alike by what they share that few others do: a class, an error string, a
service, a tag, a link, a rare term. What half of the archive shares relates nothing. Works through
postings, so that it grows with the archive and not with its square.

A term is a word of titles, summaries, causes or lessons. Of words that only two reports have many
mean nothing, so a term that stands in code or in a title says more than others do.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from secondstory.model import Brief, Related
from secondstory.terms import TRADE, is_name, read_terms

_WEIGHTS = {"class": 6.0, "link": 5.0, "error": 4.0, "service": 1.5, "tag": 1.5}
_MOST = 4
_LEAST = 2.2
# A value on more reports than this says too little to be worth comparing them all.
_COMMON, _FEW = 60, 4  # nor one that half of the archive shares
# What a term weighs at most: a name, a word in code, in a title, elsewhere. Only a name is enough.
_NAME, _CODED, _TITLED, _SAID = 2.6, 1.8, 1.4, 0.6
_FULLY = 2.0  # the rarity from which a term weighs that
_RARE, _RARER = 6, 3  # reports that may share a term, and a word that stands in no code or title
_PART, _LEAST_RARE = 15, 2  # of the archive, one part at most, but two reports in any case

Links = Mapping[str, Sequence[str]]
_Shared = tuple[float, str, Sequence[str]]  # a weight, the words for it, the reports that share it


def traits_of(reports: Sequence[Brief]) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """All that `relate` looks at, by slug."""
    return [(r.slug, (r.classes, r.services, r.tags, r.errors, (r.terms,))) for r in reports]


def relate(reports: Sequence[Brief], links: Links) -> dict[str, tuple[Related, ...]]:
    """Find up to four similar reports for each, best first.

    `links` gives, by slug, the slugs a report links to.
    """
    traits = {report.slug: dict(_traits(report)) for report in reports}
    postings = _postings(traits)
    common = min(_COMMON, max(_FEW, (len(reports) - 1) // 2))
    rarity = [math.log(1 + len(reports) / max(1, n), 4) for n in range(common + 1)]
    linking: dict[str, list[str]] = defaultdict(list)
    for slug, targets in links.items():
        for target in targets:
            linking[target].append(slug)
    terms = _Terms(reports)
    found: dict[str, tuple[Related, ...]] = {}
    for report in reports:
        shared: list[_Shared] = []
        for key, words in traits[report.slug].items():
            holders = postings[key]
            if 1 < len(holders) <= common:
                shared.append((_WEIGHTS[key[0]] * rarity[len(holders)], words, holders))
        shared += terms.shared(report.slug)
        linked = links.get(report.slug, ())
        shared.append((_WEIGHTS["link"], "linked from this report", linked))
        shared.append((_WEIGHTS["link"], "links to this report", linking[report.slug]))
        if best := _best(report.slug, shared):
            found[report.slug] = best
    return found


class _Terms:
    """The terms that few reports share, and which reports those are."""

    def __init__(self, reports: Sequence[Brief]) -> None:
        most = min(_RARE, max(_LEAST_RARE, len(reports) // _PART))
        terms = {report.slug: read_terms(report.terms) for report in reports}
        holding = Counter(chain.from_iterable(found.words for found in terms.values()))
        rare = {word for word, number in holding.items() if 1 < number <= most}
        self._of = {slug: sorted(found.words & rare) for slug, found in terms.items()}
        named = set(chain.from_iterable(found.names for found in terms.values()))
        titled = set(chain.from_iterable(found.titled for found in terms.values()))
        holders: dict[str, list[str]] = defaultdict(list)
        for slug, own in self._of.items():
            for word in own:
                holders[word].append(slug)
        self._shared: dict[str, _Shared] = {}
        for word, held in holders.items():
            weight = _SAID
            if is_name(word):
                weight = _NAME
            elif word not in TRADE and (word in named or word in titled):
                weight = _CODED if word in named else _TITLED
            elif len(held) > _RARER:
                continue
            rarity = math.log(1 + len(reports) / len(held), 4)
            self._shared[word] = (weight * min(1.0, rarity / _FULLY), f'term "{word}"', held)

    def shared(self, slug: str) -> Iterator[_Shared]:
        """What the words of a report bind it to."""
        return (found for word in self._of[slug] if (found := self._shared.get(word)))


def _best(here: str, shared: Sequence[_Shared]) -> tuple[Related, ...]:
    scores: dict[str, float] = defaultdict(float)
    for weight, _, holders in shared:
        for slug in holders:
            scores[slug] += weight
    scores.pop(here, None)
    likely = [(-score, slug) for slug, score in scores.items() if score >= _LEAST]
    return tuple(
        Related(slug, _words([(weight, words) for weight, words, held in shared if slug in held]))
        for _, slug in sorted(likely)[:_MOST]
    )


def _postings(
    traits: Mapping[str, Mapping[tuple[str, str], str]],
) -> Mapping[tuple[str, str], list[str]]:
    postings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for slug, keys in traits.items():
        for key in keys:
            postings[key].append(slug)
    return postings


def _traits(report: Brief) -> Iterator[tuple[tuple[str, str], str]]:
    """What a report may share with others: a key to compare, and the words for people."""
    for kind, values in (
        ("class", report.classes),
        ("service", report.services),
        ("tag", report.tags),
        ("error", report.errors),
    ):
        for value in values:
            yield (kind, value.casefold()), f"{kind} {value}"


def _words(reasons: list[tuple[float, str]]) -> tuple[str, ...]:
    ordered = sorted(reasons, key=lambda reason: (-reason[0], reason[1]))
    return tuple(dict.fromkeys(words for _, words in ordered))[:_MOST]

"""Postmortems -> Archive: put in order, grouped, related, told apart by slug.

Restricted reports are left out here, before anything is made of them, so that nothing
built from an archive can know of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from math import inf
from pathlib import PurePosixPath

from secondstory.extract.lessons import normal_wording
from secondstory.extract.naming import slugify, spelled_out
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import (
    Archive,
    Disease,
    Fact,
    Group,
    Other,
    Postmortem,
    Recurrence,
    Study,
    Visibility,
)
from secondstory.related import relate
from secondstory.suggest import suggest, vocabulary

SAME_SLUG = Code(
    "SS401",
    "slug-twice",
    Level.WARNING,
    "Two reports ask for the same permanent link; the later one in path order gets a longer one.",
    "give one of them a `slug:` of its own in its front matter",
)
SAME_TITLE = Code(
    "SS402",
    "title-twice",
    Level.NOTE,
    "Two reports have the same title, so that readers cannot tell them apart in a list.",
    "say in the title what was different this time",
)
NO_TARGET = Code(
    "SS403",
    "link-leads-nowhere",
    Level.WARNING,
    "A link to a file that is not in the archive is shown as words only.",
    "mend the path: it is relative to the linking report",
)
TOO_BROAD = Code(
    "SS404",
    "facet-too-broad",
    Level.NOTE,
    "A tag, service or class that much of the archive shares tells no report from another.",
    "split it into narrower ones, or leave it away",
)
CODES = (SAME_SLUG, SAME_TITLE, NO_TARGET, TOO_BROAD)

_NOT_SHIPPED = re.compile(
    r"not (?:yet )?shipped|never shipped|known fix|still open|not (?:yet )?done", re.IGNORECASE
)
_NOT_HELD = re.compile(r"(?:did|does|do) ?n[o']t hold|not held|regress|fix failed", re.IGNORECASE)
_REPORTS = (".md", ".markdown")
_SEVERITIES = ("SEV1", "SEV2", "SEV3", "SEV4")
_ENOUGH = 10  # reports, before a share of them says anything
_BROAD = 0.4


def build_archive(studies: Iterable[Study], findings: Iterable[Finding] = ()) -> Archive:
    """Assemble the archive of all reports that may be shown; the order of input is of no matter."""
    ordered = sorted(studies, key=lambda study: study.path)
    shown = [study for study in ordered if study.visibility is not Visibility.RESTRICTED]
    withheld = frozenset(s.path for s in ordered if s.visibility is Visibility.RESTRICTED)
    others = tuple(study for study in shown if isinstance(study, Other))
    prompts = frozenset(
        words for study in ordered if isinstance(study, Other) for words in study.prompts
    )
    reports = (study for study in shown if isinstance(study, Postmortem))
    named = _name(_without_residue(report, prompts) for report in reports)
    paths = {postmortem.path: postmortem.slug for postmortem in named}
    known = {*paths, *withheld, *(other.path for other in others)}
    readable = known - withheld
    checked = [_check_links(postmortem, known, readable) for postmortem in _check_titles(named)]
    words = vocabulary(checked)
    suggested = (replace(report, suggested=suggest(words, report)) for report in checked)
    newest = sorted(suggested, key=_newest_first)
    links = {
        postmortem.slug: [paths[r.path] for r in postmortem.references if r.path in paths]
        for postmortem in newest
    }
    tags = _groups(newest, lambda p: [fact.value for fact in p.tags])
    services = _groups(newest, lambda p: [fact.value for fact in p.services])
    classes = _groups(newest, lambda p: [fact.value for fact in p.classes])
    facets = {"tag": tags, "service": services, "class": classes}
    broad = [found for kind in facets for found in _too_broad(kind, facets[kind], len(newest))]
    every = [f for p in newest for f in p.findings] + [f for o in others for f in o.findings]
    return Archive(
        tuple(newest),
        others,
        tags=tags,
        services=services,
        teams=_groups(newest, lambda p: [fact.value for fact in p.teams]),
        severities=_severities(newest),
        classes=classes,
        months=_months(newest),
        recurrences=_recurrences(newest, classes),
        related=relate(newest, links),
        findings=tuple(sorted((*every, *broad, *findings))),
    )


def _without_residue(report: Postmortem, prompts: frozenset[str]) -> Postmortem:
    """Drop lessons, actions and events that are the wording of a template of this archive."""
    if not prompts:
        return report
    return replace(
        report,
        lessons=tuple(x for x in report.lessons if normal_wording(x.text) not in prompts),
        actions=tuple(x for x in report.actions if normal_wording(x.text.text) not in prompts),
        timeline=tuple(x for x in report.timeline if normal_wording(x.text.text) not in prompts),
    )


def _newest_first(postmortem: Postmortem) -> tuple[int, float, str]:
    """By day, then by the clock of the start; of the same day those without a clock come last."""
    day = postmortem.date.value if postmortem.date else date.min
    begun = postmortem.started.value if postmortem.started else None
    clock = (begun.at - datetime.combine(day, time.min)) if begun and begun.timed else None
    return -day.toordinal(), inf if clock is None else -clock.total_seconds(), postmortem.path


def _name(postmortems: Iterable[Postmortem]) -> list[Postmortem]:
    """Give every report a slug of its own; the first in path order keeps the plain one."""
    taken: dict[str, str] = {}
    named: list[Postmortem] = []
    for postmortem in postmortems:
        slug = postmortem.slug
        if slug in taken:
            parent = PurePosixPath(postmortem.path).parent.name
            mark = hashlib.sha256(postmortem.path.encode()).hexdigest()[:6]
            slug = slugify(f"{parent}-{slug}") if parent else f"{slug}-{mark}"
            if slug in taken:
                slug = f"{postmortem.slug}-{mark}"
            finding = SAME_SLUG.at(
                Location(postmortem.path),
                f"the link {postmortem.slug!r} is taken by {taken[postmortem.slug]}:"
                f" this report becomes {slug!r}",
            )
            postmortem = replace(  # noqa: PLW2901 - the same report, renamed
                postmortem, slug=slug, findings=(*postmortem.findings, finding)
            )
        taken[slug] = postmortem.path
        named.append(postmortem)
    return named


def _check_titles(postmortems: Sequence[Postmortem]) -> Iterator[Postmortem]:
    first: dict[str, str] = {}
    for postmortem in postmortems:
        key = postmortem.title.value.casefold()
        if key in first:
            message = f"the title is the same as that of {first[key]}"
            where = Location(postmortem.path, max(1, postmortem.title.source.line))
            finding = SAME_TITLE.at(where, message)
            yield replace(postmortem, findings=(*postmortem.findings, finding))
        else:
            first[key] = postmortem.path
            yield postmortem


def _check_links(postmortem: Postmortem, known: set[str], readable: set[str]) -> Postmortem:
    """Keep the links to shown files, report those to nowhere; of a withheld file say nothing."""
    lost = tuple(
        NO_TARGET.at(
            Location(postmortem.path, reference.line),
            f"the link to {reference.path!r} leads nowhere",
        )
        for reference in postmortem.references
        if reference.path.casefold().endswith(_REPORTS) and reference.path not in known
    )
    kept = tuple(r for r in postmortem.references if r.path in readable)
    return replace(postmortem, references=kept, findings=(*postmortem.findings, *lost))


def _groups(
    postmortems: Sequence[Postmortem], values: Callable[[Postmortem], Iterable[str]]
) -> tuple[Group, ...]:
    """Group reports by value: case, spaces, hyphens and underscores do not tell values apart."""
    members: dict[str, list[str]] = defaultdict(list)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for postmortem in postmortems:
        for value in values(postmortem):
            key = re.sub(r"[\s_-]+", " ", value).strip().casefold()
            spellings[key][value] += 1
            if postmortem.slug not in members[key][-1:]:
                members[key].append(postmortem.slug)
    slugs = _group_slugs(members)
    groups: list[Group] = []
    for key in sorted(members):
        name = min(spellings[key].items(), key=lambda entry: (-entry[1], entry[0]))[0]
        groups.append(Group(name, slugs[key], tuple(members[key])))
    return tuple(groups)


def _group_slugs(keys: Iterable[str]) -> dict[str, str]:
    """A slug for each key of a group: `node js` keeps `node-js` whether or not `node.js` comes."""
    slugs = {key: slugify(spelled_out(key)) for key in keys}
    taken: set[str] = set()
    for key in sorted(slugs, key=lambda key: (slugs[key] != key.replace(" ", "-"), key)):
        if slugs[key] in taken:
            slugs[key] += f"-{hashlib.sha256(key.encode()).hexdigest()[:6]}"
        taken.add(slugs[key])
    return slugs


def _too_broad(kind: str, groups: Sequence[Group], reports: int) -> Iterator[Finding]:
    """Find the groups that hold much of the archive; the place is the archive itself."""
    for group in groups:
        if reports >= _ENOUGH and len(group.members) > reports * _BROAD:
            yield TOO_BROAD.at(
                Location("."),
                f"the {kind} {group.name!r} is on {len(group.members)} of {reports} reports",
            )


def _severities(postmortems: Sequence[Postmortem]) -> tuple[Group, ...]:
    members: dict[int, list[str]] = defaultdict(list)
    for postmortem in postmortems:
        if postmortem.severity and postmortem.severity.value.level:
            members[postmortem.severity.value.level].append(postmortem.slug)
    return tuple(
        Group(name, name.casefold(), tuple(members[level]))
        for level, name in enumerate(_SEVERITIES, 1)
        if members[level]
    )


def _months(postmortems: Sequence[Postmortem]) -> tuple[Group, ...]:
    members: dict[str, list[str]] = defaultdict(list)
    for postmortem in postmortems:
        if postmortem.date:
            members[f"{postmortem.date.value:%Y-%m}"].append(postmortem.slug)
    return tuple(
        Group(month, month, tuple(members[month])) for month in sorted(members, reverse=True)
    )


def _recurrences(
    postmortems: Sequence[Postmortem], classes: Sequence[Group]
) -> Mapping[str, tuple[Recurrence, ...]]:
    """For each report of a class seen before: the how-manieth time, and why if it is stated."""
    by_slug = {postmortem.slug: postmortem for postmortem in postmortems}
    found: dict[str, list[Recurrence]] = defaultdict(list)
    for group in classes:
        oldest = [slug for slug in reversed(group.members) if by_slug[slug].date]
        for nth, slug in enumerate(oldest, 1):
            if nth > 1:
                disease = _disease(by_slug[slug].recurrence)
                found[slug].append(Recurrence(group.name, nth, disease, tuple(oldest[: nth - 1])))
    return {slug: tuple(times) for slug, times in found.items()}


def _disease(stated: Fact[str] | None) -> Disease:
    if stated is not None:
        if _NOT_HELD.search(stated.value):
            return Disease.DID_NOT_HOLD
        if _NOT_SHIPPED.search(stated.value):
            return Disease.NOT_SHIPPED
    return Disease.UNKNOWN

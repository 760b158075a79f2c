"""Briefs -> Archive: put in order, grouped, related, told apart by slug.

What the readers of this copy of the portal may not see is left out here, before anything is made
of it, so that nothing built from an archive can know of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from math import inf
from pathlib import PurePosixPath

from secondstory.aliases import CODES as ALIAS_CODES
from secondstory.aliases import REPORTS, renamed, settle
from secondstory.brief import brief_of
from secondstory.classes import CODES as CLASS_CODES
from secondstory.classes import (
    by_one_name,
    cures_of,
    folded,
    nameless,
    read_classes,
    recurrences,
    with_hints,
)
from secondstory.extract.lessons import normal_wording
from secondstory.extract.naming import slugify, spelled_out
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import (
    Archive,
    Brief,
    Fact,
    Filing,
    Group,
    Other,
    Postmortem,
    Related,
    Source,
    Study,
    Taxonomy,
)
from secondstory.noun import Noun, replace
from secondstory.privacy import NO_RULES, Privacy, may_read
from secondstory.related import Links, relate
from secondstory.suggest import Vocabulary, suggest, vocabulary

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
CODES = (SAME_SLUG, SAME_TITLE, NO_TARGET, TOO_BROAD, *ALIAS_CODES, *CLASS_CODES)

_SEVERITIES = ("SEV1", "SEV2", "SEV3", "SEV4")
_ENOUGH = 10  # reports, before a share of them says anything
_BROAD = 0.4

Suggest = Callable[[Vocabulary, Sequence[Brief]], Iterable[tuple[Fact[str], ...]]]
Relate = Callable[[Sequence[Brief], Links], Mapping[str, tuple[Related, ...]]]


def build_archive(
    studies: Iterable[Study],
    findings: Iterable[Finding] = (),
    audiences: Collection[str] = (),
    *,
    drafts: bool = False,
    classes_file: Source | None = None,
    privacy: Privacy = NO_RULES,
) -> Archive:
    """Assemble the archive of all reports that some audiences may read, in any order of input."""
    every = list(studies)
    full = {study.path: study for study in every if isinstance(study, Postmortem)}

    def suggested(known: Vocabulary, reports: Sequence[Brief]) -> Iterator[tuple[Fact[str], ...]]:
        return (suggest(known, full[report.path]) for report in reports)

    briefs = map(filing, every)
    return assemble(
        briefs,
        full.__getitem__,
        suggested,
        findings,
        audiences=audiences,
        drafts=drafts,
        classes_file=classes_file,
        privacy=privacy,
    )


def filing(study: Study) -> Filing:
    """What the archive has to know of a study."""
    return brief_of(study) if isinstance(study, Postmortem) else study


def assemble(
    filings: Iterable[Filing],
    read: Callable[[str], Postmortem],
    suggested: Suggest,
    findings: Iterable[Finding] = (),
    relating: Relate = relate,
    audiences: Collection[str] = (),
    *,
    drafts: bool = False,
    classes_file: Source | None = None,
    privacy: Privacy = NO_RULES,
) -> Archive:
    """As `build_archive`, without holding on to all that reports say.

    `read` gives the report of a path when it is needed, `suggested` the tags that suit each
    of some reports, `relating` those that are alike. `audiences` are those that the archive is
    for: what they may not read is not in it, nor is what is still being written without `drafts`.
    `classes_file` is what a project says of its classes, `privacy` whether their owners are named.
    """
    ordered = sorted(filings, key=lambda study: study.path)
    shown = [study for study in ordered if may_read(study, audiences, drafts=drafts)]
    withheld = frozenset(study.path for study in ordered) - {study.path for study in shown}
    others = tuple(study for study in shown if isinstance(study, Other))
    prompts = frozenset(words for other in others for words in other.prompts)
    reports = (study for study in shown if isinstance(study, Brief))
    named = settle(_name(_without_residue(report, prompts) for report in reports))
    paths = {report.path: report.slug for report in named}
    known = {*paths, *withheld, *(other.path for other in others)}
    moved = renamed(named, known)
    links_known = _Known(known | moved.keys(), (known - withheld) | moved.keys())
    checked = [_check_links(report, links_known) for report in _check_titles(named)]
    taxonomy, faults = read_classes(classes_file)
    groups = (name for one in checked for name in (*one.teams, *one.services))
    taxonomy = nameless(taxonomy, privacy, groups)
    called = by_one_name(taxonomy, checked)
    newest = sorted(_with_suggestions(list(called), suggested), key=_newest_first)
    leads = {**moved, **paths}
    links = {
        report.slug: [leads[r.path] for r in report.references if r.path in leads]
        for report in newest
        if report.references
    }
    tags = _groups(newest, lambda report: report.tags)
    services = _groups(newest, lambda report: report.services)
    classes = _classes(newest, taxonomy)
    related = relating(newest, links)
    newest = list(with_hints(taxonomy, newest, suggested, related))
    cures, lost = cures_of(taxonomy, newest, withheld)
    facets = {"tag": tags, "service": services, "class": classes}
    broad = [found for kind in facets for found in _too_broad(kind, facets[kind], len(newest))]
    every = [f for p in newest for f in p.findings] + [f for o in others for f in o.findings]
    return Archive(
        tuple(newest),
        others,
        tags=tags,
        services=services,
        teams=_groups(newest, lambda report: report.teams),
        severities=_severities(newest),
        classes=classes,
        months=_months(newest),
        recurrences=recurrences(newest, classes, cures),
        related=related,
        renamed=moved,
        taxonomy=taxonomy,
        cures=cures,
        findings=tuple(sorted((*every, *broad, *faults, *lost, *findings))),
        prompts=prompts,
        read=read,
    )


def _with_suggestions(reports: Sequence[Brief], suggested: Suggest) -> Iterator[Brief]:
    """Give reports without tags those that suit them."""
    untagged = [report for report in reports if not report.tags]
    found = iter(suggested(vocabulary(reports), untagged) if untagged else ())
    for report in reports:
        tags = next(found) if not report.tags else ()
        yield replace(report, suggested=tags) if tags else report


def _without_residue(report: Brief, prompts: frozenset[str]) -> Brief:
    """Drop lessons and actions that are the wording of a template of this archive."""
    if not prompts:
        return report
    lessons = tuple(x for x in report.lessons if normal_wording(x.text) not in prompts)
    actions = tuple(x for x in report.actions if normal_wording(x.text.text) not in prompts)
    if (len(lessons), len(actions)) == (len(report.lessons), len(report.actions)):
        return report
    return replace(report, lessons=lessons, actions=actions)


def _newest_first(report: Brief) -> tuple[int, float, str]:
    """By day, then by the clock of the start; of the same day those without a clock come last."""
    day, begun = report.date or date.min, report.started
    clock = (begun.at - datetime.combine(day, time.min)) if begun and begun.timed else None
    return -day.toordinal(), inf if clock is None else -clock.total_seconds(), report.path


def _name(reports: Iterable[Brief]) -> list[Brief]:
    """Give every report a slug of its own; the first in path order keeps the plain one."""
    taken: dict[str, str] = {}
    named: list[Brief] = []
    for report in reports:
        slug = report.slug
        if slug in taken:
            parent = PurePosixPath(report.path).parent.name
            mark = _mark(report.path)
            slug = slugify(f"{parent}-{slug}") if parent else f"{slug}-{mark}"
            if slug in taken:
                slug = f"{report.slug}-{mark}"
            finding = SAME_SLUG.at(
                Location(report.path),
                f"the link {report.slug!r} is taken by {taken[report.slug]}:"
                f" this report becomes {slug!r}",
            )
            report = replace(  # noqa: PLW2901 - the same report, renamed
                report, slug=slug, findings=(*report.findings, finding)
            )
        taken[slug] = report.path
        named.append(report)
    return named


def _check_titles(reports: Sequence[Brief]) -> Iterator[Brief]:
    first: dict[str, str] = {}
    for report in reports:
        key = report.title.casefold()
        if key in first:
            message = f"the title is the same as that of {first[key]}"
            where = Location(report.path, max(1, report.line))
            finding = SAME_TITLE.at(where, message)
            yield replace(report, findings=(*report.findings, finding))
        else:
            first[key] = report.path
            yield report


class _Known(Noun, frozen=True):
    """The files of an archive, former ones too: all of them, and those that may be shown."""

    files: set[str]
    readable: set[str]


def _check_links(report: Brief, known: _Known) -> Brief:
    """Keep the links to shown files, report those to nowhere; of a withheld file say nothing."""
    if not report.links:
        return report
    lost = tuple(
        NO_TARGET.at(
            Location(report.path, reference.line),
            f"the link to {reference.path!r} leads nowhere",
        )
        for reference in report.references
        if reference.path.casefold().endswith(REPORTS) and reference.path not in known.files
    )
    return replace(
        report,
        references=tuple(r for r in report.references if r.path in known.readable),
        links=tuple(
            path
            for path in report.links
            if path in known.readable or not path.casefold().endswith(REPORTS)
        ),
        findings=(*report.findings, *lost),
    )


def _groups(
    reports: Sequence[Brief],
    values: Callable[[Brief], Iterable[str]],
    known: Iterable[str] = (),
) -> tuple[Group, ...]:
    """Group reports by value: case, spaces, hyphens and underscores do not tell values apart.

    `known` are values that have a group whether or not a report has them.
    """
    members: dict[str, list[str]] = defaultdict(list)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for value in known:
        members[folded(value)] = []
        spellings[folded(value)][value] += 1
    for report in reports:
        for value in values(report):
            key = folded(value)
            spellings[key][value] += 1
            if report.slug not in members[key][-1:]:
                members[key].append(report.slug)
    slugs = _group_slugs(members)
    groups: list[Group] = []
    for key in sorted(members):
        name = min(spellings[key].items(), key=lambda entry: (-entry[1], entry[0]))[0]
        groups.append(Group(name, slugs[key], tuple(members[key])))
    return tuple(groups)


def _classes(reports: Sequence[Brief], taxonomy: Taxonomy) -> tuple[Group, ...]:
    """The classes that reports name, and those that only their file does: nothing came of these."""
    found = _groups(reports, lambda report: report.classes, [one.name for one in taxonomy.classes])
    names = {folded(one.name): one.name for one in taxonomy.classes}
    return tuple(replace(group, name=names.get(folded(group.name), group.name)) for group in found)


def _group_slugs(keys: Iterable[str]) -> dict[str, str]:
    """A slug for each key of a group: `node js` keeps `node-js` whether or not `node.js` comes."""
    slugs = {key: slugify(spelled_out(key)) for key in keys}
    taken: set[str] = set()
    for key in sorted(slugs, key=lambda key: (slugs[key] != key.replace(" ", "-"), key)):
        if slugs[key] in taken:
            slugs[key] += f"-{_mark(key)}"
        taken.add(slugs[key])
    return slugs


def _mark(name: str) -> str:
    """Six letters that tell a name from others; YAML can spell half a character in one."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _too_broad(kind: str, groups: Sequence[Group], reports: int) -> Iterator[Finding]:
    """Find the groups that hold much of the archive; the place is the archive itself."""
    for group in groups:
        if reports >= _ENOUGH and len(group.members) > reports * _BROAD:
            yield TOO_BROAD.at(
                Location("."),
                f"the {kind} {group.name!r} is on {len(group.members)} of {reports} reports",
            )


def _severities(reports: Sequence[Brief]) -> tuple[Group, ...]:
    members: dict[int, list[str]] = defaultdict(list)
    for report in reports:
        if report.severity and report.severity.level:
            members[report.severity.level].append(report.slug)
    return tuple(
        Group(name, name.casefold(), tuple(members[level]))
        for level, name in enumerate(_SEVERITIES, 1)
        if members[level]
    )


def _months(reports: Sequence[Brief]) -> tuple[Group, ...]:
    members: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        if report.date:
            members[f"{report.date:%Y-%m}"].append(report.slug)
    return tuple(
        Group(month, month, tuple(members[month])) for month in sorted(members, reverse=True)
    )

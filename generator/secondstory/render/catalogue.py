"""Archive -> Catalogue: what many pages share (rows, lessons, fixes, links), made when asked for.

A page is made of a catalogue that holds only the reports it shows, so that it shows nothing
else and need not be made anew when others change. What is counted over all reports is
counted from their briefs; nothing is turned into HTML before a page shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import TypeVar
from urllib.parse import quote

from secondstory.commitments import Commitment, Place, Standing, repeated, standing
from secondstory.model import Archive, Brief, FixState, Group, LessonKind, Recurrence, Site
from secondstory.noun import Noun, replace
from secondstory.policy import USUAL, FixTerms
from secondstory.render.body import NOWHERE, Targets, unlinked
from secondstory.render.cards import (
    Ground,
    Sheet,
    fix_rows,
    lesson_cards,
    report_href,
    report_row,
)
from secondstory.render.charts import strip
from secondstory.render.marks import recurrence_mark
from secondstory.render.views_parts import Coming, Entry, FixRow, LessonCard, Named, ReportRow
from secondstory.render.words import count, month_words, spoken

KINDS = ("services", "classes", "tags", "teams", "severities", "months")
V = TypeVar("V")
_ROOM = 4000  # reports whose rows, lessons and fixes are kept, 5 kB each


class Made(Mapping[str, V]):
    """A value for each of the `slugs`, made when it is asked for.

    It is then kept in `made`, which others may share, as long as there is room.
    """

    def __init__(
        self,
        slugs: Mapping[str, object],
        make: Callable[[str], V],
        made: dict[str, V] | None = None,
    ) -> None:
        self._slugs = slugs
        self._make = make
        self._made = {} if made is None else made

    def __getitem__(self, slug: str) -> V:
        """The value of a slug."""
        if slug not in self._slugs:
            raise KeyError(slug)
        if (known := self._made.get(slug)) is not None:
            return known
        value = self._make(slug)
        if len(self._made) < _ROOM:
            self._made[slug] = value
        return value

    def __iter__(self) -> Iterator[str]:
        """The slugs, in their order."""
        return iter(self._slugs)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._slugs)


class Filed(Noun, frozen=True):
    """A report in its place in the archive: its groups by kind, its returns, where its links lead.

    The returns are without the reports before them. `shared` are those of its fixes that other
    reports tell as well, by place: how they stand, None where another report has the last word.
    """

    brief: Brief
    groups: Mapping[str, tuple[Named, ...]]
    again: tuple[Recurrence, ...]
    targets: Targets
    shared: tuple[tuple[int, Standing | None], ...] = ()

    @property
    def shows(self) -> tuple[object, ...]:
        """All that it is made of."""
        return self.brief, (self.groups, self.again, self.shared), self.targets

    def standings(self, terms: FixTerms, as_of: date) -> tuple[Standing, ...]:
        """How its fixes stand on a day."""
        known = dict(self.shared)
        return tuple(
            [
                known.get(place) or standing(self.brief, fix, terms, as_of)
                for place, fix in enumerate(self.brief.actions)
            ]
        )


class Kept(Noun, frozen=True):
    """Rows, lessons, fixes and standings of fixes by slug, once they were made, and their numbers.

    `stated` are the lessons of some kinds that a report states, `waiting` its open fixes. `lines`
    are of Markdown, by what `render.twins.lines` calls them and by slug.
    """

    rows: dict[str, ReportRow]
    lessons: dict[str, tuple[LessonCard, ...]]
    fixes: dict[str, tuple[FixRow, ...]]
    standings: dict[str, tuple[Standing, ...]]
    stated: dict[tuple[LessonKind, ...], dict[str, int]]
    waiting: dict[str, int]
    lines: dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Some reports as pages need them, newest first. All mappings go by their slugs unless said.

    `kinds` are the groups of the archive, by kind: of all reports, or none. `terms` say by when
    fixes are due. `kept` is what was made by slug, for the catalogues of a site to share: a report
    is on a dozen lists.
    """

    site: Site
    as_of: date
    filed: Mapping[str, Filed]
    kinds: Mapping[str, tuple[Group, ...]]
    terms: FixTerms = USUAL.fixes
    kept: Kept = field(default_factory=lambda: Kept({}, {}, {}, {}, {}, {}, {}))
    rows: Mapping[str, ReportRow] = field(init=False)
    lessons: Mapping[str, tuple[LessonCard, ...]] = field(init=False)
    fixes: Mapping[str, tuple[FixRow, ...]] = field(init=False)
    standings: Mapping[str, tuple[Standing, ...]] = field(init=False)  # of its fixes

    def __post_init__(self) -> None:
        """Set up what is made when it is asked for."""
        kept = self.kept
        object.__setattr__(self, "rows", Made(self.filed, self._row, kept.rows))
        object.__setattr__(self, "lessons", Made(self.filed, self._lessons, kept.lessons))
        object.__setattr__(self, "fixes", Made(self.filed, self._fixes, kept.fixes))
        object.__setattr__(self, "standings", Made(self.filed, self._standings, kept.standings))

    @property
    def shows(self) -> tuple[object, ...]:
        """All that it is made of; where that is equal, it is."""
        return (self.as_of, self.terms), self.kinds, *self.filed.values()

    def only(self, *slugs: Iterable[str]) -> Catalogue:
        """The catalogue of these reports, in the order given."""
        some = {slug: self.filed[slug] for group in slugs for slug in group}
        return Catalogue(self.site, self.as_of, some, {}, self.terms, self.kept)

    def report(self, slug: str) -> Brief:
        """A report."""
        return self.filed[slug].brief

    def groups(self, kind: str, slug: str) -> tuple[Named, ...]:
        """The groups of a kind that a report is in, as links."""
        return self.filed[slug].groups.get(kind, ())

    def repeat(self, slug: str, class_name: str) -> Recurrence | None:
        """The how-manieth time of a class a report was; None the first time."""
        named = class_name.casefold()
        return next((a for a in self.filed[slug].again if a.class_name.casefold() == named), None)

    def lessons_of(self, slugs: Iterable[str], *kinds: str) -> tuple[LessonCard, ...]:
        """The lessons of these reports, of these kinds (or all), in the order given."""
        return tuple(
            lesson
            for slug in slugs
            for lesson in self.lessons[slug]
            if not kinds or lesson.kind in kinds
        )

    def taught(self, slugs: Iterable[str], *kinds: LessonKind) -> int:
        """How many lessons of these kinds these reports state."""
        known = self.kept.stated.setdefault(kinds, {})
        slugs = list(slugs)
        for slug in slugs:
            if slug not in known:
                known[slug] = len(self.report(slug).learned(*kinds))
        return sum(map(known.__getitem__, slugs))

    def lesson_words(self, slugs: Iterable[str]) -> str:
        """How many lessons these reports state: `12 lessons`; what went well is no lesson yet."""
        return count(self.taught(slugs, LessonKind.LESSON), "lesson")

    def best_lessons(
        self, slugs: Iterable[str], most: int
    ) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """At most `most` lessons, one a report in the order given, and all the others.

        The others begin with lessons proper; what went well or poorly follows.
        """
        every = [
            (lesson.kind is LessonKind.LESSON, (slug, place))
            for slug in slugs
            for place, lesson in enumerate(self.report(slug).lessons)
        ]
        first: dict[str, Place] = {}
        for proper, found in every:
            if proper and len(first) < most:
                first.setdefault(found[0], found)
        taken = set(first.values())
        others = sorted(every, key=lambda each: not each[0])
        return tuple(first.values()), tuple(found for _, found in others if found not in taken)

    def cards(self, places: Iterable[Place]) -> tuple[LessonCard, ...]:
        """The lessons at these places."""
        return tuple(self.lessons[slug][place] for slug, place in places)

    def states(self, slug: str) -> tuple[FixState, ...]:
        """How far the fixes of a report have come."""
        return tuple([found.state for found in self.standings[slug]])

    def promised(self, slugs: Iterable[str]) -> tuple[Place, ...]:
        """What these reports still promise: late first, then what is due next.

        What several of them promise stands there once.
        """
        found = [
            (_urgency(found), report_href(slug), place, slug)
            for slug in slugs
            for place, found in self._open(slug)
        ]
        return tuple([(slug, place) for _, _, place, slug in sorted(found)])

    def waiting(self, slug: str) -> int:
        """How many fixes of a report are open."""
        known = self.kept.waiting.get(slug)
        if known is None:
            known = self.kept.waiting[slug] = sum(1 for _ in self._open(slug))
        return known

    def _open(self, slug: str) -> Iterator[tuple[int, Standing]]:
        """The open fixes of a report, without those of which another report tells more."""
        shared = dict(self.filed[slug].shared)
        for place, found in enumerate(self.standings[slug]):
            if found.state.is_open and (place not in shared or shared[place]):
                yield place, found

    def fix_rows(self, places: Iterable[Place]) -> tuple[FixRow, ...]:
        """The fixes at these places."""
        return tuple(self.fixes[slug][place] for slug, place in places)

    def weight(self, slug: str) -> tuple[int, int]:
        """How much a report asks to be read: the more it came back, then the worse it was."""
        nth = max((found.nth for found in self.filed[slug].again), default=1)
        severity = self.report(slug).severity
        return -nth, (severity.level if severity else None) or 5

    def _row(self, slug: str) -> ReportRow:
        filed = self.filed[slug]
        return report_row(filed.brief, filed.again, filed.groups.get("services", ()))

    def _lessons(self, slug: str) -> tuple[LessonCard, ...]:
        return lesson_cards(self._sheet(slug), self.states(slug))

    def _fixes(self, slug: str) -> tuple[FixRow, ...]:
        return fix_rows(self._sheet(slug), self._ground(slug), self.standings[slug])

    def _standings(self, slug: str) -> tuple[Standing, ...]:
        return self.filed[slug].standings(self.terms, self.as_of)

    def _sheet(self, slug: str) -> Sheet:
        return Sheet(self.report(slug), self.rows[slug], self.groups("tags", slug), unlinked)

    def _ground(self, slug: str) -> Ground:
        return Ground(self.site, self.as_of, self.filed[slug].targets)


def catalogue(
    archive: Archive,
    site: Site,
    as_of: date,
    images: Iterable[str] = (),
    terms: FixTerms = USUAL.fixes,
) -> Catalogue:
    """The catalogue of all reports of an archive."""
    shared = _shared(repeated(archive, terms, as_of))
    kinds = {kind: groups_of(archive, kind) for kind in KINDS}
    groups = {kind: _by_member(kind, kinds[kind]) for kind in KINDS}
    targets = _targets(archive, images)
    filed = {
        report.slug: Filed(
            report,
            {kind: names for kind in KINDS if (names := groups[kind].get(report.slug))},
            tuple(replace(found, earlier=()) for found in archive.recurrences.get(report.slug, ())),
            targets.only((*report.links, *report.images))
            if report.links or report.images
            else NOWHERE,
            tuple(sorted(shared.get(report.slug, {}).items(), key=itemgetter(0))),
        )
        for report in archive.briefs
    }
    return Catalogue(site, as_of, filed, kinds, terms)


def _shared(found: Iterable[Commitment]) -> dict[str, dict[int, Standing | None]]:
    """The fixes that several reports tell, by slug and place, as `Filed` has them."""
    shared: dict[str, dict[int, Standing | None]] = {}
    for one in found:
        shared.setdefault(one.report.slug, {})[one.place] = one.standing
        for slug, place in one.also:
            shared.setdefault(slug, {})[place] = None
    return shared


def groups_of(archive: Archive, kind: str) -> tuple[Group, ...]:
    """The groups of a kind, such as `services`."""
    found: tuple[Group, ...] = getattr(archive, kind)
    return found


def group_href(kind: str, group: Group) -> str:
    """A group's page."""
    return f"{kind}/{quote(group.slug)}.html"


def group_words(kind: str, group: Group) -> str:
    """A group's name as links say it."""
    return month_words(group.name) if kind == "months" else group.name


def group_entry(shared: Catalogue, kind: str, group: Group) -> Entry:
    """A group as a line of an index. Teams get no figures: figures invite a ranking."""
    reports = count(len(group.members), "report")
    match kind:
        case "services" | "months":
            lessons = shared.lesson_words(group.members)
            waiting = sum(map(shared.waiting, group.members))
            waiting = waiting if kind == "services" else 0
            notes = (reports if lessons.startswith("0 ") else lessons,)
            note = ", ".join((*notes, f"{waiting} open") if waiting else notes)
        case "teams":
            note = ""
        case _:
            note = reports
    code = kind in ("services", "tags", "classes")
    return Entry(group_words(kind, group), group_href(kind, group), note, code)


def coming_back(shared: Catalogue, kind: str, group: Group) -> Coming:
    """A class or tag as a line of what keeps coming back."""
    found = {slug: shared.repeat(slug, group.name) for slug in group.members}
    marks = [each for each in found.values() if each]
    again = recurrence_mark(max(marks, key=lambda each: each.nth)) if marks else None
    last = next((shared.rows[slug].day for slug in group.members if shared.report(slug).date), "")
    note = count(len(group.members), "report") + (f", last {last}" if last else "")
    dated = [
        (day, kind == "classes" and found[slug] is not None)
        for slug in reversed(group.members)
        if (day := shared.report(slug).date)
    ]
    return Coming(
        spoken(group.name),
        group.name,
        group_href(kind, group),
        again if kind == "classes" else None,
        note,
        strip(dated, shared.as_of),
    )


def _targets(archive: Archive, images: Iterable[str]) -> Targets:
    slugs = {**archive.renamed, **{report.path: report.slug for report in archive.briefs}}
    reports = archive.by_slug()
    return Targets(slugs, Made(reports, lambda slug: _anchors(reports[slug])), frozenset(images))


def _anchors(report: Brief) -> frozenset[str]:
    lessons = (lesson.anchor for lesson in report.lessons)
    actions = (action.anchor for action in report.actions)
    return frozenset((*report.anchors, *lessons, *actions))


def _by_member(kind: str, groups: tuple[Group, ...]) -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}
    for group in groups:
        named = Named(group_words(kind, group), group_href(kind, group))
        for slug in group.members:
            found.setdefault(slug, []).append(named)
    return {slug: tuple(names) for slug, names in found.items()}


def _urgency(found: Standing) -> tuple[bool, date]:
    return found.state is not FixState.LATE, found.due or date.max

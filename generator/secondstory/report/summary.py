"""Reports and their archive -> Markdown for a pull request: what to mend, what was seen before.

It is read by everybody who may read the pull request, so nothing of a restricted report is in
it but the path of one that the pull request itself changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from secondstory.commitments import state_of
from secondstory.findings import Finding
from secondstory.gaps import gaps
from secondstory.model import (
    Archive,
    Basis,
    Brief,
    FixState,
    LessonKind,
    Postmortem,
    Recurrence,
    Site,
    Study,
    Visibility,
)
from secondstory.noun import Noun
from secondstory.render.address import base
from secondstory.render.cards import report_href
from secondstory.render.words import count, ordinal
from secondstory.report import Report
from secondstory.report.quoted import code, quoted
from secondstory.rubric import Graded, Mark

# A comment that begins with it is ours, to be written anew instead of written again.
MARK = "<!-- secondstory: summary of check -->"
_ROOM = 60_000  # characters; GitHub refuses comments of more than 65,536
_FINDINGS = 10  # of a report
_GAPS = 5
_EARLIER = 3  # reports of a class
_LESSON = 240  # characters
_SILENT = (FixState.UNSTATED, FixState.IDEA)


class _Told(Noun, frozen=True):
    """What a summary is made of: the archive of what everybody may read, and what was found."""

    archive: Archive
    studies: Mapping[str, Study]  # by path, those asked about
    shown: Mapping[str, Brief]  # by path
    others: frozenset[str]  # paths that are shown and no incidents
    named: Mapping[str, Brief]  # by slug
    findings: Mapping[str, Sequence[Finding]]  # by path
    as_of: date
    site: Site


def as_summary(
    report: Report, studies: Iterable[Study], archive: Archive, as_of: date, site: Site
) -> str:
    """Tell a pull request of its reports (`studies`) and of everything that was found.

    `archive` holds what everybody may read, whoever asks; `as_of` decides what is late.
    """
    by_path = {study.path: study for study in studies}
    stories = [study.path for study in by_path.values() if isinstance(study, Postmortem)]
    ordered = sorted(report.findings)
    found = {
        path: tuple(each) for path, each in groupby(ordered, lambda found: found.location.path)
    }
    told = _Told(
        archive,
        studies=by_path,
        shown={brief.path: brief for brief in archive.briefs},
        others=frozenset(other.path for other in archive.others),
        named=archive.by_slug(),
        findings=found,
        as_of=as_of,
        site=site,
    )
    paths = sorted({*stories, *found})
    about = "read" if report.asked is None else "changed"
    sums = f"{count(len(stories), 'report')} {about}, {count(len(ordered), 'finding')}"
    head = f"{MARK}\n### Second Story: {sums}\n"
    parts = ("\n".join(_part(report, told, path)) for path in paths)
    return head + "".join(_within(parts, _ROOM - len(head), len(paths)))


def _within(parts: Iterable[str], room: int, of: int) -> Iterator[str]:
    """As many parts as there is room for, and how many there are beyond."""
    for number, part in enumerate(parts):
        room -= len(part) + 1
        if room < 0:
            yield f"\n... and {count(of - number, 'more file')}: the log has them all.\n"
            return
        yield f"\n{part}\n"


def _part(report: Report, told: _Told, path: str) -> Iterator[str]:
    """The lines about one file, findings first."""
    known, study = told.shown.get(path), told.studies.get(path)
    place = code(report.path(path))
    if known:
        stage = f" ({known.stage.value})" if known.stage.is_open else ""
        yield f"#### {_link(told, known)}{stage}"
        yield ""
        yield place
    else:
        yield f"#### {place}"
    found = told.findings.get(path, ())
    if study and not known and path not in told.others:
        yield ""
        why = "Restricted" if study.visibility is Visibility.RESTRICTED else "A draft"
        yield f"{why}: nothing of it is told here. {count(len(found), 'finding')}, in the log."
    elif found:
        yield from _section("To mend", _mends(found))
    lacking = gaps(study) if isinstance(study, Postmortem) else ()
    if lacking:
        lines = [f"- **{gap.words}**: {gap.mend}" for gap in lacking[:_GAPS]]
        yield from _section("A reader would miss", _most(lines, len(lacking)))
    elif not found:
        yield ""
        yield "Nothing to mend, and nothing that a reader would miss."
    if known:
        for graded in report.rubric or ():
            if graded.path == path:
                yield from _section("By the rubric", _steps(graded))
        yield from _seen(told, known)


def _steps(graded: Graded) -> Iterator[str]:
    """What the rubric asks for next."""
    for criterion, standing in graded.standings:
        if standing.mark is not Mark.MET:
            yield f"- {standing.mark.value}: {criterion.title.lower()}; {quoted(standing.next)}"


def _mends(found: Sequence[Finding]) -> Iterator[str]:
    return _most(map(_mend, found[:_FINDINGS]), len(found))


def _mend(found: Finding) -> str:
    told = "; ".join(quoted(words) for words in (found.message, found.hint) if words)
    return f"- line {found.location.line}: {found.code} {told}"


def _seen(told: _Told, known: Brief) -> Iterator[str]:
    """What came back with a report, and which earlier ones are like it."""
    listed: set[str] = set()
    for again in told.archive.recurrences.get(known.slug, ()):
        earlier = again.earlier[::-1][:_EARLIER]
        listed.update(earlier)
        lines = [f"- {_earlier(told, told.named[slug])}" for slug in earlier]
        yield from _section(_times(again), _most(lines, len(again.earlier)))
    alike = [
        f"- {_earlier(told, other, each.reasons)}"
        for each in told.archive.related.get(known.slug, ())
        if each.slug not in listed and _is_before(other := told.named[each.slug], known)
    ]
    yield from _section("Similar earlier incidents", alike)


def _times(again: Recurrence) -> str:
    """`The 3rd incident of class retry-storm (known fix not shipped)`."""
    by = ", by the dates of its fixes" if again.basis is Basis.DERIVED else ""
    name = quoted(again.class_name)
    return f"The {ordinal(again.nth)} incident of class {name} ({again.disease}{by})"


def _earlier(told: _Told, other: Brief, reasons: Collection[str] = ()) -> str:
    """An earlier report: when, what, why it is named here, what became of its fixes, a lesson."""
    day = f"{other.date.isoformat()} " if other.date else ""
    why = f" ({', '.join(map(quoted, reasons))})" if reasons else ""
    told_lessons = other.learned(LessonKind.LESSON)
    lesson = f" Learned: {quoted(told_lessons[0].headline.text, _LESSON)}" if told_lessons else ""
    return f"{day}{_link(told, other)}{why}.{_fixes(other, told.as_of)}{lesson}"


def _fixes(other: Brief, as_of: date) -> str:
    """What became of the fixes of a report, as far as it says."""
    if not other.actions:
        return ""
    states = [(state_of(fix, None, as_of), fix) for fix in other.actions]
    waiting = [fix for state, fix in states if state.is_open]
    of = count(len(states), "fix", "fixes")
    if waiting:
        return f" **{len(waiting)} of {of} not shipped**: {quoted(waiting[0].text.text)}."
    if unstated := sum(state in _SILENT for state, _ in states):
        return f" {unstated} of {of} may not have shipped: the report does not say."
    return f" {of} closed."


def _is_before(other: Brief, known: Brief) -> bool:
    """Whether a report may be told to be earlier; one without a date may."""
    return not (other.date and known.date and other.date > known.date)


def _link(told: _Told, brief: Brief) -> str:
    """A report by its title, which leads to its page where the portal has an address."""
    root = base(told.site)
    words = quoted(brief.title or brief.path)
    return f"[{words}]({root}{report_href(brief.slug)})" if root else words


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield f"**{heading}**"
        yield from found


def _most(lines: Iterable[str], of: int) -> Iterator[str]:
    """The lines, and how many there are beyond."""
    shown = list(lines)
    yield from shown
    if of > len(shown):
        yield f"- ... and {of - len(shown)} more"

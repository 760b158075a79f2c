"""Postmortem -> what its reader would miss, the worst first.

The weights order what is missing and the reports that miss it. They are no score: they are
shown nowhere, and nobody is compared by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from secondstory.model import ActionStatus, LessonKind, Postmortem, Study
from secondstory.noun import Noun


class Gap(Noun, frozen=True):
    """Something a reader would miss: its name, how it is said, and what would fill it."""

    field: str
    words: str
    mend: str


class Missing(Noun, frozen=True):
    """A report and its gaps, the worst first."""

    path: str
    title: str
    gaps: tuple[Gap, ...]


class Want(Noun, frozen=True):
    """What a reader wants: `weight` orders the wants, `says` tells whether a report has it.

    `near_miss` tells whether a near miss should have it as well: three lines are enough there.
    """

    field: str
    words: str
    weight: int
    mend: str
    says: Callable[[Postmortem], bool]
    near_miss: bool = True


_CLOSED = {ActionStatus.DONE, ActionStatus.DECLINED}

# docs/missing.md shows this table; a test holds the two together.
WANTS: tuple[Want, ...] = (
    Want(
        "lessons",
        "lessons",
        10,
        'a section "Lessons learned": one sentence that helps somebody else is enough',
        lambda report: bool(report.learned(LessonKind.LESSON)),
    ),
    Want(
        "summary",
        "summary",
        9,
        'a section "Summary": what broke, for whom and for how long',
        lambda report: report.summary is not None,
    ),
    Want(
        "root_cause",
        "cause",
        9,
        'a section "Root cause" or "Contributing factors": what made it possible',
        lambda report: report.root_cause is not None or bool(report.contributing),
        near_miss=False,
    ),
    Want(
        "action_items",
        "action items",
        8,
        'a section "Action items": what changed, or why nothing has to',
        lambda report: bool(report.actions),
        near_miss=False,
    ),
    Want(
        "date",
        "date",
        7,
        "`Date: 2026-09-14` below the title, or the day at the head of the file name",
        lambda report: report.date is not None,
    ),
    Want(
        "impact",
        "impact",
        6,
        'a section "Impact": who noticed, and what they could not do',
        lambda report: report.impact is not None,
        near_miss=False,
    ),
    Want(
        "services",
        "services",
        5,
        "`Services: name, name`: people look for a service before they touch it",
        lambda report: bool(report.services),
    ),
    Want(
        "severity",
        "severity",
        4,
        "`Severity: SEV2`, or your own word for it",
        lambda report: report.severity is not None,
        near_miss=False,
    ),
    Want(
        "timeline",
        "timeline",
        4,
        'a section "Timeline": a line for each time that matters',
        lambda report: bool(report.timeline),
        near_miss=False,
    ),
    Want(
        "owners",
        "owners of open action items",
        3,
        "`(owner: team, due: 2026-10-01)` behind each, or `(declined: reason)`",
        lambda report: not _unowned(report),
    ),
    Want(
        "detection",
        "detection",
        2,
        'a section "Detection", or a line of the timeline that begins "Detected."',
        lambda report: report.detection is not None or report.detected is not None,
        near_miss=False,
    ),
)


def gaps(report: Postmortem) -> tuple[Gap, ...]:
    """List what a reader of a report would miss, the worst first."""
    near = bool(report.near_miss and report.near_miss.value)
    wanted = (want for want in WANTS if want.near_miss or not near)
    lacking = sorted(
        (want for want in wanted if not want.says(report)), key=lambda want: -want.weight
    )
    return tuple(Gap(want.field, _said(want, report), want.mend) for want in lacking)


def missing(studies: Iterable[Study]) -> tuple[Missing, ...]:
    """List the reports that lack something, those first that lack most of what matters."""
    weights = {want.field: want.weight for want in WANTS}
    found = [
        Missing(study.path, study.title.value, gaps(study))
        for study in studies
        if isinstance(study, Postmortem)
    ]
    lacking = [one for one in found if one.gaps]
    return tuple(
        sorted(lacking, key=lambda one: (-sum(weights[gap.field] for gap in one.gaps), one.path))
    )


def _unowned(report: Postmortem) -> int:
    """How many actions nobody has taken on, of those that are not closed."""
    return sum(
        action.owner is None
        for action in report.actions
        if not (action.status and action.status.value in _CLOSED)
    )


def _said(want: Want, report: Postmortem) -> str:
    if want.field != "owners":
        return want.words
    number = _unowned(report)
    return f"owners of {number} open action items" if number > 1 else "owner of an open action item"

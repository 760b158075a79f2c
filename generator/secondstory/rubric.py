"""Postmortem -> how it stands by the published rubric: each criterion met, partly met or not yet.

The rubric is for authors and reviewers: each criterion that is not met says what to do next. There
is no number, no sum and no order in it, so that nobody can be ranked by it. docs/rubric.md is
written from CRITERIA.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from secondstory.model import ActionStatus, LessonKind, Postmortem, Strength, Study
from secondstory.noun import Noun

_EVENTS = 3  # entries that make a timeline
_TOLD = 25  # words that make a second story
_CLOSED = {ActionStatus.DONE, ActionStatus.DECLINED}


class Mark(StrEnum):
    """How a report stands by one criterion."""

    MET = "met"
    PARTLY = "partly"
    NOT_YET = "not yet"


class Standing(Noun, frozen=True):
    """How a report stands by a criterion, and what to do next ("" where there is nothing)."""

    mark: Mark
    next: str = ""


class Criterion(Noun, frozen=True):
    """One line of the rubric.

    `asks` is what a reviewer would ask, `met` and `partly` say when it is; `why` is the reason for
    it. `judge` decides; `near_miss` tells whether a near miss, which has three lines, is asked too.
    """

    key: str
    title: str
    asks: str
    met: str
    partly: str
    why: str
    judge: Callable[[Postmortem], Standing]
    near_miss: bool = False


class Graded(Noun, frozen=True):
    """A report by the rubric: each criterion that applies to it, and how it stands there."""

    path: str
    title: str
    standings: tuple[tuple[Criterion, Standing], ...]


MET = Standing(Mark.MET)


def _partly(then: str) -> Standing:
    return Standing(Mark.PARTLY, then)


def _not_yet(then: str) -> Standing:
    return Standing(Mark.NOT_YET, then)


def _facts(report: Postmortem) -> Standing:
    near = bool(report.near_miss and report.near_miss.value)
    wanted: dict[str, object] = {
        "date": report.date,
        "services": report.services,
        "summary": report.summary,
    }
    if not near:
        wanted |= {
            "severity": report.severity,
            "impact": report.impact,
            "duration": report.duration,
        }
    lacking = [name for name, value in wanted.items() if not value]
    if not lacking:
        return MET
    then = f"state {_listed(lacking)}; what nobody knows can be said to be unknown"
    return _partly(then) if len(lacking) * 2 <= len(wanted) else _not_yet(then)


def _timeline(report: Postmortem) -> Standing:
    ends = {
        "detection: begin its entry with “Detected.”": report.detected or report.detection,
        "recovery: begin its entry with “Mitigated.” or “Resolved.”": report.mitigated
        or report.resolved,
    }
    lacking = [words for words, value in ends.items() if not value]
    if len(report.timeline) < _EVENTS:
        then = "write a line for each time that matters, what was tried first included"
        return _partly(then) if report.timeline else _not_yet(then)
    return _partly(f"mark {_listed(lacking)}") if lacking else MET


def _factors(report: Postmortem) -> Standing:
    if len(report.contributing) + bool(report.contributing and report.root_cause) > 1:
        return MET
    if report.contributing or report.root_cause:
        return _partly(
            "ask of each cause what let it through and what let it last:"
            " list those under “Contributing factors”, one bullet each"
        )
    return _not_yet("add “Contributing factors”: the conditions that had to meet, one bullet each")


def _second_story(report: Postmortem) -> Standing:
    told = report.second_story
    if told is None:
        return _not_yet(
            "add “The second story: context of the decisions”: what was visible, what it"
            " suggested, and what made each step the sensible one"
        )
    if len(told.value.text.split()) < _TOLD:
        return _partly("say more: which signals were on the screen, and which were not?")
    return MET


def _fixes(report: Postmortem) -> Standing:
    if not report.actions:
        return _not_yet("list what is to change, or one line that says why nothing has to")
    waiting = [
        action
        for action in report.actions
        if not (action.status and action.status.value in _CLOSED)
    ]
    loose = [action for action in waiting if not (action.owner and action.due)]
    if not loose:
        return MET
    then = (
        f"give “{_shortened(loose[0].text.text)}” an owner and a day, or decline it with a reason"
    )
    more = f" (and {len(loose) - 1} more)" if len(loose) > 1 else ""
    return _partly(then + more) if len(loose) < len(waiting) else _not_yet(then + more)


def _systemic(report: Postmortem) -> Standing:
    told = [(action, action.grade) for action in report.actions]
    known = [found for _, found in told if found]
    system = sum(found.strength is not Strength.WEAK for found in known)
    if system and system * 2 >= len(known):
        return MET
    asks = next((a for a, found in told if found and found.strength is Strength.WEAK), None)
    then = "ask of each fix: does it still work when nobody remembers it?"
    if asks is not None:
        words = _shortened(asks.text.text)
        then = f"“{words}” asks people to act differently: what would make that needless?"
    return _partly(then) if system or (told and not known) else _not_yet(then)


def _lessons(report: Postmortem) -> Standing:
    lessons = report.learned(LessonKind.LESSON)
    if any(lesson.check for lesson in lessons):
        return MET
    if lessons:
        return _partly(
            "end one lesson with “Check your code if ...”: it tells a stranger whether this is"
            " about them"
        )
    return _not_yet("write one sentence that helps somebody who was not there")


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "facts",
        "The facts are complete",
        "When was it, how bad, for how long, for whom?",
        "date, severity, services, duration, summary and impact are stated",
        "at least half of them are",
        "What is not stated cannot be searched, counted or compared later.",
        _facts,
        near_miss=True,
    ),
    Criterion(
        "timeline",
        "The timeline runs from detection to recovery",
        "How did we notice, and when was it over?",
        "three entries or more, with detection and with mitigation or resolution",
        "there are entries, but one of these is missing",
        "The time before detection is where the next incident can be made shorter.",
        _timeline,
    ),
    Criterion(
        "factors",
        "More than one factor contributed",
        "What else had to be true for this to happen?",
        "two contributing factors or more, or one beside a root cause",
        "one factor, or a root cause alone",
        "Systems fail where several conditions meet; one cause ends the search too early.",
        _factors,
    ),
    Criterion(
        "second_story",
        "The second story is told",
        "What made each decision the sensible one at the time?",
        f"a section tells the context of the decisions, in {_TOLD} words or more",
        "it is there, but shorter",
        "Who only reads what happened learns that others were wrong; who reads why learns why it"
        " could happen again.",
        _second_story,
    ),
    Criterion(
        "fixes",
        "Each fix has an owner and a day",
        "Who will do it, and until when?",
        "each fix that is not closed has both",
        "some have",
        "A fix without either is an idea; ideas are welcome, but nothing will change by them.",
        _fixes,
    ),
    Criterion(
        "systemic",
        "The fixes change the system",
        "Does it remove the reliance on a person doing the right thing under pressure?",
        "at least half of the fixes whose words tell change the system",
        "at least one does, or the words of none tell",
        "A reminder wears off; a guard does not.",
        _systemic,
    ),
    Criterion(
        "lessons",
        "The lessons travel",
        "What would somebody in another team do differently tomorrow?",
        "a lesson says whom it is about: “Check your code if ...”",
        "there are lessons",
        "Most readers own another service: they have to see that it is about them.",
        _lessons,
        near_miss=True,
    ),
)
KEYS = tuple(criterion.key for criterion in CRITERIA)


def standings(report: Postmortem) -> tuple[tuple[Criterion, Standing], ...]:
    """How a report stands by each criterion that applies to it, in the order of the rubric."""
    near = bool(report.near_miss and report.near_miss.value)
    asked = (criterion for criterion in CRITERIA if criterion.near_miss or not near)
    return tuple((criterion, criterion.judge(report)) for criterion in asked)


def graded(studies: Iterable[Study]) -> tuple[Graded, ...]:
    """Grade reports, in the order of their paths: it is a list of work and no ranking."""
    reports = (study for study in studies if isinstance(study, Postmortem))
    return tuple(
        Graded(report.path, report.title.value, standings(report))
        for report in sorted(reports, key=lambda report: report.path)
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"

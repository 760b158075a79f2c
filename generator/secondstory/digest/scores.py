"""Lessons -> how much each is worth other people's five minutes, with reasons.

A lesson counts for what others can take from it: parts that other reports share, a class that is
new or came back, a fix that is more than a hope, a headline that says what it is about, and
a little for how bad it was. Every part of a score comes with its words; nobody is ranked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cached_property

from secondstory.digest.headline import faults, headline_of
from secondstory.model import (
    ActionStatus,
    Archive,
    Brief,
    Confidence,
    Learning,
    Lesson,
    LessonKind,
    Rich,
)

_SHARED, _MANY = 2.0, 20  # at most, for parts that so many other reports share
_BROAD = 0.4  # of the archive: what more share tells nobody that it concerns them
_NEW, _AGAIN, _MORE = 1.5, 2.0, 0.5  # a class seen for the first time; again; each time after
_HELD, _SHIPPED, _PROMISED = 2.0, 1.5, 1.0
_CHECK = 1.0
_DOUBT = 2.0
_SCENT, _LENT, _FAULT = 1.0, 0.5, 0.5
_WORST = 1.0  # for severity 1; a quarter less for each level
_NEAR = 0.75  # a near miss: the cheapest lesson there is
OPEN = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)

Part = tuple[float, str]


class Scores:
    """The worth of the lessons of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def learnings(self, report: Brief) -> list[Learning]:
        """The lessons of a report, each with its score."""
        common = sum(points for points, _ in self._of_report(report))
        return [
            Learning(
                report.slug,
                place,
                lesson.anchor,
                headline,
                round(common + sum(points for points, _ in _of_words(lesson, headline)), 2),
            )
            for place, lesson in enumerate(report.lessons)
            if lesson.kind is LessonKind.LESSON
            for headline in [headline_of(report, lesson)]
        ]

    def reasons(self, report: Brief, place: int) -> tuple[str, ...]:
        """What makes the score of a lesson, in words."""
        lesson = report.lessons[place]
        own = _of_words(lesson, headline_of(report, lesson))
        parts = (*self._of_report(report), *own)
        return tuple(f"{words} ({points:+.2f})" for points, words in parts)

    def _of_report(self, report: Brief) -> Iterator[Part]:
        if shared := max(self._sharing(report), default=None):
            others, name = shared
            points = _SHARED * min(1.0, math.log1p(others) / math.log1p(_MANY))
            yield round(points, 2), f"{others} other reports share {name}"
        yield from self._of_class(report)
        yield from _of_fixes(report)
        if report.near_miss:
            yield _NEAR, "a near miss"
        elif report.severity and report.severity.level:
            points = _WORST * (5 - report.severity.level) / 4
            yield points, f"severity {report.severity.label}"

    def _sharing(self, report: Brief) -> Iterator[tuple[int, str]]:
        for value in (*report.services, *report.tags):
            holders = self._sizes.get(value.casefold(), 0)
            if 1 < holders <= max(2, _BROAD * len(self._archive.briefs)):
                yield holders - 1, value

    def _of_class(self, report: Brief) -> Iterator[Part]:
        again = self._archive.recurrences.get(report.slug, ())
        if again:
            most = max(again, key=lambda found: (found.nth, found.class_name))
            points = _AGAIN + _MORE * min(2, most.nth - 2)
            yield points, f"{most.class_name} came back, time {most.nth}: {most.disease.value}"
        elif report.classes:
            yield _NEW, f"first of its class: {report.classes[0]}"

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        groups = (*self._archive.tags, *self._archive.services)
        return {group.name.casefold(): len(group.members) for group in groups}


def _of_fixes(report: Brief) -> Iterator[Part]:
    done = [fix for fix in report.actions if fix.status is ActionStatus.DONE]
    if any(fix.verified_by for fix in done):
        yield _HELD, "a fix that held"
    elif done:
        yield _SHIPPED, "a fix that shipped"
    elif any(fix.status in OPEN or fix.owner or fix.due for fix in report.actions):
        yield _PROMISED, "a fix that is promised"


def _of_words(lesson: Lesson, headline: Rich) -> Iterator[Part]:
    if headline is lesson.headline:
        yield _SCENT, "a headline that stands alone"
    elif wrong := faults(headline.text):
        yield from ((-_FAULT, f"headline {fault}") for fault in wrong)
    else:
        yield _LENT, "a headline of other words of its report"
    if lesson.check:
        yield _CHECK, "says whose code is concerned"
    if lesson.source.confidence is Confidence.OFFERED:
        yield -_DOUBT, "a sentence of the story, not a lesson by its author's word"

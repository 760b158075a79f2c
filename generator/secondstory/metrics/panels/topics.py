"""What there is to practise or to write down: topics, never people."""

from __future__ import annotations

from secondstory.metrics.ground import Ground, rows
from secondstory.model import Brief, Fix, Intent, Purpose, Strength
from secondstory.model.metrics import Line, Panel, Shape

KEY = "topics"
MOST = 12
COLUMNS = ("Reports",)
_LEARNT = frozenset({Purpose.PROCESS, Purpose.DOCS})


def panel(ground: Ground) -> Panel:
    """The tags and classes of reports with a fix that somebody has to know or to remember."""
    asking = [report for report in ground.reports if any(map(_asks, report.actions))]
    spelt: dict[str, str] = {}
    found: dict[str, list[Brief]] = {}
    for report in asking:
        for topic in dict.fromkeys(_topics(report)):
            key = topic.casefold()
            spelt.setdefault(key, topic)
            if report not in found.setdefault(key, [])[-1:]:
                found[key].append(report)
    often = [key for key, some in found.items() if len(some) > 1]
    first = sorted(often, key=lambda key: (-len(found[key]), key))[:MOST]
    return Panel(
        key=KEY,
        title="Topics in demand",
        what="report",
        counted="Reports with a promised fix that rests on people or on words (a weak one, or one"
        " about process or documents), by their tags and classes: those that two reports ask for,"
        f" the {MOST} most frequent. A drill or a page about such a topic would serve them. Where"
        " no tag is stated, suggested ones count.",
        gamed="Tags for everything. A topic says what is asked for, and nothing of anybody's"
        " skill.",
        shape=Shape.BARS,
        sample=rows(report for report in asking if _topics(report)),
        unknown=rows(report for report in asking if not _topics(report)),
        axis="Topic",
        columns=COLUMNS,
        lines=tuple(Line(spelt[key], (rows(found[key]),)) for key in first),
    )


def _asks(fix: Fix) -> bool:
    if fix.intent is not Intent.COMMITTED:
        return False
    weak = fix.grade is not None and fix.grade.strength is Strength.WEAK
    return weak or fix.purpose in _LEARNT


def _topics(report: Brief) -> tuple[str, ...]:
    tags = report.tags or tuple(fact.value for fact in report.suggested)
    return (*tags, *report.classes)

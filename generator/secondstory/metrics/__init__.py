"""Archive, promises, policy and a day -> the state of learning: numbers and their rows, no words.

One module of `panels` answers one question. Nothing here counts people, and no team is told from
another.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from secondstory.commitments import Commitment
from secondstory.distributions import Change, believed
from secondstory.metrics.ground import Ground, rows
from secondstory.metrics.panels import PANELS
from secondstory.metrics.period import QUARTERS, period_of
from secondstory.model import Archive
from secondstory.model.metrics import Panel, State
from secondstory.noun import replace
from secondstory.policy import Policy

__all__ = ["ALPHA", "PANELS", "state_of"]

# At most so often does a page claim any change where there is none. It is read every month, so
# that this is stricter than the usual 0.05, which is once in twenty pages.
ALPHA = 0.03


def state_of(
    archive: Archive,
    promises: Iterable[Commitment],
    policy: Policy,
    as_of: date,
    quarters: int = QUARTERS,
) -> State:
    """Answer every question for the quarters that end with a day."""
    period = period_of(as_of, quarters)
    past = [report for report in reversed(archive.briefs) if report.date and report.date <= as_of]
    ground = Ground(
        archive=archive,
        period=period,
        reports=tuple(each for each in past if each.date and each.date >= period.first),
        past=tuple(past),
        undated=tuple(report for report in archive.briefs if report.date is None),
        promises=tuple(promises),
        policy=policy,
    )
    ahead = (report for report in archive.briefs if report.date and report.date > as_of)
    return State(
        period,
        rows(ground.reports),
        rows(ground.undated),
        rows(ahead),
        _compared(tuple(panel(ground) for panel in PANELS)),
    )


def _compared(panels: tuple[Panel, ...]) -> tuple[Panel, ...]:
    """Believe of the changes of all panels as many as can be believed together."""
    changes = [panel.change for panel in panels if panel.change]
    found = iter(believed([change.p for change in changes], ALPHA))
    return tuple(
        replace(panel, change=_found(panel.change, next(found))) if panel.change else panel
        for panel in panels
    )


def _found(change: Change, found: bool) -> Change:  # noqa: FBT001 - the change's own field
    # Where ranks differ and medians do not, there is nothing that a sentence could say.
    return replace(change, found=found and change.before != change.after)

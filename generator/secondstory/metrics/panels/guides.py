"""Whether reports lead to runbooks and decision records, and whether those keep up with them."""

from __future__ import annotations

from datetime import date

from secondstory.metrics.ground import Ground, rows
from secondstory.model import Brief, GuideKind
from secondstory.model.metrics import Line, Panel, Row, Rows, Shape

KEY = "guides"
COLUMNS = ("Number",)


def panel(ground: Ground) -> Panel:
    """Reports that link guides, and guides by whether the last report of their kind does."""
    linking = [report for report in ground.reports if report.guides]
    kept, behind = _standing(ground)
    lines = (
        Line("Reports that link a runbook", (_of(linking, GuideKind.RUNBOOK),)),
        Line("Reports that link a decision record", (_of(linking, GuideKind.DECISION),)),
        Line(
            "Reports that link neither", (rows(each for each in ground.reports if not each.guides),)
        ),
        Line("Guides that the last incident of their kind links", (kept,)),
        Line("Guides older than the last incident of their kind", (behind,)),
    )
    return Panel(
        key=KEY,
        title="Runbooks and decision records",
        what="report that links a guide",
        many="reports that link a guide",
        counted="Links to what its address calls a runbook, a playbook, an ADR or a decision. A"
        " guide is older than the last incident of its kind where a later report of the same"
        " class, or of the same service if no class is named, does not link it: it may want a"
        " look.",
        gamed="Linking a guide that nobody changed. A link is a way to it, and no goal.",
        shape=Shape.NONE,
        sample=rows(linking),
        unknown=(),
        axis="What",
        columns=COLUMNS,
        lines=lines,
    )


def _of(reports: list[Brief], kind: GuideKind) -> Rows:
    return rows(each for each in reports if any(guide.kind is kind for guide in each.guides))


def _standing(ground: Ground) -> tuple[Rows, Rows]:
    """The guides that reports link, each by the last that does: those kept, those behind."""
    linked: dict[str, list[Brief]] = {}
    newest: dict[tuple[str, str], date] = {}  # the last day of a class or service
    for report in ground.past:  # oldest first
        for guide in report.guides:
            linked.setdefault(guide.target, []).append(report)
        for key in (*_keys(report, "class"), *_keys(report, "service")):
            newest[key] = report.date or date.min
    kept: list[Row] = []
    behind: list[Row] = []
    for target, reports in sorted(linked.items()):
        last = reports[-1]
        keys = {key for report in reports for key in _keys(report, "class")}
        keys = keys or {key for report in reports for key in _keys(report, "service")}
        since = max((newest[key] for key in keys), default=None)
        if since and last.date and since > last.date:
            behind.append(Row(last.slug, note=f"{target}; since then {since.isoformat()}"))
        else:
            kept.append(Row(last.slug, note=target))
    return tuple(kept), tuple(behind)


def _keys(report: Brief, kind: str) -> list[tuple[str, str]]:
    values = report.classes if kind == "class" else report.services
    return [(kind, value.casefold()) for value in values]

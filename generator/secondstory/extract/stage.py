"""How far the write-up of a report has come, when it is due and who reviewed it: front matter.

Only front matter counts, and only the words of the flow (draft, in review, approved, published):
what others write there of an incident (resolved, final, complete) says nothing about the report.
"""

from __future__ import annotations

import datetime as dt
import re
from difflib import get_close_matches

from secondstory.extract.dates import first_day
from secondstory.findings import Code, Finding, Level
from secondstory.model import Document, Fact, Origin, Provenance, Stage
from secondstory.noun import Noun

ODD_STAGE = Code(
    "SS309",
    "status-misspelt",
    Level.WARNING,
    "A status that is nearly one of the flow counts as the one it is like: a draft that is"
    " published by a typing error cannot be taken back.",
    "write `status: draft`, `in-review`, `approved` or `published`",
)
CODES = (ODD_STAGE,)

_STAGES = {
    "draft": Stage.DRAFT,
    "in-review": Stage.IN_REVIEW,
    "under-review": Stage.IN_REVIEW,
    "approved": Stage.APPROVED,
    "published": Stage.PUBLISHED,
}
_STATED = re.compile(
    r"\W*(draft|in[\s_-]*review|under[\s_-]*review|approved|published)(?![\w-])", re.IGNORECASE
)
_JOINTS = re.compile(r"[\s_-]+")
_ALIKE = 0.8
_YES = re.compile(r"\W*(?:true|yes|1)\W*", re.IGNORECASE)
# Front matter too broken to read must not publish a draft.
_RAW = re.compile(
    r"^(?:status[ \t]*[:=][ \t]*[\"']?(?:draft|in[ _-]?review)|draft[ \t]*[:=][ \t]*true)\b",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 2_000  # characters


class Staged(Noun, frozen=True):
    """How far a report has come, whether it says so, and what is odd about how it does."""

    stage: Stage = Stage.PUBLISHED
    stated: bool = False
    findings: tuple[Finding, ...] = ()


def find_stage(document: Document) -> Staged:
    """Read how far the write-up has come; a doubt is settled in favour of a draft."""
    if _YES.fullmatch(_meta(document, "draft")):
        return Staged(Stage.DRAFT, stated=True)
    written = _meta(document, "status")
    if stated := _STATED.match(written):
        return Staged(_STAGES[_spelled(stated[1])], stated=True)
    if near := get_close_matches(_spelled(written), _STAGES, 1, _ALIKE):
        stage = _STAGES[near[0]]
        where = document.locate(document.meta_line("status"))
        message = f"the status {written[:40]!r} is taken for {near[0]!r}"
        return Staged(stage, stated=True, findings=(ODD_STAGE.at(where, message),))
    head = document.source.text[:_HEAD]
    if not document.meta and head.startswith(("---", "+++")) and _RAW.search(head):
        return Staged(Stage.DRAFT, stated=True)
    return Staged()


def find_report_due(document: Document) -> Fact[dt.date] | None:
    """The day on which the report is to be published, as its front matter says."""
    return _day(document, "report_due")


def find_retro(document: Document) -> Fact[dt.date] | None:
    """The day on which its retrospective was held, as its front matter says."""
    return _day(document, "retro") or _day(document, "retrospective")


def find_reviewers(document: Document) -> tuple[Fact[str], ...]:
    """The roles that reviewed a report, as its front matter lists them."""
    value = document.meta.get("reviewed_by")
    if not isinstance(value, (str, list)):
        return ()
    roles = value if isinstance(value, list) else value.split(",")
    named = [(number, str(role).strip()) for number, role in enumerate(roles)]
    return tuple(
        Fact(role, role, _source(document, "reviewed_by", number)) for number, role in named if role
    )


def _day(document: Document, key: str) -> Fact[dt.date] | None:
    written = _meta(document, key)
    day = first_day(written, None) if written else None
    return Fact(day, written, _source(document, key)) if day else None


def _meta(document: Document, key: str) -> str:
    """A single value of the front matter, "" where it has none."""
    value = document.meta.get(key)
    return value.strip() if isinstance(value, str) else ""


def _spelled(written: str) -> str:
    return _JOINTS.sub("-", written.strip().lower())


def _source(document: Document, key: str, item: int | None = None) -> Provenance:
    return Provenance(Origin.FRONT_MATTER, document.meta_line(key, item), key)

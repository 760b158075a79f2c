"""An issue -> its JSON twin, for programs: the words of its page without markup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from secondstory.codec import as_json
from secondstory.model import Issue
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue
from secondstory.render.digest.fit import bare
from secondstory.render.digest.length import minutes, word_count
from secondstory.render.digest.view import Around, digest_href, view_of
from secondstory.render.views_digest import DigestPage, Returned, Told
from secondstory.render.views_parts import FixRow, ReportRow
from secondstory.render.wellformed import clean

SCHEMA_VERSION = 1
Way = Callable[[str], str]  # from the site's root to an address


def issue_json(shared: Catalogue, issue: Issue, beside: Around) -> bytes:
    """The twin of an issue's page; keys are only ever added."""
    way = partial(outward, shared.site, root="../../")
    return as_json(issue_data(view_of(shared, issue, beside), issue, way)) + b"\n"


def issue_data(page: DigestPage, issue: Issue, way: Way) -> dict[str, Any]:
    """An issue as plain values; `way` leads from the site's root to an address."""
    words = word_count(page)
    held, caught = page.held, page.caught
    return {
        "schema_version": SCHEMA_VERSION,
        "month": issue.month,
        "number": issue.number,
        "title": page.title,
        "url": way(digest_href(issue.month)),
        "words": words,
        "minutes": minutes(words),
        "quiet": issue.quiet,
        "note": clean(page.note) or None,
        "lead": _told(page.lead, way) if page.lead else None,
        "shorts": [_told(each, way) for each in page.shorts],
        "returns": [_class(each, way) for each in page.returns],
        "waiting": [_class(each, way) for each in page.waiting],
        "held": {**_fix(held, way), "made_for": _text(page.held_for)} if held else None,
        "caught": {**_report(caught, way), "how": _text(page.caught_by)} if caught else None,
        "commitments": {
            "open": issue.commitments.open,
            "aged": issue.commitments.aged,
            "median_days": issue.commitments.median,
            "oldest": [
                {**_fix(aged.fix, way), "days": promise.days}
                for aged, promise in zip(page.oldest, issue.commitments.oldest, strict=False)
            ],
        },
        "earlier": _told(page.earlier, way) if page.earlier else None,
        "drill": {
            "story": [{"when": clean(when), "what": clean(what)} for when, what in page.drill],
            "answer": way(page.answer),
        }
        if page.drill
        else None,
        "reports": issue.reports,
        "lessons": issue.pool,
        "how": page.how,
    }


def _told(told: Told, way: Way) -> dict[str, Any]:
    card = told.lesson
    return {
        "headline": _text(card.headline),
        "url": way(card.href),
        "mechanism": _text(told.mechanism),
        "check": _text(card.check),
        "fix": _fix(told.fix, way) if told.fix else None,
        "note": clean(told.note) or None,
        "older": told.older,
        "report": _report(card.report, way),
    }


def _report(row: ReportRow, way: Way) -> dict[str, Any]:
    return {
        "title": clean(row.title),
        "url": way(row.href),
        "date": row.iso or None,
        "severity": clean(row.severity.text) if row.severity else None,
        "services": [clean(named.text) for named in row.services],
    }


def _fix(fix: FixRow, way: Way) -> dict[str, Any]:
    return {
        "text": _text(fix.text),
        "url": way(fix.href),
        "state": fix.state.text,
        "proof": _text(fix.proof),
    }


def _class(each: Returned, way: Way) -> dict[str, Any]:
    return {
        "class": clean(each.text),
        "url": way(each.href),
        "again": each.again.text,
        "report": _report(each.report, way),
        "fix": {**_fix(each.fix, way), "since": each.since} if each.fix else None,
    }


def _text(html: str | None) -> str | None:
    return clean(bare(html)) or None if html else None

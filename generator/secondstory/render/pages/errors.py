"""Reports -> the error strings that stand in them, for whoever sees one of them again."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from secondstory.render.catalogue import Catalogue
from secondstory.render.views_groups import ErrorRow
from secondstory.render.words import first_sentence, shortened

_EACH = 3  # of a report
_LIMIT = 160  # characters


def error_rows(shared: Catalogue, slugs: Iterable[str], most: int) -> tuple[ErrorRow, ...]:
    """The first error strings of these reports, each with the first of them that has it."""
    found: dict[str, ErrorRow] = {}
    for slug in slugs:
        report = shared.report(slug)
        meant = first_sentence(report.cause or report.summary, 120)
        texts = dict.fromkeys(shortened(error, _LIMIT) for error in report.errors)
        # Messages before bare names: a sentence is what somebody pastes.
        fresh = sorted(
            (text for text in texts if text not in found), key=lambda text: " " not in text
        )
        for text in fresh[:_EACH]:
            search = f"search/index.html?q={quote(text.rstrip('…'), safe='', errors='replace')}"
            found[text] = ErrorRow(text, search, shared.rows[slug], meant)
        if len(found) >= most:
            break
    return tuple(found.values())[:most]

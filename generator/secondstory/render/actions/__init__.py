"""Commitments -> files for other programs: JSON, a sheet (CSV), a calendar (iCalendar)."""

from secondstory.render.actions.records import COLUMNS, as_document, record
from secondstory.render.actions.sheet import as_sheet

__all__ = ["COLUMNS", "as_document", "as_sheet", "record"]

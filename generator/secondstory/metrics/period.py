"""A day -> the quarters and months that end with it."""

from __future__ import annotations

from datetime import date

from secondstory.model.metrics import Period

QUARTERS = 8  # two years: long enough for halves to compare, short enough to be about today
MONTHS = 12


def period_of(as_of: date, quarters: int = QUARTERS) -> Period:
    """The last quarters up to a day; the present one counts as far as it has come."""
    last = as_of.year * 4 + (as_of.month - 1) // 3
    first = max(last - quarters + 1, 4)  # there is no year before 1
    names = tuple(f"{number // 4:04}-Q{number % 4 + 1}" for number in range(first, last + 1))
    return Period(date(first // 4, first % 4 * 3 + 1, 1), as_of, names)


def quarter_of(day: date) -> str:
    """The quarter of a day: `2026-Q4`."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def full_months(as_of: date) -> tuple[str, ...]:
    """The last twelve months that have ended by a day ("2026-10"), oldest first."""
    this = as_of.year * 12 + as_of.month - 1
    first = max(this - MONTHS, 12)
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, this))


def month_of(day: date) -> str:
    """The month of a day: `2026-10`."""
    return f"{day.year:04}-{day.month:02}"

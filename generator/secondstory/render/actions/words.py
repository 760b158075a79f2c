"""A summary of commitments -> sentences: each number with what it is of."""

from __future__ import annotations

from secondstory.commitments import ENOUGH, Summary
from secondstory.model import FixState


def open_words(found: Summary) -> str:
    """How many are open and late, and how old they are."""
    late = found.states[FixState.LATE]
    told = f"{found.open:,} open, {late:,} of them late" if late else f"{found.open:,} open"
    if found.median is None or found.oldest is None:
        return f"{told}."
    if found.aged < ENOUGH:
        return f"{told}; the oldest {found.oldest:,} days (n = {found.aged:,})."
    median = f"median age {found.median:,.0f} days (n = {found.aged:,})"
    return f"{told}; {median}, the oldest {found.oldest:,}."


def closure_words(found: Summary) -> str:
    """Which part of the commitments is closed, as far as reports say."""
    if found.closure is None:
        return "Too few commitments to say which part is closed."
    told = f"{found.closed:,} of {found.promised:,} commitments are closed ({found.closure:.0%})"
    if unstated := found.states[FixState.UNSTATED]:
        told += f"; of {unstated:,} nobody says"
    return f"{told}."

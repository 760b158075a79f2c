"""`secondstory actions`: action items, and what a tracker says of them."""

from __future__ import annotations

import click

from secondstory.cli.track import import_, sync


@click.group("actions", short_help="Keep action items and their tickets together.")
def actions() -> None:
    """Keep action items and their tickets together: GitHub Issues, Jira, or a table of your own."""


actions.add_command(sync)
actions.add_command(import_)

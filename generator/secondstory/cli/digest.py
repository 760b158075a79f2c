"""`secondstory digest`: the issues of the monthly digest."""

from __future__ import annotations

import click

from secondstory.cli.send import send


@click.group(short_help="The monthly digest.")
def digest() -> None:
    """The monthly digest of what was learned."""


digest.add_command(send)

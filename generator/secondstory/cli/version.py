"""`--version`: what a bug report should begin with."""

from __future__ import annotations

import platform

import click

from secondstory import __version__

_PARTS = ("lunr", "mistune")


def _tell(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  (as click calls it)
    if not wanted or context.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (30 ms)

    parts = [f"Python {platform.python_version()}"]
    for name in _PARTS:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} missing")
    click.echo(f"secondstory {__version__} ({', '.join(parts)})")
    context.exit()


version_option = click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell,
    help="Print the versions of secondstory and of what it stands on.",
)

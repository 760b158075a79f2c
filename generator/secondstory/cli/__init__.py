"""The command line: arguments in, exit codes out.

0 is fine, 1 means findings (under `check` and `--strict`), 2 a broken project or bad
usage. Data goes to standard output, talk to standard error. What costs time to import is
imported by the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from secondstory.cli.actions import actions
from secondstory.cli.build import build
from secondstory.cli.check import check
from secondstory.cli.clean import clean
from secondstory.cli.codes import codes
from secondstory.cli.completion import completion
from secondstory.cli.digest import digest
from secondstory.cli.explain import explain
from secondstory.cli.export import export
from secondstory.cli.init import init
from secondstory.cli.lint import lint
from secondstory.cli.lsp import lsp
from secondstory.cli.mcp import mcp
from secondstory.cli.metrics import metrics
from secondstory.cli.new import new
from secondstory.cli.options import config_option
from secondstory.cli.send import send
from secondstory.cli.serve import serve
from secondstory.cli.talk import complain
from secondstory.cli.version import version_option
from secondstory.findings import ProjectError

_BROKEN = 2
_INTERRUPTED = 130
_GARBAGE = 50_000  # objects made between two looks for garbage


@click.group(
    "secondstory",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `secondstory init`, or with `secondstory serve --source FOLDER --open`.",
)
@version_option
@config_option
@click.pass_context
def secondstory(context: click.Context, config: Path | None) -> None:
    """Turn a folder of postmortems into a searchable learning portal."""
    context.obj = config


_COMMANDS = (
    init, new, build, check, lint, explain, actions, metrics, digest, export, serve, mcp, lsp,
    clean, codes, completion,
)  # fmt: skip
for _command in _COMMANDS:
    secondstory.add_command(_command)
digest.add_command(send)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; `arguments` default to those of the process."""
    # Nearly all that a run makes lives to its end. Looking for garbage as often as Python does
    # by default took a third of the time of a build, and found none.
    gc.set_threshold(_GARBAGE)
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that cannot show a letter shows its number instead.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(arguments))


def run() -> NoReturn:
    """As `main`, for a process of its own: it is gone at once.

    Python takes apart what a run has made before it ends, which takes a tenth as long as a build.
    """
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # nobody reads us any more; Python knows what to do then
            raise end from None
        os._exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = secondstory.main(arguments, prog_name="secondstory", standalone_mode=False)
    except ProjectError as error:
        complain(error)
        return _BROKEN
    except click.ClickException as error:
        error.show()
        return _BROKEN
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    return code if isinstance(code, int) else 0

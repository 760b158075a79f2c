"""`secondstory completion`: what lets a shell complete commands and options."""

from __future__ import annotations

import click

_INSTALL = {
    "bash": 'eval "$(secondstory completion bash)"     in ~/.bashrc',
    "zsh": 'eval "$(secondstory completion zsh)"      in ~/.zshrc',
    "fish": "secondstory completion fish | source      in ~/.config/fish/config.fish",
}


@click.command(
    short_help="Print completions for your shell.",
    epilog="\b\nTo have them in every shell, put this line\n  " + "\n  ".join(_INSTALL.values()),
)
@click.argument("shell", type=click.Choice(sorted(_INSTALL)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that completes the commands and options of secondstory in a SHELL."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415  (see cli/__init__)

    complete = get_completion_class(shell)
    if complete is None:
        raise click.BadParameter(f"click knows no completion for {shell}.", context)
    root = context.find_root()
    script = complete(root.command, {}, "secondstory", "_SECONDSTORY_COMPLETE")
    click.echo(script.source(), nl=False)

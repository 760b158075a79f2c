"""`secondstory digest send`: the issue of a month reaches its lists, once."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from secondstory.cli.digest import archive_of, month_option
from secondstory.cli.options import (
    as_of_option,
    config_option,
    load,
    source_option,
    today,
    working_folder,
)
from secondstory.cli.talk import painter, say
from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.config import Post, Project, Recipients
    from secondstory.integrations.smtp import Server
    from secondstory.mailing import Parcel
    from secondstory.sending import Outcome, State

_LEDGER = "sent.jsonl"
_OUTBOX = ".secondstory/outbox"
_USER, _PASSWORD = "SECONDSTORY_SMTP_USER", "SECONDSTORY_SMTP_PASSWORD"
_PORTS = {"starttls": 587, "tls": 465, "plaintext": 25}
_SHOWN = 10  # readers that the same went wrong for


@click.command(short_help="Send the digest to its lists, once.")
@month_option
@click.option(
    "--list", "names", metavar="NAME", multiple=True, help="Only this list; can be repeated."
)
@click.option(
    "--dry-run", is_flag=True, help="Write what would be sent to a folder, and send nothing."
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=f"The folder of --dry-run [default: {_OUTBOX}/YYYY-MM beside the config].",
)
@click.option(
    "--to", "reader", metavar="ADDRESS", help="Send the mail to this address only, for a test."
)
@click.option(
    "--resend-unknown",
    is_flag=True,
    help="Send again where it is not known whether it came: somebody may get it twice.",
)
@source_option
@as_of_option
@config_option
@click.pass_context
def send(
    context: click.Context,
    *,
    month: str | None,
    names: tuple[str, ...],
    dry_run: bool,
    into: Path | None,
    reader: str | None,
    resend_unknown: bool,
    source: Path | None,
    as_of: date | None,
    config: Path | None,
) -> int:
    """Send the digest of a month to the lists of the config: by mail, to Slack, to Teams.

    What was sent is kept in a ledger (digests/sent.jsonl), so that nobody gets an issue twice,
    however often this runs. What could not be sent stays unsent: run it again. Exits with 1 if
    anything is left.

    The user and the password come from SECONDSTORY_SMTP_USER and SECONDSTORY_SMTP_PASSWORD, or
    from the config's user and password_file. docs/sending.md says how to set it up.
    """
    from secondstory import mailing
    from secondstory.config import Flags, is_address, require_folders
    from secondstory.digest import last_month
    from secondstory.render.words import month_words

    _require_behind(context)
    # For no audience, and without drafts: nobody knows who reads a mailbox or a channel.
    project = require_folders(load(context, config, Flags(source=source, drafts=False)))
    day = as_of or today()
    month = month or last_month(day)
    if reader is not None and not is_address(reader):
        raise click.BadParameter(f"{reader!r} is no mail address.", context)
    if not (dry_run or reader) and month >= f"{day:%Y-%m}":
        raise ProjectError(
            f"{month_words(month)} is not over on {day}, so its digest is not whole",
            hint="--dry-run and --to show what there is of it",
        )
    lists = _chosen(project, names)
    tested = reader is not None
    mailing.require_post(project, lists, mails=tested)
    archive = archive_of(project, day)
    made = tuple(mailing.parcels(project, archive, month, day, lists, mails=tested))
    for each in lists:
        if each not in [parcel.to for parcel in made]:
            say(f"{each.name}: nothing to tell of {month}, so nothing is sent.")
    if dry_run:
        outbox = project.root / _OUTBOX
        _write(made, working_folder() / into if into else outbox / month, outbox)
        return 0
    if reader is not None:
        return _told(_try(made, reader, project.post))
    return _told(_send(made, project, resend=resend_unknown))


def _require_behind(context: click.Context) -> None:
    """Refuse options of `digest` before `send`, which would mean nothing."""
    above = context.parent
    for name in above.params if above else ():
        if above and above.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError("The options of `digest send` stand behind it.", context)


def _chosen(project: Project, names: Sequence[str]) -> tuple[Recipients, ...]:
    lists = project.post.lists
    known = [each.name for each in lists]
    for name in names:
        if name not in known:
            hint = f"the lists are {', '.join(known)}" if known else "name one: [lists.everyone]"
            raise ProjectError(f"there is no list {name!r}", hint=hint)
    return tuple(each for each in lists if not names or each.name in names)


def _write(made: Sequence[Parcel], folder: Path, outbox: Path) -> None:
    """Write mails and payloads, and say for whom they are; the outbox is kept out of git."""
    from secondstory import mailing
    from secondstory.portable import shown

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if outbox in folder.parents:
            (outbox / ".gitignore").write_text("*\n", "utf-8")
        for parcel in made:
            for file in mailing.files(parcel):
                (folder / file.path).write_bytes(file.content)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise ProjectError(f"{shown(folder)!r} cannot be written: {reason}") from error
    for parcel in made:
        mails, chats = len(parcel.to.readers), " and ".join(parcel.posts)
        to = ", ".join(filter(None, (f"{mails} by mail" if mails else "", chats)))
        say(f"{parcel.to.name}: {parcel.heads.subject!r}, for {to}")
    say(f"Nothing was sent. What would be lies in {shown(folder)}.")


def _try(made: Sequence[Parcel], reader: str, post: Post) -> tuple[Outcome, ...]:
    """Send a test of the first list's mail; the ledger does not hear of it."""
    from secondstory import mailing
    from secondstory.integrations.smtp import Mailer
    from secondstory.sending import Unrecorded, deliver

    with Mailer(_server(post)) as mailer:
        tests = [
            mailing.mail_to(parcel, reader, mailer, secrets.token_hex(6)) for parcel in made[:1]
        ]
        return deliver(tests, Unrecorded(), post.patience, time.sleep)


def _send(made: Sequence[Parcel], project: Project, *, resend: bool) -> tuple[Outcome, ...]:
    from secondstory import mailing
    from secondstory.integrations.smtp import Mailer
    from secondstory.sending import deliver, opened

    post = project.post
    with ExitStack() as open_:
        book = open_.enter_context(opened(post.ledger or project.editors / _LEDGER, _now))
        errands = [each for p in made for each in mailing.posts(p, os.environ, post.timeout)]
        if any(parcel.to.readers for parcel in made):
            mailer = open_.enter_context(Mailer(_server(post)))
            errands += [each for parcel in made for each in mailing.mails(parcel, mailer)]
        return deliver(errands, book, post.patience, time.sleep, resend=resend)


def _server(post: Post) -> Server:
    """The mail server, with what the environment or a file says of it. Raises ProjectError."""
    from secondstory.integrations.smtp import Security, Server

    if not post.server:
        raise ProjectError(
            "no mail server is named", hint='set server in [mail]: server = "smtp.example.org"'
        )
    user = os.environ.get(_USER) or post.user
    password = os.environ.get(_PASSWORD) or _password(post.password_file)
    if user and not password:
        raise ProjectError(
            f"there is no password for the user {user!r} of {post.server}",
            hint=f"set {_PASSWORD}, or password_file in [mail]",
        )
    if user and post.security == "plaintext":
        raise ProjectError(
            "a password is not sent over a connection that anybody can read",
            hint='set security = "starttls" or "tls" in [mail], or leave out the user',
        )
    port = post.port or _PORTS[post.security]
    security = Security(post.security)
    return Server(post.server, port, security, user, password, post.ca_file, post.timeout)


def _password(file: Path | None) -> str:
    from secondstory.portable import shown

    if file is None:
        return ""
    try:
        return file.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise ProjectError(f"{shown(file)!r} cannot be read: {reason.lower()}") from error


def _told(outcomes: Sequence[Outcome]) -> int:
    """Say what became of an issue; 1 where anything is left."""
    from secondstory.sending import State

    sent = sum(each.state is State.SENT and not each.earlier for each in outcomes)
    before = sum(each.state is State.SENT and each.earlier for each in outcomes)
    left = [each for each in outcomes if each.state is not State.SENT]
    for words in _complaints(left):
        say(words)
    had = f", {before:,} had it already" if before else ""
    say(f"{sent:,} sent{had}, {len(left):,} left.")
    if any(each.state is not State.UNKNOWN for each in left):
        say("Nothing of what is left was taken by a server: mend it, and run the same again.")
    return 1 if left else 0


def _complaints(left: Sequence[Outcome]) -> Iterator[str]:
    """What went wrong, each thing once, with those it went wrong for and what mends it."""
    from secondstory.portable import visible

    paint = painter(sys.stderr)
    same: dict[tuple[str, State, str, str], list[str]] = {}
    for each in left:
        same.setdefault((each.key.list, each.state, each.said, each.hint), []).append(each.key.to)
    for (name, state, said, hint), readers in same.items():
        more = f" and {len(readers) - _SHOWN:,} more" if len(readers) > _SHOWN else ""
        whom = f"{name}, {', '.join(readers[:_SHOWN])}{more}:"
        yield f"{paint(whom, 'error')} {state}: {visible(said)}"
        if hint:
            yield f"  {paint(f'hint: {hint}', 'hint')}"


def _now() -> datetime:
    return datetime.now(UTC)

"""`secondstory actions sync` and `actions import`: what others say of action items is taken up."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import base64
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.cli.options import config_option, load, source_option, today
from secondstory.cli.talk import painter, say, show
from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.config import Project
    from secondstory.integrations.http import Http
    from secondstory.integrations.trackers import Tracker
    from secondstory.model import Snapshot
    from secondstory.pipeline import Reading
    from secondstory.syncing import Outcome, Round

_GITHUB = ("SECONDSTORY_GITHUB_TOKEN", "GITHUB_TOKEN")
_USER, _JIRA = "SECONDSTORY_JIRA_USER", "SECONDSTORY_JIRA_TOKEN"

_SHOWN = 10  # tickets of nobody

_dry_run = click.option(
    "--dry-run", is_flag=True, help="Say what would be done, and write and create nothing."
)


@click.command(short_help="Read the state of tickets back, and create those that are missing.")
@click.option("--create", is_flag=True, help="Create tickets for open commitments without one.")
@click.option(
    "--only",
    metavar="ID",
    multiple=True,
    help="Create one for this action item, whatever its state is; can be repeated.",
)
@click.option("--offline", is_flag=True, help="Note the ids of action items, and ask nobody.")
@_dry_run
@source_option
@config_option
@click.pass_context
def sync(
    context: click.Context,
    *,
    create: bool,
    only: tuple[str, ...],
    offline: bool,
    dry_run: bool,
    source: Path | None,
    config: Path | None,
) -> int:
    """Ask the tracker of the config for status, owner and due date of action items.

    What it says is kept in a snapshot (actions.json), which builds read; they ask nobody. With
    --create it is asked to make a ticket for each open commitment without one: once, however often
    this runs or breaks off. Exits with 1 if anything is left.

    The token comes from SECONDSTORY_GITHUB_TOKEN or GITHUB_TOKEN, or from SECONDSTORY_JIRA_USER and
    SECONDSTORY_JIRA_TOKEN. docs/tracking.md says how to set it up.
    """
    from secondstory import syncing

    project = _project(context, config, source)
    if offline:
        if create or only:
            raise click.UsageError("--offline creates nothing.", context)
        if dry_run:
            show(_ids(_noted(project)[1]))
            return 0
        with syncing.alone(project.snapshot):
            reading, snapshot = _noted(project)
            syncing.save(project.snapshot, snapshot)
        say(
            f"{len(snapshot.rows):,} action items of {len(reading.archive.briefs):,} reports noted."
        )
        return 0
    http = _http(project)
    wish = syncing.Wish(create, only, dry_run, project.tracker.settle, project.tracker.pace)
    with (
        http,
        syncing.opened(project.snapshot.with_suffix(".jsonl"), _place(project), _now) as book,
    ):
        reading, snapshot = _noted(project)
        _require_known(only, snapshot)
        done = syncing.sync(
            reading.archive, snapshot, _tracker(project, http), book, project.site, http, wish
        )
        if not dry_run:
            syncing.save(project.snapshot, done.snapshot)
    return _told(done, dry_run=dry_run)


@click.command("import", short_help="Take the state of action items from a table.")
@click.argument("table", type=click.Path(path_type=Path), metavar="FILE")
@_dry_run
@source_option
@config_option
@click.pass_context
def import_(
    context: click.Context,
    *,
    table: Path,
    dry_run: bool,
    source: Path | None,
    config: Path | None,
) -> int:
    """Take status, owner and due date of action items from a table (CSV), into the snapshot.

    Its first line names the columns: id, key, url or text say which action item a row is, path of
    which report; status, owner, due and url are taken. Empty cells change nothing. What cannot be
    read is said with its line and left out, and the exit code is 1.
    """
    from secondstory import report, syncing
    from secondstory.crawl import read_source
    from secondstory.extract import load_lexicon
    from secondstory.portable import shown
    from secondstory.tracking.table import taken

    project = _project(context, config, source)
    if not table.is_file():
        raise ProjectError(
            f"there is no file {shown(table)!r}", hint="name a table of action items"
        )
    lexicon = load_lexicon(project.words, project.severities)
    text = read_source(table, Path(shown(table)).as_posix())
    with syncing.alone(project.snapshot):
        reading, snapshot = _noted(project)
        found = taken(text, reading.archive, snapshot, lexicon.statuses, _now())
        if not dry_run:
            syncing.save(project.snapshot, found.snapshot)
    if found.findings:
        wrong = report.Report(found.findings, 0, 0)
        say(report.as_text(wrong, painter(sys.stderr)).rstrip("\n"))
    would = "would be " if dry_run else ""
    say(f"{found.taken:,} of {found.rows:,} rows {would}taken, {found.changed:,} with news.")
    return 1 if found.findings else 0


def _project(context: click.Context, config: Path | None, source: Path | None) -> Project:
    from secondstory.config import Flags, require_folders

    # For no audience, and without drafts: nobody knows who reads a tracker.
    return require_folders(load(context, config, Flags(source=source, drafts=False)))


def _noted(project: Project) -> tuple[Reading, Snapshot]:
    """The archive as its reports alone have it, and a snapshot that knows all of its actions."""
    from secondstory import incremental, syncing, tracking
    from secondstory.cache import cache_folder

    cache = cache_folder(project.root)
    reading = incremental.read(project, today(), cache, snapshot=tracking.NO_SNAPSHOT)
    before = tracking.load(project.snapshot)
    return reading, syncing.remember(reading.archive, before, reading.hidden, reading.restricted)


def _require_known(only: tuple[str, ...], snapshot: Snapshot) -> None:
    from difflib import get_close_matches

    known = [row.id for row in snapshot.rows]
    for name in only:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.7)
            hint = f"did you mean {near[0]}? " if near else ""
            raise ProjectError(
                f"there is no action item {name!r}",
                hint=f"{hint}`secondstory actions sync --offline --dry-run` lists them",
            )


def _place(project: Project) -> str:
    """What tells the tracker of a project from others in its ledger."""
    track = project.tracker
    return f"{track.kind}:{track.url}:{track.repository or track.project}"


def _tracker(project: Project, http: Http) -> Tracker:
    from secondstory.integrations.github import GitHub
    from secondstory.integrations.jira import Jira

    track = project.tracker
    if track.kind == "github":
        return GitHub(http, track.repository, track.label)
    return Jira(http, track.project, track.label, track.issue_type)


def _http(project: Project) -> Http:
    """A connection to the tracker of a project, with its token. Raises ProjectError."""
    from secondstory.integrations import github
    from secondstory.integrations.http import Http

    track = project.tracker
    if not track.kind:
        raise ProjectError(
            "no tracker is named",
            hint='set kind in [tracker]: kind = "github", repository = "octo-org/postmortems";'
            " --offline only notes the ids of action items",
        )
    if track.kind == "github":
        token = next(filter(None, map(_secret, _GITHUB)), "")
        if not token:
            raise ProjectError(
                "there is no token for GitHub",
                hint=f"set {_GITHUB[0]}: a fine-grained one for the repository, Issues (write)",
            )
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        secrets: tuple[str, ...] = (token,)
    else:
        user, token = _secret(_USER), _secret(_JIRA)
        if not (user and token):
            raise ProjectError(
                "there is no user and token for Jira",
                hint=f"set {_USER} (a mail address) and {_JIRA} (an API token of that account)",
            )
        basic = base64.b64encode(f"{user}:{token}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Accept": "application/json"}
        secrets = (token, basic)
    return Http(
        track.url or github.API,
        headers,
        secrets,
        timeout=track.timeout,
        patience=track.patience,
        proxy=track.proxy,
        ca_file=track.ca_file,
        sleep=time.sleep,
        now=_now,
    )


def _secret(variable: str) -> str:
    """A secret of the environment. Raises ProjectError for what fits into no header."""
    secret = os.environ.get(variable, "").strip()
    if not secret.isprintable() or not (secret.isascii() or variable in (_USER, _JIRA)):
        raise ProjectError(f"the variable {variable} holds what can be no token")
    return secret


def _told(done: Round, *, dry_run: bool) -> int:
    """Say what became of a round; 1 where anything is left."""
    from secondstory.portable import visible
    from secondstory.syncing import Fate

    paint = painter(sys.stderr)
    for each in done.outcomes:
        if each.fate is Fate.SAME and not each.said:
            continue
        for line in _lines(each):
            say(visible(line))
        if each.hint:
            say(f"  {paint(f'hint: {visible(each.hint)}', 'hint')}")
    if done.strays:
        keys = ", ".join(one.key for one in done.strays[:_SHOWN])
        more = f" and {len(done.strays) - _SHOWN:,} more" if len(done.strays) > _SHOWN else ""
        say(visible(f"no action item that may be read has the mark of {keys}{more}"))
    counts = Counter(each.fate for each in done.outcomes)
    words = [f"{counts[fate]:,} {fate}" for fate in Fate if counts[fate]]
    if done.broken:
        say(f"{paint('secondstory:', 'error')} {visible(done.broken)}")
        if done.hint:
            say(f"  {paint(f'hint: {visible(done.hint)}', 'hint')}")
        kept = "Nothing is lost: what was known before stays, with the time it was seen at."
        say(kept)
    nothing = "no action item has a ticket" if not done.broken else "nothing was learned"
    say(f"{', '.join(words) or nothing}{'; nothing was written' if dry_run else ''}.")
    left = {Fate.HELD, Fate.UNKNOWN, Fate.FAILED}
    return 1 if done.broken or any(each.fate in left for each in done.outcomes) else 0


def _lines(each: Outcome) -> Iterator[str]:
    row = each.row
    words = row.wording if len(row.wording) <= 60 else f"{row.wording[:60].rstrip()} …"
    key = f" {row.key}" if row.key else ""
    yield f"{each.fate}{key}: {words} ({row.id})"
    if each.said:
        yield f"  {each.said}"


def _ids(snapshot: Snapshot) -> str:
    from secondstory.portable import visible
    from secondstory.tracking.snapshot import ordered

    return "".join(
        f"{row.id}  {visible(f'{row.path}: {row.wording}')}\n" for row in ordered(snapshot.rows)
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)

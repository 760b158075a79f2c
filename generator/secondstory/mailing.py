"""A project -> its digest on the way to its lists: the recipe of `digest send`.

    Archive -> (of a list) Archive -> Issue -> Letter -> Parcel -> Errands

What is made here is pure but for the theme's files; nothing is sent before `deliver` is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import PurePosixPath

from secondstory.config import Project, Recipients
from secondstory.digest import issue_of, narrowed
from secondstory.findings import ProjectError
from secondstory.integrations import webhook
from secondstory.integrations.answers import ClosedError
from secondstory.integrations.smtp import Mailer
from secondstory.model import Archive, Artifact
from secondstory.noun import Noun
from secondstory.render import load_theme
from secondstory.render.catalogue import catalogue
from secondstory.render.digest import around, view_of
from secondstory.render.letter import as_html, as_text, letter_of, slack, teams
from secondstory.sending import Errand, Heads, Key, message

_PAYLOADS = {"slack": slack, "teams": teams}
_ADDRESS = re.compile(r".*<(.*)>\s*")


class Parcel(Noun, frozen=True):
    """An issue as one list gets it: its mail, and by chat what is posted there."""

    to: Recipients
    heads: Heads
    text: str
    html: str
    posts: Mapping[str, bytes]

    def mail(self, reader: str, test: str = "") -> bytes:
        """The mail for a reader; `test` makes another message of it."""
        return message(self.heads, reader, self.text, self.html, test)


def require_post(project: Project, lists: Sequence[Recipients], *, mails: bool) -> None:
    """Raise ProjectError where the config does not say what a mail or a post needs.

    `mails` says that there will be a mail, whoever the lists are for.
    """
    post = project.post
    if not project.site.base_url:
        raise ProjectError(
            "the links of a mail need the address of the portal",
            hint='set base_url in [site], such as base_url = "https://learn.example.org"',
        )
    if not lists:
        raise ProjectError(
            "there is nobody to send the digest to",
            hint='name a list: [lists.everyone], and below it recipients = ["all@example.org"]',
        )
    if not post.sender and (mails or any(each.readers for each in lists)):
        raise ProjectError(
            "nobody is named that the mail comes from",
            hint='set from in [mail], such as from = "Second Story <learning@example.org>"',
        )


def parcels(
    project: Project,
    archive: Archive,
    month: str,
    as_of: date,
    lists: Iterable[Recipients],
    *,
    mails: bool,
) -> Iterator[Parcel]:
    """The issue of a month as each of some lists gets it; no parcel where it has no learning.

    With `mails`, lists that are told in chats only get a mail as well.
    """
    site, post = project.site, project.post
    folders = [project.themes] if project.themes else []
    theme = load_theme(project.theme, folders, letters=True)
    shared = catalogue(archive, site, as_of, terms=project.policy.fixes)
    for each in lists:
        own = narrowed(archive, each.tags, each.services, each.teams)
        issue, _ = issue_of(own, month, archive.edits)
        if issue is None:
            continue
        page = view_of(shared, issue, around(archive, issue))
        scope = (*each.services, *each.tags, *each.teams)
        letter = letter_of(page, month, site, post.leave, scope)
        if letter is None:
            continue
        heads = Heads(
            sender=post.sender or "learning@localhost",
            name=each.name,
            month=month,
            subject=letter.subject,
            language=site.language,
            sent=as_of,
            leave=post.leave,
        )
        posts = {chat: _PAYLOADS[chat](letter) for chat, _ in each.chats}
        mailed = mails or bool(each.readers)
        html = as_html(letter, theme) if mailed else ""  # what makes it is an extra
        yield Parcel(each, heads, as_text(letter, theme), html, posts)


def files(parcel: Parcel) -> Iterator[Artifact]:
    """What would be sent, as files: one mail, whoever else it is for, and a payload for a chat."""
    name = parcel.to.name
    for reader in parcel.to.readers[:1]:
        yield Artifact(PurePosixPath(f"{name}.eml"), parcel.mail(reader))
    for chat, payload in parcel.posts.items():
        yield Artifact(PurePosixPath(f"{name}.{chat}.json"), payload)


def mails(parcel: Parcel, mailer: Mailer) -> Iterator[Errand]:
    """A mail for each reader of a list."""
    return (mail_to(parcel, reader, mailer) for reader in parcel.to.readers)


def mail_to(parcel: Parcel, reader: str, mailer: Mailer, test: str = "") -> Errand:
    """The mail for one reader."""
    sender = _ADDRESS.sub(r"\1", parcel.heads.sender)

    def hand(before: Callable[[], None]) -> str:
        return mailer.send(sender, reader, parcel.mail(reader, test), before)

    key = Key(parcel.heads.month, parcel.to.name, reader.lower())
    return Errand(key, "mail", hand)


def posts(parcel: Parcel, hooks: Mapping[str, str], timeout: float) -> Iterator[Errand]:
    """A post in each chat of a list; `hooks` are the addresses by the variable that holds them."""
    for chat, variable in parcel.to.chats:
        key = Key(parcel.heads.month, parcel.to.name, chat)
        yield Errand(key, variable, partial(_posted, hooks, variable, parcel.posts[chat], timeout))


def _posted(
    hooks: Mapping[str, str],
    variable: str,
    payload: bytes,
    timeout: float,
    before: Callable[[], None],
) -> str:
    address = hooks.get(variable, "").strip()
    wrong = webhook.webhook_fault(address) if address else "is not set"
    if wrong:
        raise ClosedError(
            f"the variable {variable} {wrong}", "it holds the address of the webhook, a secret"
        )
    before()
    return webhook.post(address, payload, timeout)

"""GitHub Issues as a tracker: github.com, and GitHub Enterprise by its own address.

Lists are asked for by label, never searched for: the search has limits of its own and lags. The
mark of an action item is a comment in the body that nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from secondstory.integrations.answers import ClosedError, UnclearError
from secondstory.integrations.http import Answer, Http
from secondstory.integrations.trackers import Draft, Ticket, day, each, table, word
from secondstory.model import ActionStatus
from secondstory.noun import replace

API = "https://api.github.com"
_MARK = re.compile(r"<!--\s*secondstory:\s*(a-[0-9a-z-]{1,40})\s*-->")
_NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="?next"?')
_KEY = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)#(?P<number>\d{1,12})")
_LINK = re.compile(r"/(?P<repository>[\w.-]+/[\w.-]+)/issues/(?P<number>\d{1,12})")
_PAGES = 1000
_BODY, _TITLE, _LONGEST = 20_000, 200, 250  # characters; GitHub takes titles of 256
_CALLS = re.compile(r"([@#])(?=\w)")
_REASONS = {"not_planned": "closed as not planned"}


class GitHub:
    """The issues of a repository."""

    kind = "github"

    def __init__(self, http: Http, repository: str, label: str) -> None:
        """Talk to the API that `http` leads to."""
        self._http, self._repository, self._label = http, repository, label
        host = urlsplit(http.base).netloc.casefold()
        self._web = host.removeprefix("api.")

    def find(self, since: datetime | None = None) -> Iterator[Ticket]:
        """The issues with our label, open and closed, oldest first; or what changed `since`."""
        asked = {"state": "all", "per_page": "100", "sort": "created", "direction": "asc"}
        if since:  # one that was made by whoever may set no labels has none
            asked["since"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        else:
            asked["labels"] = self._label
        path, parameters = f"/repos/{self._repository}/issues", dict(asked)
        seen: set[str] = set()
        while path and path not in seen and len(seen) < _PAGES:
            seen.add(path)
            answer = self._http.get(path, parameters or None)
            for issue in self._list(answer):
                if "pull_request" not in issue:
                    yield self._ticket(issue)
            following = _NEXT.search(answer.headers.get("link", ""))
            path, parameters = following[1] if following else "", {}

    def create(self, draft: Draft) -> Ticket:
        """Make an issue with our label, and its mark."""
        body = {"title": _title(draft), "body": _body(draft), "labels": [self._label]}
        made = table(self._http.post(f"/repos/{self._repository}/issues", body))
        try:
            ticket = self._ticket(made)
        except ClosedError as error:  # it agreed to something
            raise UnclearError(error.said) from error
        labels = {word(one.get("name")).casefold() for one in each(made.get("labels"))}
        if self._label.casefold() in labels:
            return ticket
        return replace(ticket, warning=f"it did not get the label {self._label!r}")

    def read(self, key: str) -> Ticket:
        """An issue, wherever it was moved to."""
        known = _KEY.fullmatch(key)
        if not known:
            return Ticket(key, gone="not found")
        answer = self._http.get(f"/repos/{known['repository']}/issues/{known['number']}")
        if answer.status in (404, 410):
            return Ticket(key, gone="deleted" if answer.status == 410 else "not found")
        if not answer.good:
            raise self._http.refusal(answer)
        found = self._ticket(table(answer.data))
        if "pull_request" in table(answer.data):
            return Ticket(key, gone="not found")
        return found

    def key_of(self, href: str, text: str) -> str:  # noqa: ARG002 - a bare number may be any repository's
        """The key of an issue on this GitHub, in any repository."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return ""
        found = _LINK.fullmatch(parts.path.rstrip("/"))
        if not found or parts.netloc.casefold() not in (self._web, f"www.{self._web}"):
            return ""
        return f"{found['repository']}#{found['number']}"

    def _list(self, answer: Answer) -> list[Mapping[str, object]]:
        if answer.good and isinstance(answer.data, list):
            return each(answer.data)
        if answer.good:
            raise ClosedError(
                f"{self._http.host} answers with something that is no list of issues",
                "is tracker.url the address of the API? On your own server it ends in /api/v3",
            )
        error = self._http.refusal(answer)
        if answer.status in (404, 410):
            raise ClosedError(
                error.said, f"is there a repository {self._repository}, and may the token see it?"
            )
        raise error

    def _ticket(self, issue: Mapping[str, object]) -> Ticket:
        url, number = word(issue.get("html_url")), issue.get("number")
        if not isinstance(number, int) or isinstance(number, bool):
            raise ClosedError(f"{self._http.host} answers with something that is no issue")
        body = issue.get("body")
        # The last mark counts: what stands above may quote another issue.
        marks = _MARK.findall(body) if isinstance(body, str) else []
        status, written = _status(word(issue.get("state")), word(issue.get("state_reason")))
        return Ticket(
            key=self.key_of(url, "") or f"{self._repository}#{number}",
            url=url if url.startswith(("https://", "http://")) else "",
            id=marks[-1] if marks else "",
            status=status,
            written=written,
            owner=_owner(issue),
            done=day(issue.get("closed_at")) if status is ActionStatus.DONE else None,
            reason=_REASONS.get(word(issue.get("state_reason")))
            if status is ActionStatus.DECLINED
            else None,
        )


def _status(state: str, why: str) -> tuple[ActionStatus | None, str]:
    if state == "open":
        return ActionStatus.OPEN, state
    if state != "closed":
        return None, state
    if why in ("", "completed"):
        return ActionStatus.DONE, state
    written = f"closed as {why.replace('_', ' ')}"
    # What is a duplicate lives on in another issue: that is neither done nor declined.
    return (ActionStatus.DECLINED if why == "not_planned" else None), written


def _owner(issue: Mapping[str, object]) -> str | None:
    named = [word(one.get("login")) for one in each(issue.get("assignees"))]
    named = named or [word(table(issue.get("assignee")).get("login"))]
    return ", ".join(f"@{name}" for name in named if name) or None


def _title(draft: Draft) -> str:
    """Words that call nobody and refer to nothing: a sign that nobody sees parts mark and name."""
    short = draft.said if len(draft.said) <= _TITLE else f"{draft.said[:_TITLE].rstrip()} …"
    return _CALLS.sub("\\1\u2060", short)[:_LONGEST]


def _body(draft: Draft) -> str:
    """Words of a report as code, in which GitHub finds neither markup nor mentions."""
    source = f"[the report]({_address(draft.link)})" if draft.link else "the report"
    lines = [
        _code(draft.said),
        "",
        f"An action item of {source} {_code(draft.origin)}, {_code(draft.place)}.",
        *(f"- {_code(fact)}" for fact in draft.facts),
        "",
        "Status and assignee of this issue are read back into the report's page.",
        "",
        f"<!-- secondstory: {draft.id} -->",
    ]
    return "\n".join(lines)


def _code(words: str) -> str:
    """A code span that its words cannot end."""
    line = " ".join(words.split())[:_BODY] or "?"
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _address(link: str) -> str:
    return quote(link, safe="/:#?&=%~@+,;.-_!*")

"""Jira Cloud as a tracker, by its REST API of version 3.

Jira shows everything that stands in a description, so that the mark of an action item is a label of
its own. Names of states and of their like are a site's own, in its language: the category of a
state decides. `/rest/api/3/search` is gone; lists come from `search/jql`, page by page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

from secondstory.integrations.answers import ClosedError, NotTakenError, UnclearError
from secondstory.integrations.http import Http
from secondstory.integrations.trackers import Draft, Ticket, day, each, table, word
from secondstory.model import ActionStatus

_FIELDS = ["summary", "status", "resolution", "resolutiondate", "assignee", "duedate", "labels"]
_MARK = re.compile(r"secondstory-(a-[0-9a-z-]{1,40})", re.IGNORECASE)
_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,30}-\d{1,10}")
_PAGES = 1000
_TITLE = 200  # characters; Jira takes 255
_STATES = {
    "new": ActionStatus.OPEN,
    "indeterminate": ActionStatus.IN_PROGRESS,
    "done": ActionStatus.DONE,
}
_DECLINED = frozenset(
    {
        "won't do", "won't fix", "wont do", "wont fix", "declined", "rejected", "cancelled",
        "canceled", "abandoned", "not planned", "will not do", "will not fix",
    }
)  # fmt: skip


class Jira:
    """The issues of a project."""

    kind = "jira"

    def __init__(self, http: Http, project: str, label: str, issue_type: str) -> None:
        """Talk to the site that `http` leads to."""
        self._http, self._project = http, project
        self._label, self._type = label, issue_type

    def find(self, since: datetime | None = None) -> Iterator[Ticket]:
        """The issues with our label, oldest first."""
        jql = f'project = "{self._project}" AND labels = "{self._label}"'
        if since:
            # Jira reads a time in the zone of whoever asks: only a span means the same to all.
            minutes = int((self._http.now() - since.astimezone(UTC)).total_seconds() // 60) + 5
            jql += f" AND updated >= -{max(5, minutes)}m"
        body: dict[str, object] = {
            "jql": f"{jql} ORDER BY created ASC",
            "fields": _FIELDS,
            "maxResults": 100,
        }
        seen: set[str] = set()
        for _ in range(_PAGES):
            answer = self._http.ask("/rest/api/3/search/jql", body)
            page = table(answer.data)
            if not answer.good:
                raise self._http.refusal(answer)
            if not isinstance(page.get("issues"), list):
                raise ClosedError(
                    f"{self._http.host} answers with something that is no list of issues",
                    "is tracker.url the address of the site: https://example.atlassian.net?",
                )
            for issue in each(page["issues"]):
                yield self._ticket(issue)
            token = page.get("nextPageToken")
            if not isinstance(token, str) or not token or token in seen or page.get("isLast"):
                return
            seen.add(token)
            body["nextPageToken"] = token

    def create(self, draft: Draft) -> Ticket:
        """Make an issue with our label, and its mark."""
        fields = {
            "project": {"key": self._project},
            "issuetype": {"name": self._type},
            "summary": draft.said[:_TITLE],
            "description": _document(draft),
            "labels": [self._label, f"secondstory-{draft.id}"],
        }
        made = table(self._http.post("/rest/api/3/issue", {"fields": fields}))
        key = word(made.get("key"))
        if not _KEY.fullmatch(key):  # it agreed to something
            raise UnclearError(f"{self._http.host} answers with something that is no issue")
        try:
            return self.read(key)
        except NotTakenError:  # it is made, and its state can wait
            return Ticket(key, self._browse(key), draft.id, ActionStatus.OPEN)

    def read(self, key: str) -> Ticket:
        """An issue; one that was moved to another project has another key."""
        path = f"/rest/api/3/issue/{quote(key, safe='')}"
        answer = self._http.get(path, {"fields": ",".join(_FIELDS)})
        if answer.status in (404, 410):
            return Ticket(key, gone="not found")  # Jira does not tell it from one that is hidden
        if not answer.good:
            raise self._http.refusal(answer)
        return self._ticket(table(answer.data))

    def key_of(self, href: str, text: str) -> str:
        """The key of an issue on this site; a bare key is one where it is of our project."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return ""
        if href:
            key = parts.path.rstrip("/").rpartition("/browse/")[2]
            ours = parts.netloc.casefold() == self._http.host.casefold()
            return key if ours and _KEY.fullmatch(key) else ""
        return text if _KEY.fullmatch(text) and text.startswith(f"{self._project}-") else ""

    def _browse(self, key: str) -> str:
        return f"{self._http.base}/browse/{key}"

    def _ticket(self, issue: Mapping[str, object]) -> Ticket:
        key, fields = word(issue.get("key")), table(issue.get("fields"))
        if not _KEY.fullmatch(key):
            raise ClosedError(f"{self._http.host} answers with something that is no issue")
        state = table(fields.get("status"))
        resolution = word(table(fields.get("resolution")).get("name"))
        status = _STATES.get(word(table(state.get("statusCategory")).get("key")))
        written = word(state.get("name"))
        reason = None
        if status is ActionStatus.DONE and resolution:
            written = f"{written}: {resolution}"
            folded = resolution.casefold().replace("’", "'")
            if folded in _DECLINED:
                status, reason = ActionStatus.DECLINED, resolution
            elif folded == "duplicate":  # it lives on in another issue
                status = None
        labels = fields.get("labels")
        marks = [
            found[1].lower()
            for label in (labels if isinstance(labels, list) else [])
            if isinstance(label, str) and (found := _MARK.fullmatch(label))
        ]
        return Ticket(
            key=key,
            url=self._browse(key),
            id=min(marks, default=""),
            status=status,
            written=written,
            owner=word(table(fields.get("assignee")).get("displayName")) or None,
            due=_day(word(fields.get("duedate"))),
            done=day(fields.get("resolutiondate")) if status is ActionStatus.DONE else None,
            reason=reason,
        )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _document(draft: Draft) -> dict[str, object]:
    """The description: text without any markup, in Jira's format, where nothing is looked for."""

    def paragraph(*texts: dict[str, object]) -> dict[str, object]:
        return {"type": "paragraph", "content": list(texts)}

    def text(words: str, link: str = "") -> dict[str, object]:
        mark = {"marks": [{"type": "link", "attrs": {"href": link}}]} if link else {}
        return {"type": "text", "text": words or "?", **mark}

    return {
        "type": "doc",
        "version": 1,
        "content": [
            paragraph(text(draft.said)),
            paragraph(
                text("An action item of the report "),
                text(draft.origin, draft.link),
                text(f", {draft.place}."),
            ),
            *(paragraph(text(fact)) for fact in draft.facts),
            paragraph(
                text("Status, assignee and due date of this issue are read back into its page.")
            ),
        ],
    }

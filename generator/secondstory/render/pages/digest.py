"""Archive -> the pages of the monthly digest: an issue for each month, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.digest import issues, last_month
from secondstory.model import Archive, Issue
from secondstory.render.body import unlinked
from secondstory.render.catalogue import Catalogue
from secondstory.render.digest import around, digest_href, shown_in, view_of
from secondstory.render.digest.fit import without_stop
from secondstory.render.page import Page
from secondstory.render.views_digest import DigestsPage, IssueRow
from secondstory.render.words import count, month_words


def pages(archive: Archive, shared: Catalogue) -> Iterator[Page]:
    """The list of issues, and a page for each."""
    made = issues(archive, last_month(shared.as_of))
    if not made:
        return
    months = ["", *(issue.month for issue in made), ""]
    rows = tuple(_row(issue) for issue in reversed(made))
    about = "What was learned, month by month: one lesson to lead with and a few in short."
    yield Page("digest/index.html", "Digest", about, "digest", DigestsPage(rows))
    for older, issue, newer in zip(months, made, months[2:], strict=False):
        beside = around(archive, issue, newer, older)
        title = f"Digest, {month_words(issue.month)}"
        lead = issue.lead.headline.text if issue.lead else "Nothing was published yet."
        view = (shared.only(shown_in(issue)), issue, beside)
        yield Page(digest_href(issue.month), title, lead, "digest", view, compose=view_of)


def _row(issue: Issue) -> IssueRow:
    back = count(len(issue.returns), "class came back", "classes came back")
    note = f"{len(issue.shorts)} more in short" + (f", {back}" if issue.returns else "")
    return IssueRow(
        month_words(issue.month),
        digest_href(issue.month),
        without_stop(unlinked(issue.lead.headline.html)) if issue.lead else None,
        f"From the archive; {note}" if issue.quiet else note,
    )

"""Issues of the digest -> their pages, and the list of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import PurePosixPath

from secondstory.digest import plain
from secondstory.model import Archive, Issue, Pending, Site
from secondstory.render.catalogue import Catalogue
from secondstory.render.digest import around, digest_href, headline, shown_in, view_of
from secondstory.render.digest.data import issue_json
from secondstory.render.feeds import feed_links
from secondstory.render.feeds.digest import ABOUT, DIGEST, Shown, digest_title
from secondstory.render.page import Page
from secondstory.render.twins.digest import issue_twin, issues_twin
from secondstory.render.views import Alternate
from secondstory.render.views_digest import DigestsPage, IssueRow, IssueYear
from secondstory.render.words import count, month_words


def shown(archive: Archive, shared: Catalogue, issues: Sequence[Issue]) -> tuple[Shown, ...]:
    """Each issue, with the reports that it shows and what is around it; oldest first."""
    months = ["", *(issue.month for issue in issues), ""]
    return tuple(
        (shared.only(shown_in(issue)), issue, around(archive, issue, newer, older))
        for older, issue, newer in zip(months, issues, months[2:], strict=False)
    )


def pages(shared: Catalogue, issues: Sequence[Shown]) -> Iterator[Page]:
    """The list of issues, and a page for each."""
    feeds = feed_links(DIGEST, digest_title(shared.site))
    newest = (issue for _, issue, _ in reversed(issues))
    years = groupby(newest, key=lambda issue: issue.month.split("-")[0])
    view = DigestsPage(tuple(IssueYear(year, tuple(map(_row, group))) for year, group in years))
    twin = partial(issues_twin, shared.site)
    yield Page("digest/index.html", "Digest", ABOUT, "digest", view, twin=twin, beside=feeds)
    for one in issues:
        yield _page(one, feeds)


def data_files(site: Site, issues: Sequence[Shown]) -> Iterator[Pending]:
    """What lies beside the pages of issues for programs."""
    for one in issues:
        path = PurePosixPath(_data_href(one[1]))
        yield Pending(path, (site, *one), partial(issue_json, *one))


def _page(one: Shown, feeds: tuple[Alternate, ...]) -> Page:
    issue = one[1]
    return Page(
        digest_href(issue.month),
        f"Digest, {month_words(issue.month)}",
        plain(issue.lead.headline.text) if issue.lead else "",
        "digest",
        one,
        compose=view_of,
        twin=issue_twin,
        beside=(
            Alternate("alternate", "application/json", "This issue as data", _data_href(issue)),
            *feeds,
        ),
    )


def _data_href(issue: Issue) -> str:
    return f"{digest_href(issue.month).removesuffix('.html')}.json"


def _row(issue: Issue) -> IssueRow:
    back = len(issue.returns)
    notes = (
        "A quiet month, from the archive" if issue.quiet else "",
        count(back, "class came back", "classes came back") if back else "",
    )
    lead, *also = (headline(each) for each in (issue.lead, *issue.shorts) if each)
    return IssueRow(
        month_words(issue.month).split(" ")[0],
        digest_href(issue.month),
        lead,
        tuple(also),
        "; ".join(filter(None, notes)),
    )

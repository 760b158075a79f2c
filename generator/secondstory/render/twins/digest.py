"""An issue of the digest -> its Markdown twin, which is also what `secondstory digest` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from secondstory.model import Issue, Site
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue
from secondstory.render.digest import Around, digest_href, view_of
from secondstory.render.digest.fit import bare
from secondstory.render.twins.lines import QUOTED, twin_href
from secondstory.render.twins.plain import joined, link, section, text
from secondstory.render.views_digest import DigestPage, DigestsPage, Returned, Told
from secondstory.render.views_parts import FixRow, Html

_Way = Callable[[str], str]  # from the site's root to an address


def issue_twin(shared: Catalogue, issue: Issue, beside: Around) -> bytes:
    """The twin of an issue's page."""
    way = partial(outward, shared.site, root="../../")
    page = link("The page", way(digest_href(issue.month)))
    lines = list(issue_lines(view_of(shared, issue, beside), shared.site, "../../"))
    return joined((lines[0], "", f"{page}. {QUOTED}", *lines[1:]))


def issues_twin(site: Site, page: DigestsPage) -> bytes:
    """The twin of the list of issues."""
    way = partial(outward, site)
    lines = ["# Digest", "", f"{link('The page', way('digest/index.html'))}. {QUOTED}", ""]
    for year in page.years:
        issues = (
            f"- {link(each.month, way(twin_href(each.href)))}: {_said(each.headline)}"
            for each in year.issues
        )
        lines += section(year.year, issues)
    return joined(lines)


def issue_lines(page: DigestPage, site: Site, root: str) -> Iterator[str]:
    """An issue as lines of Markdown; `root` is the way to the site's root."""
    way = partial(outward, site, root=root)
    yield f"# Digest, {page.title}"
    yield ""
    yield page.stand
    yield ""
    if page.note:
        yield from (text(page.note), "")
    if page.lead:
        yield from section("First of all", _lesson(page.lead, way))
    shorts = (line for each in page.shorts for line in _lesson(each, way))
    yield from section("In short", shorts)
    yield from section("Class watch", _watch(page, way))
    if page.held:
        yield from section("It held", (f"- {_proof(page.held, way)}{_after(page.held_for)}",))
    if page.caught:
        title = link(page.caught.title, way(page.caught.href))
        yield from section("Well caught", (f"- {title}{_after(page.caught_by)}",))
    oldest = (f"- {_fix(each.fix, way)}, {each.age}" for each in page.oldest)
    yield from section("Commitments", ("", page.open, "", *oldest))
    if page.earlier:
        yield from section(f"From the archive, {page.earlier_when}", _lesson(page.earlier, way))
    yield from section("One-minute drill", _drill(page, way))
    yield from section("How it was chosen", ("", f"{page.counts} {page.how}"))


def _lesson(told: Told, way: _Way) -> Iterator[str]:
    """A lesson, a paragraph for each thing that is known of it; headings are ours alone."""
    card = told.lesson
    marks = [chip.text for chip in (card.report.severity, card.report.again) if chip]
    services = [named.text for named in card.report.services]
    about = ", ".join(text(mark) for mark in (*marks, *services))
    source = link(card.ref, way(card.href)) + (", from the archive" if told.older else "")
    for line in (
        f"**{_said(card.headline)}**",
        _said(told.mechanism),
        f"*Check your code if {_said(card.check)}*" if card.check else "",
        f"{_fix(told.fix, way)}." if told.fix else "",
        text(told.note) if told.note else "",
        f"{source}{f': {about}' if about else ''}",
    ):
        if line:
            yield from ("", line)


def _watch(page: DigestPage, way: _Way) -> Iterator[str]:
    if page.waiting:
        yield from (
            "",
            "Nothing came back this month. These did before, and their known fix is still open.",
            "",
        )
    yield from (f"- {_class(each, way)}" for each in page.returns or page.waiting)


def _class(each: Returned, way: _Way) -> str:
    name = link(each.text, way(twin_href(each.href)))
    report = link(each.report.title, way(twin_href(each.report.href)))
    fix = f". {each.since}: {_linked(each.fix, way)}" if each.fix else ""
    return f"{name}: {each.again.text}, {report}{fix}"


def _proof(fix: FixRow, way: _Way) -> str:
    proof = f": {_said(fix.proof)}" if fix.proof else ""
    report = link(fix.report.title, way(twin_href(fix.report.href)))
    return f"{_linked(fix, way)}{proof} (after {report})"


def _after(story: Html | None) -> str:
    """What is told behind a link."""
    return f": {_said(story)}" if story else ""


def _fix(fix: FixRow, way: _Way) -> str:
    return f"**{fix.state.text}**: {_linked(fix, way)}"


def _linked(fix: FixRow, way: _Way) -> str:
    return link(bare(fix.text), way(fix.href))


def _drill(page: DigestPage, way: _Way) -> Iterator[str]:
    for when, what in page.drill:
        yield f"- {text(when)}: {text(what)}" if when else f"- {text(what)}"
    if page.drill:
        yield ""
        answer = link("See what it was", way(twin_href(page.answer)))
        yield f"What would you look at first? {answer}"


def _said(html: str | None) -> str:
    return text(bare(html)) if html else ""

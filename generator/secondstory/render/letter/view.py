"""The view of an issue -> a letter: the same words, in one order, with absolute links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secondstory.model import Site
from secondstory.render.address import outward
from secondstory.render.body import words
from secondstory.render.digest import digest_href
from secondstory.render.digest.fit import bare
from secondstory.render.views_digest import DigestPage, Returned, Told
from secondstory.render.views_letter import Item, Letter, Line, Section, Words
from secondstory.render.views_parts import FixRow, Html
from secondstory.render.words import first_sentence, month_words, shortened

_SUBJECT = 90  # characters of a headline in a subject
_WAITING = "Nothing came back this month. These did before, and their known fix is still open."
_FEWEST, _MOST = 40, 90  # characters of a preheader


def letter_of(
    page: DigestPage, month: str, site: Site, leave: str = "", scope: Sequence[str] = ()
) -> Letter | None:
    """An issue as a letter; None where it has no learning to lead with.

    `month` is that of the issue ("2026-10"), `leave` an address that takes readers off the list,
    `scope` names what its reports have to do with. The site needs a `base_url`.
    """
    if page.lead is None:
        return None
    lead = _lesson(page.lead, site)
    name = month_words(month).partition(" ")[0]
    return Letter(
        title=f"Learnings, {page.title}",
        subject=f"Learnings, {name}: {shortened(lead.words.text, _SUBJECT)}",
        preheader=_preheader(page, lead),
        lang=site.language,
        site=f"{site.title}, {site.organisation}" if site.organisation else site.title,
        stand=page.stand,
        note=page.note,
        lead=lead,
        sections=tuple(section for section in _sections(page, site) if section.items),
        counts=page.counts,
        scope=f"This list is told of reports on {', '.join(scope)}." if scope else "",
        how=page.how,
        href=_outward(site, digest_href(month)),
        home=_outward(site, "index.html"),
        leave=f"mailto:{leave}" if leave else "",
    )


def _sections(page: DigestPage, site: Site) -> Iterator[Section]:
    yield Section("lessons", "In short", "", tuple(_lesson(told, site) for told in page.shorts))
    about = "" if page.returns else _WAITING
    back = tuple(_returned(each, site) for each in page.returns or page.waiting)
    yield Section("classes", "Class watch", about, back)
    if page.held:
        yield Section("fixes", "It held", "", (_proven(page.held, page.held_for, site),))
    if page.caught:
        href = _outward(site, page.caught.href)
        lines = _story(page.caught_by)
        caught = Item("", _text(page.caught.title), href, page.caught.lang, lines)
        yield Section("lessons", "Well caught", "", (caught,))
    oldest = tuple(
        Item(
            "",
            _words(each.fix.text),
            _outward(site, each.fix.href),
            each.fix.report.lang,
            (Line(each.fix.state.text, each.fix.state.kind, _text(each.age), ""),),
        )
        for each in page.oldest
    )
    yield Section("fixes", "Commitments", page.open, oldest)
    if page.earlier:
        yield Section(
            "lessons", "From the archive", page.earlier_when, (_lesson(page.earlier, site),)
        )
    if page.drill:
        yield Section("story", "One-minute drill", "", tuple(_drill(page, site)))


def _drill(page: DigestPage, site: Site) -> Iterator[Item]:
    """The beginning of a story, and the way to its end."""
    for when, what in page.drill:
        yield Item(when, _text(what), "", "", ())
    end = Line("", "", _text("See what it was"), _outward(site, page.answer))
    yield Item("", _text("What would you look at first?"), "", "", (end,))


def _lesson(told: Told, site: Site) -> Item:
    lesson, fix = told.lesson, told.fix
    lines = (
        Line("", "", _words(told.mechanism), "") if told.mechanism else None,
        Line("Check your code if", "check", _words(lesson.check), "") if lesson.check else None,
        Line(fix.state.text, fix.state.kind, _words(fix.text), _outward(site, fix.href))
        if fix
        else None,
        Line("Note", "note", _text(told.note), "") if told.note else None,
    )
    return Item(
        "",
        _words(lesson.headline),
        _outward(site, lesson.href),
        lesson.report.lang,
        tuple(line for line in lines if line),
    )


def _returned(each: Returned, site: Site) -> Item:
    report = each.report
    again = Line(each.again.text, "again", _text(report.title), _outward(site, report.href))
    fix = each.fix
    since = (
        (Line(each.since, fix.state.kind, _words(fix.text), _outward(site, fix.href)),)
        if fix
        else ()
    )
    return Item("", _text(each.text), _outward(site, each.href), report.lang, (again, *since))


def _proven(fix: FixRow, made_for: Html | None, site: Site) -> Item:
    proof = (Line("Verified by", "held", _words(fix.proof), ""),) if fix.proof else ()
    after = Line("After", "", _text(fix.report.title), _outward(site, fix.report.href))
    return Item(
        "",
        _words(fix.text),
        _outward(site, fix.href),
        fix.report.lang,
        (*proof, after, *_story(made_for)),
    )


def _story(told: Html | None) -> tuple[Line, ...]:
    return (Line("", "", _words(told), ""),) if told else ()


def _preheader(page: DigestPage, lead: Item) -> str:
    """What surprised us: how the lead came about, whom it concerns; where short, what follows."""
    said = [line.words.text for line in lead.lines if line.kind in ("", "check")]
    said += [bare(told.lesson.headline) for told in page.shorts]
    told = first_sentence(next(iter(said), lead.words.text), _MOST)
    for more in said[1:]:
        if len(told) >= _FEWEST:
            break
        told = shortened(f"{told.rstrip('.')}. {more}", _MOST)
    return told


def _outward(site: Site, href: str) -> str:
    return outward(site, href).removesuffix("index.html")


def _words(html: Html) -> Words:
    return Words(bare(html), html)


def _text(text: str) -> Words:
    return Words(text, words(text))

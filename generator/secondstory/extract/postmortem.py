"""Document -> Postmortem, fact by fact. Pure and total."""

from __future__ import annotations

import re

from secondstory.extract.actions import find_actions
from secondstory.extract.dates import order_of
from secondstory.extract.done import with_done_days
from secondstory.extract.fields import Fields, read_fields
from secondstory.extract.graded import graded
from secondstory.extract.guides import find_guides
from secondstory.extract.incident import why_not
from secondstory.extract.lessons import find_lessons, normal_wording
from secondstory.extract.lexicon import Lexicon
from secondstory.extract.literals import find_errors, literals
from secondstory.extract.named import Names
from secondstory.extract.naming import (
    find_aliases,
    find_names,
    find_slug,
    find_title,
    language_of,
)
from secondstory.extract.notices import notices
from secondstory.extract.offers import offer_actions, offer_lessons
from secondstory.extract.prompts import find_unanswered
from secondstory.extract.prose import (
    find_contributing,
    find_prose,
    find_second_story,
    find_summary,
)
from secondstory.extract.sections import Part, parts, title_block
from secondstory.extract.severity import NEAR_MISS, find_severity
from secondstory.extract.stage import find_report_due, find_retro, find_reviewers, find_stage
from secondstory.extract.stamps import read_stamp
from secondstory.extract.timeline import find_timeline
from secondstory.extract.told import told_durations
from secondstory.extract.told_day import told_day
from secondstory.extract.unfolded import unfold
from secondstory.extract.visibility import find_readership
from secondstory.extract.when import find_when, is_posted, stated_day
from secondstory.model import (
    Block,
    Document,
    Fact,
    Kind,
    Origin,
    Other,
    Postmortem,
    Provenance,
    Reference,
    Study,
)
from secondstory.privacy import NO_RULES, Privacy

_ARCHIVE_LINK = re.compile(
    r'<a href="archive:(?P<path>[^"#]+)(?:#[^"]*)?"[^>]*>(?P<text>.*?)</a>', re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_PROMPT_LENGTH = 12  # characters: shorter wordings ("what happened") are anybody's

_NO = re.compile(r"^\W*(?:false|no|n|0|いいえ|否)\b", re.IGNORECASE)


def extract(document: Document, lexicon: Lexicon, privacy: Privacy = NO_RULES) -> Study:
    """Read the facts of one report, or tell why the file is none. Any document gives a result."""
    document = unfold(document, lexicon)
    heading = title_block(document, lexicon)
    pieces = parts(document, heading, lexicon)
    fields = read_fields(document, heading, pieces, lexicon)
    title = find_title(document, heading)
    readers = find_readership(document, fields, privacy)
    staged = find_stage(document)
    order = order_of(document.source.text)
    day = stated_day(document, fields, title, order)
    if other := why_not(document, title, day, pieces, fields):
        prompts = wordings(document) if other.template else ()
        return Other(
            document.source.path,
            title.value,
            other.reason,
            readers.visibility,
            readers.audiences,
            prompts,
            (*document.findings, *readers.findings, *staged.findings),
            staged.stage,
        )
    day = day or told_day(pieces, order)
    timeline = find_timeline(document, pieces, lexicon, order, day.value if day else None)
    summary = find_summary(pieces, fields, lexicon)
    impact = find_prose(pieces, fields, "impact")
    when = find_when(
        fields,
        timeline,
        day,
        order,
        told_durations(pieces, title, order),
        posted=is_posted(document),
    )
    leaves = tuple(document.walk())
    plain = "\n".join(leaf.plain for leaf in leaves if leaf.plain and leaf.kind is not Kind.CODE)
    printed = tuple(literals(leaves))
    names = Names(document, leaves)
    lessons = find_lessons(document, pieces, lexicon) or offer_lessons(document, pieces, lexicon)
    actions = find_actions(document, pieces, lexicon, order)
    actions = actions or offer_actions(document, pieces, lexicon)
    actions = tuple(map(graded, actions))
    actions = with_done_days(actions, lexicon, when.date.value if when.date else None, order)
    found = Postmortem(
        slug=find_slug(document),
        path=document.source.path,
        title=title,
        visibility=readers.visibility,
        audiences=readers.audiences,
        stage=staged.stage,
        flow=staged.stated,
        report_due=find_report_due(document),
        reviewed_by=find_reviewers(document),
        retro=find_retro(document),
        unanswered=find_unanswered(document),
        near_miss=_near_miss(fields, title, pieces),
        date=when.date,
        published=when.published,
        started=when.started,
        detected=when.detected,
        mitigated=when.mitigated,
        resolved=when.resolved,
        duration=when.duration,
        severity=find_severity(fields, title, lexicon),
        severity_initial=find_severity(fields, title, lexicon, "severity_initial"),
        status=_status(fields),
        services=find_names(fields, "service"),
        teams=find_names(fields, "team"),
        tags=find_names(fields, "tags"),
        classes=find_names(fields, "classes"),
        recurrence=_text(fields, "recurrence"),
        summary=summary,
        impact=impact,
        root_cause=find_prose(pieces, fields, "root_cause"),
        trigger=find_prose(pieces, fields, "trigger"),
        detection=find_prose(pieces, fields, "detection"),
        resolution=find_prose(pieces, fields, "resolution"),
        contributing=find_contributing(pieces),
        second_story=find_second_story(pieces),
        lessons=names.given(lessons),
        actions=names.given(actions),
        timeline=timeline,
        errors=find_errors(printed),
        references=_references(leaves),
        guides=find_guides(document, leaves),
        aliases=find_aliases(document),
        images=document.images,
        language=language_of(document, plain),
        body=document.html,
        plain=plain,
        code="\n".join(literal.text for literal in printed),
        outline=document.outline,
        findings=(*document.findings, *readers.findings, *staged.findings),
    )
    return notices(found, document, fields, order)


def wordings(document: Document) -> tuple[str, ...]:
    """The folded texts of a template, so that what authors leave of it can be told."""
    leaves = [leaf.plain for leaf in document.walk() if leaf.text]
    stamps = [stamp.rest for leaf in leaves if (stamp := read_stamp(leaf))]
    folded = map(normal_wording, (*leaves, *stamps))
    return tuple(dict.fromkeys(words for words in folded if len(words) >= _PROMPT_LENGTH))


def _text(fields: Fields, family: str) -> Fact[str] | None:
    field = fields.first(family)
    return Fact(field.text, field.text, field.source) if field and field.text else None


def _status(fields: Fields) -> Fact[str] | None:
    found = _text(fields, "status")
    return found if found and len(found.value) <= 120 else None


def _near_miss(fields: Fields, title: Fact[str], pieces: tuple[Part, ...]) -> Fact[bool] | None:
    field = fields.first("near_miss")
    if field is not None:
        return Fact(not _NO.match(field.text), field.text, field.source)
    for field in fields.all("severity", "tags"):
        if NEAR_MISS.search(field.text):
            return Fact(True, field.text, field.source)  # noqa: FBT003 - the fact's value
    if NEAR_MISS.search(title.value):
        return Fact(True, title.value, title.source)  # noqa: FBT003 - the fact's value
    lead = next((b for p in pieces if not p.family for b in p.blocks if b.plain.strip()), None)
    if lead is not None and NEAR_MISS.match(lead.plain.strip()):
        source = Provenance(Origin.LEAD, lead.line)
        return Fact(True, lead.plain.split("\n")[0], source)  # noqa: FBT003 - the fact's value
    return None


def _references(leaves: tuple[Block, ...]) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    for leaf in leaves:
        if "archive:" not in leaf.html:
            continue
        for match in _ARCHIVE_LINK.finditer(leaf.html):
            words = " ".join(_TAG.sub("", match["text"]).split())
            found.setdefault(match["path"], Reference(match["path"], words, leaf.line))
    return tuple(found.values())

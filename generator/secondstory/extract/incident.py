"""Is this file a report of an incident, or an index, a template, a guide, somebody's notes?

A name or a title says what a page is; what the page tells may overrule it. A doubt is
settled in favour of the report: a file is shown rather than lost.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from pathlib import PurePosixPath

from secondstory.extract.fields import Fields
from secondstory.extract.naming import file_words
from secondstory.extract.residue import is_blank, is_prompt, placeholders
from secondstory.extract.sections import Part, walk
from secondstory.extract.stamps import read_stamp
from secondstory.model import Document, Fact, Kind, Origin
from secondstory.noun import Noun


class NoReport(Noun, frozen=True):
    """Why a file is no incident report. A `template` is one whose prompts authors may leave."""

    reason: str
    template: bool = False


_INDEX_NAMES = frozenset(
    "readme index _index contributing changelog license code_of_conduct toc summary glossary"
    " overview about sources gold credits authors contributors maintainers codeowners governance"
    " support copying notice acknowledgements acknowledgments".split()
)
_NOTES = (
    r"guide|guidelines|how-?to|handbook|policy|policies|process|procedures?|runbooks?|playbooks?"
    r"|checklist|conventions|contributing|faq|glossary|terminology|acronyms|code-of-conduct"
    r"|release-notes|changelog|onboarding|charter|styleguide|links|bookmarks|reading-list"
    r"|on-?call-(?:rotation|schedule|roster)|meeting-notes|minutes|agenda"
)
_NOTES_FOLDER = re.compile(r"runbooks?|playbooks?|policies|handbook|meetings|meeting-notes|minutes")
_NOTES_NAME = re.compile(
    rf"(?:^|-)(?:{_NOTES})(?:$|-)|^(?:rotation|rota|roster|schedule|contacts|escalation|roles)$"
)
_TEMPLATE_NAME = re.compile(
    r"(?:^|[-_ .])(?:templates?|boilerplate|skeleton|sample|example|blank)(?:$|[-_ .])",
    re.IGNORECASE,
)
_TEMPLATE_FOLDER = re.compile(r"(?:^|[-_ .])templates?$", re.IGNORECASE)
_TEMPLATE_TITLE = re.compile(
    r"\b(?:template|boilerplate)\b|模板|テンプレート|vorlage|plantilla|modèle|modelo", re.IGNORECASE
)
# Pages about incidents as such; they name the same sections as reports do.
_GUIDE_TITLE = re.compile(
    r"^\W*(?:how to (?:write|run|hold|conduct)\b.*|writing (?:a |good )?post-?mortems?\b.*"
    r"|how (?:we|do we|you|teams?) (?:write|run|do|conduct|hold|handle|review|work|learn|report"
    r"|classify|name|file|use|respond)\b.*|(?:when|why) (?:to|we|do we) (?:write|hold|run)\b.*"
    r"|what is an? (?:incident|post-?mortem)\b.*"
    r"|(?:our |the )?(?:incidents?|post-?mortems?|on-?call|escalation|severity|alert(?:ing)?"
    r"|blameless|retro(?:spective)?s?)\b[a-z &/-]{0,40}?\b(?:process|policy|policies|guide"
    r"|guidelines|handbook|procedures?|playbook|runbook|levels|matrix|checklist|training|roles"
    r"|lifecycle|workflow|principles|culture|faq|glossary|onboarding|definitions|schedule"
    r"|rotation|roster|response plan|basics|rubric|taxonomy|classification|scale|criteria)"
    r"(?: ?\([^()]{0,40}\))?)\W*$",
    re.IGNORECASE,
)
# Other pages that are no reports, unless they tell of an incident: "Accidentally lost handbook".
_NOTES_TITLE = re.compile(
    r"^\W*(?:how to\b.*|guide\b.*|guidelines\b.*|introduction to\b.*|getting started\b.*"
    r"|(?:our )?(?:incident|post-?mortem) (?:process|policy|guidelines|handbook)\b.*"
    r"|(?:the )?(?:contributor covenant )?(?:\w+ )?code of conduct"
    r"|(?:change ?log|release notes|glossary|terminology|acronyms|faq|frequently asked questions"
    r"|(?:useful )?links|bookmarks|resources|reading list|further reading|on-?call)"
    r"(?: (?:and|for|of|&) [\w ]{0,30})?"
    r"|(?:observab\w+|monitoring|logging|metrics|monitore?amento|monitoreo|surveillance)"
    r"(?: (?:and|y|e|et|und|&)"
    r" (?:post-?mortems?|alert\w*|logging|logs|metrics|monitoring|runbooks))?"
    r"|(?:runbook|playbook|sop|handbook|policy|checklist)\s*(?:[:–—-]|for\b|of\b|to\b).*"
    r"|[\w &/-]{3,40} (?:runbook|playbook|handbook|guidelines|glossary|faq|onboarding|charter)"
    r"|.{0,20}(?:规范|流程|手册|指南|术语表|用語集|手順書|ガイドライン|ガイド)"
    r"|.{0,30}(?:glossar|leitfaden|handbuch|richtlinien?|glosario|glossário|glossaire))\W*$",
    re.IGNORECASE,
)
_LISTING_TITLE = re.compile(
    r"^\W*(?:(?:list|index|archive) of\b"
    r"|(?:all |our |public )?(?:post-?mortems|incidents"
    r"|incident (?:reports|retros|reviews|disclosures|history|index)"
    r"|post-?mortem (?:index|archive|reports))\b)[^:–—]*$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:meeting|minutes|agenda|stand-?up|sync|all-?hands|office hours|weekly|biweekly|monthly)\b"
    r"|会议纪要|議事録|protokoll|besprechung|réunion|reunión|reunião",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^\W*(?:agenda|attend(?:ees|ance)|participants|present|apologies|absent|minutes"
    r"|議題|出席者|参加者|与会人员|议程|teilnehmer|tagesordnung|ordre du jour|asistentes)\W*",
    re.IGNORECASE,
)
# "Incident overview", "The outage: a summary"
_FIRST_CHAPTER = re.compile(
    r"^\W*(?:the )?(?:incident|outage|post-?mortem)[\s:–—-]+(?:an? )?(?:overview|summary)\W*$",
    re.IGNORECASE,
)
_LOOKED_BACK = frozenset({"lessons", "went_well", "went_poorly", "lucky", "actions", "appendix"})
_PROJECT = re.compile(
    r"\b(?:projects?|sprints?|semesters?|course|term|jam|hackathon|game|milestone|release|iteration"
    r"|proje[ck]to?s?|projets?|proyectos?|semestres?|disciplina|asignatura|curso)\b"
    r"|проект|семестр|курс|スプリント|プロジェクト|项目",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:incid\w+|outages?|downtime|crash\w*|broke\w*|fail\w*|down|unavailable|rolled back"
    r"|rollback|alerts?|paged|panne|ausfall|störung|ca[ií]da|fall[oa]s?|interrup\w+|queda)\b"
    r"|инцидент|сбой|отказ|авари|障害|故障|インシデント",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[[^\[\]]*\]|<[^<>]*>|\{\{?[^{}]*\}?\}")
_CODE_SPAN = re.compile(r"`[^`\n]*`")
_JOINTS = re.compile(r"[\s_-]+")
_NAMED = frozenset({Origin.TITLE, Origin.FILE_NAME, Origin.FOLDER})
_SECTIONS = 3  # of a report, in a file that is called as an index is
_LINKS = 5  # on a page that is little else
_SOME, _MOST = 1 / 3, 2 / 3  # of its texts hold a link
_LOOSE_CAUSE = re.compile(r"^\W*(?:diagnosis|why|analysis|explanation)\W*$", re.IGNORECASE)
_TOLD = frozenset({"summary", "impact", "root_cause", "timeline", "detection", "resolution"})
_CONSEQUENCES = frozenset({"impact", "resolution", "actions", "lessons", "timeline", "trigger"})


def why_not(
    document: Document,
    title: Fact[str],
    day: Fact[date] | None,
    parts: tuple[Part, ...],
    fields: Fields,
) -> NoReport | None:
    """The reason why a file is no incident report, None where it is one."""
    name = document.source.path.rpartition("/")[2]
    stem = _JOINTS.sub("_", name.split(".")[0].casefold())
    words = file_words(document.source.path)
    kind = document.meta.get("type") or document.meta.get("kind")
    if isinstance(kind, str) and kind.casefold() in {"template", "index", "guide", "page"}:
        reason = f"front matter says it is a {kind.casefold()}"
        return NoReport(reason, template=kind.casefold() == "template")
    if not document.source.text.strip():
        return NoReport("it is empty")
    if (day is None or _is_prompt_day(day)) and (reason := _template(document, title, words)):
        return NoReport(reason, template=True)
    own_folder = stem in _INDEX_NAMES and words.casefold() not in _INDEX_NAMES
    told = own_folder and (day is not None or _is_told(document, parts, fields))
    if stem in _INDEX_NAMES and not (told or _is_first_chapter(title, parts)):
        return NoReport("its name says index or guide")
    if day is None and _LISTING_TITLE.search(title.value) and _link_share(document) >= _SOME:
        return NoReport("it is a list of other pages")
    if _is_meeting(title, words, parts, fields):
        return NoReport("it is the minutes of a meeting")
    if day is None and _is_retrospective(document, title, parts, fields):
        return NoReport("it looks back on a project")
    return _notes(document, title, words, day, parts, fields)


def _is_prompt_day(day: Fact[date]) -> bool:
    """Whether a day is the example of a template: `Date: [2026-01-31]`."""
    return _BRACKETED.fullmatch(day.written.strip()) is not None


def _is_told(document: Document, parts: tuple[Part, ...], fields: Fields) -> bool:
    """Whether a page is a report by what it holds: times, and several sections of an incident."""
    told = {part.family for part in parts if part.named and part.blocks}
    sections = told & (_TOLD | _CONSEQUENCES)
    return (
        _has_times(parts, fields)
        and len(sections) >= _SECTIONS
        and not sections.isdisjoint({"summary", "root_cause"})
        and _link_share(document) < _SOME
    )


def _is_first_chapter(title: Fact[str], parts: tuple[Part, ...]) -> bool:
    """Whether an `overview.md` opens a report that lies in several files."""
    told = {part.family for part in parts if part.named and part.blocks}
    return (
        _FIRST_CHAPTER.match(title.value) is not None
        and "summary" in told
        and not told.isdisjoint({"impact", "root_cause", "resolution", "timeline"})
    )


def _is_retrospective(
    document: Document, title: Fact[str], parts: tuple[Part, ...], fields: Fields
) -> bool:
    """Whether a page says what went well in a project, a course or a sprint, and no more."""
    told = {part.family for part in parts if part.family and part.named}
    lead = next((b.plain for p in parts[:2] for b in p.blocks if b.kind is Kind.PARAGRAPH), "")
    return (
        bool(told)
        and told <= _LOOKED_BACK
        and not _has_times(parts, fields)
        and fields.first("severity") is None
        and _PROJECT.search(f"{title.value}\n{lead[:400]}") is not None
        and not any(map(_FAILED.search, (leaf.plain for leaf in document.walk() if leaf.plain)))
    )


def _template(document: Document, title: Fact[str], words: str) -> str:
    """What shows that a file is a template, "" where nothing does."""
    folder = PurePosixPath(document.source.path).parent.name
    if _TEMPLATE_NAME.search(words) or _TEMPLATE_FOLDER.search(folder):
        return "its name says template"
    if _TEMPLATE_TITLE.search(title.value):
        return "its title says template"
    holes = _holes(document)
    return f"it holds {holes} unfilled placeholders" if holes else ""


def _notes(
    document: Document,
    title: Fact[str],
    words: str,
    day: Fact[date] | None,
    parts: tuple[Part, ...],
    fields: Fields,
) -> NoReport | None:
    """Why a page that is named by no day is a guide, a collection of terms or one of links."""
    if day is not None and day.source.origin in _NAMED:
        return None
    if _GUIDE_TITLE.match(title.value) and not _has_times(parts, fields):
        return NoReport("its title says guide")
    if day is not None and day.source.origin is not Origin.HEADING:
        return None
    if _NOTES_TITLE.match(title.value) and not _tells(parts, fields):
        return NoReport("its title says guide")
    folders = PurePosixPath(document.source.path.casefold()).parts[:-1]
    name = _JOINTS.sub("-", words.casefold())
    noted = _NOTES_NAME.search(name) or any(map(_NOTES_FOLDER.fullmatch, folders))
    if noted and not _tells(parts, fields):
        return NoReport("its name says guide")
    if not any(part.family for part in parts) and _link_share(document, _LINKS) >= _MOST:
        return NoReport("it is a list of other pages")
    return None


def _is_meeting(title: Fact[str], words: str, parts: tuple[Part, ...], fields: Fields) -> bool:
    """Whether a page says who met and about what, and tells of no incident."""
    met = _MEETING.search(title.value) or _MEETING.search(_JOINTS.sub(" ", words))
    return (
        met is not None
        and any(_PRESENT.match(part.heading) for part in parts)
        and not any(part.family in _TOLD for part in parts)
        and not _tells(parts, fields)
    )


def _has_times(parts: tuple[Part, ...], fields: Fields) -> bool:
    """Whether a page states times of something that happened: fields of it, or a timeline."""
    if any(not is_blank(f.text) for f in fields.all("started", "detected", "resolved", "duration")):
        return True
    lines = (
        line
        for part in walk(parts, "timeline")
        for block in part.blocks
        for leaf in block.walk()
        for line in leaf.plain.split("\n")
    )
    return len(tuple(islice(filter(read_stamp, lines), 2))) == 2


def _tells(parts: tuple[Part, ...], fields: Fields) -> bool:
    """Whether a page tells of an incident: its times, its severity, its cause and the rest."""
    if _has_times(parts, fields) or fields.first("severity") is not None:
        return True
    told = {part.family for part in parts if part.blocks and not _LOOSE_CAUSE.match(part.heading)}
    return "root_cause" in told and not told.isdisjoint(_CONSEQUENCES)


def _holes(document: Document) -> int:
    """How many placeholders wait to be filled in, 0 where most of the text is somebody's words."""
    prose = [leaf for leaf in document.walk() if leaf.text and leaf.kind is not Kind.CODE]
    holes = sum(placeholders(_CODE_SPAN.sub("", leaf.text)) for leaf in prose)
    filled = sum(1 for leaf in prose if not is_prompt(leaf.plain)) if holes >= 3 else 0
    return holes if holes >= 3 and holes * 3 >= filled else 0


def _link_share(document: Document, least: int = 1) -> float:
    """Which share of a page's texts holds a link, 0 where fewer than `least` do."""
    leaves = [
        leaf
        for leaf in document.walk()
        if leaf.kind in {Kind.PARAGRAPH, Kind.CELL} and leaf.plain.strip()
    ]
    linked = sum(1 for leaf in leaves if "](" in leaf.text or "<a " in leaf.html)
    return linked / len(leaves) if linked >= least else 0.0

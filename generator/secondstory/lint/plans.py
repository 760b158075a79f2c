"""Document and its action items -> Plan: what the rules about a report as a whole look at."""

from __future__ import annotations

import re
from bisect import bisect_right

from secondstory.extract.sections import Part
from secondstory.extract.stage import find_stage
from secondstory.lint.rule import Item, Plan
from secondstory.model import Action, ActionStatus, Document, Kind, Origin

_TELLING = frozenset(
    "summary impact timeline root_cause contributing trigger detection resolution lessons".split()
)
_FEWEST = 2  # kinds of sections that make a report
# Headings that promise: an action list is no list of ideas. "Prevention" may be either.
_FIRM = re.compile(
    r"\b(?:actions?|action items?|follow[- ]?ups?|corrective|remediations?|to[- ]?dos?|next steps"
    r"|tasks?|commitments?|deliverables)\b",
    re.IGNORECASE,
)
_ENDED_HEAD = re.compile(r"\b(?:completed?|done|taken|resolved|finished)\b|✅", re.IGNORECASE)
# An idea under a heading of its own promises nothing, so it needs neither owner nor date.
_IDEAS_HEAD = re.compile(
    r"\b(?:ideas?|wishes|wish list|maybe|someday|later|parking lot|suggestions?|for discussion"
    r"|not planned|considered|nobody yet|unowned)\b",
    re.IGNORECASE,
)
_ENGLISH = frozenset(
    "the and of to was in a for on that with is it by not were be as at from".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 60_000  # characters that tell the language of a text
_FEW_WORDS, _SHARE = 20, 0.1
_ENDED = frozenset({ActionStatus.DONE, ActionStatus.DECLINED})
# "... \u2014 @liv \u2014 2026-04-02": what a line of a list says behind its words.
_HANDLE = re.compile(r"(?<![\w/])@[A-Za-z][\w.-]+")
_NAME = re.compile(r"[\[(—–] ?[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ.]+)? ?(?:[\])—–,]|$)")
_BEHIND = 70  # characters at the end of a line, where owners stand
# "... - DONE in #12", "... Discussed but decided not to do": an end in the words of the item.
_SAID_ENDED = re.compile(
    r"(?:[-–—(:.]\s*(?:DONE|[Dd]one|[Cc]ompleted?|[Ff]ixed|[Dd]eployed|[Rr]esolved)\b)"
    r"|\b(?:decided (?:not to|against)|won[’']?t (?:do|fix)|wontfix|already (?:done|deployed))\b"
)
_WHEN = re.compile(r"\b(?:due|by|until|before)\b[^|\n]{1,30}\d", re.IGNORECASE)
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def plan_of(
    document: Document,
    lines: list[str],
    cut: tuple[Part, ...],
    actions: tuple[Action, ...],
    most: int,
) -> Plan:
    """The open action items of a report, each with its place and what it says."""
    columns: dict[int, int] = {}
    title = (1, 1)
    for block in reversed(tuple(document.walk())):
        if block.text:
            columns[block.line] = block.columns[0] if block.columns else 1
            if block.kind is Kind.HEADING:
                title = block.line, columns[block.line]
    english = is_english(document.source.text)
    open_ = [action for action in actions if _is_open(action) and not _is_idea(action)]
    stated = any(action.owner or action.due for action in actions)
    roots = _roots(cut)
    items = tuple(
        _item(action, lines, columns)
        for action in open_
        if english
        and action.source.origin is not Origin.BODY
        and _promises(action, roots, stated=stated)
    )
    headed = next((part.line for part in cut if part.family == "actions"), title[0])
    families = {part.family for part in cut} & _TELLING
    return Plan(
        items,
        len(open_),
        len(actions),
        title,
        (headed, columns.get(headed, 1)),
        most,
        told=english and len(families) >= _FEWEST and not find_stage(document).stage.is_open,
    )


def is_english(text: str) -> bool:
    """Whether a text is in English, as far as its usual words tell; a short one may be."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    usual = sum(word in _ENGLISH for word in words)
    if len(words) < _FEW_WORDS:
        return 2 * sum(map(str.isascii, words)) >= len(words)
    return usual >= _SHARE * len(words)


def _roots(cut: tuple[Part, ...]) -> list[tuple[int, str]]:
    """Where the headings stand that open a section by themselves."""
    return [(part.line, part.heading) for part in cut if not part.groups]


def _promises(action: Action, roots: list[tuple[int, str]], *, stated: bool) -> bool:
    """Whether an item is a commitment, rather than an idea or what was done at once."""
    at = bisect_right(roots, (action.source.line, "\uffff")) - 1
    root = roots[at][1] if at >= 0 else ""
    if (
        "?" in action.text.text
        or _SAID_ENDED.search(action.text.text)
        or _ENDED_HEAD.search(root)
        or _ENDED_HEAD.search(action.group)
    ):
        return False
    return stated or action.source.origin is not Origin.LIST or _FIRM.search(root) is not None


def _is_idea(action: Action) -> bool:
    """Whether an item stands among ideas, without anything that would make it a commitment."""
    promised = action.owner or action.due or action.status
    return not promised and _IDEAS_HEAD.search(action.group) is not None


def _is_open(action: Action) -> bool:
    return action.status is None or action.status.value not in _ENDED


def _item(action: Action, lines: list[str], columns: dict[int, int]) -> Item:
    number = action.source.line
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return Item(
        number,
        columns.get(number, 1),
        owned=bool(action.owner or _HANDLE.search(line) or _NAME.search(line[-_BEHIND:])),
        dated=bool(action.due or _DAY.search(line) or _WHEN.search(line)),
    )

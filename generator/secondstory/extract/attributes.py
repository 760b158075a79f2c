"""An action item's text -> the text itself and what is said about it.

People put owner, date and status before the text, behind it, in brackets, in bold
labels, as emoji, struck through. Each form read here is one that many teams use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from secondstory.extract.dates import lead_day
from secondstory.extract.lexicon import COLUMNS, Lexicon
from secondstory.extract.residue import is_blank
from secondstory.extract.status import SIGNS
from secondstory.model import ActionStatus

_HANDLE = r"@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?"
_AND = r"(?:\s*(?:,|and|&|/|\+|\s)\s*)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    rf"|{_MONTH}\s+{_ORDINAL}(?:,?\s+\d{{4}})?|{_ORDINAL}\s+{_MONTH}(?:\s+\d{{4}})?"
    r"|Q[1-4](?:\s*/?\s*\d{2,4})?|(?:next|this) (?:sprint|week|month|quarter)|20\d\d)"
)
_VARIATION = "\ufe0f"  # makes a sign an emoji; says nothing by itself
_MARKS = SIGNS | {_VARIATION}

# DONE text: in capitals, so that verbs stay verbs; [Done] text, **Done** text, Done: text
_LEAD_STATUS = re.compile(
    r"^\s*(?:(?P<loud>DONE|TODO|WIP|COMPLETED?|IN PROGRESS|OPEN|PENDING|FIXED|CLOSED|DECLINED"
    r"|完了|未完了|対応中)(?=[\s:：-])"
    r"|(?:\*\*|__)(?P<bold>[^*_\n]{2,30}?)[:：]?(?:\*\*|__)"
    r"|\[(?P<box>[^\[\]\n]{2,30})\](?!\()|\((?P<round>[^()\n]{2,30})\)"
    r"|(?P<label>[^\W\d_][\w -]{1,15})(?=[:：]))\s*[:：\-–—]*\s*"
)
# text - done, text: DONE, text (completed), text **Done**
_TAIL_STATUS = re.compile(
    r"(?:(?<=\s)[-–—]\s*|(?:[:：,;→]|=>)\s*|[(（\[]\s*|(?<=\s)\*\*)"
    r"(?P<w>(?:(?!\s[-–—]\s)[^()（）\[\]:：,;→]){2,40}?)(?:\s*[)）\]]|\*\*)?\s*[.!]?\s*$"
)
_LABELLED = re.compile(r"(?:status|state|progress|状態|状态)\W*$", re.IGNORECASE)
_STRUCK = re.compile(r"^\s*~~(?P<inner>.+?)~~\s*(?P<rest>.*)$", re.DOTALL)
# (...) at the end; a Markdown link may stand inside
_LINK = r"\[[^\[\]]{0,80}\]\([^()\s]{0,300}\)"
_GROUP_TAIL = re.compile(
    rf"[(（\[{{](?P<inner>(?:{_LINK}|[^()（）\[\]{{}}]){{2,400}})[)）\]}}]\s*[.。]?\s*$"
)
_BOLD_TAIL = re.compile(r"\s*[(（]?\s*\*\*(?P<inner>[^*]{4,200})\*\*\s*[)）]?\s*$")
_CLOSERS, _BOLD_ENDS = tuple(")）]}"), ("*", ")", "）")  # what either can end in
_DATE_COMMA = re.compile(rf"({_MONTH}\s+{_ORDINAL}),\s+(\d{{4}})", re.IGNORECASE)
_ISO_DAY, _BARE_PRIORITY = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"P[0-5]")
_COMMA_YEAR = re.compile(r",\s+\d{4}")
_ONE_NAME = re.compile(r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+)?")
_STRENGTH = re.compile(
    r"(?:^|(?<=[,;]))\s*strength\s*[:=]\s*(?P<value>.+)$", re.IGNORECASE | re.DOTALL
)
_SEGMENT = re.compile(r"\s*[,;、，；|·•]\s*|\s+[—–]\s+|\s+-\s+")
_PAIR = re.compile(
    r"^\W*(?P<key>[^\W\d_][^:：=]{0,24}?)\W*?[:：=][\s*_]*(?P<value>.+?)[\s*_]*$", re.DOTALL
)
# Owner: x inside a text, its value up to the next mark or the next such pair
_INLINE_PAIR = re.compile(
    r"(?:^|[\s.;,(—–|*_-])(?:\*\*|__)?(?P<key>[^\W\d_][\w ]{1,20}?)(?:\*\*|__)?"
    r"\s*[:：](?:\*\*|__)?\s*"
    r"(?P<value>\S[^;|\n]*?)\s*"
    r"(?=$|[;|]|\s[—–-]\s|[,，、.]\s*(?:\*\*)?[^\W\d_][\w ]{1,20}[:：]"
    r"|\s\*\*[^\W\d_][\w ]{1,20}(?:\*\*[:：]|[:：]\*\*))"
)
_HANDLES = re.compile(rf"^\W*{_HANDLE}(?:{_AND}{_HANDLE})*\W*$")
_TAIL_HANDLE = re.compile(
    rf"(?:\s+(?:[-–—:→]+\s*)?|\s*\(\s*)`?(?P<who>{_HANDLE}(?:`?\s*(?:,|and|&)\s*`?{_HANDLE})*)`?"
    r"\s*\)?[.\s]*$"
)
# text - assigned to Ana Lind (Open) [ABC-1](...): trackers end their exports so
_TAIL_ASSIGNED = re.compile(
    r"\s*(?:[-–—|,;]\s*|\()(?i:assigned to|assignee:?|owned by)\s+"
    rf"(?P<who>{_HANDLE}|[A-Z][\w.'’-]*\w(?:\s[A-Z][\w.'’-]*\w){{0,2}})\)?"
    r"(?:\s*\((?P<state>[^()]{2,20})\))?(?:[\s–—|(-]*(?P<link>\[[^\[\]]{1,40}\]\([^()\s]{1,300}\)))?"
    r"\)?[.\s]*$"
)
_ADDRESSED = re.compile(r"\b(?:with|to|from|for|of|by|ask|and|via|contact|ping|cc)$")
# [@ana] text, @ana: text, **@ana** text
_LEAD_OWNER = re.compile(
    rf"^\s*(?:\[(?P<b>{_HANDLE})\](?!\()|(?P<h>{_HANDLE})\s*(?:[:：]|\s[-–—]\s)"
    rf"|\*\*(?P<bold>{_HANDLE})\*\*:?)\s*[:：\-–—]*\s*(?=\S)"
)
_DUE = re.compile(
    r"(?:^|[\s,;(—–-])(?:due(?: date)?|by|before|until|eta|deadline|target(?: date)?|期限)[:\s]+"
    rf"(?P<when>(?:end of |early |mid |late )?{_DAY})\s*[.)]?\s*$",
    re.IGNORECASE,
)
# A sentence of its own: "Due 2026-11-06. In progress."
_DUE_SENTENCE = re.compile(rf"(?<=[.;])\s+Due:?\s+(?P<when>{_DAY})[.;]?(?=\s|$)", re.IGNORECASE)
_PRIORITY = re.compile(
    r"^\s*(?:\[|\(|\*\*)+(?P<p>P[0-5]|(?:high|medium|low|critical)(?: priority)?)"
    r"(?:\]|\)|\*\*)+\s*[:：-]*\s*|^\s*(?P<q>P[0-5])\s*(?:[:：]|\s[-–—])\s*",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"(?:^|[\s(—–-])(?:declined|won'?t (?:do|fix))\b\s*(?:[:：,—–-]+|because)\s*"
    r"(?P<why>[^()]+?)\)?\s*$",
    re.IGNORECASE,
)
_SAID_INLINE = COLUMNS - {"action_text", "reason", "action_type", "action_id", "action_intent"}
_TAIL_LENGTH = 80  # characters: a status or a day at the end of a text is shorter
_COLON = re.compile(r"[:：]")
_EDGES = " ,;:—–-(|"


@dataclass(slots=True)
class Attributes:
    """What was found about one item, while it is being read. `text` is what remains."""

    text: str
    found: dict[str, str] = field(default_factory=dict)
    status: ActionStatus | None = None
    status_words: str = ""

    def keep(self, family: str, value: str) -> None:
        """Note a value; the first one found stands."""
        value = _unwrapped(value.strip())
        if value and not is_blank(value):
            self.found.setdefault(family, value)

    def mark(self, status: ActionStatus | None, words: str) -> None:
        """Note a status; the first one found stands."""
        if self.status is None and status is not None:
            self.status, self.status_words = status, words.strip()

    def did(self, words: str) -> bool:
        """Note when an item was done, where words that stand in a place for it begin with a day."""
        if lead_day(words.strip()) is None:
            return False
        self.found["action_done"] = words.strip()
        self.mark(ActionStatus.DONE, words)
        return True

    def inherit(self, above: Attributes) -> None:
        """Take over what is said above an item, where it says nothing itself."""
        self.mark(above.status, above.status_words)
        for family, value in above.found.items():
            self.found.setdefault(family, value)

    def cut(self, start: int) -> bool:
        """Drop the end of the text from `start` on, unless nothing would be left."""
        rest = self.text[:start].rstrip(_EDGES)
        if rest:
            self.text = rest
        return bool(rest)


def _unwrapped(text: str) -> str:
    """A text without the emphasis or code marks around all of it."""
    for mark in ("**", "__", "*", "_", "`") if text[:1] in "*_`" else ():
        inner = text[len(mark) : -len(mark)]
        if text.startswith(mark) and text.endswith(mark) and inner and mark not in inner:
            return inner.strip()
    return text


def read_attributes(text: str, lexicon: Lexicon) -> Attributes:
    """Separate an action item's Markdown text from what it says about itself."""
    found = Attributes(" ".join(text.split()))
    _signs(found, lexicon)
    _struck(found, lexicon)
    _lead(found, lexicon)
    for _ in range(5):  # (owner: x) (due: y), or a status behind a date: until nothing is left
        before = found.text
        _tail_groups(found, lexicon)
        _tail(found, lexicon)
        if found.text == before:
            break
    _pairs(found, lexicon)
    found.text = found.text.strip().strip("–—").strip(" ,;:") or text.strip()
    return found


def _signs(found: Attributes, lexicon: Lexicon) -> None:
    text = found.text.strip()
    while text and text[0] in _MARKS:
        found.mark(lexicon.statuses.find(text[0]), text[0])
        text = text[1:].lstrip()
    while text and text[-1] in _MARKS:
        found.mark(lexicon.statuses.find(text[-1]), text[-1])
        text = text[:-1].rstrip()
    found.text = text


def _struck(found: Attributes, lexicon: Lexicon) -> None:
    """`~~text~~` is done, unless what follows it says otherwise."""
    match = _STRUCK.match(found.text)
    if match and len(match["inner"]) >= len(match["rest"]):
        rest = match["rest"].strip()
        found.mark(lexicon.statuses.find(rest), rest)
        found.mark(ActionStatus.DONE, "struck through")
        found.text = f"{match['inner']} {rest}".strip()


def _lead(found: Attributes, lexicon: Lexicon) -> None:
    for _ in range(3):
        match = _LEAD_STATUS.match(found.text)
        words = next(filter(None, match.groups()), "") if match else ""
        if match and (status := lexicon.statuses.alone(words)):
            found.mark(status, words)
        elif match := _PRIORITY.match(found.text):
            found.keep("action_priority", match["p"] or match["q"])
        elif match := _LEAD_OWNER.match(found.text):
            found.keep("owner", match["b"] or match["h"] or match["bold"])
        else:
            return
        rest = found.text[match.end() :].strip()
        if not rest:
            return
        found.text = rest


def _tail_groups(found: Attributes, lexicon: Lexicon) -> None:
    end = found.text.rstrip(" .。")
    match = _GROUP_TAIL.search(found.text) if end.endswith(_CLOSERS) else None
    if match is None and end.endswith(_BOLD_ENDS):
        match = _BOLD_TAIL.search(found.text)
    if not match or not found.text[: match.start()].strip():
        return
    inner = match["inner"]
    inner = _DATE_COMMA.sub(r"\1 \2", inner) if _COMMA_YEAR.search(inner) else inner
    strength = _STRENGTH.search(inner)
    if strength:  # its reason may hold commas
        inner = inner[: strength.start()]
        found.keep("action_strength", strength["value"])
    pieces = [piece for piece in _SEGMENT.split(inner) if piece.strip()]
    other = [piece for piece in pieces if not _segment(found, piece, lexicon)]
    if len(other) == len(pieces) and not strength:
        return
    found.text = found.text[: match.start()].rstrip()
    for piece in other:  # beside a date or a state a name is the owner's; other words stay
        if _ONE_NAME.fullmatch(piece.strip()):
            found.keep("owner", piece)
        else:
            found.text += f" ({piece.strip()})"


def _segment(found: Attributes, piece: str, lexicon: Lexicon) -> bool:
    """Read one piece of a bracketed tail; whether it said something about the item."""
    if pair := _PAIR.match(piece):
        return _keep_pair(found, pair["key"], pair["value"], lexicon)
    if _HANDLES.match(piece):
        found.keep("owner", piece.strip())
    elif len(piece) <= 32 and (status := lexicon.statuses.alone(piece)):
        found.mark(status, piece)
    elif due := _DUE.search(piece):
        found.keep("due", due["when"])
    elif _ISO_DAY.fullmatch(piece.strip()):
        found.keep("due", piece)
    elif _BARE_PRIORITY.fullmatch(piece.strip()):
        found.keep("action_priority", piece)
    else:
        return False
    return True


def _keep_pair(found: Attributes, key: str, value: str, lexicon: Lexicon) -> bool:
    family = lexicon.family(key, COLUMNS)
    if _tells_done(family, key, lexicon) and found.did(value):
        return True
    if family == "status":
        found.mark(lexicon.statuses.find(value), value)
    elif family and family != "action_done":
        found.keep(family, value)
    elif lexicon.statuses.alone(key) is ActionStatus.DECLINED:
        found.mark(ActionStatus.DECLINED, f"{key}: {value}")
        found.keep("reason", value)
    else:
        return False
    return True


def _tail(found: Attributes, lexicon: Lexicon) -> None:
    """Read what stands behind the text without brackets, and cut it off."""
    text = found.text
    lower = text.lower()
    if (
        ("declined" in lower or "won" in lower)
        and (match := _DECLINED.search(text))
        and found.cut(match.start())
    ):
        found.mark(ActionStatus.DECLINED, match[0])
        found.keep("reason", match["why"])
        return
    if ("assign" in lower or "owned" in lower) and (match := _TAIL_ASSIGNED.search(text)):
        state = lexicon.statuses.alone(match["state"]) if match["state"] else None
        if (state or not match["state"]) and found.cut(match.start()):
            found.keep("owner", match["who"])
            found.keep("ticket", match["link"] or "")
            found.mark(state, match["state"] or "")
            return
    match = _TAIL_HANDLE.search(text) if "@" in text else None
    before = text[: match.start()].rstrip() if match else ""
    spoken_to = _ADDRESSED.search(before) or before.endswith((":", "："))
    if match and not spoken_to and found.cut(match.start()):
        found.keep("owner", match["who"])
        return
    end = max(0, len(text) - _TAIL_LENGTH)
    match = _TAIL_STATUS.search(text, end)
    if match and _LABELLED.search(text[: match.start()]):
        match = None  # "Status: open" is a pair, read as one
    status = lexicon.statuses.alone(match["w"]) if match else None
    if match and status and found.cut(match.start()):
        found.mark(status, match["w"])
    elif (match := _DUE.search(text, end)) and found.cut(match.start()):
        found.keep("due", match["when"])


def _tells_done(family: str | None, key: str, lexicon: Lexicon) -> bool:
    """Whether a key such as `Shipped` may be followed by the day when an item was done."""
    return family == "action_done" or lexicon.statuses.alone(key) is ActionStatus.DONE


def _pairs(found: Attributes, lexicon: Lexicon) -> None:
    """`Owner: @x` and the like inside the text; what stands before the first is the item."""
    cut = len(found.text)
    for match in _INLINE_PAIR.finditer(found.text) if _COLON.search(found.text) else ():
        family = lexicon.family(match["key"], _SAID_INLINE)
        value = match["value"].strip().strip("*_ .")
        if match.start() == 0 or len(value) > 120:
            continue
        if _tells_done(family, match["key"], lexicon) and found.did(value):
            cut = min(cut, match.start())
            continue
        if family is None or family == "action_done":
            continue
        if family == "status":
            found.mark(lexicon.statuses.find(value), value)
        else:
            found.keep(family, value)
        cut = min(cut, match.start())
    if cut < len(found.text):
        found.cut(cut)
        closed = found.text.count("**") % 2 == 0 and found.text.endswith("**")
        found.text = found.text if closed else found.text.rstrip("*_.|")
    if due := _DUE_SENTENCE.search(found.text):
        found.keep("due", due["when"])
        status = lexicon.statuses.alone(found.text[due.end() :].strip(" ."))
        found.mark(status, found.text[due.end() :])
        rest = "" if status else found.text[due.end() :]
        found.text = f"{found.text[: due.start()]}{rest}".strip()

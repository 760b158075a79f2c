"""Parts -> action items: text, owner, due date, status and proof, as far as they are stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice

from secondstory.extract.attributes import Attributes, read_attributes
from secondstory.extract.dates import Order, first_day, lead_day
from secondstory.extract.done import KEYS
from secondstory.extract.identity import names
from secondstory.extract.items import Item, items, own_words
from secondstory.extract.labels import label_of
from secondstory.extract.lessons import anchor, normal_wording
from secondstory.extract.lexicon import COLUMNS, GROUPS, Lexicon
from secondstory.extract.meant import meant
from secondstory.extract.measured import compares, is_measurement
from secondstory.extract.owners import Owners, before_colon
from secondstory.extract.residue import is_blank, is_prompt
from secondstory.extract.sections import Part, walk
from secondstory.extract.status import SIGNS
from secondstory.markdown import rich
from secondstory.model import (
    Action,
    ActionStatus,
    Block,
    Document,
    Due,
    Fact,
    Kind,
    Link,
    Origin,
    Provenance,
)
from secondstory.noun import replace

_GROUP_STATUS = {
    "group_done": ActionStatus.DONE,
    "group_open": ActionStatus.OPEN,
    "group_declined": ActionStatus.DECLINED,
}
_COMMITS = frozenset({"owner", "due", "ticket", "action_priority"})
# The keys of an action in front matter, and the families of words that mean the same.
_META = {
    **{name: name for name in ("owner", "due", "ticket", "reason")},
    **{name: f"action_{name}" for name in ("priority", "type", "id", "strength", "intent")},
    "verified_by": "verified",
}
_CELL = "the action"  # stands for the text in front of a status, which a cell does not repeat
_OWNER = frozenset({"owner"})
_DETAILS = COLUMNS - {"action_text"}
_SAID = 4  # words: less is a label
_LABEL = 30  # characters
_PIECES = re.compile(r"\s*[+&(),/:：]\s*|\s+(?:-|–|—|and|by|with|per|und|et|y|e|и|dan)\s+")
_OUTCOME = re.compile(r"\W*(?:outcome|disposition)\W*", re.IGNORECASE)
_REFERENCE = 3  # words that a reference may have beside its number: "see PR of"
_CELL_BOX = re.compile(r"^\s*[-*]\s*\[(?P<box>[ xX])\]\s+(?=\S)")
_LOUD_STATUS = re.compile(r"\*\*([A-Za-z -]{2,20})\*\*\s*$")  # "Bug 5512 **TODO**"
_NUMBER = re.compile(r"^\s*\d+[.):]+\s*")
_HREF = re.compile(r'<a href="(?P<href>[^"]+)"[^>]*>(?P<text>.*?)</a>')
_TICKET_TEXT = re.compile(r"^(?:[\w./-]*#\d+|[A-Z][A-Z0-9]{1,9}-\d+)$")
_TICKET_HREF = re.compile(
    r"/(?:issues|pull|pulls|merge_requests|browse|ticket|tickets|story|task|work_items)/"
)
_BARE_TICKET = re.compile(r"(?<![\w/&-])(?:#\d{1,7}|[A-Z][A-Z0-9]{1,9}-\d{1,7})\b")
# nothing but a link to another report
_ARCHIVE_LINK = re.compile(r"\[[^\]]*\]\((?!https?:)[^)\s]+\.(?:md|markdown)(?:#\S*?)?\)")
_NOT_TICKETS = re.compile(
    r"^(?:SEV|UTF|SHA|ISO|TLS|HTTP|RFC|CVE|P|PM|COVID|HTTP2|MD|IPV|EC|S)-?\d", re.IGNORECASE
)


def find_actions(
    document: Document, parts: tuple[Part, ...], lexicon: Lexicon, order: Order | None
) -> tuple[Action, ...]:
    """Every action item of a report, in its order; nothing twice.

    Of several that differ but in their tickets the one with the oldest keeps the plain anchor.
    """
    owners = Owners(parts)
    found: dict[tuple[str, str], Action] = {}  # by wording and ticket
    oldest: dict[str, str] = {}  # ticket of each wording
    for action in (
        *_from_front_matter(document, lexicon, order),
        *_from_parts(document, parts, lexicon, order, owners),
    ):
        key = _ticket_key(action.ticket)
        first = oldest.setdefault(action.anchor, key)
        if key == first or (key and first):  # without a ticket it is the one told above
            found.setdefault((action.anchor, key), action)
            oldest[action.anchor] = min(first, key, key=lambda ticket: (len(ticket), ticket))
    ids = names([a.text.text for a in found.values()], [a.id for a in found.values()])
    return tuple(
        replace(action, id=name, anchor=wording if oldest[wording] == key else anchor(wording, key))
        for name, ((wording, key), action) in zip(ids, found.items(), strict=True)
    )


def _ticket_key(ticket: Link | None) -> str:
    """What tells a ticket from others, linked or named: the end of its address."""
    words = (ticket.href or ticket.text) if ticket else ""
    return normal_wording(words.rstrip("/").rpartition("/")[2])


def _from_front_matter(
    document: Document, lexicon: Lexicon, order: Order | None
) -> Iterator[Action]:
    keys = ("action_items", "actions", "action-items", "follow_ups", "fixes")
    lists = ((key, value) for key in keys if isinstance(value := document.meta.get(key), list))
    for key, value in islice(lists, 1):  # "fixes" beside "action_items" are what was done before
        for number, entry in enumerate(value):
            source = Provenance(Origin.FRONT_MATTER, document.meta_line(key, number), key)
            cells = entry if isinstance(entry, dict) else {"text": entry}
            words = next(
                (cells[k] for k in ("text", "action", "title", "description") if cells.get(k)), None
            )
            if not isinstance(words, str) or is_prompt(words) or _TICKET_TEXT.match(words):
                continue  # a ticket alone points at an action that the text tells
            said = {
                k: str(v)
                for k, v in cells.items()
                if v is not None and not isinstance(v, (list, dict))
            }
            read = Attributes(words)
            for name, family in _META.items():
                read.keep(family, said.get(name, ""))
            status = said.get("status", "")
            read.mark(lexicon.statuses.find(status), status)
            any(read.did(said.get(name, "")) for name in KEYS)
            yield _make(document, read, order, source, "")


def _from_parts(
    document: Document,
    parts: tuple[Part, ...],
    lexicon: Lexicon,
    order: Order | None,
    owners: Owners,
) -> Iterator[Action]:
    above: dict[tuple[str, ...], Attributes] = {}
    for part in _promising(parts):
        headed = tuple(_from_heading(part))
        found = headed or items(
            part,
            lambda block: owners.leading(block.text) is not None,
            lambda item, alone: _is_detailed(item, lexicon, alone=alone),
        )
        led = _names_owners(part.heading, lexicon) and all(
            before_colon(i.block.text) for i in found
        )
        for item in found:
            if (is_prompt(item.plain) and not item.cells) or _ARCHIVE_LINK.fullmatch(
                item.block.text.strip()
            ):
                continue
            read = _row(item, lexicon) if item.cells else _words(item, lexicon, owners, led=led)
            if read is None or is_prompt(read.text):
                continue
            groups = item.groups or ((part.heading,) if not part.named else ())
            if _is_measured(item, read, groups, lexicon):
                continue
            labels = (*groups, part.heading)
            if labels not in above:
                above[labels] = _from_groups(labels, lexicon, owners)
            read.inherit(above[labels])
            source = Provenance(
                Origin.TABLE if item.cells else Origin.LIST, item.block.line, part.heading
            )
            action = _make(document, read, order, source, groups[-1] if groups else "")
            if item.prose and not item.cells:
                action = replace(action, source=replace(source, origin=Origin.BODY))
            yield action


def _is_detailed(item: Block, lexicon: Lexicon, *, alone: bool) -> bool:
    """Whether what stands below `Add an alert on lag:` tells of it, rather than being items.

    It names the owner and the like; or others beside it are items, and it says as much as they.
    """
    words = own_words(item)
    below = [leaf for child in item.children for sub in child.children if (leaf := own_words(sub))]
    labels = [leaf.plain.partition(":")[0] for leaf in below if ":" in leaf.plain[:_LABEL]]
    if len(labels) == len(below) and all(lexicon.family(label, _DETAILS) for label in labels):
        return bool(below)
    return alone and words is not None and len(words.plain.split()) >= _SAID


def _is_measured(item: Item, read: Attributes, groups: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether an item nobody is to do anything about tells what a fix has changed."""
    if item.checked is not None or not read.found.keys().isdisjoint(_COMMITS):
        return False
    return (
        compares([name for name, _ in item.cells])
        or is_measurement(read.text.replace("*", ""))
        or bool(groups and lexicon.family(groups[-1], GROUPS) == "results")
    )


def _promising(parts: tuple[Part, ...]) -> Iterator[Part]:
    """The parts that hold actions; in a report without such a heading, any list of tasks."""
    named = list(walk(parts, "actions"))
    if named:
        yield from named
        return
    for part in parts:
        tasks = tuple(
            block
            for block in part.blocks
            if block.kind is Kind.LIST and any(i.checked is not None for i in block.children)
        )
        if tasks and part.family not in {"timeline", "appendix"}:
            yield replace(part, blocks=tasks, groups=())


def _from_heading(part: Part) -> Iterator[Item]:
    """`#### 1) Clean up by cron @x` with prose below: both are the item."""
    head = part.head
    if part.named or head is None or head.kind is not Kind.HEADING or len(part.heading.split()) < 3:
        return
    if any(block.kind in {Kind.LIST, Kind.TABLE} for block in part.blocks):
        return
    numbered = re.match(r"^\s*(?:\d+[.):]|\[[ xX]\]|action\b)", part.heading, re.IGNORECASE)
    if numbered:
        text, plain = (_NUMBER.sub("", words) for words in (head.text, head.plain))
        yield Item(replace(head, text=text, plain=plain), below=part.blocks[:1])


def _names_owners(heading: str, lexicon: Lexicon) -> bool:
    """Whether a heading says that its items name their owners: "Action items (owner: item)"."""
    pieces = _PIECES.split(heading)[1:]
    return any(lexicon.family(piece.strip(), _OWNER) for piece in pieces if piece)


def _words(item: Item, lexicon: Lexicon, owners: Owners, *, led: bool = False) -> Attributes:
    """An item's words, and what bullets below it say about it; `led` by its owner and a colon."""
    lead = owners.leading(item.block.text) or (before_colon(item.block.text) if led else None)
    read = read_attributes(lead[1] if lead else item.block.text, lexicon)
    if lead:
        read.found["owner"] = lead[0]
    if item.checked is not None:
        # A word beats an empty box: "(in progress)", "(declined: ...)". A ticked box is done.
        if item.checked and read.status is not ActionStatus.DECLINED:
            read.status = None
        read.mark(
            ActionStatus.DONE if item.checked else ActionStatus.OPEN,
            "[x]" if item.checked else "[ ]",
        )
    if item.block.kind is Kind.HEADING and item.below and item.below[0].kind is Kind.PARAGRAPH:
        read.text = f"{read.text.rstrip('.:')}: {item.below[0].text}"
    for block in item.below:
        for child in block.walk():
            if child.kind is Kind.PARAGRAPH and (
                label := label_of(child.text) or _plain_label(child)
            ):
                family = lexicon.family(
                    label[0] if isinstance(label, tuple) else label.words, COLUMNS
                )
                value = label[1] if isinstance(label, tuple) else label.rest
                if family == "status":
                    read.mark(lexicon.statuses.find(value), value)
                elif family and family != "action_text":
                    read.keep(family, value)
    return read


def _plain_label(block: Block) -> tuple[str, str] | None:
    match = re.match(r"^(?P<label>[^:：\n]{2,24})[:：]\s*(?P<rest>\S.*)$", block.text)
    return (match["label"], match["rest"]) if match else None


def _row(item: Item, lexicon: Lexicon) -> Attributes | None:
    cells: dict[str, Block] = {}
    spare: list[Block] = []
    for name, cell in item.cells:
        family = lexicon.family(name, COLUMNS) or ("status" if _OUTCOME.fullmatch(name) else None)
        if family == "status" and lexicon.statuses.alone(name) and lead_day(cell.plain):
            family = "action_done"  # a column "Done" with days
        if family and family not in cells:
            cells[family] = cell
        else:
            spare.append(cell)
    words = (
        cells.get("action_text")
        or _telling(cells.get("ticket"))
        or max(spare, key=lambda cell: len(cell.plain), default=None)
    )
    if words is None or not words.plain.strip() or is_blank(words.plain):
        return None
    box = _CELL_BOX.match(words.text)
    read = read_attributes(words.text[box.end() if box else 0 :], lexicon)
    if box:
        ticked = box["box"] != " "
        read.mark(ActionStatus.DONE if ticked else ActionStatus.OPEN, f"[{box['box']}]")
    for family, cell in cells.items():
        if family == "status":
            _status_cell(read, cell, lexicon)
        elif family == "action_done":
            read.did(cell.plain)
        elif family != "action_text":
            read.found.pop(family, None)
            read.keep(family, cell.plain if family in {"owner", "due"} else cell.text)
    for cell in cells.values():  # a status that hides in another column
        if cell is not words and read.status is None and len(cell.plain) <= 24:
            loud = _LOUD_STATUS.search(cell.text)
            state = loud[1] if loud else cell.plain
            read.mark(lexicon.statuses.alone(state), state)
    return read


def _telling(cell: Block | None) -> Block | None:
    """The cell of a ticket that says what it is about: `#41: the alarm is silent`."""
    words = _BARE_TICKET.sub("", cell.plain).split() if cell and not _HREF.search(cell.html) else ()
    return cell if len(words) > _REFERENCE else None


def _status_cell(read: Attributes, cell: Block, lexicon: Lexicon) -> None:
    """A cell such as `Done. Verified by: drill of 8 October` or `Declined: F1 covers it`."""
    said = read_attributes(f"{_CELL} - {cell.text}", lexicon)
    read.status, read.status_words = None, ""
    status = said.status or lexicon.statuses.find(cell.plain)
    read.mark(status, cell.plain)
    for family in ("verified", "reason", "due"):
        if family in said.found:
            read.keep(family, said.found[family])
    if status is ActionStatus.DECLINED and (why := re.search(r"[:：,—–-]\s*(\S.*)$", cell.text)):
        read.keep("reason", why[1])


def _from_groups(groups: tuple[str, ...], lexicon: Lexicon, owners: Owners) -> Attributes:
    """What the labels above items say of each, the nearest first."""
    read = Attributes("")
    for group in reversed(groups):
        family = lexicon.family(group, GROUPS)
        if family in _GROUP_STATUS:
            read.mark(_GROUP_STATUS[family], group)
        elif family == "group_idea":
            read.keep("ideas", group)
        if group[-1:] in SIGNS:
            read.mark(lexicon.statuses.find(group[-1]), group)
        if owner := owners.in_label(group):
            read.keep("owner", owner)
    return read


def _make(
    document: Document, read: Attributes, order: Order | None, source: Provenance, group: str
) -> Action:
    path, links = document.source.path, document.links
    text = rich(read.text, path, links)
    said: Mapping[str, str] = read.found

    def fact(family: str) -> Fact[str] | None:
        value = said.get(family)
        if value is None:
            return None
        plain = rich(value, path, links).text
        return Fact(plain, value, source) if plain else None

    due = said.get("due")
    verified = said.get("verified")
    status = Fact(read.status, read.status_words, source) if read.status else None
    action = Action(
        text=text,
        owner=fact("owner"),
        due=Fact(Due(first_day(due, order), due), due, source) if due else None,
        status=status,
        priority=fact("action_priority"),
        type=fact("action_type"),
        ticket=_ticket_cell(said.get("ticket", ""), path, links) or _ticket(read.text, text.html),
        verified_by=rich(verified, path, links) if verified else None,
        reason=rich(said["reason"], path, links).text if said.get("reason") else None,
        group=group,
        anchor=anchor("f", text.text),
        source=source,
        id=said.get("action_id", ""),
        strength=fact("action_strength"),
    )
    return meant(action, said)


def _ticket_cell(words: str, path: str, links: Mapping[str, str]) -> Link | None:
    """The ticket in a place made for it: any link is one."""
    return _ticket(words, rich(words, path, links).html, stated=True) if words else None


def _ticket(words: str, html: str, *, stated: bool = False) -> Link | None:
    """The ticket that Markdown words link to (`html` is the same) or name."""
    for match in _HREF.finditer(html) if "<a " in html else ():
        href, shown = unescape(match["href"]), unescape(re.sub(r"<[^>]+>", "", match["text"]))
        if href.startswith("http") and (
            stated or _TICKET_TEXT.match(shown) or _TICKET_HREF.search(href)
        ):
            return Link(href, shown)
    bare = _BARE_TICKET.search(" ".join(words.split()))
    return Link("", bare[0]) if bare and not _NOT_TICKETS.match(bare[0]) else None

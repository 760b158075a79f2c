"""Postmortem -> the words that may bind it to others, and which words never do.

What stands in code is a name that somebody chose, and says more than a word of English. The words
that `suggest` knows of technology count likewise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import unescape
from typing import NamedTuple

from secondstory.model import Postmortem, Rich
from secondstory.suggest import folded_words, single_words

_PART = "`"  # between kinds of terms, none of which holds one
_LONGEST, _READ = 40, 4000  # characters of a term, of a passage
_SHORTEST, _SHORTEST_NAME = 4, 3
_MOST = 400  # terms of a report, of each kind
_SPAN = re.compile(r"<code>(.*?)</code>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r"[^\W\d_]\w*(?:[.:/-]\w+)*")
_JOINED = re.compile(r"[a-z]{2}[\w.:/-]*[\d_.:/][\w]|[a-z]{2}\d")
_JOINT = re.compile(r"[\W_]")
_NUMBERED = re.compile(r"[0-9a-f]{7,}|.*\d{4}.*")  # hashes, dates, numbers of tickets

# Words that any two reports share, whatever they are about. Common ones need not be here: what
# many reports share relates none.
STOP = frozenset(
    """
    able about above access across action actual added after again against ahead alert alive
    allow almost alone along already also although always among amount another answer anyone
    anything anyway appear apply april around aside asked august away back bad based became
    because become before began begin behind being believe below beside best better between
    beyond both bring broke broken brought build built call called came cannot care carry
    cause caused certain chain chance change changed check choice chose class clear client
    close closed code com come common company complete completed completely condition consider
    const contain control correct could count couple course cover created current customer
    daily data date days dead deal december decide default depend describe design detail did
    different directly does doing done down during each early easily effect either else empty
    end enough ensure entire error even event ever every everybody everyone everything exactly
    example except exist expect explain extra fact fail failed failing failure fall false far
    fast feature february felt few field fifteen fifty file fill final find fine finish first
    five fixed follow for form former forty forward found four free friday from full function
    further gave general get give given goes going gone good got great grew ground group grow
    had half hand happen happened hard has have having head health healthy hear held help here
    high higher himself hold hour hours house how however http https human hundred idea impact
    import important incident include increase indeed information inside instead intended
    internal into issue item itself january job july june just keep kept kind knew know known
    lack large last late later lead leading learn learned least leave led left length less
    lesson let level like likely limit line list little live local long longer look looked
    lost low lower made main major make making many march matter maybe mean meant measure meet
    member merging message met might mind minute missing moment monday month more morning most
    move much must name near nearly need needed never new news next nice night nightly nobody
    none nor normal not note nothing notice november null number obvious occur october
    offending often old once one only onto open operator order other others otherwise out
    outage outside over own page paid part particular pass past path people per perhaps period
    person place plan play point possible post present pretty prevent previous probably
    problem process product production proper provide public put question quick quickly quiet
    quite rate rather reach reached read ready real really reason receive recent record reduce
    remain remember remove repeat report request require respond rest result return right room
    rule run running safe said same saturday saved saw say second section see seem seen select
    self send sense sent separate september service set several share shift ship short should
    show showing shown side similar simple since single sit six size slow slowly small sold
    some somebody someone something sometimes soon sort source spent stage stand start started
    state stay stayed stays step still stood stop stopped store story strange string such
    sudden suddenly sunday support sure system take taken talk team tell ten test than that
    the their them then there these they thing think third this those though thought thousand
    three through thursday thus time today together told too took top total touch toward tried
    true trust try tuesday turn twelve twenty twice two type under understand understood
    unknown unless until unusual update upon use used useful user usual usually value various
    version very via view void wait waited waiting want was watch way wednesday week well went
    were what when where whether which while who whole whose why wide will with within without
    word work worked working world worse would write written wrong wrote www year yes
    yesterday yet you your
    """.split()
)

# Words of the trade: they say a little, wherever they stand.
TRADE = frozenset(
    """
    account admin agent api application archive argument array asset attack attempt attribute
    backend backup balance bandwidth base batch block body branch browser bucket buffer bug
    bypass byte cache cached capacity cell central certificate channel chart cleanup cli click
    cloud cluster column command commit component config configuration connection console
    container context controller copy core counter crash cron cursor database debug defer
    delay delete dependency deploy deployment device directory disk document domain download
    draft driver edge elastic email endpoint engine entry environment exception export
    external filter flag flow folder format frontend gateway generation global graph handler
    hardware header heap history host hostname image incoming incomplete index infrastructure
    input instability instance integration interface internet json kernel key label latency
    layer ledger library lifetime link listener load lock log login loop machine manager
    manual map master memory menu merge metric migration mobile mode model module monitor
    monitoring mount multi network node notification object offline online operation option
    outgoing output package packet parameter parser partition patch payload peer pending
    permission pipeline placeholder platform plugin policy pool port prefix primary profile
    project prompt protocol proxy purge query queue queued range raw redirect region registry
    release remote render replica repo repository resource response restart restore retry role
    rollback rollout root route router routing runtime scale schedule scheduler schema scope
    script search secondary secret security segment server session setting setup shell signal
    site slot snapshot socket software space stack static status storage stream suffix switch
    sync syntax table tag target task template thread threshold ticket timeout timer token
    tool trace traffic transaction transfer trigger tunnel upgrade upload upstream url
    variable vendor volume webhook website window wire worker workflow workspace yaml zone
    """.split()
)


class Terms(NamedTuple):
    """The words of a report that may bind it to others: folded, singular, each once.

    `names` stand in code, `titled` in its title; `words` are those of its text, all of them.
    """

    words: frozenset[str]
    names: tuple[str, ...]
    titled: tuple[str, ...]


def terms_of(report: Postmortem, said: str) -> str:
    """The words that may bind a report, for `read_terms`; `said` are those `suggest` reads."""
    names: dict[str, None] = {}
    for rich in _passages(report):
        for span in _SPAN.findall(rich.html[:_READ]) if "<code>" in rich.html else ():
            names |= dict.fromkeys(_names(unescape(_TAG.sub("", span))))
    words = set(said.split())
    for lesson in report.lessons:
        words.update(folded_words(lesson.text[:_READ]))
    words.difference_update(*map(parts_of, names))
    plain = sorted(filter(may_bind, words))[:_MOST]
    titled = dict.fromkeys(filter(may_bind, folded_words(report.title.value)))
    return _PART.join(" ".join(part) for part in (plain, list(names)[:_MOST], titled))


def read_terms(terms: str) -> Terms:
    """The words that `terms_of` wrote."""
    words, names, titled = (part.split() for part in terms.split(_PART))
    return Terms(frozenset((*words, *names)), tuple(names), tuple(titled))


@lru_cache(maxsize=50_000)  # most words come again and again
def may_bind(word: str) -> bool:
    """Whether a folded word may be more than a word that happens to stand in two reports."""
    return (
        _SHORTEST <= len(word) <= _LONGEST
        and word not in STOP
        and not _NUMBERED.fullmatch(word)
        and any(letter.isalpha() for letter in word)
    )


def is_name(word: str) -> bool:
    """Whether a word is an identifier, or a name that `suggest` knows: it is no word of English."""
    return _JOINED.search(word) is not None or word in _technical()


@lru_cache(maxsize=20_000)
def parts_of(name: str) -> tuple[str, ...]:
    """The words that a name is put together of, which say nothing beside it."""
    return folded_words(name.replace("_", " ")) if _JOINT.search(name) else ()


@cache
def _technical() -> frozenset[str]:
    return frozenset(word for word in single_words() if word not in TRADE)


def _names(code: str) -> Iterator[str]:
    for match in _NAME.finditer(code):
        name = match[0].casefold()
        fits = _SHORTEST_NAME <= len(name) <= _LONGEST and name not in STOP
        if fits and not _NUMBERED.fullmatch(name):
            yield name


def _passages(report: Postmortem) -> Iterator[Rich]:
    for fact in (report.summary, report.root_cause, report.trigger, *report.contributing):
        if fact:
            yield fact.value
    for lesson in report.lessons:
        yield from filter(None, (lesson.headline, lesson.more, lesson.check))

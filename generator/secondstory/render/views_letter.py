"""What the templates of the digest's mail get, and what its posts in chats are made of.

All of its texts are short and on one line, and all of its links are absolute.
"""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_parts import Html


class Words(Noun, frozen=True):
    """Words of a report.

    Attributes:
        text: as plain text
        html: as markup, without links
    """

    text: str
    html: Html


class Line(Noun, frozen=True):
    """Something that is told of an entry.

    Attributes:
        label: what it is, such as `Check your code if` or `Held`; empty for the story itself
        kind: check, note, the kind of a mark (held, done, late, again ...), or empty
        words: what is told
        href: where that leads, absolute; empty where it leads nowhere
    """

    label: str
    kind: str
    words: Words
    href: str


class Item(Noun, frozen=True):
    """An entry of a letter: a lesson, a class, a fix, an event of a drill.

    Attributes:
        mark: what stands before it, such as a time of day; empty for nothing
        words: what it says
        href: where it leads, absolute; empty where it leads nowhere
        lang: the language of its words, a BCP 47 tag; empty for that of the letter
        lines: what is told of it
    """

    mark: str
    words: Words
    href: str
    lang: str
    lines: tuple[Line, ...]


class Section(Noun, frozen=True):
    """A part of a letter.

    Attributes:
        kind: what it holds: lessons, classes, fixes or story
        title: its heading
        about: a sentence below it; empty for none
        items: its entries
    """

    kind: str
    title: str
    about: str
    items: tuple[Item, ...]


class Letter(Noun, frozen=True):
    """`mail/digest.html` and `mail/digest.txt`: an issue of the digest for those who do not come.

    Attributes:
        title: what it is, such as `Learnings, October 2026`
        subject: the subject of its mail, with the headline of the lead
        preheader: what mail programs show beside the subject
        lang: the language of the portal, a BCP 47 tag
        site: what the portal is called, with its organisation
        stand: its number, and how long it takes to read
        note: what an editor says of the month; empty for nothing
        lead: the learning to lead with
        sections: what follows, in this order
        counts: how many lessons there were to choose from
        scope: which reports it is made of; empty for all
        how: how they were chosen
        href: the page of the issue, absolute
        home: the portal, absolute
        leave: a mailto address to be left out; empty where there is none
    """

    title: str
    subject: str
    preheader: str
    lang: str
    site: str
    stand: str
    note: str
    lead: Item
    sections: tuple[Section, ...]
    counts: str
    scope: str
    how: str
    href: str
    home: str
    leave: str

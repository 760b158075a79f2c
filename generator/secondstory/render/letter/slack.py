"""A letter -> a message for a Slack webhook, as Block Kit: the same words, in Slack's markup.

Slack takes 50 blocks, 150 characters of a header and 3,000 of a section. Of a text, only `&`, `<`
and `>` are its own, and are escaped; `verbatim` keeps it from finding channels and people in words.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from secondstory.render.views_letter import Item, Letter, Line, Section, Words
from secondstory.render.words import shortened

BLOCKS, HEADER, SECTION = 50, 150, 3000
_LONGEST = 400  # characters of a note or a headline: escaped, five times as many at most
_CODE = re.compile(r"<(?:code|kbd|samp)>(.*?)</(?:code|kbd|samp)>")
_TAG = re.compile(r"<[^>]*>")
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def slack(letter: Letter) -> bytes:
    """The message as JSON."""
    head = {"type": "plain_text", "text": shortened(letter.title, HEADER)}
    blocks = [{"type": "header", "text": head}, _context(_plain(letter.stand))]
    if letter.note:
        blocks.append(_section(_plain(shortened(letter.note, _LONGEST))))
    blocks.append(_section(_item(letter.lead)))
    for section in letter.sections:
        blocks += [{"type": "divider"}, *map(_section, _texts(section))]
    end = _context(
        f"{_plain(f'{letter.counts} {letter.scope}')} {_link(letter.href, 'The whole issue')}"
    )
    message = {
        "text": _plain(letter.subject),
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": [*blocks[: BLOCKS - 1], end],
    }
    return json.dumps(message, separators=(",", ":")).encode()


def _texts(section: Section) -> list[str]:
    """A heading, what it says and its entries, in as few texts as they fit in."""
    about = f"\n{_plain(section.about)}" if section.about else ""
    texts = [f"*{_plain(section.title)}*{about}"]
    for item in section.items:
        text = _item(item)
        longer = "\n".join((texts[-1], *([""] if item.lines else []), text))
        texts[-1:] = [longer] if len(longer) <= SECTION else [texts[-1], text]
    return texts


def _item(item: Item) -> str:
    mark = f"`{_plain(item.mark)}` " if item.mark else ""
    words = _words(item.words, item.href)
    text = f"{mark}*{words}*" if item.lines else f"{mark}{words}"
    for line in map(_line, item.lines):
        if len(text) + 1 + len(line) <= SECTION:
            text = f"{text}\n{line}"
    return text


def _line(line: Line) -> str:
    label = f"_{_plain(line.label)}_ " if line.label else ""
    return f"{label}{_words(line.words, line.href)}"


def _words(words: Words, href: str) -> str:
    """Words as a link, or with their code."""
    if href:
        return _link(href, shortened(words.text, _LONGEST))
    return "".join(
        f"`{_bare(part).replace('`', chr(39))}`" if place % 2 else _bare(part)
        for place, part in enumerate(_CODE.split(words.html))
    )


def _bare(html: str) -> str:
    return _plain(unescape(_TAG.sub("", html)))


def _link(href: str, text: str) -> str:
    return f"<{href.replace('|', '%7C').replace('>', '%3E')}|{_plain(text)}>"


def _plain(text: str) -> str:
    return text.translate(_ESCAPES)


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _markup(text)}


def _context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [_markup(text)]}


def _markup(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}

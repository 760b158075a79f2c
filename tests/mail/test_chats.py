"""Posts in chats: the words of the mail, in what Slack and Teams take, and no markup of theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from mail.letters import HOSTILE, SITE, a_letter, a_report, letters, sample
from secondstory.noun import replace
from secondstory.render.letter import slack, teams
from secondstory.render.letter.slack import BLOCKS, HEADER, SECTION
from secondstory.render.letter.teams import LIMIT
from secondstory.render.views_letter import Letter

LATEST = list(letters(sample()).values())[-6:]
ODD = {
    kind: a_letter(a_report(words=words), a_report("b", words)) for kind, words in HOSTILE.items()
}
EVERY = [*LATEST, *ODD.values()]
# What the schema of Adaptive Cards 1.5 knows of what we use.
KNOWN = {
    "AdaptiveCard": set("$schema version lang fallbackText msteams body actions".split()),
    "Container": {"separator", "spacing", "items"},
    "RichTextBlock": {"spacing", "inlines"},
    "TextRun": {"text", "size", "weight", "color", "isSubtle", "selectAction"},
    "Action.OpenUrl": {"url", "title"},
}
LINK = re.compile(r"<([^|>]*)\|([^>]*)>")


def told(letter: Letter) -> Iterator[str]:
    """The words of a letter's entries."""
    for item in (letter.lead, *(item for part in letter.sections for item in part.items)):
        yield item.words.text
        yield from (line.words.text for line in item.lines)


def texts(message: dict[str, Any]) -> Iterator[str]:
    """The markup of a message for Slack."""
    for block in message["blocks"]:
        for text in (block.get("text"), *block.get("elements", ())):
            if text:
                yield text["text"]


def elements(value: Any) -> Iterator[dict[str, Any]]:
    """The elements and actions of a card."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from elements(each)


def runs(value: Any) -> Iterator[dict[str, Any]]:
    """The text runs of a card."""
    return (each for each in elements(value) if each["type"] == "TextRun")


@pytest.mark.parametrize("letter", EVERY)
def test_slack_takes_it(letter: Letter) -> None:
    """At most 50 blocks, a header of 150 characters, sections of 3,000, and a text beside them."""
    message = json.loads(slack(letter))
    assert message["text"]
    assert message["unfurl_links"] is message["unfurl_media"] is False
    assert len(message["blocks"]) <= BLOCKS
    for block in message["blocks"]:
        assert block["type"] in ("header", "section", "context", "divider")
        for text in (block.get("text"), *block.get("elements", ())):
            if text and text["type"] == "mrkdwn":
                assert text["verbatim"] is True
                assert 0 < len(text["text"]) <= SECTION
            elif text:
                assert 0 < len(text["text"]) <= HEADER


@pytest.mark.parametrize("letter", EVERY)
def test_slack_gets_no_markup_but_ours(letter: Letter) -> None:
    """Every `<` begins a link to the portal: nobody is called, nothing else is linked."""
    message = json.loads(slack(letter))
    for text in (message["text"], *texts(message)):
        assert not set(LINK.sub("", text)) & set("<>")
        assert all(href.startswith(f"{SITE.base_url}/") for href, _ in LINK.findall(text))
        assert not re.search(r"&(?!amp;|lt;|gt;)", text)
        assert not re.search("[\x00-\x09\x0b-\x1f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)


@pytest.mark.parametrize("letter", LATEST)
def test_slack_says_what_the_mail_says(letter: Letter) -> None:
    """All entries are told, in the words of the mail, code as code."""
    said = unescape(LINK.sub(r"\2", "\n".join(texts(json.loads(slack(letter)))))).replace("`", "")
    for words in told(letter):
        assert words.replace("`", "'") in said


def test_slack_is_told_less_of_a_very_long_issue() -> None:
    """What has no room is left out from the end; the way to the whole stays."""
    letter = LATEST[-1]
    message = json.loads(slack(replace(letter, sections=letter.sections * 12, note="<&>" * 900)))
    assert len(message["blocks"]) == BLOCKS
    assert letter.href in message["blocks"][-1]["elements"][0]["text"]
    assert max(map(len, texts(message))) <= SECTION


@pytest.mark.parametrize("letter", EVERY)
def test_teams_takes_it(letter: Letter) -> None:
    """A message with one Adaptive Card, under 28 kB, that leads to the portal and nowhere else."""
    content = teams(letter)
    assert len(content) <= LIMIT
    assert content.isascii()
    message = json.loads(content)
    (attachment,) = message["attachments"]
    assert message["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    assert {part["type"] for part in card["body"]} == {"Container"}
    blocks = [block for part in card["body"] for block in part["items"]]
    # No TextBlock: that would take the words of a report for Markdown.
    assert {block["type"] for block in blocks} == {"RichTextBlock"}
    for each in elements(card):
        assert each.keys() - {"type"} <= KNOWN[each["type"]], each
        if "url" in each:
            assert each["url"].startswith(f"{SITE.base_url}/")


@pytest.mark.parametrize("letter", LATEST)
def test_teams_says_what_the_mail_says(letter: Letter) -> None:
    """All entries are told, in the words of the mail."""
    said = [run["text"] for run in runs(json.loads(teams(letter)))]
    for words in told(letter):
        assert words in said


def test_teams_is_told_less_of_a_very_long_issue() -> None:
    """What has no room is left out from the end; the lead and the button stay."""
    letter = LATEST[-1]
    content = teams(replace(letter, sections=letter.sections * 12))
    card = json.loads(content)["attachments"][0]["content"]
    assert LIMIT * 0.8 < len(content) <= LIMIT
    assert card["actions"][0]["url"] == letter.href
    assert letter.lead.words.text in [run["text"] for run in runs(card["body"][0])]

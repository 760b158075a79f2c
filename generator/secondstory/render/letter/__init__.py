"""An issue of the digest -> what reaches those who never open the portal: a mail, posts in chats.

DigestPage -> Letter -> plain text, HTML, blocks for Slack, a card for Teams
"""

from secondstory.render.letter.slack import slack
from secondstory.render.letter.teams import teams
from secondstory.render.letter.view import letter_of
from secondstory.render.letter.written import as_html, as_text

__all__ = ["as_html", "as_text", "letter_of", "slack", "teams"]

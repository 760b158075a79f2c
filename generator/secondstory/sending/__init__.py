"""An issue for its readers -> in their hands, once: messages, the ledger, and the way there."""

from secondstory.sending.deliver import Errand, Outcome, Unrecorded, deliver
from secondstory.sending.ledger import Key, Ledger, State, opened
from secondstory.sending.message import Heads, line, message, message_id

__all__ = [
    "Errand",
    "Heads",
    "Key",
    "Ledger",
    "Outcome",
    "State",
    "Unrecorded",
    "deliver",
    "line",
    "message",
    "message_id",
    "opened",
]

"""Action items and a tracker: each item gets one ticket, and its state comes back.

`ledger` keeps what was begun, `drafts` words a ticket, `rounds` asks the tracker and tells what
became of each item.
"""

from secondstory.syncing.keep import save
from secondstory.syncing.ledger import Ledger, alone, opened
from secondstory.syncing.outcome import Fate, Outcome, Round, Wish
from secondstory.syncing.rounds import remember, sync, wanted

__all__ = [
    "Fate",
    "Ledger",
    "Outcome",
    "Round",
    "Wish",
    "alone",
    "opened",
    "remember",
    "save",
    "sync",
    "wanted",
]

"""index.json -> answers: have we seen this before, what did it teach, what does it say.

The answers are plain data, short enough for a reader that pays for each word. They are made
of the published index and of nothing else, so they cannot tell what the portal does not.
"""

from __future__ import annotations

from secondstory.ask.answers import Archive, NotKnownError
from secondstory.ask.shelf import Shelf

__all__ = ["Archive", "NotKnownError", "Shelf"]

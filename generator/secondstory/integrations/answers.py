"""What a server of others can answer when something is handed to it, beside "taken"."""

from __future__ import annotations


class NotTakenError(Exception):
    """The server did not take it; `hint` says what to do about it, where we know."""

    def __init__(self, said: str, hint: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.hint = hint


class RefusedError(NotTakenError):
    """It was refused for good: asking again today is of no use."""


class LaterError(NotTakenError):
    """It was not taken now, and may be later; `after` so many seconds, where the server says."""

    def __init__(self, said: str, hint: str = "", after: float = 0) -> None:
        super().__init__(said, hint)
        self.after = after


class DownError(LaterError):
    """There is no talking to the server at present, whatever is to be handed over."""


class ClosedError(NotTakenError):
    """The server will not talk to us until somebody changes something."""


class UnclearError(NotTakenError):
    """All was handed over and the answer never came: it may have been taken, or not."""

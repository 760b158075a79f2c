"""Document -> Postmortem: one module per fact, each with its provenance. Pure and total.

`postmortem` puts the facts together. It is not imported here: the linter reads no more of a
report than its action items, and starts in half the time without the rest.
"""

from __future__ import annotations

from secondstory.extract.lexicon import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon"]

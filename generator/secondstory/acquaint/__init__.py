"""Studies of a folder -> what its reports look like, and what a config could add to that.

`init` says what it recognised: the forms that reports share, the headings and severities
that no word family knows, the files that are no incident. Nothing is decided here: what is
proposed goes into the config as comments.
"""

from secondstory.acquaint.look import Acquaintance, Form, acquaint
from secondstory.acquaint.words import proposals, tell

__all__ = ["Acquaintance", "Form", "acquaint", "proposals", "tell"]

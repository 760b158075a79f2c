"""Classes of failure: their file, their other names, why they came back, where they may be.

`read` turns the file of classes into a Taxonomy, `fold` gives each class one name, `cures` knows
their fixes, `repeats` tells a known fix that did not ship from one that did not hold, `hints`
suggests classes for reports that name none.
"""

from secondstory.classes.codes import CODES
from secondstory.classes.cures import cures_of
from secondstory.classes.fold import by_one_name, in_future
from secondstory.classes.hints import with_hints
from secondstory.classes.read import folded, nameless, read_classes
from secondstory.classes.repeats import recurrences

__all__ = [
    "CODES",
    "by_one_name",
    "cures_of",
    "folded",
    "in_future",
    "nameless",
    "read_classes",
    "recurrences",
    "with_hints",
]

"""What can be wrong with the classes of an archive, and with what reports say of them."""

from __future__ import annotations

from secondstory.findings import Code, Level

BROKEN = Code(
    "SS409",
    "classes-file-broken",
    Level.WARNING,
    "A file of classes that cannot be read tells of no class.",
    "write it as TOML: [[class]] on a line of its own, id and statement below it",
)
SHAPE = Code(
    "SS410",
    "classes-key-wrong",
    Level.WARNING,
    "A key that the file of classes does not know, or with a value of another kind, is left out.",
    "a class has id, statement, parent, aliases, owner, fixes and exposed",
)
TWICE = Code(
    "SS411",
    "class-twice",
    Level.WARNING,
    "A name that two classes have stands for the first of them, so that no report is in both.",
    "give each class names of its own; case, spaces, hyphens and underscores do not matter",
)
NO_PARENT = Code(
    "SS412",
    "class-parent-wrong",
    Level.WARNING,
    "A class whose parent is not there, or is below it, stands alone.",
    "name the id of another class as its parent, or none",
)
UNKNOWN = Code(
    "SS413",
    "class-unknown",
    Level.WARNING,
    "A report that names a class which nobody else names is never seen to be a repeat.",
    "correct the name, or add the class to the file of classes",
)
NO_FIX = Code(
    "SS414",
    "class-fix-unknown",
    Level.WARNING,
    "A fix of a class that leads to no report tells nothing of why the class came back.",
    "a fix is called as its link ends: the report's name, # and the fix's anchor",
)
LATER = Code(
    "SS415",
    "class-in-future",
    Level.NOTE,
    "A report of a class that is dated after today counts as a time it came, but not as seen.",
    "correct the date",
)
CODES = (BROKEN, SHAPE, TWICE, NO_PARENT, UNKNOWN, NO_FIX, LATER)

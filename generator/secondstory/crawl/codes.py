"""The findings of reading a folder: what can be odd about a file before anybody parses it."""

from __future__ import annotations

from secondstory.findings import Code, Level

NOT_UTF8 = Code(
    "SS101",
    "not-utf8",
    Level.WARNING,
    "Bytes that are no UTF-8 are read as Windows-1252, which may show the wrong letters.",
    "save the file as UTF-8",
)
CONTROL_CHARACTERS = Code(
    "SS102",
    "control-characters",
    Level.WARNING,
    "NUL bytes and other control characters cannot be shown on a page; each became �.",
    "remove them; log lines pasted from a terminal often bring colour codes along",
)
TOO_LARGE = Code(
    "SS103",
    "too-large",
    Level.ERROR,
    "Only the first part of a very large file is read; the rest is missing from the portal.",
    "move the long log or dump to a file of its own and link to it",
)
UNREADABLE = Code(
    "SS104",
    "unreadable",
    Level.ERROR,
    "What cannot be read is missing from the portal.",
    "check the permissions of the file and of its folder",
)
NOT_A_FILE = Code(
    "SS105",
    "not-a-file",
    Level.WARNING,
    "A folder, pipe or device is named like a report or an image, but holds no text.",
    "rename it, or list it under `exclude` in secondstory.toml",
)
BROKEN_LINK = Code(
    "SS106",
    "broken-link",
    Level.WARNING,
    "A symbolic link that leads nowhere has nothing to read.",
    "mend the link or remove it",
)
LINK_OUTSIDE = Code(
    "SS107",
    "link-outside",
    Level.WARNING,
    "Links out of the archive folder are not followed: they could publish any file.",
    "copy what belongs to the archive into it, or remove the link",
)
NAME_NOT_UTF8 = Code(
    "SS108",
    "name-not-utf8",
    Level.WARNING,
    "A file name that is no UTF-8 has no faithful spelling in links; it is shown escaped.",
    "rename the file",
)
IMAGE_NAME = Code(
    "SS109",
    "image-name",
    Level.WARNING,
    "Images keep their names in the portal, and this one does not work on every system.",
    "rename the image, and the links to it",
)
LINKED_FOLDER = Code(
    "SS110",
    "linked-folder",
    Level.WARNING,
    "Links to folders are not followed; this one leads to reports that are read nowhere else.",
    "move the reports to the place of the link",
)

CODES: tuple[Code, ...] = (
    NOT_UTF8,
    CONTROL_CHARACTERS,
    TOO_LARGE,
    UNREADABLE,
    NOT_A_FILE,
    BROKEN_LINK,
    LINK_OUTSIDE,
    NAME_NOT_UTF8,
    IMAGE_NAME,
    LINKED_FOLDER,
)

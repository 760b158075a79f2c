"""The findings of `privacy`: what a report shows that few or none should read."""

from __future__ import annotations

from secondstory.findings import Code, Level

SECRET = Code(
    "SS111",
    "secret-masked",
    Level.WARNING,
    "What looks like a key, a token or a password is masked in every output, but not in the file.",
    "make it worthless (rotate it: git keeps what was committed), then take it out of the report",
)
UNKNOWN_AUDIENCE = Code(
    "SS307",
    "audience-unknown",
    Level.WARNING,
    "A report for an audience that the project does not know is shown to nobody of that name.",
    "mend the spelling, or name the audience under [audiences] in secondstory.toml",
)
NO_AUDIENCE = Code(
    "SS308",
    "audience-outside",
    Level.WARNING,
    "A report narrows the audiences of its folder; where it names only others, nobody may read it.",
    "name an audience that [audiences] gives its folder to, or give the folder to this one as well",
)
NAMED_FILE = Code(
    "SS112",
    "name-in-path",
    Level.WARNING,
    "Roles stand for names in what a report says, but its path is its address and stays as it is.",
    "rename the file or the folder; `aliases` can keep its old links",
)
CODES = (SECRET, NAMED_FILE, UNKNOWN_AUDIENCE, NO_AUDIENCE)

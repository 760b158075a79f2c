"""Source -> Source: roles stand where people stood, for `names = "roles"`.

A person whom the project gives a role has that. Any other is Engineer Alpha in one report and
Engineer Golf in the next, so that nobody can be followed from report to report. What was a handle
stays one (`@engineer-alpha`), so that owners are read as before, and lines stay where they are. In
code only names that the project lists and mail addresses are replaced: `@` means much there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from secondstory.findings import Location
from secondstory.model import Document, Kind, Source, Study
from secondstory.noun import replace
from secondstory.privacy.audiences import Privacy
from secondstory.privacy.codes import NAMED_FILE
from secondstory.privacy.people import HAN, folded, groups_in, is_group, people_in

_SOMEBODY = "Engineer"
# Two words, as a full name has: what shows who acts and who owns shows it still.
_LETTERS = (
    "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar"
    " Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu".split()
)
_MAIL = (
    r"(?<![\w.+%-])(?P<mail>[A-Za-z0-9][\w.+%-]{0,63})@(?:[A-Za-z0-9-]{1,63}\.){1,4}"
    r"[A-Za-z]{2,24}(?![\w@])"
)
_HANDLE = r"(?<![\w@/.+-])@(?P<handle>[A-Za-z](?:[\w.-]{0,37}[A-Za-z0-9_])?)(?![\w/@(])"
STAND_IN = re.compile(rf"{_SOMEBODY} (?:{'|'.join(_LETTERS)})\d*")
_SPAN = r"(?P<span>(?<!`)`[^`\n]{1,500}`(?!`))"
_FREE, _TAKEN = r"(?<![^\W_])", r"(?![^\W_])"
_SHORTEST = 3  # letters of a word that stands for a person by itself


def nameless(document: Document, study: Study, privacy: Privacy) -> Source:
    """The source of a document with roles for people; the same one where it names nobody."""
    source = document.source
    groups = groups_in(study, privacy)
    found = people_in(document, study, groups)
    everywhere = _pattern(privacy.people, _handles_of(privacy.people))
    prose = _pattern((*privacy.people, *found), (_SPAN, _HANDLE))
    cast = _Cast(privacy, found, groups, everywhere)
    code = _code_lines(document)
    lines = enumerate(source.text.splitlines(keepends=True), 1)
    pieces: list[str] = []
    for is_code, part in groupby(lines, lambda line: line[0] in code):
        text = "".join(line for _, line in part)
        pieces.append((everywhere if is_code else prose).sub(cast.role_of, text))
    findings = source.findings
    if (match := everywhere.search(source.path)) and match.lastgroup != "mail":
        place = Location(source.path)
        findings = (*findings, NAMED_FILE.at(place, "the path holds a name that [people] lists"))
    text = "".join(pieces)
    if text == source.text and findings == source.findings:
        return source
    return replace(source, text=text, findings=findings)


class _Cast:
    """The people of one report and their roles, in the order in which they appear."""

    def __init__(
        self,
        privacy: Privacy,
        found: Iterable[str],
        groups: frozenset[str],
        everywhere: re.Pattern[str],
    ) -> None:
        self._groups, self._everywhere = groups, everywhere
        self._stated = {folded(name): role for name, role in privacy.people.items()}
        self._persons: dict[str, str] = {}  # by any of their names: the name they go by
        for name in (*privacy.people, *found):
            whole = folded(name)
            for part in (whole, whole.replace(" ", ""), *whole.split()):
                self._persons.setdefault(part, whole)
        self._roles: dict[str, str] = {}

    def role_of(self, match: re.Match[str]) -> str:
        """What stands for a match of a pattern."""
        kind = match.lastgroup
        if kind == "span":
            return self._everywhere.sub(self.role_of, match[0])
        if kind == "name":
            # Where a name is broken over two lines, they stay two.
            return self._role(match[0]) + "".join(re.findall(r"\n[ \t]*", match[0]))
        name = match["mail"] or match["handle"] if kind == "mail" else match["handle"]
        if is_group(name, self._groups):
            return match[0]
        return "@" + self._role(name).lower().replace(" ", "-")

    def _role(self, name: str) -> str:
        known = folded(name)
        person = self._persons.get(known) or self._persons.setdefault(known, known)
        if person not in self._roles:
            self._roles[person] = self._stated.get(person) or self._letter()
        return self._roles[person]

    def _letter(self) -> str:
        number = sum(role.startswith(_SOMEBODY) for role in self._roles.values())
        again, place = divmod(number, len(_LETTERS))
        return f"{_SOMEBODY} {_LETTERS[place]}{again + 1 if again else ''}"


def _pattern(names: Iterable[str], others: Iterable[str]) -> re.Pattern[str]:
    known = sorted({*_spellings(names)}, key=lambda each: (-len(each), each))
    named = [f"(?P<name>{'|'.join(known)})"] if known else []
    return re.compile("|".join((*others, _MAIL, *named)))


def _handles_of(names: Iterable[str]) -> Iterator[str]:
    """An expression for the handles that are names which the project lists, or words of them."""
    words = {re.escape(word) for name in names for word in folded(name).split()}
    if words:
        word = "|".join(sorted(words))
        handle = rf"(?:{word})(?:[._-]?(?:{word})){{0,3}}"
        yield rf"(?<![\w@/.+-])@(?P<handle>(?i:{handle}))(?![\w/@(-])"


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """Expressions for a name as a whole, in any case, and for each of its words by itself."""
    for name in names:
        words = [] if name.startswith("@") else name.split()
        if len(words) > 1:
            whole = r"[\s._-]{1,3}".join(map(re.escape, words))
            yield f"{_FREE}(?i:{whole}){_TAKEN}"
        for word in words:
            if HAN.fullmatch(word):  # no spaces stand around it
                yield re.escape(word)
            elif word[:1].isupper() and len(word) >= _SHORTEST:
                yield f"{_FREE}{re.escape(word)}{_TAKEN}"
            elif len(words) == 1:  # a nickname may be a word: only where it stands alone
                alone = r"(?=[ \t]{0,3}(?:[|)\],;.\n]|$))"
                yield rf"(?<=[|(\[:,;\t -])(?<![\w] ){re.escape(word)}{alone}"


def _code_lines(document: Document) -> frozenset[int]:
    return frozenset(
        line
        for block in document.walk()
        if block.kind is Kind.CODE
        for line in range(block.line, block.line + block.text.count("\n") + 1)
    )

"""The file of classes (`classes.toml`) -> a Taxonomy, and what is wrong with it, with its lines.

It is read strictly and never stops a build: what is wrong is said and left out, all else stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches

from secondstory.classes.codes import BROKEN, NO_PARENT, SHAPE, TWICE
from secondstory.findings import Code, Finding, Location
from secondstory.model import FailureClass, Remedy, Source, Taxonomy
from secondstory.noun import replace
from secondstory.privacy import Privacy
from secondstory.toml_lines import key_lines, loaded

_KEYS = ("id", "statement", "parent", "aliases", "owner", "fixes", "exposed")
_FIX_KEYS = ("text", "report", "ticket", "promised", "shipped")
_NAME, _TEXT = 80, 300  # characters
_JOINTS = re.compile(r"[\s_-]+")
# `2026-02-17-a-b.md#f-12ab34cd`, as a link ends
_PLACE = re.compile(r"\S+#\S+|\S+\.(?:md|markdown|html)", re.IGNORECASE)
_TICKET = re.compile(r"#\d{1,7}|[A-Z][A-Z0-9]{1,9}-\d{1,7}|https?://(?!\S*/incidents/)\S+")


def folded(name: str) -> str:
    """What is the same in two spellings of a class: `Lock_Queue` and `lock-queue`."""
    return _JOINTS.sub(" ", name).strip().casefold()


def read_classes(source: Source | None) -> tuple[Taxonomy, tuple[Finding, ...]]:
    """Read the classes of a project; none where there is no file."""
    if source is None:
        return Taxonomy(), ()
    found = _File(source)
    return found.taxonomy, tuple(sorted(found.findings))


def nameless(taxonomy: Taxonomy, privacy: Privacy, groups: Iterable[str]) -> Taxonomy:
    """Classes without the names of people who own them, where a project puts roles in their place.

    `groups` are names that reports give teams and services.
    """
    if not privacy.roles:
        return taxonomy
    from secondstory.privacy.people import owners_told  # noqa: PLC0415  (few projects)

    told = owners_told(privacy, groups)
    named = (replace(one, owner=told(one.owner)) if one.owner else one for one in taxonomy.classes)
    return replace(taxonomy, classes=tuple(named))


class _File:
    """A file of classes as it is read."""

    def __init__(self, source: Source) -> None:
        self._path = source.path
        self._text = source.text.replace("\r\n", "\n")
        self._lines: Mapping[tuple[str, ...], int] = {}
        self._names: dict[str, str] = {}
        self._places: dict[str, dict[str, int]] = {}  # by class and key
        self.findings: list[Finding] = list(source.findings)
        self.taxonomy = Taxonomy(source.path)
        values = loaded(self._text)
        if isinstance(values, tuple):
            wrong, line = values
            self._find(BROKEN, line, f"not valid TOML: {wrong}")
            return
        self._lines = key_lines(self._text)
        for key in values.keys() - {"class"}:
            self._unknown((key,), ("class",))
        tables = values.get("class", [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            hint = "write [[class]], with two brackets, above each class"
            self._find(SHAPE, self._line("class"), "'class' must be a list of tables", hint)
            return
        stated = [one for place, table in enumerate(tables) for one in self._class(place, table)]
        settled = list(self._other_names(stated))
        above = dict(self._parents(settled))
        classes = tuple(replace(one, parent=above.get(one.name, "")) for one in settled)
        self.taxonomy = Taxonomy(source.path, classes, self._names)

    def _class(self, place: int, table: Mapping[str, object]) -> Iterator[FailureClass]:
        """Read a class, unless its name is missing or taken."""
        at = ("class", str(place))
        for key in table.keys() - set(_KEYS):
            self._unknown((*at, key), _KEYS)
        name = self._said((*at, "id"), table.get("id", ""), _NAME)
        if not folded(name):
            stated = table.get("id", "")
            if isinstance(stated, str) and not folded(stated):
                line = self._line(*at, "id")
                self._find(SHAPE, line, "a class without 'id'", 'write id = "a-name"')
            return
        if other := self._names.get(folded(name)):
            line = self._line(*at, "id")
            self._find(TWICE, line, f"the class {name!r} is there already, as {other!r}")
            return
        self._names[folded(name)] = name
        self._places[name] = {key: self._line(*at, key) for key in ("parent", "aliases")}
        yield FailureClass(
            name,
            statement=self._said((*at, "statement"), table.get("statement", ""), _TEXT),
            parent=self._said((*at, "parent"), table.get("parent", ""), _NAME),
            aliases=tuple(self._list((*at, "aliases"), table.get("aliases", []))),
            owner=self._said((*at, "owner"), table.get("owner", ""), _NAME),
            fixes=tuple(self._fixes((*at, "fixes"), table.get("fixes", []))),
            exposed=self._said((*at, "exposed"), table.get("exposed", ""), _TEXT),
        )

    def _other_names(self, stated: list[FailureClass]) -> Iterator[FailureClass]:
        """Leave each class the aliases that are nobody else's name: ids go before aliases."""
        for one in stated:
            kept = []
            for alias in one.aliases:
                owner = self._names.setdefault(folded(alias), one.name)
                if owner == one.name:
                    kept += [alias] if folded(alias) != folded(one.name) else []
                else:
                    line = self._line_of(alias, self._places[one.name]["aliases"])
                    self._find(TWICE, line, f"the alias {alias!r} of {one.name!r} means {owner!r}")
            yield replace(one, aliases=tuple(kept))

    def _parents(self, settled: list[FailureClass]) -> Iterator[tuple[str, str]]:
        """The parent of each class that has one, by its name; those in a loop have none."""
        above: dict[str, str] = {}
        for one in settled:
            parent = self._names.get(folded(one.parent), "") if one.parent else ""
            if one.parent and not parent:
                near = get_close_matches(one.parent.casefold(), list(self._names.values()), 1, 0.6)
                message = f"the parent {one.parent!r} of {one.name!r} is no class"
                hint = f"did you mean {near[0]!r}?" if near else ""
                self._find(NO_PARENT, self._places[one.name]["parent"], message, hint)
            elif parent:
                above[one.name] = parent
        for name, parent in above.items():
            seen, upper = {name}, parent
            while upper in above and upper not in seen:
                seen.add(upper)
                upper = above[upper]
            if upper == name:
                message = f"{name!r} is above its own parent {parent!r}"
                self._find(NO_PARENT, self._places[name]["parent"], message)
            else:
                yield name, parent

    def _fixes(self, at: tuple[str, ...], value: object) -> Iterator[Remedy]:
        if not isinstance(value, list) or not all(isinstance(one, (str, dict)) for one in value):
            self._find(SHAPE, self._line(*at), "'fixes' must be a list of fixes", _FIX_HINT)
            return
        for place, one in enumerate(value):
            if isinstance(one, str):
                text = self._said(at, one, _TEXT)
                line = self._line_of(one, self._line(*at))
                yield from [_remedy(text, line)] if text else []
                continue
            here = (*at, str(place)) if (*at, str(place)) in self._lines else at
            for key in one.keys() - set(_FIX_KEYS):
                self._unknown((*here, key), _FIX_KEYS)
            said = {
                key: self._said((*here, key), one.get(key, ""), _TEXT)
                for key in ("text", "report", "ticket")
            }
            days = {key: self._day((*here, key), one.get(key)) for key in ("promised", "shipped")}
            if any(said.values()):
                yield Remedy(
                    said["text"],
                    said["report"],
                    said["ticket"],
                    promised=days["promised"],
                    shipped=days["shipped"],
                    line=self._line(*here),
                )
            else:
                message = "a fix without 'text', 'report' or 'ticket'"
                self._find(SHAPE, self._line(*here), message, _FIX_HINT)

    def _list(self, at: tuple[str, ...], value: object) -> Iterator[str]:
        if not isinstance(value, list):
            hint = f'for example: {at[-1]} = ["another-name"]'
            self._find(SHAPE, self._line(*at), f"{at[-1]!r} must be a list of names", hint)
            return
        for one in value:
            text = self._said(at, one, _NAME)
            if folded(text):
                yield text

    def _said(self, at: tuple[str, ...], value: object, limit: int) -> str:
        """A text on one line, "" for what is none or too long."""
        if isinstance(value, str):
            text = " ".join(value.split())
            if len(text) <= limit and text.isprintable():
                return text
            wrong = (
                "holds a control character" if len(text) <= limit else f"has {len(text)} characters"
            )
        else:
            wrong = "must be text"
        hint = f"text in quotes, of at most {limit} characters"
        self._find(SHAPE, self._line(*at), f"{at[-1]!r} {wrong}", hint)
        return ""

    def _day(self, at: tuple[str, ...], value: object) -> date | None:
        """A day, as TOML has it or in quotes."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value) if isinstance(value, str) else _no_day(value)
        except ValueError:
            hint = f"for example: {at[-1]} = 2026-03-31"
            self._find(SHAPE, self._line(*at), f"{at[-1]!r} must be a day", hint)
            return None

    def _unknown(self, keys: tuple[str, ...], known: tuple[str, ...]) -> None:
        near = next(iter(get_close_matches(keys[-1].lower(), known, 1, 0.6)), "")
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}"
        self._find(SHAPE, self._line(*keys), f"unknown key {keys[-1]!r}", hint)

    def _line(self, *keys: str) -> int:
        """The line of a key, else of what it lies in."""
        while keys and keys not in self._lines:
            keys = keys[:-1]
        return self._lines.get(keys, 1)

    def _line_of(self, words: str, first: int = 1) -> int:
        """The first line that holds some words in quotes; `first` if none does."""
        lines = self._text.split("\n")[first - 1 :]
        forms = (f'"{words}"', f"'{words}'")
        found = (n for n, line in enumerate(lines, first) if any(form in line for form in forms))
        return next(found, first)

    def _find(self, code: Code, line: int, message: str, hint: str = "") -> None:
        self.findings.append(code.at(Location(self._path, line), message, hint))


_FIX_HINT = 'for example: fixes = ["2026-02-17-a-b#f-12ab34cd"], or [[class.fixes]] with text'


def _no_day(value: object) -> date:
    raise ValueError(value)


def _remedy(words: str, line: int) -> Remedy:
    """A fix that is named in a word: by its link, by its ticket, or by what it says."""
    if _TICKET.fullmatch(words):
        return Remedy(ticket=words, line=line)
    return Remedy(report=words, line=line) if _PLACE.fullmatch(words) else Remedy(words, line=line)

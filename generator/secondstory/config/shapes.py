"""Which keys `secondstory.toml` knows, and of what shape their values are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from difflib import get_close_matches

from secondstory.noun import Noun
from secondstory.policy import TERMS

AS_WRITTEN, ROLES = NAMES = ("as written", "roles")  # how people are called in the portal
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Shape(Noun, frozen=True):
    """What a value must be, in words, and how it is written."""

    words: str
    example: str
    optional: bool = False  # an empty text is allowed and means "not stated"


class Fault(Noun, frozen=True):
    """A wrong key or value: where (a path of keys), what, and what to write instead."""

    keys: tuple[str, ...]
    message: str
    hint: str


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    ((int, float), "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a table"),
    ((date, time), "a date or time"),
)
_TEXT = "text in quotes"
_LIST = "a list of texts"
_LEVEL = "a whole number from 1 (worst) to 4"
_TRUTH = "true or false"
_COLOURS = "a table of colours"
_TERMS = "a table of terms"
_NAVIGATION = "a list of sections and links"
_COUNT = "a whole number"
EACH = ".NAME"  # behind the name of a table of tables, which each have the same keys
_PHRASES = "a table of lists of phrases"
_MOST = "a whole number from 1"
_QUARTERS = "a whole number from 1 to 40"
_RULES = Shape(_LIST, '["named-individual"]')
_WORDS = Shape(_LIST, '["phrase"]')
_LEVELS = Shape(_LEVEL, "1")
_ROLE = Shape(_TEXT, '"on-call engineer"', optional=True)
_TERM = Shape(_TEXT, '"48 hours"')
_PATHS = Shape(_LIST, '["security/**"]')

# "*" stands for any key.
KEYS: Mapping[str, Mapping[str, Shape]] = {
    "": {
        "source": Shape(_TEXT, '"postmortems"'),
        "output": Shape(_TEXT, '"site"'),
        "exclude": Shape(_LIST, '["TEMPLATE.md", "drafts/**"]'),
        "drafts": Shape(_TRUTH, "true"),
    },
    "site": {
        "title": Shape(_TEXT, '"What we learned"'),
        "organisation": Shape(_TEXT, '"Larkspur Freight"', optional=True),
        "base_url": Shape(_TEXT, '"https://learn.example.org"', optional=True),
        "language": Shape(_TEXT, '"en"'),
        "footer": Shape(_TEXT, '"Ask us in #learning"', optional=True),
        "logo": Shape(_TEXT, '"brand/logo.svg"', optional=True),
        "navigation": Shape(
            _NAVIGATION, '["lessons", { name = "Runbooks", href = "https://runbooks.example.org" }]'
        ),
        "source_url": Shape(_TEXT, '"https://git.example.org/edit/main/{path}"', optional=True),
    },
    "theme": {
        "name": Shape(_TEXT, '"default"'),
        "folder": Shape(_TEXT, '"themes"'),
        "colours": Shape(_COLOURS, '{ accent = "#0b5c8a" }'),
        "colours_dark": Shape(_COLOURS, '{ accent = "#8ec7ee" }'),
    },
    "search": {"engine": Shape(_TEXT, '"lunr"')},
    "digest": {"folder": Shape(_TEXT, '"digests"')},
    "metrics": {"quarters": Shape(_QUARTERS, "8")},
    "classes": {"file": Shape(_TEXT, '"classes.toml"')},
    "privacy": {
        "names": Shape(_TEXT, '"roles"'),
        "keep": Shape(_LIST, '["@edge", "Falcon"]'),
    },
    "lint": {
        "off": _RULES,
        "critical": _RULES,
        "warning": _RULES,
        "most_actions": Shape(_MOST, "10"),
        "baseline": Shape(_TEXT, '"lint-baseline.json"'),
        "phrases": Shape(_PHRASES, '{ blame = ["herding cats"] }'),
    },
    "people": {"*": _ROLE},
    "audiences": {"*": _PATHS},
    "policy": {
        **dict.fromkeys(TERMS, _TERM),
        "reviewers": Shape(_LIST, '["service owner", "on-call lead"]'),
        "rubric": Shape(_LIST, '["second_story", "fixes"]'),
        "fixes": Shape(_TERMS, '{ SEV1 = "15 days", SEV2 = "30 days" }'),
    },
    "blueprints": {"folder": Shape(_TEXT, '"blueprints"')},
    "words": {"*": _WORDS},
    "severities": {"*": _LEVELS},
    "mail": {
        "from": Shape(_TEXT, '"Second Story <learning@example.org>"'),
        "server": Shape(_TEXT, '"smtp.example.org"'),
        "port": Shape(_COUNT, "587"),
        "security": Shape(_TEXT, '"starttls"'),
        "user": Shape(_TEXT, '"learning"', optional=True),
        "password_file": Shape(_TEXT, '"/run/secrets/smtp-password"'),
        "ca_file": Shape(_TEXT, '"certificates/company.pem"'),
        "leave": Shape(_TEXT, '"leave-learning@example.org"'),
        "ledger": Shape(_TEXT, '"digests/sent.jsonl"'),
        "timeout": Shape(_COUNT, "30"),
        "patience": Shape(_COUNT, "120"),
    },
    "tracker": {
        "kind": Shape(_TEXT, '"github"'),
        "repository": Shape(_TEXT, '"octo-org/postmortems"'),
        "project": Shape(_TEXT, '"OPS"'),
        "url": Shape(_TEXT, '"https://example.atlassian.net"'),
        "label": Shape(_TEXT, '"postmortem"'),
        "issue_type": Shape(_TEXT, '"Task"'),
        "proxy": Shape(_TEXT, '"http://proxy.example.org:3128"'),
        "ca_file": Shape(_TEXT, '"certificates/company.pem"'),
        "snapshot": Shape(_TEXT, '"actions.json"'),
        "timeout": Shape(_COUNT, "30"),
        "patience": Shape(_COUNT, "120"),
        "settle": Shape(_COUNT, "60"),
        "pace": Shape(_COUNT, "1"),
    },
    f"lists{EACH}": {
        "recipients": Shape(_LIST, '["payments@example.org"]'),
        "tags": Shape(_LIST, '["postgres"]'),
        "services": Shape(_LIST, '["checkout", "payments-api"]'),
        "teams": Shape(_LIST, '["payments"]'),
        "slack": Shape(_TEXT, '"SLACK_PAYMENTS"'),
        "msteams": Shape(_TEXT, '"TEAMS_PAYMENTS"'),
    },
}


def faults(document: Mapping[str, object]) -> Iterator[Fault]:
    """Find unknown keys and values of the wrong shape, in the order of the document."""
    known = {**KEYS[""], **{name.removesuffix(EACH): None for name in KEYS if name}}
    for name, value in document.items():
        shape = known.get(name)
        if name not in known:
            yield _unknown((name,), known)
        elif shape:
            yield from _misshapen((name,), value, shape)
        elif not isinstance(value, dict):
            message = f"'{name}' must be a table, not {_kind(value)}"
            yield Fault((name,), message, f"write [{name}] on a line of its own, its keys below")
        elif name in KEYS:
            yield from _table_faults((name,), value, KEYS[name])
        else:
            yield from _tables_faults(name, value)


def _tables_faults(name: str, tables: Mapping[str, object]) -> Iterator[Fault]:
    for each, values in tables.items():
        if isinstance(values, dict):
            yield from _table_faults((name, each), values, KEYS[f"{name}{EACH}"])
        else:
            message = f"'{each}' in [{name}] must be a table, not {_kind(values)}"
            hint = f"write [{name}.everyone] on a line of its own, its keys below"
            yield Fault((name, each), message, hint)


def _table_faults(
    table: tuple[str, ...], values: Mapping[str, object], known: Mapping[str, Shape]
) -> Iterator[Fault]:
    for name, value in values.items():
        if shape := known.get(name) or known.get("*"):
            yield from _misshapen((*table, name), value, shape)
        else:
            yield _unknown((*table, name), known)


def _unknown(keys: tuple[str, ...], known: Mapping[str, object]) -> Fault:
    *table, name = keys
    where = ".".join(table)
    message = f"unknown key '{name}' in [{where}]" if table else f"unknown key '{name}'"
    here = {key: f"'{key}'" for key in known}
    elsewhere = {
        key: f"'{key}' in [{other}]" if other else f"'{key}' above all tables"
        for other, shapes in KEYS.items()
        for key in shapes
        if key not in here and key != "*"
    }
    near = get_close_matches(name.lower(), [*here, *elsewhere], 1, 0.7)
    hint = f"did you mean {(here | elsewhere)[near[0]]}?" if near else f"known: {', '.join(known)}"
    return Fault(keys, message, hint)


def _misshapen(keys: tuple[str, ...], value: object, shape: Shape) -> Iterator[Fault]:
    name = keys[-1]
    hint = f"for example: {name if name.isidentifier() else json.dumps(name)} = {shape.example}"
    if wrong := _wrong(value, shape):
        yield Fault(keys, f"'{name}' must be {shape.words}, not {wrong}", hint)
    elif isinstance(value, str) and not value.strip() and not shape.optional:
        yield Fault(keys, f"'{name}' is empty", hint)
    elif found := next((found for text in _texts(value) if (found := _CONTROL.search(text))), None):
        message = f"'{name}' holds a control character (U+{ord(found[0]):04X})"
        yield Fault(keys, message, "is there a \\t or \\u escape that is not meant?")


def _wrong(value: object, shape: Shape) -> str | None:
    if shape.words == _TEXT:
        return None if isinstance(value, str) else _kind(value)
    if shape.words == _TRUTH:
        return None if isinstance(value, bool) else _kind(value)
    if shape.words == _LEVEL:
        fits = type(value) is int and 1 <= value <= 4
        return None if fits else str(value) if type(value) is int else _kind(value)
    if shape.words == _COUNT:
        fits = type(value) is int and value >= 0
        return None if fits else str(value) if type(value) is int else _kind(value)
    if shape.words in (_COLOURS, _TERMS):
        if not isinstance(value, dict):
            return _kind(value)
        odd = next((item for item in value.values() if not isinstance(item, str)), None)
        return None if odd is None else _within(value, odd)
    if shape.words in (_MOST, _QUARTERS):
        fits = type(value) is int and 1 <= value <= (40 if shape.words == _QUARTERS else value)
        return None if fits else str(value) if type(value) is int else _kind(value)
    if shape.words == _PHRASES:
        odd = next((item for item in _items(value) if not _is_phrases(item)), None)
        return None if isinstance(value, dict) and odd is None else _within(value, odd)
    if not isinstance(value, list):
        return _kind(value)
    if shape.words == _NAVIGATION:
        odd = next((item for item in value if not _leads(item)), None)
        return None if odd is None else _within(value, odd)
    odd = next((item for item in value if not isinstance(item, str) or not item.strip()), None)
    return None if odd is None else _within(value, odd)


def _leads(item: object) -> bool:
    """Whether an item of a navigation is a section, or a link with its name and nothing else."""
    if isinstance(item, dict):
        named = all(isinstance(text, str) and text.strip() for text in item.values())
        return named and item.keys() == {"name", "href"}
    return isinstance(item, str) and bool(item.strip())


def _is_phrases(item: object) -> bool:
    texts = item if isinstance(item, list) else [None]
    return all(isinstance(text, str) and text.strip() for text in texts)


def _within(value: object, odd: object) -> str:
    if odd is None:
        return _kind(value)
    if isinstance(odd, dict):
        return "a list with a link that has not name and href, both in quotes"
    return f"{_kind(value)} with {'an empty text' if odd == '' else _kind(odd)}"


def _items(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> list[str]:
    below = [text for item in _items(value) if isinstance(item, dict) for text in _texts(item)]
    return [*(item for item in _items(value) if isinstance(item, str)), *below]


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return next((words for types, words in _KINDS if isinstance(value, types)), "something else")

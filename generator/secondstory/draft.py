"""Answers -> Source: the draft of a report, put together of blueprints.

Severity decides how deep it goes and type which questions are added; a near miss has three
questions, whatever it could have become. Pure: the blueprints are texts, the day is an argument.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from unicodedata import category

from secondstory.extract.naming import slugify
from secondstory.findings import Location, ProjectError
from secondstory.model import Source
from secondstory.noun import Noun
from secondstory.policy import Policy

NEAR_MISS = "near-miss"

_PART = re.compile(r"@(?P<name>[a-z][a-z-]*)@\s*")
PLACEHOLDERS = (
    "title", "date", "due", "grade", "term", "wish", "type", "near_miss", "severity",
    "severity_initial", "services",
)  # fmt: skip
_VALUE = re.compile(rf"@({'|'.join(PLACEHOLDERS)})@")
_HEADING = re.compile(r"^#{1,6} +(?P<words>.+?)[ \t]*$", re.MULTILINE)
_ASKED = re.compile(r"<!--\s*ask:.*?-->", re.DOTALL)
_FRONT = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_QUESTIONS = "questions"
# What YAML and its readers take for the words that it is.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*")
_NAME = 60  # characters of a file's name behind its day


Said = str | list[str]


class Answers(Noun, frozen=True):
    """What is known of an incident when its draft is begun.

    `type` is one of the types of the blueprints; `severity` the project's word for how bad it was
    and `level` the same from 1 to 4, both unknown (None) for a near miss only.
    """

    title: str
    day: date
    type: str
    severity: str | None = None
    level: int | None = None
    severity_initial: str | None = None
    services: tuple[str, ...] = ()

    @property
    def near_miss(self) -> bool:
        """Whether nothing broke in the end."""
        return self.type == NEAR_MISS


def types(blueprints: Mapping[str, str]) -> tuple[str, ...]:
    """The types of incidents that there are questions for."""
    return tuple(sorted({NEAR_MISS, *_named("types", blueprints)}))


def known_type(written: str, blueprints: Mapping[str, str]) -> str:
    """A type in its one spelling. Raises ProjectError where there is none of that name."""
    name = "-".join(written.casefold().replace("_", " ").replace("-", " ").split())
    known = types(blueprints)
    if name in known:
        return name
    near = get_close_matches(name, known, 1, 0.5)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise ProjectError(
        f"there is no type of incident {written!r}", hint=f"{hint}known: {', '.join(known)}"
    )


def draft(answers: Answers, blueprints: Mapping[str, str], policy: Policy) -> Source:
    """Write a draft. Raises ProjectError where a blueprint names a part that there is not."""
    depth = f"{NEAR_MISS if answers.near_miss else f'SEV{answers.level}'}.md"
    text = _assembled(depth, blueprints, ())
    if not text.startswith("---\n"):  # without a status it would be published
        text = f"{_assembled('parts/front-matter.md', blueprints, ())}\n{text}"
    text = _with_questions(text, blueprints.get(f"types/{answers.type}.md", ""))
    front = _FRONT.match(text)
    cut = front.end() if front else 0
    values = _values(answers, policy)
    text = _filled(text[:cut], values, _in_yaml) + _filled(text[cut:], values, _in_prose)
    return Source(file_name(answers), text.rstrip("\n") + "\n")


def file_name(answers: Answers) -> str:
    """The day and the beginning of the title, as every file system takes them."""
    words = slugify(answers.title, "incident")
    if len(words) > _NAME:
        words = words[:_NAME].rpartition("-")[0] or words[:_NAME]
    return f"{answers.day.isoformat()}-{words.strip('-')}.md"


def _assembled(path: str, blueprints: Mapping[str, str], inside: tuple[str, ...]) -> str:
    """A blueprint with its parts in the place of their names."""
    lines: list[str] = []
    for number, line in enumerate(blueprints[path].split("\n"), 1):
        part = _PART.fullmatch(line)
        if part is None or part["name"] == _QUESTIONS:
            lines.append(line)
            continue
        below = f"parts/{part['name']}.md"
        if below not in blueprints or below in inside:
            known = ", ".join(_named("parts", blueprints))
            what = "holds itself" if below in inside else "does not exist"
            raise ProjectError(
                f"the part {part['name']!r} {what}",
                location=Location(f"blueprints/{path}", number),
                hint=f"known: {known}; {below} in your folder of blueprints adds one",
            )
        lines.append(_assembled(below, blueprints, (*inside, below)).rstrip("\n"))
    return "\n".join(lines)


def _named(folder: str, blueprints: Mapping[str, str]) -> list[str]:
    paths = (path.partition("/") for path in blueprints)
    return sorted(name.removesuffix(".md") for place, _, name in paths if place == folder)


def _with_questions(text: str, questions: str) -> str:
    """Add the questions of a type to the sections that they are about.

    Those of sections that the blueprint has not stand where it says `@questions@`, else nowhere.
    """
    asked = dict(_sections(questions))
    heads = list(_HEADING.finditer(text))
    for number in reversed(range(len(heads))):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        added = asked.pop(heads[number]["words"].casefold(), "")
        if added:
            begin = heads[number].end()
            last = max((found.end() for found in _ASKED.finditer(text, begin, end)), default=begin)
            text = f"{text[:last]}\n\n{added}{text[last:]}"
    rest = "\n\n".join(asked.values())
    return re.sub(
        rf"^@{_QUESTIONS}@\n?", lambda _: f"{rest}\n" if rest else "", text, flags=re.MULTILINE
    )


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """The text below each heading, by its words in lower case."""
    heads = list(_HEADING.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        yield head["words"].casefold(), text[head.end() : end].strip()


def _values(answers: Answers, policy: Policy) -> Mapping[str, Said]:
    """What the placeholders of a blueprint stand for; one without a value is not among them."""
    term = policy.term(answers.level, near_miss=answers.near_miss)
    due = term.due(answers.day) if term else None
    severity = _plain(answers.severity or "") or None
    values = {
        "title": _plain(answers.title),
        "date": answers.day.isoformat(),
        "due": due.isoformat() if due else None,
        "grade": "a near miss" if answers.near_miss else severity,
        "term": term.words if term and due else None,
        "wish": term.words if term and not due else None,
        "type": answers.type,
        "near_miss": "true" if answers.near_miss else None,
        "severity": severity,
        "severity_initial": _plain(answers.severity_initial or "") or severity,
        "services": [_plain(service) for service in answers.services],
    }
    return {name: value for name, value in values.items() if value is not None}


def _plain(words: str) -> str:
    """Words on one line, without what YAML refuses."""
    kept = (" " if category(c) in {"Cc", "Cs"} or c in "\ufffe\uffff" else c for c in words)
    return " ".join("".join(kept).split())


def _filled(text: str, values: Mapping[str, Said], say: Callable[[Said], str]) -> str:
    """Put values in the place of their names; a line that lacks one is left out."""
    lines = (
        _VALUE.sub(lambda found: say(values[found[1]]), line)
        for line in text.split("\n")
        if all(found[1] in values for found in _VALUE.finditer(line))
    )
    return "\n".join(lines)


def _in_yaml(value: Said) -> str:
    """A value for front matter; what is no plain word stands in quotes."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    return f"[{', '.join(map(_in_yaml, value))}]"


def _in_prose(value: Said) -> str:
    return value if isinstance(value, str) else ", ".join(value)

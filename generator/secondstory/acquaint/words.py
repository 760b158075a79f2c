"""Acquaintance -> words: what `init` says, and what it proposes as comments in the config."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from secondstory.acquaint.look import Acquaintance
from secondstory.portable import visible
from secondstory.start import Proposals

_MOST = 12  # entries of a list that are said
_FORMS = 6
_NAMES = {
    "actions": "Action items",
    "contributing": "Contributing factors",
    "lucky": "Where we got lucky",
    "went_poorly": "What went poorly",
    "went_well": "What went well",
}


def tell(known: Acquaintance) -> Iterator[str]:
    """Say in lines what was found, the most frequent first."""
    shown = known.forms[:1] + tuple(form for form in known.forms[1:_FORMS] if len(form.paths) > 1)
    parts = ("Its parts:" if known.reports == 1 else "Their parts:") if shown else ""
    yield f"Read {_count(known.reports, 'report')}. {parts}".rstrip()
    width = len(f"{max((len(form.paths) for form in known.forms), default=0):,}")
    for form in shown:
        number = f"  {len(form.paths):{width},} {'report' if len(form.paths) == 1 else 'reports'}"
        sections = ", ".join(map(_name, form.sections))
        yield f"{number}: {sections or 'no part that is known'} ({form.style})"
    if rest := known.reports - sum(len(form.paths) for form in shown):
        yield f"  {rest:{width},} {'report' if rest == 1 else 'reports'} in other forms"
    if known.headings:
        yield ""
        yield "Headings that are not known, and how many reports have them:"
        yield f"  {_listed(_counted((head, n) for head, n, _ in known.headings))}"
        yield "  What stands under them is shown and searched, but not told apart."
    if known.severities:
        yield ""
        yield "Severities that fit no scale, and how many reports have them:"
        yield f"  {_listed(_counted(known.severities))}"
    if known.others:
        yield ""
        one = len(known.others) == 1
        files = "1 file is" if one else f"{len(known.others):,} files are"
        yield f"{files} not taken for {'an incident' if one else 'incidents'}:"
        yield from (f"  {visible(path)}: {reason}" for path, reason in known.others[:_MOST])
        if len(known.others) > _MOST:
            yield f"  and {len(known.others) - _MOST:,} more"


def proposals(known: Acquaintance) -> Proposals:
    """Propose lines for a config, all of them comments; a key stands behind `#` without space."""
    exclude = [pattern for pattern in known.exclude if _is_clean(pattern)][: _MOST * 2]
    families: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for head, number, family in known.headings:
        if _is_clean(head):
            families[family].append((head, number))
    lost = families.pop("", [])
    severities = [(word, number) for word, number in known.severities if _is_clean(word)]
    return Proposals(
        exclude=(
            "# No incident by the look of it; what is excluded is not read at all.",
            f"#exclude = {_toml(exclude)}",
        )
        if exclude
        else (),
        words=tuple(_words(families, lost)),
        severities=(
            "# These words of your reports fit no scale yet: set each to its level.",
            *(
                f"#{_quoted(word)} = 0  # {_count(number, 'report')}"
                for word, number in severities[:_MOST]
            ),
        )
        if severities
        else (),
    )


def _words(
    families: Mapping[str, Sequence[tuple[str, int]]], lost: Sequence[tuple[str, int]]
) -> Iterator[str]:
    if families or lost:
        yield "# These headings of your reports are not known yet. Take the # away where a line is"
        yield "# right, or name them under another family."
    for family, heads in families.items():
        shown = heads[:_MOST]
        numbers = ", ".join(str(number) for _, number in shown)
        yield f"#{family} = {_toml([head for head, _ in shown])}  # reports: {numbers}"
    if lost:
        yield "# Of no family that comes to mind:"
        yield from (
            f"#   {_quoted(head)}, {_count(number, 'report')}" for head, number in lost[:_MOST]
        )


def _is_clean(text: str) -> bool:
    """Whether a text from a report or file name can stand in a config as it is."""
    return visible(text) == text and text.isprintable()


def _toml(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _name(family: str) -> str:
    return _NAMES.get(family) or family.replace("_", " ").capitalize()


def _counted(entries: Iterable[tuple[str, int]]) -> Iterator[str]:
    return (f"{visible(words)} ({number})" for words, number in entries)


def _listed(words: Iterable[str]) -> str:
    every = list(words)
    more = len(every) - _MOST
    return ", ".join(every[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

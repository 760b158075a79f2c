"""Judge the values of a Project: addresses, languages, word families, folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from secondstory.config.project import Project
from secondstory.config.shapes import AS_WRITTEN, NAMES, Fault
from secondstory.findings import ProjectError
from secondstory.model import SEARCH_ENGINES, Site
from secondstory.policy import OPTIONAL, RECOMMENDED, TERMS, read_term
from secondstory.portable import shown
from secondstory.privacy import Privacy, audience
from secondstory.start import USUAL_FOLDERS

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")


def site_faults(site: Site) -> Iterator[Fault]:
    """Find what cannot be put into a page's links or its `lang` attribute."""
    if wrong := site.base_url and _wrong_address(site.base_url):
        message = f"'base_url' is no address for a portal: {wrong}"
        yield Fault(
            ("site", "base_url"), message, "for example: https://learn.example.org/incidents"
        )
    if wrong := site.source_url and _wrong_pattern(site.source_url):
        hint = "for example: https://git.example.org/edit/main/postmortems/{path}#L{line}"
        yield Fault(("site", "source_url"), f"'source_url' is no pattern for links: {wrong}", hint)
    if not _LANGUAGE.fullmatch(site.language):
        message = f"'language' is no language tag: {site.language!r}"
        yield Fault(("site", "language"), message, "for example: en, de or pt-BR")
    if site.search not in SEARCH_ENGINES:
        near = get_close_matches(site.search.lower(), SEARCH_ENGINES, 1, 0.6)
        hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(SEARCH_ENGINES)}"
        message = f"'engine' is no search engine that we know: {site.search!r}"
        yield Fault(("search", "engine"), message, hint)


def audience_faults(asked: Sequence[str], privacy: Privacy) -> Iterator[Fault]:
    """Find the audiences of a command line that no report can be for."""
    for name in asked:
        if audience(name) not in privacy.known:
            near = get_close_matches(audience(name), privacy.known, 1, 0.6)
            meant = f"did you mean {near[0]!r}? " if near else ""
            hint = f"{meant}known: {', '.join(privacy.known)}; [audiences] in the config names them"
            yield Fault((), f"there is no audience {name!r}", hint)


def privacy_faults(settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Find what names cannot be, and audiences that are one to us, or everybody."""
    names = settings.get("privacy", {}).get("names", AS_WRITTEN)
    if names not in NAMES:
        known = " or ".join(f'"{name}"' for name in NAMES)
        yield Fault(("privacy", "names"), f"'names' cannot be {names!r}", f"write {known}")
    taken: dict[str, str] = {}
    for name in settings.get("audiences", {}):
        if (first := taken.setdefault(audience(name), name)) != name:
            message = f"the audience {name!r} is the same as {first!r}"
            yield Fault(("audiences", name), message, "case, spaces and hyphens do not matter")
        if audience(name) in ("", "internal", "public", "all", "everyone"):
            message = f"{name!r} can be no audience: it would be everybody"
            yield Fault(("audiences", name), message, "what all may read needs no audience")


def lint_faults(stated: Mapping[str, Any]) -> Iterator[Fault]:
    """Find names of rules that there are not, and phrases for rules that read none."""
    if not stated:
        return
    from secondstory.lint import LANGUAGE, NAMES  # noqa: PLC0415  (few projects change rules)

    for key in ("off", "critical", "warning", "phrases"):
        known = LANGUAGE if key == "phrases" else NAMES
        for name in stated.get(key, ()):
            if name not in known:
                near = get_close_matches(name, known, 1, 0.5)
                hint = f"did you mean {near[0]!r}? " if near else ""
                hint += f"known: {', '.join(sorted(known))}"
                message = f"'{key}' names no rule that takes it: {name!r}"
                yield Fault(("lint", key), message, hint)
    both = set(stated.get("critical", ())) & set(stated.get("warning", ()))
    for name in sorted(both):
        message = f"{name!r} cannot be critical and a warning"
        yield Fault(("lint", "warning"), message, "name it in one of the two lists")


def policy_faults(stated: Mapping[str, Any]) -> Iterator[Fault]:
    """Find terms that are no span of time, and criteria that the rubric has not."""
    hint = f'write "48 hours", "3 days", "1 week", "{RECOMMENDED}" or "{OPTIONAL}"'
    for name, written in stated.items():
        if isinstance(written, str) and read_term(written) is None:
            message = f"{name!r} is no time to write a report in: {written!r}"
            yield Fault(("policy", name), message, hint)
    for name, written in stated.get("fixes", {}).items():
        if name not in TERMS:
            unknown = f"unknown key {name!r} in [policy.fixes]"
            yield Fault(("policy", "fixes", name), unknown, f"known: {', '.join(TERMS)}")
        elif read_term(written) is None:
            message = f"{name!r} is no time to do an action item in: {written!r}"
            yield Fault(("policy", "fixes", name), message, hint)
    if not stated.get("rubric"):
        return
    from secondstory.rubric import KEYS  # noqa: PLC0415  (few projects ask for any)

    for key in stated["rubric"]:
        if key not in KEYS:
            near = get_close_matches(key.lower(), KEYS, 1, 0.6)
            hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(KEYS)}"
            yield Fault(("policy", "rubric"), f"the rubric has no criterion {key!r}", hint)


def exclude_faults(patterns: Sequence[str]) -> Iterator[Fault]:
    """Find patterns that git would understand and we do not."""
    for pattern in patterns:
        if pattern.startswith("!"):
            message = f"'exclude' cannot take back: {pattern!r}"
            yield Fault(("exclude",), message, "name only what is to be left out")


def word_faults(words: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Ask the lexicon about each word family, so that each answer gets its line."""
    if not words:
        return
    # The lexicon is large, and few projects extend it.
    from secondstory.extract.lexicon import load_lexicon  # noqa: PLC0415

    for family, phrases in words.items():
        try:
            load_lexicon({family: phrases})
        except ProjectError as error:
            yield Fault(("words", family), error.message, error.hint)


def folder_faults(project: Project) -> Iterator[Fault]:
    """Find out whether writing the portal could overwrite anything that is not the portal."""
    output, source, root = map(_real, (project.output, project.source, project.root))
    hint = 'the whole folder is replaced: give the portal one of its own, such as output = "site"'
    wrong = None
    if output == output.parent:
        wrong = "is the root of the file system"
    elif output == _home():
        wrong = "is your home folder"
    elif output == root:
        wrong = "is the project's own folder"
    elif root.is_relative_to(output):
        wrong = "contains the project"
    elif output == source:
        wrong = "is the folder of the reports"
    elif source.is_relative_to(output):
        wrong = "contains the reports"
    elif output.is_relative_to(source):
        wrong = "lies among the reports"
        hint = f"put it beside them, such as {shown(source.parent / 'site')!r}"
    elif project.themes and _overlap(output, _real(project.themes)):
        wrong = "overlaps the folder of your themes"
    elif project.digests and _overlap(output, _real(project.digests)):
        wrong = "overlaps the folder of the digest's editors"
    if wrong:
        yield Fault(("output",), f"'output' is {shown(project.output)!r}, which {wrong}", hint)


def require_folders(project: Project) -> Project:
    """Return the project if its folders of reports and themes exist, else raise ProjectError."""
    source, themes = project.source, project.themes
    if source.is_file():
        raise ProjectError(
            f"{shown(source)!r} is a file, not a folder of postmortems",
            location=project.place("source"),
            hint=f"name the folder it lies in: {shown(source.parent)!r}",
        )
    if not source.is_dir():
        usual = next((name for name in USUAL_FOLDERS if (project.root / name).is_dir()), None)
        raise ProjectError(
            f"there is no folder {shown(source)!r} to read reports from",
            location=project.place("source"),
            hint=f'there is {usual!r}: say --source {usual}, or source = "{usual}" in the config'
            if usual
            else "`secondstory init` makes one; `--source FOLDER` names another",
        )
    if themes and not themes.is_dir():
        raise ProjectError(
            f"there is no folder {shown(themes)!r} to read themes from",
            location=project.place("theme", "folder"),
            hint="the path is relative to the config file",
        )
    digests, place = project.digests, project.place("digest", "folder")
    if digests and place and not digests.is_dir():
        raise ProjectError(
            f"there is no folder {shown(digests)!r} with words of editors on the digest",
            location=place,
            hint="the path is relative to the config file; without it, digests/ is looked into",
        )
    if (classes := project.classes) and not classes.is_file():
        raise ProjectError(
            f"there is no file {shown(classes)!r} with the classes of the archive",
            location=project.place("classes", "file"),
            hint="the path is relative to the config file; without it, classes.toml is looked for",
        )
    return project


def require_blueprints(project: Project) -> Path | None:
    """Return the folder of the project's own blueprints, if any. Raises ProjectError without it."""
    blueprints = project.blueprints
    if blueprints and not blueprints.is_dir():
        raise ProjectError(
            f"there is no folder {shown(blueprints)!r} to read blueprints from",
            location=project.place("blueprints", "folder"),
            hint="the path is relative to the config file",
        )
    return blueprints


def _wrong_address(address: str) -> str | None:
    from urllib.parse import urlsplit  # noqa: PLC0415  (6 ms that most commands can save)

    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        return str(error)
    if parts.scheme not in {"http", "https"}:
        return f"{address!r} lacks https://"
    if not host or any(character.isspace() for character in address):
        return f"{address!r} names no host" if not host else f"{address!r} holds a space"
    if "@" in parts.netloc:
        return "it holds a user name, which every page would show"
    return "it has a part behind ? or #" if parts.query or parts.fragment else None


def _wrong_pattern(pattern: str) -> str | None:
    names = _PLACEHOLDER.findall(pattern)
    if unknown := next((name for name in names if name not in {"{path}", "{line}"}), None):
        return f"it knows {{path}} and {{line}}, not {unknown}"
    if "{path}" not in names:
        return "it lacks {path}"
    if not pattern.startswith(("https://", "http://")):
        return f"{pattern!r} lacks https://"
    return None


def _real(path: Path) -> Path:
    return Path(os.path.normcase(os.path.realpath(path)))


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _home() -> Path | None:
    try:
        return _real(Path.home())
    except RuntimeError:  # no home is a home that cannot be overwritten
        return None

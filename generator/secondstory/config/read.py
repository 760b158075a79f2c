"""Find and read `secondstory.toml`: a folder and flags in, a Project or all complaints out."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondstory.config.check import (
    audience_faults,
    exclude_faults,
    folder_faults,
    lint_faults,
    policy_faults,
    privacy_faults,
    site_faults,
    word_faults,
)
from secondstory.config.looks import look_faults
from secondstory.config.post import post_faults, post_of
from secondstory.config.project import CONFIG_NAME, Flags, Project, ProjectErrors
from secondstory.config.shapes import ROLES, Fault, faults
from secondstory.config.track import track_faults, track_of
from secondstory.findings import Level, Location, ProjectError
from secondstory.model import Dress, OwnLink, Paint, Site
from secondstory.model.lint import LintRules
from secondstory.noun import replace as altered
from secondstory.policy import TERMS, FixTerms, Policy, Term, read_term
from secondstory.portable import shown
from secondstory.privacy import Privacy, audience
from secondstory.toml_lines import key_lines

NO_FLAGS = Flags()
_SYNTAX = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end.*)\)")

_Keys = tuple[str, ...]


def find_config(folder: Path) -> Path | None:
    """Find `secondstory.toml` in a folder or the nearest folder above it."""
    places = (place / CONFIG_NAME for place in (folder, *folder.parents))
    return next(filter(Path.is_file, places), None)


def load_project(
    working: Path, config: Path | None = None, flags: Flags = NO_FLAGS, *, writes: bool = True
) -> Project:
    """Read the project of a working folder, or the one that `config` describes.

    Without a config the working folder is the project's root and everything has its
    default. Where nothing will be written (`writes` is false), an output folder that
    nobody named is not judged. Raises ProjectError, or ProjectErrors with every complaint
    at once.
    """
    working = _beside(working, "")
    path = _beside(working, config) if config else find_config(working)
    document, places = _read(path, working) if path else ({}, {})
    wrong = list(faults(document))
    settings = _without(document, {fault.keys for fault in wrong})
    project = _project(path.parent if path else working, settings, places)
    project = _flagged(replace(project, config_path=path), working, flags)
    wrong += exclude_faults(project.exclude)
    wrong += look_faults(project, settings.get("site", {}).get("logo", ""))
    wrong += [*site_faults(project.site), *word_faults(project.words)]
    wrong += post_faults(project.post, {fault.keys[:2] for fault in wrong})
    wrong += track_faults(project.tracker)
    wrong += lint_faults(settings.get("lint", {}))
    wrong += policy_faults(settings.get("policy", {}))
    wrong += [*privacy_faults(settings), *audience_faults(flags.audiences, project.privacy)]
    if writes or project.place("output"):
        wrong += folder_faults(project)
    if wrong:
        raise _complaint(wrong, project)
    return project


def _read(path: Path, working: Path) -> tuple[dict[str, Any], dict[_Keys, Location]]:
    name = shown(path, working)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        hint = "`secondstory init` writes one; none is needed, as everything has a default"
        raise ProjectError(f"the config file {name!r} {what}", hint=hint)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise ProjectError(
            f"{name!r} cannot be read: {(error.strerror or 'unknown').lower()}"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: the byte 0x{error.object[error.start]:02X}"
        raise ProjectError(
            message, location=Location(name, line), hint="save the file as UTF-8"
        ) from error
    except ValueError as error:  # TOMLDecodeError, or a number of 5,000 digits
        raise _misspelled(str(error), text, name) from error
    except RecursionError as error:
        raise ProjectError("nested too deeply", location=Location(name)) from error
    # tomllib reads every line break as \n, and so do editors.
    lines = key_lines(text.replace("\r\n", "\n"))
    return document, {keys: Location(name, line) for keys, line in lines.items()}


def _misspelled(reason: str, text: str, name: str) -> ProjectError:
    """Make a complaint of tomllib's, which names its place in words."""
    found = _SYNTAX.fullmatch(reason)
    what = found["what"] if found else reason
    if found and found["line"]:
        location = Location(name, int(found["line"]), int(found["column"]))
    else:
        location = Location(name, max(1, len(text.rstrip().split("\n"))))
    hint = "text stands in quotes, lists in [ ], and each key on a line of its own"
    return ProjectError(
        f"not valid TOML: {what[:1].lower()}{what[1:]}", location=location, hint=hint
    )


def _without(document: Mapping[str, Any], wrong: Container[_Keys]) -> dict[str, Any]:
    def kept(value: Any, keys: _Keys) -> Any:  # noqa: ANN401 - whatever TOML holds
        if not isinstance(value, dict):
            return value
        below = {name: (*keys, name) for name in value}
        return {name: kept(value[name], keys) for name, keys in below.items() if keys not in wrong}

    found: dict[str, Any] = kept(document, ())
    return found


def _project(root: Path, settings: Mapping[str, Any], places: Mapping[_Keys, Location]) -> Project:
    theme = settings.get("theme", {})
    site = dict(settings.get("site", {}))
    if "base_url" in site:
        site["base_url"] = site["base_url"].strip().rstrip("/")
    if "engine" in (search := settings.get("search", {})):
        site["search"] = search["engine"]
    if "quarters" in (metrics := settings.get("metrics", {})):
        site["quarters"] = metrics["quarters"]
    site["drafts"] = settings.get("drafts", False)
    logo = site.pop("logo", "")
    site["navigation"] = tuple(
        OwnLink(**entry) if isinstance(entry, dict) else entry
        for entry in site.get("navigation", ())
    )
    return Project(
        root=root,
        source=_beside(root, settings.get("source", "postmortems")),
        output=_beside(root, settings.get("output", "site")),
        theme=theme.get("name", "default"),
        themes=_folder(root, theme),
        digests=_folder(root, settings.get("digest", {})),
        classes=_beside(root, settings["classes"]["file"])
        if "file" in settings.get("classes", {})
        else None,
        site=Site(**site),
        exclude=tuple(settings.get("exclude", ())),
        words={name: tuple(phrases) for name, phrases in settings.get("words", {}).items()},
        severities=dict(settings.get("severities", {})),
        dress=Dress(
            logo=_beside(root, logo) if logo else None,
            logo_place=places.get(("site", "logo")),
            paints=tuple(
                Paint(token, colour, table == "colours_dark", places.get(("theme", table, token)))
                for table in ("colours", "colours_dark")
                for token, colour in theme.get(table, {}).items()
            ),
        ),
        privacy=_privacy(settings),
        post=post_of(root, settings),
        tracker=track_of(root, settings),
        lint=_lint(settings.get("lint", {})),
        baseline=_beside(root, settings["lint"]["baseline"])
        if "baseline" in settings.get("lint", {})
        else None,
        policy=_policy(settings.get("policy", {})),
        blueprints=_folder(root, settings.get("blueprints", {})),
        places=places,
    )


def _lint(stated: Mapping[str, Any]) -> LintRules:
    levels = dict.fromkeys(stated.get("critical", ()), Level.ERROR)
    levels |= dict.fromkeys(stated.get("warning", ()), Level.WARNING)
    return LintRules(
        frozenset(stated.get("off", ())),
        tuple(sorted(levels.items())),
        tuple((name, tuple(lines)) for name, lines in sorted(stated.get("phrases", {}).items())),
        stated.get("most_actions", LintRules().most_actions),
    )


def _privacy(settings: Mapping[str, Any]) -> Privacy:
    given = {audience(name): tuple(paths) for name, paths in settings.get("audiences", {}).items()}
    stated = settings.get("privacy", {})
    return Privacy(
        audiences=dict(sorted(given.items())),
        roles=stated.get("names") == ROLES,
        people=dict(sorted(settings.get("people", {}).items())),
        keep=tuple(stated.get("keep", ())),
    )


def _policy(stated: Mapping[str, Any]) -> Policy:
    """What a project asks of its reports; a term that is wrong is complained of elsewhere."""
    default = Policy()
    terms, near_miss = _terms(stated, default.terms, default.near_miss)
    fixes = FixTerms(*_terms(stated.get("fixes", {}), default.fixes.terms, default.fixes.near_miss))
    return Policy(
        terms,
        near_miss,
        reviewers=tuple(stated.get("reviewers", ())),
        rubric=tuple(stated.get("rubric", ())),
        fixes=fixes,
    )


def _terms(
    stated: Mapping[str, Any], default: tuple[Term, ...], near_miss: Term
) -> tuple[tuple[Term, ...], Term]:
    """The terms of the four levels and of near misses, as stated or by default."""
    usual = dict(zip(TERMS, (*default, near_miss), strict=True))
    own = {
        name: term
        for name in TERMS
        if isinstance(written := stated.get(name), str) and (term := read_term(written))
    }
    *levels, near = (own.get(name, usual[name]) for name in TERMS)
    return tuple(levels), near


def _folder(root: Path, table: Mapping[str, Any]) -> Path | None:
    return _beside(root, table["folder"]) if "folder" in table else None


def _flagged(project: Project, working: Path, flags: Flags) -> Project:
    """Let flags overrule the config; what they set stands in no line of it."""
    overruled: dict[_Keys, bool] = {
        ("source",): flags.source is not None,
        ("output",): flags.output is not None,
        ("theme", "name"): flags.theme is not None,
        ("site", "base_url"): flags.base_url is not None,
    }
    base_url = project.site.base_url if flags.base_url is None else flags.base_url.rstrip("/")
    return replace(
        project,
        source=_beside(working, flags.source or project.source),
        output=_beside(working, flags.output or project.output),
        theme=flags.theme or project.theme,
        site=altered(
            project.site,
            base_url=base_url,
            audiences=tuple(sorted(set(map(audience, flags.audiences)))),
            drafts=project.site.drafts if flags.drafts is None else flags.drafts,
        ),
        places={
            keys: place for keys, place in project.places.items() if not overruled.get(keys, False)
        },
    )


def _beside(folder: Path, path: str | Path) -> Path:
    # Not resolve: a portal may be published through a link, and messages show it as written.
    return Path(os.path.abspath(folder / path))  # noqa: PTH100


def _complaint(wrong: Iterable[Fault], project: Project) -> ProjectError:
    errors = [
        ProjectError(fault.message, location=project.place(*fault.keys), hint=fault.hint)
        for fault in wrong
    ]
    errors.sort(key=lambda error: error.location.line if error.location else 0)
    return errors[0] if len(errors) == 1 else ProjectErrors(errors)

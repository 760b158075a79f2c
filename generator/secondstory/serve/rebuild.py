"""What a build makes of the preview: the shown site and a new build -> the next shown site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from secondstory import report
from secondstory.config import Project, ProjectErrors
from secondstory.crawl import read_source
from secondstory.findings import Finding, Level, Location, ProjectError
from secondstory.noun import replace
from secondstory.portable import shown as shown_path
from secondstory.serve.board import Shown
from secondstory.serve.broken import Broken, Line, excerpt, fresh, identity, sentence
from secondstory.serve.tree import Tree

GOOD = "The page above is the last good one."
NEW = "The page above shows this save."


def first(tree: Tree, findings: Iterable[Finding]) -> Shown:
    """Show a first build. What is wrong with it already is no news."""
    return Shown(0, tree, frozenset(map(identity, findings)))


def glanced(shown: Shown, pages: Mapping[str, Callable[[], bytes]]) -> Shown:
    """Show the pages of saved reports at once; what else a save changes follows."""
    return replace(
        shown,
        serial=shown.serial + 1,
        tree=replace(shown.tree, saved={**shown.tree.saved, **pages}),
    )


def built(
    shown: Shown,
    tree: Tree,
    findings: Collection[Finding],
    project: Project,
    *,
    saved: Collection[Path],
    clock: str,
) -> Shown:
    """Show a new build, unless what was saved has new errors: then the last good one stays.

    `clock` is the time of the save, for people.
    """
    new = fresh(shown.known, findings)
    # Of what is mended nothing is known any longer: coming back, it is new again.
    known = shown.known & frozenset(map(identity, findings))
    if not new:
        return Shown(shown.serial + 1, tree, known)
    names = {path.name for path in saved}
    finding = min(new, key=lambda one: (Path(one.location.path).name not in names, one))
    bad = any(one.level is Level.ERROR for one in new)
    more = sum(one.location.path == finding.location.path for one in new) - 1
    broken = _found(finding, project, GOOD if bad else NEW, clock, more)
    return Shown(shown.serial + 1, shown.tree if bad else tree, known, broken)


def failed(shown: Shown, error: Exception, clock: str) -> Shown:
    """Keep the last good build: the project cannot be built as it was saved."""
    if isinstance(error, ProjectErrors):
        broken = replace(_refused(error.errors[0], clock), more=len(error.errors) - 1)
    elif isinstance(error, ProjectError):
        broken = _refused(error, clock)
    else:
        broken = Broken(
            message=f"This save breaks Second Story itself ({type(error).__name__}).",
            shows=GOOD,
            where="",
            code="",
            saved=clock,
            lines=(),
            hint="Please report it. The terminal has the details.",
        )
    return replace(shown, serial=shown.serial + 1, broken=broken)


def _found(finding: Finding, project: Project, shows: str, clock: str, more: int) -> Broken:
    location = finding.location
    file = project.source / location.path
    names = {code.code: code.name for code in report.catalogue()}
    source = read_source(file, location.path)
    return Broken(
        message=sentence(finding.message),
        shows=shows,
        where=str(replace(location, path=Path(shown_path(file)).as_posix())),
        code=f"{finding.code} {names.get(finding.code, '')}".strip(),
        saved=clock,
        lines=excerpt(source.text, location),
        hint=finding.hint,
        more=more,
    )


def _refused(error: ProjectError, clock: str) -> Broken:
    location = error.location
    return Broken(
        message=sentence(error.message),
        shows=GOOD,
        where=str(location) if location else "",
        code="",
        saved=clock,
        lines=_lines(location) if location else (),
        hint=error.hint,
    )


def _lines(location: Location) -> tuple[Line, ...]:
    """The lines of a file that is named as seen from the working folder, if it is there."""
    try:
        return excerpt(Path(location.path).read_text("utf-8", "replace"), location)
    except OSError:
        return ()

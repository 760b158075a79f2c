"""What is said of reports beside them: by the editors of the digest, of classes, by a tracker."""

from __future__ import annotations

from secondstory.config import Project
from secondstory.crawl import read_classes_file, read_edits
from secondstory.model import Snapshot, Source
from secondstory.noun import Noun
from secondstory.tracking import NO_SNAPSHOT, load, nameless


class Beside(Noun, frozen=True):
    """The files of editors, the file of classes if there is one, and what a tracker last said."""

    edits: tuple[Source, ...] = ()
    classes: Source | None = None
    tracked: Snapshot = NO_SNAPSHOT


NOTHING = Beside()


def beside(project: Project, snapshot: Snapshot | None = None) -> Beside:
    """Read what stands beside the reports of a project, but for a `snapshot` that is given.

    Raises ProjectError where its own snapshot cannot be read.
    """
    return Beside(
        read_edits(project.editors, project.source),
        read_classes_file(project.classes_files, project.source),
        snapshot or nameless(load(project.snapshot), project.privacy),
    )

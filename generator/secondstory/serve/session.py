"""An archive that is being written in: what it said when last read, and how to show it.

Pages are planned, not drawn: a page is drawn when a browser asks for it. So a save costs
the study of one file and what the archive as a whole makes of it, and what the author
looks at is there before that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from secondstory import incremental, pipeline
from secondstory.archive import assemble, filing
from secondstory.beside import beside
from secondstory.cache import Known, Readers, Shown, Store, cache_folder, forget, look, studied
from secondstory.config import Project
from secondstory.crawl import Listed, read_listed, scan
from secondstory.extract import Lexicon, load_lexicon
from secondstory.findings import Finding
from secondstory.model import Archive, Brief, File, Filing, Postmortem, Site, Source, Study
from secondstory.noun import Noun, replace
from secondstory.places import own_cache
from secondstory.privacy import may_read
from secondstory.remembered import Relating, Suggested, library_of
from secondstory.render import Theme, load_theme
from secondstory.serve.pages import Pages
from secondstory.serve.tree import Tree, plant
from secondstory.workers import cores


class Kit(Noun, frozen=True):
    """A project, and what is made of its config once and used for many builds."""

    project: Project
    lexicon: Lexicon
    theme: Theme
    settings: bytes  # names all that decides how a file is read
    look: bytes  # names all that decides how a page looks

    def study(self, source: Source) -> Study:
        """Everything that a file tells in this project."""
        return pipeline.study(source, self.lexicon, self.project.privacy)


class Session(Noun, frozen=True):
    """The archive as it was last read: what its files told, by path, and the site of that."""

    kit: Kit
    as_of: date
    known: Known
    filings: Mapping[str, Filing]
    own: Mapping[str, Study]
    files: Mapping[str, str]
    findings: tuple[Finding, ...]
    drawing: pipeline.Drawing
    shown: Shown
    pages: Pages
    reports: Mapping[str, Brief]  # those that are shown, by path


def kit(project: Project) -> Kit:
    """Load what a project is built with. Raises ProjectError."""
    return Kit(
        project,
        load_lexicon(project.words, project.severities),
        load_theme(
            project.theme,
            [project.themes] if project.themes else [],
            own_cache("templates"),
            project.dress,
        ),
        incremental.settings(project),
        incremental.look_of(project),
    )


def read(kit: Kit, as_of: date | None, before: Session | None = None) -> Session:
    """Read the archive of a project, keeping what `before` knows of files that are the same.

    Without `as_of` it is seen as of the present day (UTC). Raises ProjectError.
    """
    project, audiences = kit.project, kit.project.site.audiences
    drafts = project.site.drafts
    found = scan(project.source, project.exclude)
    if before is not None and before.kit.settings != kit.settings:
        before = None
    seen = look(found.reports, before.known if before else Known(), kit.settings)
    kept = _kept(before, seen)
    fresh = [report for report in found.reports if report.path not in kept]
    keys = {path: key for path, key in seen.keys.items() if path not in kept}
    with Store(cache_folder(project.root)) as store:
        # What is made of reports that few may read is not remembered (see incremental).
        made = Store(None) if audiences else store
        readers = Readers(kit.study, filing)
        new = studied(store, kit.settings, fresh, replace(seen, keys=keys), readers, cores())
        all_of = {**kept, **{one.path: one for one in new.filings}}
        filings = [all_of[report.path] for report in found.reports]
        known = replace(seen, keys={**seen.keys, **new.known.keys})
        own = {**_own(before, kept), **new.own}
        shown = Shown(known.keys, kit.look)
        library = library_of(store, found, replace(new, known=known, own=own), readers)
        suggested = Suggested(made, shown, library, cores())
        alike = Relating(made, shown)
        around = beside(project)
        archive = assemble(
            filings,
            library.read,
            suggested,
            found.findings,
            alike,
            audiences,
            drafts=drafts,
            classes_file=around.classes,
            privacy=project.privacy,
        )
        forget(store, known)
    day = as_of or datetime.now(UTC).date()
    reading = pipeline.reading(archive, filings, found, audiences, around, drafts=drafts, as_of=day)
    drawing = pipeline.draw(project.source, reading, kit.theme, project.site, day, project.policy)
    if before is None or before.kit.theme is not kit.theme:
        _try(drawing, archive)
    return Session(
        kit,
        day,
        known,
        all_of,
        own,
        {report.path: report.file for report in found.reports if report.file},
        reading.findings,
        drawing,
        shown,
        Pages(drawing, frozenset(report.slug for report in archive.briefs)),
        {report.path: report for report in archive.briefs},
    )


def glance(session: Session, saved: Collection[Path]) -> Mapping[str, Callable[[], bytes]]:
    """The pages of reports that were saved, all else on them as it was; by path.

    A report that is new, gone, withheld, broken or no report any longer is left for `read`.
    """
    files = {str(file) for file in saved}
    paths = [path for path, file in session.files.items() if file in files]
    found: dict[str, Callable[[], bytes]] = {}
    for path in paths:
        before = session.filings[path]
        if not isinstance(before, Brief):
            continue
        study = session.kit.study(read_listed(Listed(path, session.files[path])))
        if not _fit_to_show(study, before, session.kit.project.site):
            continue
        shown = session.reports.get(path)
        if shown and isinstance(study, Postmortem):
            page = session.drawing.again(replace(study, slug=shown.slug, suggested=shown.suggested))
            found[str(page.path)] = cache(lambda page=page: page.content)
    return found


class Rest(Noun, frozen=True):
    """All of a site that is no page, and the parts it was put together of, by what they show."""

    tree: Tree
    parts: Mapping[bytes, bytes]


def tree(session: Session, rest: Rest) -> Tree:
    """The site of a session, given all that is no page, of this session or one before."""
    return replace(rest.tree, draw=session.pages.draw)


def rest_of(session: Session, before: Rest | None = None) -> Rest:
    """All that is no page: search data, the index, feeds, styles and images.

    Parts that were made `before` and show the same are used again.
    """
    known = before.parts if before else {}
    parts: dict[bytes, bytes] = {}
    files: list[File] = []
    for assembly in session.drawing.assemblies:
        made: list[bytes] = []
        for part in assembly.parts:
            look = session.shown.look(part)
            name = assembly.kind.encode() + look if look else b""
            content = known.get(name) or part.content
            made.append(content)
            if name:
                parts[name] = content
        files += assembly.join(made)
    return Rest(plant([*files, *session.drawing.rest(session.pages.paths())]), parts)


def _try(drawing: pipeline.Drawing, archive: Archive) -> None:
    """Draw a page of each kind, so that a broken template is told now and not on a visit."""
    told = (page for report in archive.briefs[:1] for page in drawing.tell(report.slug))
    # Of what shows the same kind the first is a page, and its twin follows.
    kinds = {type(page.shows[-1]): page for page in reversed((*told, *drawing.lists()))}
    for page in kinds.values():
        page.make()


def _kept(before: Session | None, seen: Known) -> dict[str, Filing]:
    if before is None:
        return {}
    return {
        path: before.filings[path]
        for path, key in seen.keys.items()
        if before.known.keys.get(path) == key and path in before.filings
    }


def _own(before: Session | None, kept: Container[str]) -> dict[str, Study]:
    own = before.own if before else {}
    return {path: one for path, one in own.items() if path in kept}


def _fit_to_show(study: Study, before: Brief, site: Site) -> bool:
    """Whether there is nothing to be said of a save but what it says itself."""
    return (
        isinstance(study, Postmortem)
        and may_read(study, site.audiences, drafts=site.drafts)
        and {finding.message for finding in study.findings}
        <= {finding.message for finding in before.findings}
    )

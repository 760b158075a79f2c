"""All reports together, and what is made of them: Archive, Site, Artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from secondstory.findings import Finding
from secondstory.model.brief import Brief
from secondstory.model.classes import NO_CLASSES, Cure, Recurrence, Taxonomy
from secondstory.model.digest import Edit
from secondstory.model.dress import OwnLink
from secondstory.model.facts import Other, Postmortem
from secondstory.noun import Noun


class Group(Noun, frozen=True):
    """The reports that share a value: a tag, service, team, severity, class or month."""

    name: str
    slug: str
    members: tuple[str, ...]  # report slugs, newest first


class Related(Noun, frozen=True):
    """A similar report and the reasons, as readable phrases ("class retry-multiplication")."""

    slug: str
    reasons: tuple[str, ...]


def _nothing(path: str) -> Postmortem:
    raise KeyError(path)


@dataclass(frozen=True, slots=True)
class Archive:
    """All reports that may be shown, newest first, and what binds them together.

    Reports that its readers may not see are left out before an archive is made, so nothing
    built from one can leak them. `briefs` are what it knows of its reports; `read` gives, by
    path, all that the file of one says. `prompts` are the wordings of its templates, folded;
    `edits` what its editors say of the digest, by month; `renamed` gives the slug of the report
    that a link to a file that is gone leads to, by its path. `taxonomy` is what its project says
    of classes, `cures` the known fixes of each that it names, with what reports say of them.
    """

    briefs: tuple[Brief, ...]
    others: tuple[Other, ...]
    tags: tuple[Group, ...]
    services: tuple[Group, ...]
    teams: tuple[Group, ...]
    severities: tuple[Group, ...]
    classes: tuple[Group, ...]
    months: tuple[Group, ...]  # name "2026-10", newest first
    recurrences: Mapping[str, tuple[Recurrence, ...]] = field(default_factory=dict)  # by slug
    related: Mapping[str, tuple[Related, ...]] = field(default_factory=dict)  # by slug
    findings: tuple[Finding, ...] = ()
    prompts: frozenset[str] = frozenset()
    edits: Mapping[str, Edit] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    taxonomy: Taxonomy = NO_CLASSES
    cures: Mapping[str, tuple[Cure, ...]] = field(default_factory=dict)
    read: Callable[[str], Postmortem] = field(default=_nothing, compare=False, repr=False)

    def by_slug(self) -> dict[str, Brief]:
        """The reports by their permanent name."""
        return {report.slug: report for report in self.briefs}


LUNR, PAGEFIND = SEARCH_ENGINES = ("lunr", "pagefind")


class Site(Noun, frozen=True):
    """What a project says about its portal.

    `base_url` ("" when unknown) makes absolute links possible (feed, sitemap);
    `source_url` is a pattern with `{path}` and `{line}` for "edit this page" links.
    `search` is the engine that searches it: lunr or pagefind. `navigation` names sections and
    links of the project's own; where it is empty, the portal's own order stands. `audiences` are
    those that this copy of it is made for; reports for others are left out. `drafts` tells
    whether it holds reports that are not approved yet. `quarters` are how many of them the state
    of learning tells, with the present one.
    """

    title: str = "Second Story"
    organisation: str = ""
    base_url: str = ""
    language: str = "en"
    footer: str = ""
    source_url: str = ""
    search: str = LUNR
    navigation: tuple[str | OwnLink, ...] = ()
    audiences: tuple[str, ...] = ()
    drafts: bool = False
    quarters: int = 8


class Artifact(Noun, frozen=True):
    """A file of the site before it is written: relative path and bytes."""

    path: PurePosixPath
    content: bytes


class Stream(Noun, frozen=True):
    """A file of the site that is too large to be held: its pieces, made each time."""

    path: PurePosixPath
    pieces: Callable[[], Iterable[bytes]]

    @property
    def content(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())


class Assembly(Noun, frozen=True):
    """Files that are put together of parts, each yet to be made; `kind` tells parts apart.

    `join` may go through the parts as often as it likes, and as late.
    """

    kind: str
    parts: tuple[Pending, ...]
    join: Callable[[Iterable[bytes]], Iterable[Artifact | Stream]]

    def files(self) -> Iterator[Artifact]:
        """Make every part, and the files of them."""
        made = [part.content for part in self.parts]
        return (Artifact(file.path, file.content) for file in self.join(made))


class Told(Noun, frozen=True):
    """Everything a report says, by its brief: it stands for the Postmortem without holding it."""

    report: Brief
    prompts: tuple[str, ...] = ()


class Pending(Noun, frozen=True):
    """A file of the site that is yet to be made.

    `shows` is all that it is made of besides the theme: where that is equal, the bytes are.
    What is big stands there by what names it: a Told for all that a report says, or any
    value that has `shows` of its own.
    """

    path: PurePosixPath
    shows: tuple[object, ...]
    make: Callable[[], bytes]

    @property
    def tells(self) -> tuple[Told, ...]:
        """The reports that it tells."""
        return tuple(shown for shown in self.shows if isinstance(shown, Told))

    @property
    def content(self) -> bytes:
        """Its bytes, made each time they are asked for."""
        return self.make()


File = Artifact | Stream | Pending

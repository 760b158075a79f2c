"""Archive -> Artifacts: every file of the site, as values; nothing here touches the disk.

Only `load_theme` reads, once, before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain
from pathlib import PurePosixPath

from secondstory.commitments import commitments
from secondstory.digest import issues, last_month
from secondstory.metrics import state_of
from secondstory.model import PAGEFIND, Archive, Artifact, Assembly, Pending, Postmortem, Site
from secondstory.noun import Noun
from secondstory.places import bundled_themes
from secondstory.policy import USUAL, Policy
from secondstory.render.catalogue import catalogue
from secondstory.render.feeds import feed_files
from secondstory.render.feeds.digest import digest_feeds
from secondstory.render.images import image_artifacts, safe_images
from secondstory.render.index_json import Index
from secondstory.render.llms import llms_file
from secondstory.render.opensearch import search_artifacts
from secondstory.render.page import drawing
from secondstory.render.pages import actions, learning, list_pages
from secondstory.render.pages.digest import data_files, shown
from secondstory.render.pages.incident import Reports
from secondstory.render.search import search_assembly
from secondstory.render.search.scripts import joined
from secondstory.render.sitemap import sitemap_artifacts
from secondstory.render.theme import Theme, load_theme

__all__ = ["Plan", "Theme", "bundled_themes", "data", "load_theme", "plan", "render"]

NO_IMAGES: Mapping[str, bytes] = {}


def render(
    archive: Archive,
    theme: Theme,
    site: Site,
    as_of: date,
    images: Mapping[str, bytes] = NO_IMAGES,
    policy: Policy = USUAL,
) -> Iterator[Artifact]:
    """Make every file of the site: the same input gives the same bytes.

    `as_of` is today as far as the site is concerned (which fixes are late, which month
    has ended). `images` gives the images of the archive by their path in it; those that
    could do harm are left out. `policy` says by when fixes are due.
    Raises ProjectError where a template is broken.
    """
    drawn = plan(archive, theme, site, as_of, images, policy)
    for page in drawn.pages():
        yield Artifact(page.path, page.content)
    for assembly in drawn.assemblies:
        yield from assembly.files()
    yield from data(archive, theme, site, images, (page.path for page in drawn.pages()))


class Plan(Noun, frozen=True):
    """The pages of a site and what lies beside them for machines, none of it made yet.

    `pages` are planned when they are asked for: `lists`, which tell no report in full, and those
    that do; `tell` plans all those that tell the report of a slug. `assemblies` are what is made of
    a part for each report: search data, where the theme searches, and `index.json`.
    `again` gives the page of a report that says something else than it did when the plan was
    made, with everything else on it as it was: what an author looks for after a save.
    """

    pages: Callable[[], tuple[Pending, ...]]
    lists: Callable[[], tuple[Pending, ...]]
    tell: Callable[[str], tuple[Pending, ...]]
    assemblies: tuple[Assembly, ...]
    again: Callable[[Postmortem], Pending]


def plan(
    archive: Archive,
    theme: Theme,
    site: Site,
    as_of: date,
    images: Mapping[str, bytes] = NO_IMAGES,
    policy: Policy = USUAL,
) -> Plan:
    """Plan the pages of the site; arguments as of `render`."""
    shared = catalogue(archive, site, as_of, safe_images(images), policy.fixes)
    draw = drawing(shared, theme)
    reports, index = Reports(archive, shared), Index(archive, site, as_of)

    def lists() -> Iterator[Pending]:
        told = shown(archive, shared, issues(archive, last_month(as_of), archive.edits))
        found = commitments(archive, policy.fixes, as_of)
        for page in list_pages(archive, shared, told, found):
            yield from draw(page)
        state = state_of(archive, found, policy, as_of, site.quarters)
        for page in learning.pages(archive, state, site):
            yield from draw(page)
        yield learning.data_file(state)
        yield from data_files(site, told)
        yield from actions.data_files(shared, found)
        yield from feed_files(archive, site, as_of)
        yield from digest_feeds(told, site, as_of)
        yield llms_file(shared, told)

    def tell(slug: str) -> Iterator[Pending]:
        yield from draw(reports.page(slug))
        yield index.file(slug)

    listed = cache(lambda: tuple(lists()))
    return Plan(
        cache(lambda: (*listed(), *chain.from_iterable(map(tell, shared.filed)))),
        listed,
        lambda slug: tuple(tell(slug)),
        (*_search(archive, theme, site), index.assembly),
        lambda report: next(draw(reports.again(report))),
    )


def _search(archive: Archive, theme: Theme, site: Site) -> tuple[Assembly, ...]:
    """The search data, where a script of the theme reads it."""
    if not theme.script:
        return ()
    if site.search == PAGEFIND:
        from secondstory.render.search.chunked import chunked_assembly  # noqa: PLC0415

        return (chunked_assembly(archive, site),)
    return (search_assembly(archive, site),)


def data(
    archive: Archive,
    theme: Theme,
    site: Site,
    images: Mapping[str, bytes],
    paths: Iterable[PurePosixPath],
) -> Iterator[Artifact]:
    """What is neither page nor assembly, given the paths of the pages; else as `render`."""
    for name, content in sorted(joined(theme.static, site.search).items()):
        yield Artifact(PurePosixPath("static") / name, content)
    yield from image_artifacts(safe_images(images))
    if theme.script:
        yield from search_artifacts(site)
    yield from sitemap_artifacts(paths, archive, site)

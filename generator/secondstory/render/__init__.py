"""Archive -> Artifacts: every file of the site, as values; nothing here touches the disk.

Only `load_theme` reads, once, before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import PurePosixPath

from secondstory.model import PAGEFIND, Archive, Artifact, Assembly, Pending, Postmortem, Site
from secondstory.noun import Noun
from secondstory.places import bundled_themes
from secondstory.render.catalogue import catalogue
from secondstory.render.feeds import feed_artifacts
from secondstory.render.images import image_artifacts, safe_images
from secondstory.render.index_json import index_assembly
from secondstory.render.page import drawing
from secondstory.render.pages import incident, list_pages
from secondstory.render.search import search_assembly
from secondstory.render.search.scripts import joined
from secondstory.render.sitemap import sitemap_artifacts
from secondstory.render.theme import Theme, load_theme

__all__ = ["Plan", "Theme", "assemblies", "bundled_themes", "data", "load_theme", "plan", "render"]

NO_IMAGES: Mapping[str, bytes] = {}


def render(
    archive: Archive,
    theme: Theme,
    site: Site,
    as_of: date,
    images: Mapping[str, bytes] = NO_IMAGES,
) -> Iterator[Artifact]:
    """Make every file of the site: the same input gives the same bytes.

    `as_of` is today as far as the site is concerned (which fixes are late, which month
    has ended). `images` gives the images of the archive by their path in it; those that
    could do harm are left out. Raises ProjectError where a template is broken.
    """
    drawn = plan(archive, theme, site, as_of, images).pages()
    for page in drawn:
        yield Artifact(page.path, page.content)
    paths = [page.path for page in drawn]
    for assembly in assemblies(archive, theme, site, as_of):
        yield from assembly.files()
    yield from data(archive, theme, site, as_of, images, paths)


def assemblies(archive: Archive, theme: Theme, site: Site, as_of: date) -> tuple[Assembly, ...]:
    """What is made of a part for each report: `index.json`, and the search data if it is read."""
    index = index_assembly(archive, site, as_of)
    if not theme.script:
        return (index,)
    chosen = search_assembly
    if site.search == PAGEFIND:
        from secondstory.render.search.chunked import chunked_assembly as chosen  # noqa: PLC0415

    return chosen(archive, site), index


class Plan(Noun, frozen=True):
    """The pages of a site, none of them drawn yet.

    `pages` are planned when they are asked for: `lists`, which tell no report in full, and those
    that do; `tell` plans those that tell the report of a slug.
    `again` gives the page of a report that says something else than it did when the plan was
    made, with everything else on it as it was: what an author looks for after a save.
    """

    pages: Callable[[], tuple[Pending, ...]]
    lists: Callable[[], tuple[Pending, ...]]
    tell: Callable[[str], tuple[Pending, ...]]
    again: Callable[[Postmortem], Pending]


def plan(
    archive: Archive,
    theme: Theme,
    site: Site,
    as_of: date,
    images: Mapping[str, bytes] = NO_IMAGES,
) -> Plan:
    """Plan the pages of the site; arguments as of `render`."""
    shared = catalogue(archive, site, as_of, safe_images(images))
    draw = drawing(shared, theme)
    lists = cache(lambda: tuple(map(draw, list_pages(archive, shared))))
    return Plan(
        cache(lambda: (*lists(), *map(draw, incident.pages(archive, shared)))),
        lists,
        lambda slug: tuple(map(draw, incident.pages_of(archive, shared, slug))),
        lambda report: draw(incident.page_again(archive, shared, report)),
    )


def data(
    archive: Archive,
    theme: Theme,
    site: Site,
    as_of: date,
    images: Mapping[str, bytes],
    paths: Iterable[PurePosixPath],
) -> Iterator[Artifact]:
    """What is neither page nor assembly, given the paths of the pages; else as `render`."""
    for name, content in sorted(joined(theme.static, site.search).items()):
        yield Artifact(PurePosixPath("static") / name, content)
    yield from image_artifacts(safe_images(images))
    yield from feed_artifacts(archive, site, as_of)
    yield from sitemap_artifacts(paths, archive, site)

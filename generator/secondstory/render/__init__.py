"""Archive -> Artifacts: every file of the site, as values; nothing here touches the disk.

Only `load_theme` reads, once, before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from secondstory.model import Archive, Artifact, Pending, Site
from secondstory.places import bundled_themes
from secondstory.render.catalogue import catalogue
from secondstory.render.feeds import feed_artifacts
from secondstory.render.images import image_artifacts, safe_images
from secondstory.render.index_json import index_artifact
from secondstory.render.page import drawing
from secondstory.render.pages import all_pages
from secondstory.render.search import search_artifacts
from secondstory.render.sitemap import sitemap_artifacts
from secondstory.render.theme import Theme, load_theme

__all__ = ["Theme", "bundled_themes", "data", "load_theme", "pages", "render"]

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
    drawn = pages(archive, theme, site, as_of, images)
    for page in drawn:
        yield Artifact(page.path, page.content)
    yield from data(archive, theme, site, as_of, images, [page.path for page in drawn])


def pages(
    archive: Archive,
    theme: Theme,
    site: Site,
    as_of: date,
    images: Mapping[str, bytes] = NO_IMAGES,
) -> list[Pending]:
    """The pages of the site, none of them drawn yet; else as `render`."""
    shared = catalogue(archive, site, as_of, safe_images(images))
    return list(map(drawing(shared, theme), all_pages(shared)))


def data(
    archive: Archive,
    theme: Theme,
    site: Site,
    as_of: date,
    images: Mapping[str, bytes],
    paths: Sequence[PurePosixPath],
) -> Iterator[Artifact]:
    """Everything that is no page, given the paths of the pages; else as `render`."""
    for name, content in sorted(theme.static.items()):
        yield Artifact(PurePosixPath("static") / name, content)
    yield from image_artifacts(safe_images(images))
    yield from search_artifacts(archive, site)
    yield index_artifact(archive, site, as_of)
    yield from feed_artifacts(archive, site, as_of)
    yield from sitemap_artifacts(paths, archive, site)

"""Describe the portal's search to browsers: `opensearch.xml` (OpenSearch 1.1, draft 6).

A browser asks from outside of the site, so there is no description without a `base_url`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from secondstory.model import Artifact, Site
from secondstory.render.address import address
from secondstory.render.views import Alternate
from secondstory.render.wellformed import document, element, parent
from secondstory.render.words import shortened

SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_PATH = "opensearch.xml"
_TYPE = "application/opensearchdescription+xml"
_SHORT_NAME, _DESCRIPTION = 16, 1024  # characters, as the specification has it


def search_link(site: Site) -> tuple[Alternate, ...]:
    """The link from every page to the description, where there is one."""
    return (Alternate("search", _TYPE, site.title, _PATH),) if site.base_url else ()


def search_artifacts(site: Site) -> Iterator[Artifact]:
    """Make the description, where `site.base_url` is known."""
    if not site.base_url:
        return
    whose = f" at {site.organisation}" if site.organisation else ""
    about = f"Search what was learned from incidents{whose}: lessons, fixes, error messages."
    template = f"{address(site, 'search/index.html')}?q={{searchTerms}}"
    inside = (
        element("ShortName", shortened(site.title, _SHORT_NAME)),
        element("Description", shortened(about, _DESCRIPTION)),
        element("InputEncoding", "UTF-8"),
        element("Language", site.language),
        element("Url", attributes={"type": "text/html", "template": template}),
        element("Image", address(site, "static/icon.svg"), {"type": "image/svg+xml"}),
    )
    root = parent("OpenSearchDescription", inside, {"xmlns": SEARCH})
    yield Artifact(PurePosixPath(_PATH), document(root))

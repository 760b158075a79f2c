"""The list of commitments -> the Markdown twins of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secondstory.commitments import Place
from secondstory.render.actions.parts import Part
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue
from secondstory.render.twins import lines as say
from secondstory.render.twins.plain import joined, link, section, text
from secondstory.render.views_parts import Option


def actions_twin(
    shared: Catalogue,
    title: str,
    href: str,
    told: Iterable[str],
    parts: Iterable[Part],
    years: Iterable[Option],
) -> bytes:
    """A page of the list: what it comes to, and the items of each part with their ages."""
    lines = [*say.headline(title, shared.site, href), *map(text, told), ""]
    for part in parts:
        lines += section(part.heading, _items(shared, part.places))
    ways = (
        f"- {link(other.text, outward(shared.site, say.twin_href(other.href)))}: {other.number}"
        for other in years
        if not other.current
    )
    return joined((*lines, *section("By time", ways)))


def _items(shared: Catalogue, places: tuple[Place, ...]) -> Iterator[str]:
    for line, (slug, place) in zip(say.fixes(shared, places), places, strict=True):
        standing = shared.standings[slug][place]
        aged = standing.state.is_open and standing.age is not None
        yield f"{line}, {standing.age:,} d old" if aged else line

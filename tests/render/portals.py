"""The sample archive as portals on disk: in each theme as it comes, and dressed by a project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from secondstory import pipeline
from secondstory.extract import load_lexicon
from secondstory.model import Artifact, Dress, OwnLink, Paint, Site
from secondstory.render import bundled_themes, load_theme

SAMPLE = Path(__file__).parents[2] / "postmortems"
AS_OF = date(2026, 11, 20)
THEMES = sorted(file.parent.name for file in bundled_themes().glob("*/theme.toml"))
SITE = Site(organisation="Larkspur Freight", footer="Larkspur Freight is an invented company.")
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 28">'
    b'<path fill="#0b7285" d="M0 28 14 0l14 28z"/><circle cx="62" cy="14" r="14"/></svg>'
)
PAINTS = (
    Paint("paper", "#fbf7ef", dark=False),
    Paint("accent", "#0b5c8a", dark=False),
    Paint("accent", "#8ec7ee", dark=True),
)
NAVIGATION = ("incidents", OwnLink("Runbooks", "https://runbooks.example.org/"), "lessons")


def write(files: Iterable[Artifact], folder: Path) -> None:
    """Write the files of a site."""
    for artifact in files:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)


def write_portals(folder: Path) -> None:
    """Write `<theme>` and `<theme>-dressed` of the sample archive below a folder."""
    (folder / "logo.svg").write_bytes(LOGO)
    reading = pipeline.read(SAMPLE, load_lexicon())
    dressed = Site(organisation=SITE.organisation, navigation=NAVIGATION)
    for theme in THEMES:
        for name, site, dress in (
            (theme, SITE, Dress()),
            (f"{theme}-dressed", dressed, Dress(folder / "logo.svg", None, PAINTS)),
        ):
            loaded = load_theme(theme, dress=dress)
            write(pipeline.draw(SAMPLE, reading, loaded, site, AS_OF).files(), folder / name)


def kinds(site: Path) -> dict[str, str]:
    """A page of each kind, by kind: the indexes, and the longest page of each folder."""
    found = {path.parent.name + " index": path for path in site.glob("*/index.html")}
    found |= {"home": site / "index.html", "not found": site / "404.html"}
    for path in sorted(site.glob("*/*.html"), key=lambda path: path.stat().st_size):
        # A library has pages by year, which are like its index.
        year = path.stem.isdigit() or path.parent.name in {"lessons", "fixes"}
        if path.name != "index.html" and not year:
            found[path.parent.name] = path
    for path in sorted(site.glob("digest/*/index.html")):
        found["issue"] = path
    return {kind: path.relative_to(site).as_posix() for kind, path in sorted(found.items())}

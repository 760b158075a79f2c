"""A theme's name -> its layers: the folders that it is made of, the topmost first.

A theme is a folder with `theme.toml`, `templates/` and `static/`; `extends` names the theme
below it. A folder that holds `templates/` or `static/` itself, without a `theme.toml`, lays
single files over whatever theme is in use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field
from fnmatch import fnmatchcase
from pathlib import Path

from secondstory.findings import Location, ProjectError
from secondstory.noun import Noun

_TEXTS = frozenset({"name", "description", "extends"})
_KEYS = (*sorted(_TEXTS), "without", "colours")


class Layer(Noun, frozen=True):
    """One folder of a theme: where it lies, and what it says of itself; no name: single files.

    `without` are globs of static files of the themes below that it does without. `colours`
    names the colours that a project may set, each with those on which it has to be readable.
    """

    name: str
    folder: Path
    description: str = ""
    extends: str = ""
    without: tuple[str, ...] = ()
    colours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def files(self, kind: str) -> dict[str, Path]:
        """The files of its `templates` or its `static`, by their path there."""
        top = self.folder / kind
        paths = sorted(path for path in top.rglob("*") if path.is_file())
        named = {path.relative_to(top).as_posix(): path for path in paths}
        return {name: path for name, path in named.items() if not _hidden(name)}

    def keeps(self, path: str) -> bool:
        """Whether it has use for a static file of a theme below it."""
        return not any(fnmatchcase(path, pattern) for pattern in self.without)

    def shown(self, file: Path) -> str:
        """A file as messages name it: from the folder that holds the theme, never absolute."""
        above = self.folder.parent
        return file.relative_to(above.parent if self.name else above).as_posix()


def layers_of(name: str, folders: Sequence[Path]) -> list[Layer]:
    """What lies over every theme, the theme `name`, and what it extends. Raises ProjectError."""
    return [*_overlays(folders), *_chain(name, folders)]


def _overlays(folders: Sequence[Path]) -> list[Layer]:
    return [
        Layer("", folder)
        for folder in folders
        if any((folder / kind).is_dir() for kind in ("templates", "static"))
        and not (folder / "theme.toml").is_file()
    ]


def _chain(name: str, folders: Sequence[Path]) -> list[Layer]:
    """The theme and what it extends, from the top down."""
    layers: list[Layer] = []
    wanted, asked_by = name, ""
    while wanted:
        layer = _find(wanted, folders, asked_by)
        if any(above.folder == layer.folder for above in layers):
            around = " > ".join([*(above.name for above in layers), wanted])
            raise ProjectError(
                f"the themes extend each other in a circle: {around}",
                hint=f"remove `extends` from {layer.shown(layer.folder / 'theme.toml')}",
            )
        layers.append(layer)
        wanted, asked_by = layer.extends, layer.name
    return layers


def _find(name: str, folders: Sequence[Path], asked_by: str) -> Layer:
    for folder in folders:
        for file in sorted(folder.glob("*/theme.toml")):
            if file.parent.name == name:
                return _layer(file)
    names = sorted({file.parent.name for folder in folders for file in folder.glob("*/theme.toml")})
    reason = f', which "{asked_by}" extends' if asked_by else ""
    raise ProjectError(
        f'there is no theme "{name}"{reason}',
        hint=f"the themes are {', '.join(names)}" if names else "no folder holds a theme",
    )


def _layer(file: Path) -> Layer:
    place = Location(f"{file.parent.parent.name}/{file.parent.name}/{file.name}")
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"this is not TOML: {error}", location=place) from error
    for key, value in values.items():
        if wrong := _wrong(key, value):
            hint = f"the keys are {', '.join(_KEYS)}; themes/default/README.md has them all"
            raise ProjectError(f"`{key}` {wrong}", location=place, hint=hint)
    colours = values.get("colours", {})
    return Layer(
        file.parent.name,
        file.parent,
        values.get("description", ""),
        values.get("extends", ""),
        tuple(values.get("without", ())),
        {name: tuple(grounds) for name, grounds in colours.items()},
    )


def _wrong(key: str, value: object) -> str:
    if key in _TEXTS:
        return "" if isinstance(value, str) else "is not a text in quotes"
    if key == "without":
        return "" if _texts(value) else 'is not a list of texts, such as ["search*.js"]'
    if key == "colours":
        fits = isinstance(value, dict) and all(map(_texts, value.values()))
        return "" if fits else 'is not a table of lists, such as ink = ["paper"]'
    return "is not a key of a theme"


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))

"""What a site was made of and how its files looked then, so that nothing is made twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from secondstory.cache.stamp import Stamp
from secondstory.cache.store import Store
from secondstory.cache.studies import Known
from secondstory.codec import CodecError, decode, digest, encode
from secondstory.findings import Finding
from secondstory.noun import Noun, field, replace

_KIND = "site"

T = TypeVar("T")


class Made(Noun, frozen=True):
    """What a build came to: what was found, and how many reports and other files were shown.

    `drafts` are how many were left out because they are still being written or reviewed.
    """

    findings: tuple[Finding, ...]
    reports: int
    others: int
    drafts: int = 0


class Manifest(Noun, frozen=True):
    """A site as a build left it.

    `recipe` names all that decides about a site besides its archive, `look` the same but
    for the day, and `listing` what lies in the archive folder. `images` and `outputs` go by
    path, and so do `pages`: a name for all that a page shows. `ends` tells whether a build
    of the same may end at once: not where it has to say what is wrong with a restricted report,
    which nobody else is told, nor where a file is read each time. `world` names all that is
    shown by pages which tell no report in full; empty where that cannot be told. `withheld` are
    the paths in `known` and `images` of what the site does not tell of: in the cache, names that
    tell nothing stand for them.
    """

    recipe: bytes
    look: bytes
    listing: bytes
    known: Known
    images: Mapping[str, Stamp]
    outputs: Mapping[str, Stamp]
    made: Made
    pages: Mapping[str, bytes] = field(default_factory=dict)
    ends: bool = False
    world: bytes = b""
    withheld: tuple[str, ...] = ()


def load_manifest(store: Store, output: Path, paths: Iterable[str]) -> Manifest | None:
    """What is remembered of the site in a folder; `paths` are all that lie in the archive now."""
    value = store.get(_KIND, _key(output))
    try:
        found = decode(value, Manifest) if value else None
    except CodecError:
        return None
    if found is None or not found.withheld:
        return found
    told = {*found.known.stamps, *found.images}
    return _renamed(found, {_veil(path): path for path in paths if path not in told})


def save_manifest(store: Store, output: Path, manifest: Manifest) -> None:
    """Remember a site."""
    try:
        value = encode(_renamed(manifest, {path: _veil(path) for path in manifest.withheld}))
    except (UnicodeEncodeError, OverflowError):  # a finding with what has no bytes
        return
    store.put(_KIND, {_key(output): value})


def _key(output: Path) -> bytes:
    return digest(str(output.resolve()).encode(errors="surrogateescape"))


def _renamed(manifest: Manifest, names: Mapping[str, str]) -> Manifest:
    """Call what is withheld by other names."""
    if not manifest.withheld:
        return manifest

    def renamed(values: Mapping[str, T]) -> dict[str, T]:
        return {names.get(path, path): value for path, value in values.items()}

    known = manifest.known
    return replace(
        manifest,
        known=replace(known, stamps=renamed(known.stamps), keys=renamed(known.keys)),
        images=renamed(manifest.images),
        withheld=tuple(names.get(path, path) for path in manifest.withheld),
    )


def _veil(path: str) -> str:
    return digest(path.encode("utf-8", "surrogatepass")).hex()

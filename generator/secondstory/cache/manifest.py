"""What a site was made of and how its files looked then, so that nothing is made twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secondstory.cache.stamp import Stamp
from secondstory.cache.store import Store
from secondstory.cache.studies import Known
from secondstory.codec import CodecError, decode, digest, encode
from secondstory.findings import Finding
from secondstory.noun import Noun, field

_KIND = "site"


class Made(Noun, frozen=True):
    """What a build came to: what was found, and how many reports and other files were read."""

    findings: tuple[Finding, ...]
    reports: int
    others: int


class Manifest(Noun, frozen=True):
    """A site as a build left it.

    `recipe` names all that decides about a site besides its archive, `look` the same but
    for the day, and `listing` what lies in the archive folder. `images` and `outputs` go by
    path, and so do `pages`: a name for all that a page shows. `ends` tells whether a build
    of the same may end at once: not where it has to say what is wrong with a restricted report,
    which nobody else is told, nor where a file is read each time. `world` names all that is
    shown by pages which tell no report in full; empty where that cannot be told.
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


def load_manifest(store: Store, output: Path) -> Manifest | None:
    """What is remembered of the site in a folder."""
    value = store.get(_KIND, _key(output))
    try:
        return decode(value, Manifest) if value else None
    except CodecError:
        return None


def save_manifest(store: Store, output: Path, manifest: Manifest) -> None:
    """Remember a site."""
    try:
        value = encode(manifest)
    except (UnicodeEncodeError, OverflowError):  # a finding with what has no bytes
        return
    store.put(_KIND, {_key(output): value})


def _key(output: Path) -> bytes:
    return digest(str(output.resolve()).encode(errors="surrogateescape"))

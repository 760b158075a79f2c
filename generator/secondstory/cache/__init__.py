"""What a build may remember of the builds before it, from outside of all stages.

Whatever is remembered goes by the content it was made of. A cache that is damaged, of
another version or of another program is one that remembers nothing.
"""

from secondstory.cache.library import Holdings, Library
from secondstory.cache.manifest import Made, Manifest, load_manifest, save_manifest
from secondstory.cache.parts import Contents, Parts, recall, remember
from secondstory.cache.shown import Shown
from secondstory.cache.stamp import of_code, of_folders, of_look, stamp
from secondstory.cache.store import NAME, Store, clear, opened
from secondstory.cache.studies import Known, Readers, Studied, cache_folder, forget, look, studied
from secondstory.cache.untouched import intact, same_site

__all__ = [
    "NAME",
    "Contents",
    "Holdings",
    "Known",
    "Library",
    "Made",
    "Manifest",
    "Parts",
    "Readers",
    "Shown",
    "Store",
    "Studied",
    "cache_folder",
    "clear",
    "forget",
    "intact",
    "load_manifest",
    "look",
    "of_code",
    "of_folders",
    "of_look",
    "opened",
    "recall",
    "remember",
    "same_site",
    "save_manifest",
    "stamp",
    "studied",
]

"""The same index, the same bytes: what Pagefind writes in the order of a hash table, in order.

The values of a filter, and the filters in its table of contents, come in another order each
time; names of files follow from what is in them. Both are CBOR behind a mark, compressed. Only
the ends of items are looked for here: items are moved as they are, and nothing is read.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping

_MARK = b"pagefind_dcd"
_FILTERS_OF_META = 3  # version, pages, chunks, filters, sorts, fields
_VALUES_OF_FILTER = 1  # name, values
_NAMED = 7  # characters of a hash in the name of a filter, as Pagefind has them
_META_NAMED = 10


def settled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index by name, ordered and named by what is in them."""
    found = dict(files)
    renamed: dict[bytes, bytes] = {}
    for path in [path for path in found if path.endswith(".pf_filter")]:
        content = _sorted(_unpacked(found.pop(path)), _VALUES_OF_FILTER)
        before = path.removeprefix("filter/").removesuffix(".pf_filter")
        after = _name(before, content, _NAMED)
        renamed[before.encode()] = after.encode()
        found[f"filter/{after}.pf_filter"] = _packed(content)
    for path in [path for path in found if path.endswith(".pf_meta")]:
        content = _unpacked(found.pop(path))
        for old, new in renamed.items():  # of one length, so that nothing moves
            content = content.replace(old, new)
        content = _sorted(content, _FILTERS_OF_META)
        before = path.removeprefix("pagefind.").removesuffix(".pf_meta")
        after = _name(before, content, _META_NAMED)
        found[f"pagefind.{after}.pf_meta"] = _packed(content)
        entry = found["pagefind-entry.json"]
        found["pagefind-entry.json"] = entry.replace(before.encode(), after.encode())
    return dict(sorted(found.items()))


def _name(before: str, content: bytes, size: int) -> str:
    language = before.rpartition("_")[0]
    return f"{language}_{hashlib.sha256(content).hexdigest()[:size]}"


def _sorted(data: bytes, place: int) -> bytes:
    """Sort the list at a place of a list; behind their heads, items of one length class stay so."""
    whole = _items(data, len(_MARK))
    begin, end = whole[place]
    items = [data[a:b] for a, b in _items(data, begin)]
    head = data[begin : _items(data, begin)[0][0]] if items else data[begin:end]
    return data[:begin] + head + b"".join(sorted(items)) + data[end:]


def _items(data: bytes, at: int) -> list[tuple[int, int]]:
    """Where each item of a list begins and ends."""
    _, count, at = _head(data, at)
    spans = []
    for _ in range(count):
        end = _end(data, at)
        spans.append((at, end))
        at = end
    return spans


def _end(data: bytes, at: int) -> int:
    kind, size, at = _head(data, at)
    if kind in (2, 3):  # bytes, text
        return at + size
    if kind in (4, 5, 6):  # list, map, tag
        for _ in range({4: size, 5: 2 * size, 6: 1}[kind]):
            at = _end(data, at)
    return at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """What kind of item begins here, its size, and where what it holds begins."""
    kind, size = divmod(data[at], 32)
    if size < 24:
        return kind, size, at + 1
    end = at + 1 + (1 << (size - 24))
    return kind, int.from_bytes(data[at + 1 : end], "big"), end


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content)


def _packed(content: bytes) -> bytes:
    zipped = bytearray(gzip.compress(content, compresslevel=9, mtime=0))
    zipped[9] = 255  # the operating system; "unknown" everywhere, so that builds are equal
    return bytes(zipped)

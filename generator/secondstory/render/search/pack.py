"""Turn search data into classic scripts: the one form a browser loads from anywhere.

From `file://` Chromium refuses fetch and modules, so data travels as a call with one string,
`__ss("core-2026", "<base64 of gzip> <base64 of gzip>")`. The string needs no escaping whatever
a report says. Each block in it is compressed for itself, so that builds can remember it: a file
is put together of blocks without touching what is in them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import PurePosixPath

from secondstory.model import Artifact


def block(data: object) -> bytes:
    """Compress data to a block, the same on every machine."""
    plain = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    zipped = bytearray(gzip.compress(plain, compresslevel=6, mtime=0))
    zipped[9] = 255  # the operating system; "unknown" everywhere, so that builds are equal
    return base64.b64encode(zipped)


def script(name: str, blocks: Sequence[bytes]) -> Artifact:
    """Put blocks together as `search/<name>-<hash>.js`; the hash is theirs, for caching."""
    packed = b" ".join(blocks)
    digest = hashlib.sha256(packed).hexdigest()[:12]
    text = b'__ss("%b","%b");\n' % (name.encode("ascii"), packed)
    return Artifact(PurePosixPath(f"search/{name}-{digest}.js"), text)

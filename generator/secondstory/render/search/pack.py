"""Turn search data into classic scripts: the one form a browser loads from anywhere.

From `file://` Chromium refuses fetch and modules, so data travels as a call with one string,
`__ss("core", "<base64 of gzip>")`. The string needs no escaping whatever a report says.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from secondstory.model import Artifact


def pack(name: str, data: Mapping[str, object]) -> Artifact:
    """Pack data as `search/<name>-<hash>.js`; the hash is that of the data, for caching."""
    plain = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    digest = hashlib.sha256(plain).hexdigest()[:12]
    zipped = bytearray(gzip.compress(plain, compresslevel=6, mtime=0))
    zipped[9] = 255  # the operating system; "unknown" everywhere, so that builds are equal
    text = f'__ss("{name}","{base64.b64encode(zipped).decode("ascii")}");\n'
    return Artifact(PurePosixPath(f"search/{name}-{digest}.js"), text.encode("ascii"))

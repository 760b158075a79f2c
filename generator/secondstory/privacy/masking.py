"""Source -> Source: what looks like a key, a token or a password gives way to a mask.

It happens before anything is read, so that no fact, page or index can hold it. Lines stay
where they are; a finding names each place in the file as it is, and not what stands there.
"""

from __future__ import annotations

import re

from secondstory.findings import Finding, Location
from secondstory.model import Source
from secondstory.noun import replace
from secondstory.privacy.codes import SECRET
from secondstory.privacy.secrets import secrets_in

MASK = "‹masked›"  # nothing to Markdown, YAML, TOML, JSON and HTML

_KEY_TEXT = re.compile(r"[A-Za-z0-9+/=]+")


def masked(source: Source) -> Source:
    """Mask the secrets of a file, and report each. Any text gives a result."""
    text = source.text
    secrets = secrets_in(text)
    if not secrets:
        return source
    pieces: list[str] = []
    findings: list[Finding] = []
    at = line = 0
    begins = 0  # where the line begins
    for secret in secrets:
        hidden = text[secret.start : secret.end]
        # The lines of a private key stay lines.
        mask = _KEY_TEXT.sub(MASK, hidden) if "\n" in hidden else MASK
        pieces += (text[at : secret.start], mask)
        line += text.count("\n", at, secret.start)
        begins = max(begins, text.rfind("\n", at, secret.start) + 1)
        place = Location(source.path, line + 1, secret.start - begins + 1)
        findings.append(SECRET.at(place, f"what looks like {secret.name} is masked"))
        line += hidden.count("\n")
        begins = max(begins, secret.start + hidden.rfind("\n") + 1) if "\n" in hidden else begins
        at = secret.end
    pieces.append(text[at:])
    return replace(source, text="".join(pieces), findings=(*source.findings, *findings))

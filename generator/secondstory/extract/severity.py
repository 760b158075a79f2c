"""Severity words -> a level from 1 (worst) to 4, the words kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.extract.choose import best
from secondstory.extract.fields import Fields
from secondstory.extract.lexicon import Lexicon, normal
from secondstory.model import Fact, Origin, Provenance, Severity

_NUMBER = re.compile(
    r"\b(?:sev(?:erity)?|s|p|prio(?:rity)?|level|tier)[\s:#-]*(?P<n>[0-5])\b", re.IGNORECASE
)
_BARE = re.compile(r"^\W*(?P<n>[0-5])(?:\b|[^\d.])")
_IN_TITLE = re.compile(r"\bsev(?:erity)?[\s-]?(?P<n>[0-5])\b", re.IGNORECASE)
NEAR_MISS = re.compile(r"\bnear[\s_-]?miss\b|ヒヤリハット", re.IGNORECASE)
_CHANGED = re.compile(
    r"\s*(?:-+>|→|=>|\b(?:upgraded|downgraded|raised|lowered|escalated|changed) to\b)\s*",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"(?:SEV|P|S)-?[0-5]\s?[-–]\s?(?:SEV|P|S)?-?[0-5]\b", re.IGNORECASE
)  # SEV1-SEV4
_PRIORITY = re.compile(r"\s*P\s?-?[0-5]\b", re.IGNORECASE)


def read_severity(text: str, lexicon: Lexicon) -> Severity:
    """Normalise a stated severity; `level` is None where its words fit no scale."""
    if whole := lexicon.severities.get(normal(text)):
        return Severity(whole, f"SEV{whole}")
    match = _NUMBER.search(text[:60]) or _BARE.match(text)
    if match:
        number = int(match["n"])
        return Severity(min(4, max(1, number)), f"SEV{number}")
    for word in normal(text[:80]).split():
        if level := lexicon.severities.get(word):
            return Severity(level, f"SEV{level}")
    for word, level in lexicon.severities.items():
        if not word.isascii() and text.strip().startswith(word):  # no spaces part the words there
            return Severity(level, f"SEV{level}")
    return Severity(None, text.strip()[:40])


def _is_choice(text: str, lexicon: Lexicon) -> bool:
    """Whether a template's list of levels was left as it is: SEV1 / SEV2 / SEV3."""
    if _CHOICE.search(text):
        return True
    levels = {match["n"] for match in _NUMBER.finditer(text)}
    words = {
        lexicon.severities[word] for word in normal(text).split() if word in lexicon.severities
    }
    return max(len(levels), len(words)) >= 3


def find_severity(
    fields: Fields, title: Fact[str], lexicon: Lexicon, family: str = "severity"
) -> Fact[Severity] | None:
    """The severity that a report states; "Impact: High" states none."""
    return best(_stated(fields, title, lexicon, family))


def _stated(
    fields: Fields, title: Fact[str], lexicon: Lexicon, family: str
) -> Iterator[Fact[Severity]]:
    stated = list(fields.all(family))
    if family == "severity":
        stated += [field for field in fields.all("priority") if _PRIORITY.match(field.text)]
    changed = [f for f in fields.all("severity") if _CHANGED.search(f.text)]
    stated += changed if family == "severity_initial" else []
    for field in stated:
        words = _CHANGED.split(field.text)[0 if family == "severity_initial" else -1]
        vague = not words.strip() or len(field.text) > 200 or NEAR_MISS.search(field.text)
        if not vague and not _is_choice(field.text, lexicon):
            yield Fact(read_severity(words, lexicon), field.text, field.source)
    if family == "severity" and (match := _IN_TITLE.search(title.value)):
        source = Provenance(Origin.TITLE, title.source.line)
        yield Fact(read_severity(match[0], lexicon), match[0], source)

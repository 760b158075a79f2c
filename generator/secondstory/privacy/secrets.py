"""The places of a text where a key, a token or a password stands, and what each looks like.

Two sorts are told: tokens that their issuers made recognisable, and values behind words such as
`password`. Hashes, identifiers and digests are neither. Nearly all reports hold none, so that a
text is first asked whether it can: that takes microseconds, and is sure in its no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from secondstory.noun import Noun

# What any token has: so many letters, digits, hyphens and underlines in a row.
_LONG = 20
_RUNS = bytes(97 if chr(byte).isalnum() or chr(byte) in "_-" else 32 for byte in range(128)) + (
    b" " * 128
)
_AHEAD = 6  # characters: a sign such as `ya29.` may stand before the run
_LONGEST = 16_384  # characters of a token


class Secret(Noun, frozen=True, order=True):
    """What is to be hidden of a text: [start, end), and what it looks like."""

    start: int
    end: int
    name: str


def _token(name: str, sign: str, rest: str) -> tuple[str, tuple[str, re.Pattern[str]]]:
    return sign, (name, re.compile(rest))


# By their signs, which are shown; what follows a sign is hidden.
_TOKENS = dict(
    (
        *(_token("an AWS access key id", s, r"[A-Z2-7]{16}(?!\w)") for s in ("AKIA", "ASIA")),
        *(_token("a GitHub token", f"gh{c}_", r"[A-Za-z0-9]{30,255}") for c in "pousr"),
        _token("a GitHub token", "github_pat_", r"\w{30,255}"),
        *(_token("a GitLab token", sign, r"[\w-]{20,64}") for sign in ("glpat-", "glptt-")),
        *(_token("a Slack token", f"xox{c}-", r"[A-Za-z0-9-]{15,255}") for c in "bpaesr"),
        _token("a Slack token", "xapp-", r"\d-[A-Za-z0-9-]{20,255}"),
        *(
            _token("a Stripe key", sign, r"[A-Za-z0-9]{16,255}")
            for sign in ("sk_live_", "rk_live_", "sk_test_")
        ),
        _token("a webhook secret", "whsec_", r"[A-Za-z0-9+/=]{20,255}"),
        _token("a Google API key", "AIza", r"[\w-]{35}(?![\w-])"),
        _token("a Google token", "ya29.", r"[\w-]{20,1024}"),
        _token("a Google client secret", "GOCSPX-", r"[\w-]{20,64}"),
        _token("an npm token", "npm_", r"[A-Za-z0-9]{36}(?!\w)"),
        _token("a PyPI token", "pypi-", r"AgE[\w-]{50,1024}"),
        _token("a SendGrid key", "SG.", r"[\w-]{20,32}+\.[\w-]{32,64}"),
        *(_token("an API key", sign, r"[\w-]{20,255}") for sign in ("sk-ant-", "sk-proj-")),
        _token("a Vault token", "hvs.", r"[\w-]{20,255}"),
        _token("a JSON web token", "eyJ", r"[\w-]{10,1024}+\.eyJ[\w-]{10,8192}+\.[\w-]{10,2048}"),
    )
)
_SIGN = re.compile("|".join(map(re.escape, _TOKENS)))
_WEBHOOK = "hooks.slack.com/services/"
_WEBHOOK_PATH = re.compile(r"\w{5,20}/\w{5,20}/(?P<value>\w{20,64})")
_GAP = 8  # characters of "bearer" and the spaces behind it
_BEARER = re.compile(r"(?P<value>[\w.~+/-]{20,4096}=*)")

# Where the name of a secret may end: its last letters, a few signs, then a colon or an equals
# sign. Looking behind each of those costs less than looking for the names, and looking for one
# sign at a time less than for either.
_LAST = "(?:ord|swd|ase|pwd|ret|ken|key|ial|ion)"
_FURTHER = "|".join(f"(?<={_LAST}.{{{more}}})" for more in range(2, 7))
_MAY_NAME = tuple(
    re.compile(
        rf"""{sign}(?:(?<=[denylt].)(?<={_LAST}.)|(?<=[s"'`\]*_ \t].)(?:{_FURTHER})|//)""".encode()
    )
    for sign in ":="
)
_NAME = re.compile(
    rb"""(?:(?P<password>passw(?:or)?d|passphrase|pwd)
    |(?P<key>secret(?:[ _-]?key)?|token|(?:api|access|private|auth|signing|encryption|account)
        [ _-]?key|credential)
    |(?P<header>authorization))(?P<more>s?["'`\]*_ \t]{0,5})$""",
    re.VERBOSE,
)
_BEFORE = 32  # characters of a name
_PAGING = re.compile(rb"(?:next|page|continuation|cancellation|sync|csrf|xsrf|pagination)[ _-]?$")
_VALUE = re.compile(
    r"""(?P<sign>=>|:=|==?|:)[*_]{0,2}(?P<gap>[ \t]{0,4})(?P<quote>["'`]?)
    (?P<value>[^\s"'`<>|,;]{4,2048})""",
    re.VERBOSE,
)
_HEADER = re.compile(
    r"""[:=][*_]{0,2}[ \t]{0,4}["'`]?(?:(?:bearer|basic|token|apikey)[ \t]{1,4})
    (?P<value>[^\s"'`<>|,;]{8,4096})""",
    re.VERBOSE | re.IGNORECASE,
)
_USERINFO = re.compile(r"""://[^\s/:@"'`<>()|]{0,64}:(?P<value>[^\s/@"'`<>()|]{1,256})@[\w\[]""")

_BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_FINISH = re.compile(r"-----END [A-Z0-9 ]{0,60}-----")
_KEY_LINE = re.compile(r"[ \t>]*[A-Za-z0-9+/=:,. -]*\n?")
_LONGEST_KEY = 20_000  # characters

_NO_VALUE = re.compile(
    r"[(){}\[\]<>$%]|::|\.\.\.|…|//|^[@/~*.]|^arn:|^\d{4}-\d\d-\d\d|^\d+(?:\.\d+)*$|\*\*|••"
)
_PLACEHOLDER = re.compile(
    r"example|placeholder|redact|mask|dummy|sample|change.?me|insert|replace|xxx|\?\?|hidden"
    r"|removed|^(?:no|none|null|nil|true|false|yes|pass|passw(?:or)?d|pwd|secret|token|key|user"
    r"|foo|bar|baz|value|string|text|test|required|optional|default|empty|unset|todo|tbd|hash"
    r"|rotated|expired|unknown|missing|invalid|(?:your|some|my)[-_ ].*)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]*|v?\d{1,4}|[a-z]{1,5}\d{1,2}")
_SEPARATORS = re.compile(r"[-_./:+@&?#!*=]+")
_STRONG, _STRONG_PASSWORD = 10, 6  # characters
_JUDGED = 64  # characters of a value that tell what it is
_FEW = 4  # different characters: what has no more stands for something


def secrets_in(text: str) -> list[Secret]:
    """Find what looks like a secret, in order, none within another; in linear time."""
    # One byte for each character, whatever it is.
    plain = text.encode("latin-1", "replace").lower()
    found = [*_tokens(text, plain), *_named(text, plain), *_webhooks(text)]
    if b"private key" in plain:
        found += _private_keys(text)
    apart: list[Secret] = []
    for secret in sorted(found):
        if not apart or secret.start >= apart[-1].end:
            apart.append(secret)
    return apart


def _tokens(text: str, plain: bytes) -> Iterator[Secret]:
    """Look for signs at each run of characters that is long enough for a token."""
    runs, long = plain.translate(_RUNS), b"a" * _LONG
    at = runs.find(long)
    while at >= 0:
        end = runs.find(b" ", at)
        end = len(runs) if end < 0 else end
        begin = max(0, at - _AHEAD)
        if not text[begin:end].islower():  # no token is, and nearly all else that is so long
            yield from _signed(text, begin, end)
        told = b"bearer" in plain[max(0, at - _GAP) : at]
        if told and (match := _BEARER.match(text, at)) and _is_strong(match["value"][:_JUDGED]):
            yield _secret(match, match["value"], "a token")
        at = runs.find(long, end)


def _signed(text: str, start: int, end: int) -> Iterator[Secret]:
    for sign in _SIGN.finditer(text, start, end):
        if text[sign.start() - 1 : sign.start()].isalnum():  # these letters end a word
            continue
        name, rest = _TOKENS[sign[0]]
        match = rest.match(text, sign.end(), sign.end() + _LONGEST)
        if match and not _is_placeholder(match[0]):
            yield Secret(match.start(), match.end(), name)


def _webhooks(text: str) -> Iterator[Secret]:
    at = text.find(_WEBHOOK)
    while at >= 0:
        at += len(_WEBHOOK)
        if (match := _WEBHOOK_PATH.match(text, at)) and not _is_placeholder(match["value"]):
            yield _secret(match, match["value"], "a Slack webhook")
        at = text.find(_WEBHOOK, at)


def _named(text: str, plain: bytes) -> Iterator[Secret]:
    """Look behind each word that names a secret, and into each address."""
    for sign in chain.from_iterable(each.finditer(plain) for each in _MAY_NAME):
        at = sign.start()
        if sign[0] == b"://":
            if (match := _USERINFO.match(text, at)) and not _is_placeholder(match["value"]):
                yield _secret(match, match["value"], "a password")
            continue
        behind = plain[max(0, at - _BEFORE) : at]
        name = _NAME.search(behind)
        if name is None or _PAGING.search(behind[: name.start()]):
            continue
        if name["header"]:
            if (match := _HEADER.match(text, at)) and _is_strong(match["value"][:_JUDGED]):
                yield _secret(match, match["value"], "credentials")
        elif match := _VALUE.match(text, at):
            value = match["value"].rstrip(").,:]}*_…!?")
            code = match["quote"] or (match["sign"] == "=" and not match["gap"])
            judged = value[:_JUDGED]
            if _is_password(judged, glued=bool(code)) if name["password"] else _is_strong(judged):
                yield _secret(match, value, "a password" if name["password"] else "a secret")


def _secret(match: re.Match[str], value: str, name: str) -> Secret:
    return Secret(match.start("value"), match.start("value") + len(value), name)


def _private_keys(text: str) -> Iterator[Secret]:
    """Private keys: all between the line that begins one and the line that ends it."""
    at = end = 0
    while begin := _BEGIN.search(text, at):
        at = begin.end()
        if end < at:  # one look for each end, however many begin
            found = _FINISH.search(text, at)
            end = found.start() if found else len(text) + _LONGEST_KEY
        stop = end if end - at <= _LONGEST_KEY and end <= len(text) else _open_end(text, at)
        if len(text[at:stop].strip()) >= _STRONG and not _is_placeholder(text[at:stop]):
            yield Secret(at, stop, "a private key")
        at = stop


def _open_end(text: str, at: int) -> int:
    """Where a key ends that nothing ends: with the first line that is no part of one."""
    stop = at
    while stop - at < _LONGEST_KEY and (line := _KEY_LINE.match(text, stop)):
        words = line[0].strip(" \t>\n")
        if line.end() == stop or (stop > at + 1 and (not words or words.count(" ") > 1)):
            break
        stop = line.end()
    return stop


def _is_password(value: str, *, glued: bool) -> bool:
    """Whether a value is a password: in code any word may be one, in prose only an odd one."""
    if len(value) < _STRONG_PASSWORD or _is_placeholder(value) or _NO_VALUE.search(value):
        return False
    return (glued and value.isalpha()) or _is_odd(value)


def _is_strong(value: str) -> bool:
    stands = len(value) >= _STRONG and not _is_placeholder(value) and not _NO_VALUE.search(value)
    return stands and _is_odd(value)


def _is_odd(value: str) -> bool:
    """Whether a value is not just words, names and numbers put together."""
    return not all(map(_WORD.fullmatch, _SEPARATORS.split(value)))


def _is_placeholder(value: str) -> bool:
    few = len(set(value.lower())) <= _FEW
    return few or value[:1] in "$<{%[" or _PLACEHOLDER.search(value) is not None

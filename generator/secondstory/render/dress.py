"""A project's own logo and colours -> files that lie over those of its theme.

The colours of a theme are custom properties of `:root` in its style sheets, the dark ones
within `@media (prefers-color-scheme: dark)`. Its `theme.toml` says which of them a project may
set, and on which others each has to be readable: 4.5 to 1, as WCAG 2 asks of text (AA).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from secondstory.findings import Location, ProjectError
from secondstory.model import Dress, Paint
from secondstory.noun import Noun
from secondstory.render.images import inert
from secondstory.render.views import Logo

UNDRESSED = Dress()
PAINTED = "colours.css"
ENOUGH = 4.5

Roles = Mapping[str, Sequence[str]]  # a colour -> those on which it has to be readable

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*(#[0-9a-fA-F]{3,6}|var\(--[\w-]+\))\s*[;}]")
_TALL = 28  # pixels: a line of the masthead
_WIDE = 200  # pixels
_HEAVY = 50_000  # bytes; every page shows it
_SVG = re.compile(rb"<svg\b[^>]*>", re.IGNORECASE)
_SIDE = r"\b{}\s*=\s*[\"']\s*([0-9.]+)(?:px)?\s*[\"']"
_BOX = re.compile(r"\bviewBox\s*=\s*[\"']\s*[-0-9.e]+[\s,]+[-0-9.e]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)")


class Hard(Noun, frozen=True):
    """A colour that cannot be read on another, and what to take in its place if there is such."""

    token: str
    ground: str
    dark: bool
    ratio: float
    better: str


# ---------------------------------------------------------------- the logo


def hung(dress: Dress) -> tuple[Logo | None, dict[str, bytes]]:
    """The logo as pages show it, and as a file of the site. Raises ProjectError."""
    if dress.logo is None:
        return None, {}
    place, kind = dress.logo_place, dress.logo.suffix.lower()
    content = _picture(dress.logo, place)
    sides = _sides_of_png(content) if kind == ".png" else _sides_of_svg(content)
    if sides is None or not all(sides):
        hint = "a PNG knows its size; an SVG says it as viewBox, or as width and height"
        message = f"the logo is no {kind[1:].upper()} that tells its size"
        raise ProjectError(message, location=place, hint=hint)
    if kind == ".svg" and not inert(content):
        hint = "save it as plain SVG: no script, no event, no link to a program"
        raise ProjectError("the logo holds what could run", location=place, hint=hint)
    scale = min(_TALL / sides[1], _WIDE / sides[0])
    width, height = (max(1, round(side * scale)) for side in sides)
    name = f"logo{kind}"
    return Logo(f"static/{name}", width, height), {name: content}


def _picture(file: Path, place: Location | None) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        hint = "the path is relative to the config file"
        message = f"the logo {file.name!r} cannot be read: {reason}"
        raise ProjectError(message, location=place, hint=hint) from error
    if len(content) > _HEAVY:
        message = f"the logo weighs {len(content) / 1000:.0f} kB, and every page shows it"
        hint = f"it is shown {_TALL} pixels high: {_HEAVY // 1000} kB are more than enough"
        raise ProjectError(message, location=place, hint=hint)
    return content


def _sides_of_png(content: bytes) -> tuple[float, float] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _sides_of_svg(content: bytes) -> tuple[float, float] | None:
    found = _SVG.search(content)
    tag = found[0].decode("utf-8", "replace") if found else ""
    sides = [re.search(_SIDE.format(side), tag) for side in ("width", "height")]
    texts = [side[1] for side in sides if side]
    if len(texts) < len(sides):
        texts = list(box.groups()) if (box := _BOX.search(tag)) else []
    try:
        width, height = map(float, texts)
    except ValueError:
        return None
    return width, height


# ---------------------------------------------------------------- the colours


def painted(dress: Dress, static: Mapping[str, bytes], roles: Roles) -> dict[str, bytes]:
    """The style sheet of a project's colours, if it sets any.

    Raises ProjectError where the theme has no such colour, or one could not be read.
    """
    if not dress.paints:
        return {}
    for paint in dress.paints:
        if paint.token not in roles:
            near = get_close_matches(paint.token.lower(), roles, 1, 0.6)
            known = f"its colours are {', '.join(roles)}" if roles else "it has none to be set"
            raise ProjectError(
                f"the theme has no colour {paint.token!r} that could be set",
                location=paint.place,
                hint=f"did you mean {near[0]!r}?" if near else known,
            )
    set_here = {paint.token for paint in dress.paints}
    # What the project set comes before what it made hard to read by setting something else.
    hard = sorted(
        hard_to_read(static, roles, dress.paints), key=lambda one: one.token not in set_here
    )
    if hard:
        raise _complaint(hard[0], dress.paints)
    schemes = (_scheme(dress.paints, dark) for dark in (False, True))
    return {PAINTED: "".join(schemes).encode("ascii")}


def hard_to_read(
    static: Mapping[str, bytes], roles: Roles, paints: Sequence[Paint] = ()
) -> Iterator[Hard]:
    """The colours that have too little contrast, in a theme's style sheets with these paints."""
    for dark in (False, True):
        seen = colours(static, paints, dark=dark)
        for token, grounds in roles.items():
            under = {ground: seen[ground] for ground in grounds if ground in seen}
            if token not in seen or not under:
                continue
            worst = min(under, key=lambda ground: contrast(seen[token], under[ground]))
            ratio = contrast(seen[token], under[worst])
            if ratio < ENOUGH:
                yield Hard(token, worst, dark, ratio, _better(seen[token], list(under.values())))


def colours(
    static: Mapping[str, bytes], paints: Sequence[Paint] = (), *, dark: bool
) -> dict[str, str]:
    """The colours of a theme's style sheets in a scheme, with these paints, as #rrggbb."""
    seen: dict[str, str] = {}
    sheets = [text.decode() for name, text in sorted(static.items()) if name.endswith(".css")]
    for inside in (False, True)[: 1 + dark]:
        for sheet in sheets:
            for root in _roots(_COMMENT.sub("", sheet), dark=inside):
                seen |= dict(_TOKEN.findall(root + "}"))
        seen |= {paint.token: paint.colour for paint in paints if paint.dark == inside == dark}
    for _ in seen:  # as deep as a name can stand for a name
        seen = {name: seen.get(colour[6:-1], colour) for name, colour in seen.items()}
    return {name: _whole(colour) for name, colour in seen.items() if colour.startswith("#")}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _scheme(paints: Sequence[Paint], dark: bool) -> str:  # noqa: FBT001
    chosen = "".join(f" --{one.token}: {one.colour};" for one in paints if one.dark == dark)
    scheme = "dark" if dark else "light"
    # On paper the theme's own colours stand, which are made for it.
    media = f"@media screen and (prefers-color-scheme: {scheme})"
    return f"{media} {{ :root {{{chosen} }} }}\n" if chosen else ""


def _complaint(hard: Hard, paints: Sequence[Paint]) -> ProjectError:
    own = {paint.token: paint for paint in paints if paint.dark == hard.dark}
    cause = own.get(hard.token) or own.get(hard.ground)
    table = f"[theme.{'colours_dark' if hard.dark else 'colours'}]"
    whose = "" if hard.token in own else "the theme's "
    return ProjectError(
        f"{whose}{hard.token!r} has a contrast of {hard.ratio:.1f} to 1 on {hard.ground!r};"
        f" text needs {ENOUGH}",
        location=cause.place if cause else None,
        hint=f'{hard.token} = "{hard.better}" under {table} can be read'
        if hard.better
        else f"nothing can be read on all grounds of {table}: bring them closer together",
    )


def _better(colour: str, grounds: Sequence[str]) -> str:
    """The nearest shade or tint that can be read on all grounds; empty where there is none."""
    for step in range(1, 51):
        for end in (0, 255):
            mixed = "#" + "".join(
                f"{round(part + (end - part) * step / 50):02x}" for part in _parts(colour)
            )
            if all(contrast(mixed, ground) >= ENOUGH for ground in grounds):
                return mixed
    return ""


def _roots(sheet: str, *, dark: bool) -> Iterator[str]:
    """What stands within `:root { }`: outside of all media, or within that of dark screens."""
    for prelude, body in _blocks(sheet):
        if prelude == ":root" and not dark:
            yield body
        elif dark and prelude == "@media (prefers-color-scheme: dark)":
            yield from _roots(body, dark=False)


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """The outermost blocks of a style sheet: what stands before the brace, and inside."""
    depth = start = opened = 0
    for brace in re.finditer("[{}]", sheet):
        depth += 1 if brace[0] == "{" else -1
        if depth == 1 and brace[0] == "{":
            opened = brace.start()
        elif depth == 0:
            yield sheet[start:opened].strip(), sheet[opened + 1 : brace.start()]
            start = brace.end()


def _whole(colour: str) -> str:
    return colour if len(colour) > 4 else "#" + "".join(digit * 2 for digit in colour[1:])


def _parts(colour: str) -> list[int]:
    return [int(_whole(colour)[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

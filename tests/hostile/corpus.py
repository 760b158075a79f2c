"""A project in which every text is an attack: those of `texts.toml` stand in every field."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from machine import put

HERE = Path(__file__).parent
TEXTS: dict[str, str] = tomllib.loads((HERE / "texts.toml").read_text("utf-8"))
BODIES: dict[str, str] = tomllib.loads((HERE / "bodies.toml").read_text("utf-8"))
# Those that no file of words can hold.
TEXTS |= {
    "long-word": "Donaudampfschiff" * 200,
    "long-cjk": "障害" * 800,
    "long-path": "a/" * 900,
    "null-bytes": "before\0after<img src=x\0 onerror=__pwned=1>",
    "surrogate": "half \ud800 of a letter, \udfff the other <b onclick=__pwned=1>",
    "many-lines": "line\n" * 400,
}
BODIES |= {
    "deep-quotes": "> " * 5000 + "deep",
    "deep-lists": "\n".join(" " * (2 * n) + "- x" for n in range(300)),
    "deep-brackets": "[" * 5000 + "x" + "]" * 5000 + "(y)" * 50,
    "deep-emphasis": "*a **a " * 5000,
    "deep-html": "<div>" * 5000 + "<img src=x onerror=__pwned=1>",
    "deep-inline-html": "<b><i>" * 2500 + "deep",
    "deep-tables": "<table><tr><td>" * 500 + "x",
    "many-entities": "&lt;" * 20_000,
    "wide-table": "|" + "a long cell |" * 60 + "\n|" + "---|" * 60 + "\n|" + "x |" * 60,
    "wide-code": "```\n" + "x" * 5000 + "\n```\n\n`" + "y" * 3000 + "`",
    "wide-words": "# " + "W" * 500 + "\n\n" + "https://evil.example/" + "x" * 2000,
    "nulls": "a\0b <scr\0ipt>__pwned=1</script> <img src=x on\0error=__pwned=1>",
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</svg>'
)
PICTURES = {
    "onload": SVG.format(' onload="__pwned=1"', ""),
    "script": SVG.format("", "<script>__pwned=1</script>"),
    "link": SVG.format("", '<a xlink:href="java&#10;script:__pwned=1"><text y="9">x</text></a>'),
    "entity": f'<!DOCTYPE svg [<!ENTITY x "&#60;script>">]>{SVG.format("", "&x;")}',
    "foreign": SVG.format("", "<foreignObject><iframe src='//evil.example/'/></foreignObject>"),
    "elsewhere": SVG.format("", '<image href="http://evil.example/x.png" width="9" height="9"/>'),
    "style": SVG.format("", "<style>@import url(http://evil.example/x.css);</style>"),
    "quiet": SVG.format(' viewBox="0 0 9 9"', '<rect width="9" height="9"/>'),
}
CONFIG = """\
[site]
title = {text}
organisation = {text}
footer = {text}
source_url = "https://git.example/x\\"onclick=\\"__pwned=1/{{path}}#L{{line}}"
[words]
lessons = [{text}]
[severities]
{text} = 1
"""
SITE_TEXT = "</title></script>\"'><img src=x onerror=__pwned=1><!--{{ 7*7 }}"
WORD = "zugzwang"  # stands in every report, to find them all


def a_hostile_project(root: Path) -> Path:
    """Write the project; half of the reports are on one service, class and tag."""
    put(root, "secondstory.toml", CONFIG.format(text=json.dumps(SITE_TEXT)))
    for number, (name, text) in enumerate(TEXTS.items()):
        put(root, f"postmortems/{name}/{_file_name(text)}.md", _bytes(_report(number, text)))
    for number, (name, body) in enumerate(BODIES.items()):
        text = f"# {name} {WORD}\n\nDate: {_day(number)}\n\n{body}\n\n## Impact\n\n{WORD}.\n"
        put(root, f"postmortems/bodies/{name}.md", _bytes(text))
    for name, content in PICTURES.items():
        put(root, f"postmortems/bodies/pictures/{name}.svg", content)
    for name in ('a" onerror="__pwned=1.png', "<script>__pwned=1<／script>.png", "html.png"):
        put(root, f"postmortems/bodies/pictures/{name}", b"<script>__pwned=1</script>")
    put(root, "postmortems/latin.md", b"# \xff\xfe latin \xe9\n\nDate: 2026-01-01\n\n<b>\xc3\x28\n")
    return root


def _report(number: int, text: str) -> str:
    fields = {
        "title": f"{text} {WORD}",
        "date": _day(number),
        "aliases": [text, f"was-{number}"],
        "lang": text,
        "summary": text,
        **dict.fromkeys(("severity", "severity_initial", "status", "recurrence"), text),
        **{key: [text, f"shared-{number % 2}"] for key in ("services", "classes", "tags")},
        "teams": [text],
        "lessons": [text, {"text": f"A lesson: {text}", "check": text}],
        "went_well": [text],
        "lucky": [text],
        "action_items": [
            {
                "text": f"{text} fix",
                **dict.fromkeys(("owner", "due", "status", "type", "priority"), text),
                **dict.fromkeys(("ticket", "verified_by", "reason"), text),
            },
            {"text": "Do it", "ticket": f"[T-1]({text})", "due": "2026-01-01"},
        ],
    }
    head = (_yaml, _toml, _json)[number % 3](fields)
    line = " ".join(text.split())
    cell = line.replace("|", "\\|")
    return (
        f"{head}\n# {line}\n\n{text}\n\n## Impact: {line}\n\n**Status:** {line}\n\n"
        f'![{line}]({line}) [{line}]({line}) [x](<{line}> "{line}") `{line}` <{line}>\n\n'
        f"```{line}\nERROR: {text}\n```\n\nNote[^{number}].\n\n[^{number}]: {line}\n\n"
        f"## Timeline\n\n- 10:00 {line}\n- {line} 10:05 later\n\n"
        f"## Root cause\n\n{line}\n\n## Lessons learned\n\n- {line}. Check your code if {line}.\n\n"
        f"## Action items\n\n| Action | Owner | Due | Ticket |\n|---|---|---|---|\n"
        f"| {cell} | {cell} | {cell} | {cell} |\n\n- [ ] {line} (owner: {line}, due: {line})\n"
    )


def _day(number: int) -> str:
    return f"{2024 + number % 3}-{number % 12 + 1:02}-{number % 28 + 1:02}"


def _yaml(fields: dict[str, object]) -> str:
    return "---\n" + "".join(f"{key}: {json.dumps(v)}\n" for key, v in fields.items()) + "---\n"


def _json(fields: dict[str, object]) -> str:
    return json.dumps(fields, indent=1) + "\n"


def _toml(fields: dict[str, object]) -> str:
    return "+++\n" + "".join(f"{key} = {_toml_value(v)}\n" for key, v in fields.items()) + "+++\n"


def _toml_value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_toml_value(v)}' for key, v in value.items())}}}"
    words = json.dumps(str(value), ensure_ascii=False)
    return words.replace("\x7f", "\\u007f").encode("utf-8", "replace").decode()


def _file_name(text: str) -> str:
    """As much of a text as a file name can hold."""
    name = "".join(char for char in text if char not in "/\0").encode("utf-8", "replace")
    return "x " + name[:120].decode("utf-8", "ignore")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")

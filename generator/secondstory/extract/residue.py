"""Telling what a template left behind from what an author wrote."""

from __future__ import annotations

import re

# All in lower case.
_BLANK = re.compile(
    r"^[\s\W_]*(?:n/?a|none(?: (?:known|so far|yet|reported|identified))?"
    r"|null|tbd|tba|tbc|todo|unknown|not (?:known|stated|applicable)|xx+"
    r"|yyyy.*|fill me in|un(?:assigned|owned)|not (?:yet )?assigned(?: yet)?|nobody|no ?one"
    r"|no owner|vacant|to be (?:determined|decided|confirmed|defined|announced)"
    r"|无|未知|待定|未分配|不明|未定|未割当|なし|該当なし)?[\s\W_]*$"
)
# An instruction to the author, or nothing but a bracketed hole.
_PROMPT = re.compile(
    r"^\s*(?:[<\[{«]{1,2}[^<>\]\[{}]{0,300}[>\]}»]{1,2}|_{3,}|\.{3,}|…|tbd\b.*|todo\b:?\s*$"
    r"|lorem ipsum.*|for example,?\s*$|\W*(?:hh|xx)[:.](?:mm|xx)\b.*"
    r"|(?:insert|enter|add|describe|list|write|fill in|explain|provide|include|outline"
    r"|summari[sz]e|state)\b.{0,160}\bhere\b.*"
    r"|(?:list|description|summary|short description) of (?:things|what|the things|how|any"
    r"|the incident)\b.*)\s*$",
    re.DOTALL,
)
_ADVICE = re.compile(
    r"\s*(?:include|describe|list|be specific|write|explain|provide|note (?:any|down|the)|report"
    r"|enter|add|summari[sz]e|outline|some important|each action item|use this|fill|delete"
    r"|this is (?:a follow|what will)|replace|mention|consider|try to|(?:for )?example"
    r"|if (?:applicable|any)"
    r"|(?:what|who|how|when|why|where|which|did|was|were|is|are)\b[^.!]*\?)(?![a-z])"
)
# Elements that authors type for their looks: `<sub>` is no hole.
_ELEMENT = (
    r"(?:abbr|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure"
    r"|font|hr|img|ins|kbd|li|mark|ol|pre|small|span|strike|strong|sub|summary|sup|table|tbody"
    r"|td|th|thead|tr|ul)"
)
_PLACEHOLDER = re.compile(
    rf"\{{\{{[^{{}}]*\}}\}}|<(?!{_ELEMENT}\s?/?>)[a-z][a-z _/-]{{2,40}}>"
    r"|\[(?:insert|your|name|date|time|title|team|owner|description|link|tbd)[^\]]{0,40}\]"
    r"|\b(?:YYYY|HH|hh)[-:](?:MM|mm)(?:[-:](?:DD|ss))?\b|\bXX+[:/-]XX+\b|\blorem ipsum\b",
    re.IGNORECASE,
)


def is_blank(text: str) -> bool:
    """Whether a value says nothing: empty, a dash, N/A, TBD, ?."""
    return len(text) < 60 and _BLANK.match(text.lower()) is not None


def is_prompt(text: str) -> bool:
    """Whether a text is a template's unfilled prompt rather than somebody's words."""
    return is_blank(text) or (len(text) < 600 and _PROMPT.match(text.lower()) is not None)


def is_guidance(text: str) -> bool:
    """Whether a Markdown text is a template's advice: all in italics, and telling what to write."""
    text = text.strip()
    marked = text[:1] in "_*" and text[:1] == text[-1:] and text[:2] not in {"__", "**"}
    return marked and len(text) < 600 and _ADVICE.match(text[1:-1].lower()) is not None


def placeholders(text: str) -> int:
    """How many unfilled placeholders a text holds."""
    return sum(1 for _ in _PLACEHOLDER.finditer(text[:200_000]))

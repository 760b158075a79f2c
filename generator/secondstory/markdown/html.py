"""mistune tokens -> HTML as our portal wants it, and what a reader sees of it as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from mistune import BlockState, HTMLRenderer

from secondstory.markdown.highlight import highlight_code
from secondstory.markdown.inline import Token
from secondstory.markdown.sanitise import archive_link, clean_html, is_plain, once

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_NONE: dict[str, Any] = {}
_NOT_SLUG = re.compile(r"[^\w\- ]")


def slug(text: str) -> str:
    """The anchor that GitHub gives a heading, without its numbering of repeats."""
    return _NOT_SLUG.sub("", text.strip().casefold()).replace(" ", "-") or "section"


class Renderer(HTMLRenderer):
    """Renders one report. `harmful` collects the links that were dropped, `images` the kept ones.

    `raw` tells whether there was HTML in the Markdown. The rest is written as nh3 writes it.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(escape=False)
        self.folder = folder
        self.levels: Mapping[int, int] = {}
        self.harmful: list[str] = []
        self.images: list[str] = []
        self.raw = False

    def page(self, tokens: Iterable[Token], state: BlockState, levels: Mapping[int, int]) -> str:
        """Render block tokens and sanitise them: all of it where raw HTML may leave tags open.

        `levels` maps the report's heading levels to the page's, so that a page has no gaps.
        """
        self.levels = levels
        pieces = [self.render_token(token, state) for token in tokens]
        if self.raw:
            return once(clean_html("".join(pieces), self.folder))
        return "".join(
            [piece if is_plain(piece) else clean_html(piece, self.folder) for piece in pieces]
        )

    def words(self, tokens: list[Token], state: BlockState) -> tuple[str, str]:
        """What a reader sees of inline tokens, and their HTML."""
        if len(tokens) == 1 and tokens[0]["type"] == "text":
            plain = unescape(tokens[0]["raw"])
            return plain, escape(plain, quote=False)
        return plain_text(tokens), self.render_tokens(tokens, state)

    def render_tokens(self, tokens: Iterable[Token], state: BlockState) -> str:
        return "".join([self.render_token(token, state) for token in tokens])

    def render_token(self, token: Token, state: BlockState) -> str:
        """Call the method named after the token with what is in it and its attributes."""
        method: Callable[..., str] = getattr(self, token["type"])
        words = token.get("raw")
        if words is None and "children" in token:
            words = self.render_tokens(token["children"], state)
        attrs = token.get("attrs", _NONE)
        return method(**attrs) if words is None else method(words, **attrs)

    def text(self, text: str) -> str:
        return escape(unescape(text), quote=False)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        href = archive_link(url, self.folder)
        if href is None:
            if urlsplit_scheme(url):
                self.harmful.append(url)
            return text
        hint = f' title="{escape(title)}"' if title else ""
        return f'<a href="{escape(href)}"{hint}>{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        src = archive_link(url, self.folder)
        words = _TAG.sub("", text)
        if src is None or src.startswith(("#", "mailto:")):
            return words
        if not src.startswith("archive:"):  # never fetched by the portal: a link instead
            host = urlsplit(src).hostname or ""
            return f'<a href="{escape(src)}">{words or "image"} ({escape(host)})</a>'
        self.images.append(src.removeprefix("archive:").split("#")[0])
        hint = f' title="{escape(title)}"' if title else ""
        return f'<img src="{escape(src)}" alt="{escape(unescape(words))}"{hint} loading="lazy">'

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        number = self.levels.get(level, min(6, level + 1))
        anchor = escape(str(attrs.get("id", "")))
        return f'<h{number} id="{anchor}">{text}</h{number}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        return highlight_code(code, (info or "").split(" ")[0].strip("{}.,"))

    def block_html(self, html: str) -> str:
        self.raw = True
        return html + "\n"

    def inline_html(self, html: str) -> str:
        self.raw = True
        return html

    def codespan(self, text: str) -> str:
        return f"<code>{escape(text, quote=False)}</code>"

    def linebreak(self) -> str:
        return "<br>\n"

    def thematic_break(self) -> str:
        return "<hr>\n"

    def strikethrough(self, text: str) -> str:
        return f"<del>{text}</del>"

    def table(self, text: str) -> str:
        return f'<div class="scroll"><table>\n{text}</table></div>\n'

    def table_head(self, text: str) -> str:
        return f"<thead>\n<tr>\n{text}</tr>\n</thead>\n"

    def table_body(self, text: str) -> str:
        return f"<tbody>\n{text}</tbody>\n" if text else ""

    def table_row(self, text: str) -> str:
        return f"<tr>\n{text}</tr>\n"

    def table_cell(self, text: str, align: str | None = None, *, head: bool = False) -> str:
        tag = "th" if head else "td"
        # A class, not a style attribute: the page's policy forbids those.
        aligned = f' class="align-{align}"' if align else ""
        return f"<{tag}{aligned}>{text}</{tag}>\n"

    def task_list_item(self, text: str, *, checked: bool = False) -> str:
        box = '<input class="task-list-item-checkbox" type="checkbox" disabled=""'
        box += ' checked=""> ' if checked else "> "
        text = text.replace("<p>", "<p>" + box, 1) if text.startswith("<p>") else box + text
        return f'<li class="task-list-item">{text}</li>\n'

    def def_list(self, text: str) -> str:
        return f"<dl>\n{text}</dl>\n"

    def def_list_head(self, text: str) -> str:
        return f"<dt>{text}</dt>\n"

    def def_list_item(self, text: str) -> str:
        return f"<dd>{text}</dd>\n"

    def footnote_ref(self, _key: str, index: int) -> str:
        return (
            f'<sup class="footnote-ref" id="fnref-{index}"><a href="#fn-{index}">{index}</a></sup>'
        )

    def footnotes(self, text: str) -> str:
        return f'<section class="footnotes">\n<ol>\n{text}</ol>\n</section>\n'

    def footnote_item(self, text: str, key: str, index: int) -> str:  # noqa: ARG002 - mistune's call
        back = f' <a href="#fnref-{index}" class="footnote">↩</a>'
        text = text.rstrip()
        text = text.removesuffix("</p>") + back + "</p>" if text.endswith("</p>") else text + back
        return f'<li id="fn-{index}">{text}</li>\n'


def urlsplit_scheme(url: str) -> str:
    """The scheme of a link, "" where it has none or cannot be read."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return "?"


def plain_text(tokens: Iterable[Token]) -> str:
    """What a reader sees of inline tokens; line breaks of the source stay line breaks."""
    parts: list[str] = []
    for token in tokens:
        match token["type"]:
            case "text":
                parts.append(unescape(token["raw"]))
            case "codespan":
                parts.append(token["raw"])
            case "softbreak" | "linebreak":
                parts.append("\n")
            case "inline_html":
                parts.append("\n" if _BREAK.fullmatch(token["raw"]) else "")
            case "footnote_ref":
                pass
            case _:
                parts.append(plain_text(token.get("children", ())))
    return "".join(parts)

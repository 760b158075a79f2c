"""Is this file a report of an incident, or an index, a template, a guide?"""

from __future__ import annotations

import re

from secondstory.extract.naming import file_words
from secondstory.extract.residue import is_prompt, placeholders
from secondstory.model import Document, Fact, Kind

_INDEX_NAMES = frozenset(
    "readme index _index contributing changelog license code_of_conduct toc summary glossary"
    " overview about".split()
)
_GUIDE_NAME = re.compile(
    r"(?:^|[-_ ])(?:guide|guidelines|how-?to|handbook|policy|process|runbook|playbook|checklist"
    r"|conventions|contributing|faq)(?:$|[-_ ])",
    re.IGNORECASE,
)
_TEMPLATE_NAME = re.compile(
    r"(?:^|[-_ .])(?:templates?|boilerplate|skeleton|sample|example|blank)(?:$|[-_ .])",
    re.IGNORECASE,
)
_TEMPLATE_TITLE = re.compile(
    r"\b(?:template|boilerplate)\b|模板|テンプレート|vorlage|plantilla|modèle|modelo", re.IGNORECASE
)
_GUIDE_TITLE = re.compile(
    r"^\W*(?:how to\b|guide\b|guidelines\b|writing (?:a |good )?post-?mortems?\b"
    r"|(?:our )?(?:incident|post-?mortem) (?:process|policy|guidelines|handbook))",
    re.IGNORECASE,
)
_LISTING_TITLE = re.compile(
    r"^\W*(?:(?:list|index|archive) of\b"
    r"|(?:all |our |public )?(?:post-?mortems|incidents"
    r"|incident (?:reports|retros|reviews|disclosures|history|index)"
    r"|post-?mortem (?:index|archive|reports))\b)[^:–—]*$",
    re.IGNORECASE,
)
_CODE_SPAN = re.compile(r"`[^`\n]*`")


def why_not(document: Document, title: Fact[str], *, dated: bool) -> str | None:
    """The reason why a file is no incident report, None where it is one.

    `dated` says whether the report states a day. A doubt is settled in favour of the
    report: a file is shown rather than lost.
    """
    name = document.source.path.rpartition("/")[2]
    stem = name.split(".")[0].casefold()
    words = file_words(document.source.path)
    kind = document.meta.get("type") or document.meta.get("kind")
    if isinstance(kind, str) and kind.casefold() in {"template", "index", "guide", "page"}:
        return f"front matter says it is a {kind.casefold()}"
    if not document.source.text.strip():
        return "it is empty"
    if not dated and _TEMPLATE_NAME.search(words):
        return "its name says template"
    if not dated and _TEMPLATE_TITLE.search(title.value):
        return "its title says template"
    if not dated and (holes := _holes(document)):
        return f"it holds {holes} unfilled placeholders"
    own_folder = stem in _INDEX_NAMES and words.casefold() not in _INDEX_NAMES
    if stem in _INDEX_NAMES and not (own_folder and dated):
        return "its name says index or guide"
    if not dated and _GUIDE_NAME.search(words):
        return "its name says guide"
    if not dated and _GUIDE_TITLE.search(title.value):
        return "its title says guide"
    if not dated and _LISTING_TITLE.search(title.value) and _mostly_links(document):
        return "it is a list of other pages"
    return None


def _holes(document: Document) -> int:
    """How many placeholders wait to be filled in, 0 where most of the text is somebody's words."""
    prose = [leaf for leaf in document.walk() if leaf.text and leaf.kind is not Kind.CODE]
    holes = sum(placeholders(_CODE_SPAN.sub("", leaf.text)) for leaf in prose)
    filled = sum(1 for leaf in prose if not is_prompt(leaf.plain)) if holes >= 3 else 0
    return holes if holes >= 3 and holes * 3 >= filled else 0


def _mostly_links(document: Document) -> bool:
    leaves = [
        leaf
        for leaf in document.walk()
        if leaf.kind in {Kind.PARAGRAPH, Kind.CELL} and leaf.plain.strip()
    ]
    linked = sum(1 for leaf in leaves if "](" in leaf.text or "<a " in leaf.html)
    return bool(leaves) and linked * 3 >= len(leaves)

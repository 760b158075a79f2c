"""HTML from reports -> HTML that can do no harm (the only user of nh3).

Everything that a report contributes passes here before it may stand in a page: an allow
list of elements, attributes and link schemes; no style, no script, no ids but our own.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import nh3

_BLOCKS = (
    "p blockquote pre hr ul ol li dl dt dd table thead tbody tr th td h1 h2 h3 h4 h5 h6 div"
    " section details summary figure figcaption img"
)
_INLINE = (
    "a abbr b br cite code del em i ins kbd mark q rp rt ruby s samp small span strong sub sup"
    " u var"
)
_TAGS = frozenset(f"{_BLOCKS} {_INLINE} input".split())
_INLINE_TAGS = frozenset(_INLINE.split())
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "abbr": {"title"},
    "details": {"open"},
}
# Our renderer makes ids with these beginnings; an author's own could shadow the page's.
_OUR_ID = re.compile(r"(?:h|fn|fnref)-[\w-]+")
# What the page gives ids itself: links may lead there, no report may claim one.
_PAGE_ID = re.compile(r"[lf]-[0-9a-f]{8}")
_OUR_CLASS = re.compile(
    r"highlight|task-list-item(?:-checkbox)?|footnotes?|footnote-ref|align-(?:left|right|center)"
    r"|scroll|language|[a-z][a-z0-9]{0,2}"  # the last: Pygments' short names
)
_UNSAFE = re.compile(r"[\\\x00-\x1f\x7f]")
_NUMBER = re.compile(r"\d{1,4}")
SCHEMES = frozenset({"http", "https", "mailto", "archive"})

# nh3 writes `>` inside of attributes as an entity.
_WITH_ID = re.compile(r'(<[a-z][a-z0-9]*\b[^<>]*?) id="([^"]*)"')

# What nh3 would give back as it is. Words, with what it drops or writes as an entity left out:
_WORDS = r"(?:[^<>&\0\r\xa0\ufeff]++|&(?:amp|lt|gt);)"
# a line of them, with elements that are closed at once;
_PLAIN_LINE = re.compile(rf"(?:{_WORDS}|<br>|<(code|em|strong|del)>{_WORDS}*+</\1>)*+")
# and the tags of our renderer whose attributes are its own.
_PLAIN = re.compile(
    rf"""(?:{_WORDS}|<br>|<hr>
    |</?(?:p|ul|ol|li|dl|dt|dd|blockquote|table|thead|tbody|tr|th|td|pre|code|em|strong|del)>
    |<h[1-6]\ id="h-[\w-]+">|</h[1-6]>|<div\ class="(?:scroll|highlight)">|</div>
    |<span\ class="[a-z][a-z0-9]{{0,2}}">|</span>
    |<t[dh]\ class="align-(?:left|right|center)">|<li\ class="task-list-item">
    |<input\ class="task-list-item-checkbox"\ type="checkbox"\ disabled=""(?:\ checked="")?>
    )*+""",
    re.VERBOSE,
)


def archive_link(href: str, folder: str) -> str | None:
    """Turn a link as written into one that is safe to print, None where it may not stay.

    Links to files of the archive become `archive:PATH#FRAGMENT`, PATH relative to the
    archive's root; `folder` is where the linking report lies. Links to a place in the
    same report get the prefix of our heading ids.
    """
    href = href.strip()
    if href.startswith("#"):
        place = href[1:]
        ours = _OUR_ID.fullmatch(place) or _PAGE_ID.fullmatch(place)
        return href if ours else f"#h-{place.casefold()}"
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme:
        return href if parts.scheme.casefold() in SCHEMES - {"archive"} else None
    name = unquote(parts.path)
    if parts.netloc or not name or name.startswith("/") or _UNSAFE.search(name):
        return None
    path = posixpath.normpath(posixpath.join(folder, name))
    if path.startswith(".."):
        return None
    path = path.replace("#", "%23").replace("?", "%3F")  # these begin other parts of a link
    return f"archive:{path}" + (f"#{parts.fragment}" if parts.fragment else "")


def _keep(folder: str, tag: str, name: str, value: str) -> str | None:
    match name:
        case "href":
            return value if value.startswith(("archive:", "#")) else archive_link(value, folder)
        case "src":  # a page loads nothing from elsewhere: only images that lie in the archive
            link = value if value.startswith("archive:") else archive_link(value, folder)
            return link if link and link.startswith("archive:") else None
        case "id":
            return value if _OUR_ID.fullmatch(value) else None
        case "class":
            kept = [word for word in value.split() if _OUR_CLASS.fullmatch(word)]
            return " ".join(kept) or None
        case "width" | "height" | "start" | "colspan" | "rowspan":
            return value if _NUMBER.fullmatch(value) else None
        case "type":
            return "checkbox" if tag == "input" else None
    return value


def clean_html(html: str, folder: str = "") -> str:
    """Sanitise block HTML; relative links in raw HTML are resolved against `folder`."""
    clean: str = _cleaner(_TAGS, folder).clean(html)
    return clean


def once(clean: str) -> str:
    """Take from clean HTML each id that stood before: a page has a place of a name only once."""
    seen: set[str] = set()

    def first(match: re.Match[str]) -> str:
        taken = match[2] in seen
        seen.add(match[2])
        return match[1] if taken else match[0]

    return _WITH_ID.sub(first, clean)


def clean_inline(html: str, folder: str = "") -> str:
    """Sanitise a line of HTML; block elements lose their tags and keep their words."""
    if "<" not in html or _PLAIN_LINE.fullmatch(html):
        return html
    clean: str = _cleaner(_INLINE_TAGS, folder).clean(html)
    return clean


def is_plain(html: str) -> bool:
    """Whether HTML has only tags that can do no harm, written as `clean_html` writes them.

    It may hold no link, no image and no attribute that came from a report. This says nothing
    of tags that are left open: where raw HTML may have done that, ask `clean_html`.
    """
    return bool(_PLAIN.fullmatch(html))


@lru_cache(maxsize=64)
def _cleaner(tags: frozenset[str], folder: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes=_ATTRIBUTES,
        attribute_filter=lambda tag, name, value: _keep(folder, tag, name, value),
        url_schemes=set(SCHEMES),
        link_rel="noreferrer noopener",
    )

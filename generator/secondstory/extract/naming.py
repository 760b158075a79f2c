"""Document -> how it is called and filed: title, slug, aliases, language, tags and the like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from secondstory.extract.choose import best
from secondstory.extract.fields import Field, Fields
from secondstory.extract.residue import is_blank
from secondstory.model import Block, Document, Fact, Kind, Origin, Provenance
from secondstory.noun import replace

_SUFFIX = re.compile(r"(?:\.(?:md|markdown|txt|html|mdown))+$", re.IGNORECASE)
_PLACE = re.compile(r"\S*/\S*|.*\.(?:md|markdown|txt|html|mdown)", re.IGNORECASE | re.DOTALL)
_FOLDER_FILES = {"index", "_index", "readme", "postmortem", "post-mortem", "report"}
_KEEP = re.compile(r"[^a-z0-9]+")
_SHARP, _DOT = re.compile(r"(?<=\w)#(?!\w)"), re.compile(r"(?<![^\s])\.(?=\w)")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
_RESERVED = {"index", "404", *_DEVICES}
_SPLIT = re.compile(r"\s*[,;、，；\n]\s*")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_DATED = re.compile(r"^\d{4}[-_]?\d{2}[-_]?\d{2}[-_ ]*")
# `#queue #redis`, and words that are each marked as code: spaces part them.
_HASHED = re.compile(r"#\w[\w/-]*(?:\s+#\w[\w/-]*)+")
_MARKED = re.compile(r"<code>[^<>\s]+</code>(?:\s+<code>[^<>\s]+</code>)+")
_JOINTS = re.compile(r"[-_\s]+")
_MOST = 60  # characters of a tag or name
_LENGTH = 80  # bytes of a slug


def slugify(text: str, fallback: str = "untitled") -> str:
    """A safe file name: `[a-z0-9-]`, at most 80 characters, no reserved or device name.

    Text that folds to nothing (CJK, emoji) becomes its code points, so that it stays
    recognisable by machines and distinct.
    """
    if text.isascii():
        return _named(_KEEP.sub("-", text.lower()).strip("-"), fallback)
    folded = unicodedata.normalize("NFKD", text).casefold()
    words = _KEEP.sub("-", "".join(c for c in folded if not unicodedata.combining(c))).strip("-")
    letters = [c for c in unicodedata.normalize("NFC", text) if c.isalnum() and not c.isascii()]
    foreign = [c for c in letters if not unicodedata.normalize("NFKD", c)[0].isascii()]
    if foreign:
        code = "-".join(f"{ord(c):x}" for c in foreign[:12])
        words = f"{words}-{code}".strip("-")
    return _named(words, fallback)


def spelled_out(name: str) -> str:
    """A name with the signs that tell it from others as words: C++, C#, .NET."""
    name = _SHARP.sub(" sharp ", name.replace("+", " plus "))
    return _DOT.sub(" dot ", name)


def _named(words: str, fallback: str) -> str:
    slug = words[:_LENGTH].strip("-") or fallback
    if slug in _RESERVED or slug.startswith("year-"):
        slug = f"page-{slug}"
    return slug


def file_words(path: str) -> str:
    """The words a file is called by: its name, or its folder's where it is an index file."""
    folder, _, name = path.rpartition("/")
    stem = _SUFFIX.sub("", name)
    parent = folder.rpartition("/")[2]
    return parent if parent and stem.casefold() in _FOLDER_FILES else stem


def find_slug(document: Document) -> str:
    """The permanent name: front matter `slug` or `id`, else the file's."""
    for key in ("slug", "id"):
        value = document.meta.get(key)
        if isinstance(value, str) and value.strip():
            return slugify(value)
    return slugify(file_words(document.source.path))


def find_title(document: Document, title: Block | None) -> Fact[str]:
    """Front matter, else the first heading of the top level, else the words of the file name."""
    named = _file_title(document)
    return best((_stated_title(document), _heading_title(document, title), named)) or named


def _stated_title(document: Document) -> Fact[str] | None:
    value = document.meta.get("title")
    if not isinstance(value, str) or not value.strip():
        return None
    source = Provenance(Origin.FRONT_MATTER, document.meta_line("title"), "title")
    return Fact(_one_line(value), value, source)


def _heading_title(document: Document, title: Block | None) -> Fact[str] | None:
    block = title or _bold_title(document)
    if block is None or not block.plain.strip() or is_blank(block.plain):
        return None
    return Fact(_one_line(block.plain), block.text, Provenance(Origin.HEADING, block.line))


def _file_title(document: Document) -> Fact[str]:
    name = file_words(document.source.path)
    words = _DATED.sub("", name) or name
    words = " ".join(_JOINTS.split(words)).strip() or name
    return Fact(words[:1].upper() + words[1:], name, Provenance(Origin.FILE_NAME))


def _bold_title(document: Document) -> Block | None:
    """A report that begins with a bold line and has no heading."""
    first = next((b for b in document.blocks if b.kind is not Kind.RULE), None)
    if first is None or first.kind is not Kind.PARAGRAPH or len(first.plain) > 120:
        return None
    return first if re.fullmatch(r"\*\*[^*:]+\*\*", first.text.strip()) else None


def _one_line(text: str) -> str:
    if not text.isprintable():
        text = "".join(
            c for c in text if unicodedata.category(c) not in {"Cc", "Cf"} or c in "\n\t"
        )
    return " ".join(text.split())[:300]


def names(fields: Iterable[Field]) -> tuple[Fact[str], ...]:
    """Split list-like fields into names; the first spelling of each is kept."""
    found: dict[str, Fact[str]] = {}
    for field in fields:
        for piece, source in _pieces(field):
            name = _one_line(piece).strip(" `*_#\"'")
            if name and len(name) <= _MOST and not is_blank(name):
                found.setdefault(name.casefold(), Fact(name, piece.strip(), source))
    return tuple(found.values())


def _pieces(field: Field) -> Iterator[tuple[str, Provenance]]:
    """The entries of a list in front matter, or of a line that lists them with commas."""
    if not isinstance(field.value, list):
        alone = _HASHED.fullmatch(field.text) or _MARKED.fullmatch(field.as_rich().html.strip())
        pieces = field.text.split() if alone else _SPLIT.split(field.text)
        yield from ((piece, field.source) for piece in pieces)
        return
    for number, value in enumerate(field.value):
        if isinstance(value, str):
            line = field.lines[number] if number < len(field.lines) else field.source.line
            yield value, replace(field.source, line=line)


def find_names(fields: Fields, family: str) -> tuple[Fact[str], ...]:
    """The services, teams, tags or classes a report names."""
    return names(fields.all(family))


def find_aliases(document: Document) -> tuple[Fact[str], ...]:
    """The slugs the report had before, from front matter `aliases`: old slugs, files, addresses."""
    value = document.meta.get("aliases")
    values = value if isinstance(value, list) else [value]
    found: dict[str, Fact[str]] = {}
    for number, each in enumerate(values):
        if isinstance(each, str) and (slug := slug_once(each.strip())):
            line = document.meta_line("aliases", number)
            found.setdefault(
                slug, Fact(slug, each, Provenance(Origin.FRONT_MATTER, line, "aliases"))
            )
    return tuple(found.values())


def slug_once(name: str) -> str:
    """The slug of what was called so: a report, its file or its page; "" for no name."""
    place = name.rstrip("/")
    return slugify(file_words(place) if _PLACE.fullmatch(place) else name, "")


def language_of(document: Document, text: str) -> str:
    """The language front matter names or the script shows: ja, zh, else ""."""
    value = document.meta.get("lang") or document.meta.get("language")
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value):
        return value
    sample = text[:20_000]
    if sample.isascii():
        return ""
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    if kana + han < max(20, len(sample) // 20):
        return ""
    return "ja" if kana * 10 > han else "zh"

"""Source -> Document: front matter and Markdown, with positions and findings. Pure and total."""

from __future__ import annotations

from secondstory.findings import Code, Level, Location
from secondstory.markdown import parse_markdown
from secondstory.metadata import CODES as METADATA_CODES
from secondstory.metadata import read_metadata
from secondstory.model import Document, Source

EMPTY = Code(
    "SS210",
    "report-empty",
    Level.WARNING,
    "The file holds no text, so there is nothing to learn from it yet.",
    "write three lines: what happened, what limited it, what you would tell the next person",
)
HARMFUL = Code(
    "SS211",
    "link-dropped",
    Level.WARNING,
    "A link whose scheme could run code is shown as words only.",
    "link with http, https, mailto or a relative path",
)
CODES = (*METADATA_CODES, EMPTY, HARMFUL)


def parse(source: Source) -> Document:
    """Parse one file. Any text gives a document; what is wrong with it is in its findings."""
    metadata = read_metadata(source.text, source.path)
    title = next((v for k, v in metadata.values.items() if k.casefold() == "title"), None)
    markdown = parse_markdown(metadata.body, source.path, title if isinstance(title, str) else None)
    findings = [*source.findings, *metadata.findings]
    if not source.text.strip() and not source.findings:  # else that is why it is empty
        findings.append(EMPTY.at(Location(source.path), "the file is empty"))
    for link in markdown.harmful:
        at = source.text.find(link)
        line = source.text.count("\n", 0, max(0, at)) + 1
        column = at - source.text.rfind("\n", 0, max(0, at)) if at >= 0 else 1
        shown = link if len(link) <= 60 else link[:57] + "..."
        findings.append(
            HARMFUL.at(Location(source.path, line, column), f"the link {shown!r} was dropped")
        )
    return Document(
        source,
        {key.casefold(): value for key, value in metadata.values.items()},
        {key.casefold(): line for key, line in metadata.lines.items()},
        markdown.blocks,
        markdown.html,
        markdown.outline,
        markdown.images,
        markdown.links,
        tuple(findings),
    )

"""Turn findings into what people and machines read: text, a digest, a sentence, JSON.

`formats` names these and those of code hosts; `summary` tells a pull request of its reports.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from secondstory import __version__
from secondstory.findings import Code, Finding, Level
from secondstory.gaps import Missing
from secondstory.noun import Noun, field
from secondstory.portable import visible

if TYPE_CHECKING:  # they read reports, and a build without changes reads none
    from secondstory.deadlines import Deadline
    from secondstory.rubric import Graded

# Gives words a look: `paint(words, role)`, where role is a level's word, "place" or "hint".
Paint = Callable[[str, str], str]

FEW = 8  # findings that a digest shows in full
_USUAL = 3  # kinds of gaps that are said how to fill


class Report(Noun, frozen=True):
    """What a run found, and what it read and wrote.

    `folder` is the archive folder as seen from where the run was started; it goes before
    the paths of findings, so that an editor can open them. `site` is the first page that
    was written and `files` how many were, by what became of them. `missing` is what readers
    would miss, None where nobody asked; `asked` how many reports it is about, None for all;
    `drafts` how many are left out because they are still being written or reviewed. `rubric` is how
    reports stand by it and `deadlines` what is still to be written, None where nobody asked.
    """

    findings: tuple[Finding, ...]
    reports: int
    others: int
    folder: str = ""
    site: str | None = None
    files: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[Missing, ...] | None = None
    asked: int | None = None
    drafts: int = 0
    rubric: tuple[Graded, ...] | None = None
    deadlines: tuple[Deadline, ...] | None = None

    @property
    def levels(self) -> Mapping[Level, int]:
        """How many findings there are of each level."""
        return Counter(finding.level for finding in self.findings)

    def path(self, path: str) -> str:
        """Where a file of the archive is, from where the run was started."""
        # What editors write of the digest lies beside the archive: `../digests/2026-10.toml`.
        return posixpath.normpath(posixpath.join(self.folder, path))


def plain(words: str, _role: str) -> str:
    """Paint nothing."""
    return words


def as_text(report: Report, paint: Paint = plain) -> str:
    """Every finding by place: `path:line:column: CODE message`, its hint on the next line."""
    return "".join(entry(report, finding, paint) for finding in sorted(report.findings))


def as_json(report: Report, _paint: Paint = plain) -> str:
    """The whole report for machines; keys are only ever added."""
    names = {code.code: code.name for code in catalogue()}
    document: dict[str, Any] = {
        "schema_version": 1,
        "generator": {"name": "secondstory", "version": __version__},
        "reports": report.reports,
        "others": report.others,
        "drafts": report.drafts,
        "site": report.site,
        "files": dict(report.files),
        "levels": {level.word: report.levels.get(level, 0) for level in reversed(Level)},
        "findings": [
            {
                "path": report.path(finding.location.path),
                "line": finding.location.line,
                "column": finding.location.column,
                "code": finding.code,
                "name": names.get(finding.code),
                "level": finding.level.word,
                "message": finding.message,
                "hint": finding.hint or None,
            }
            for finding in sorted(report.findings)
        ],
    }
    if report.missing is not None:
        document["missing"] = [
            {
                "path": report.path(lacking.path),
                "title": lacking.title,
                "fields": [
                    {"field": gap.field, "words": gap.words, "mend": gap.mend}
                    for gap in lacking.gaps
                ],
            }
            for lacking in report.missing
        ]
    if report.rubric is not None or report.deadlines is not None:
        from secondstory.report import work  # noqa: PLC0415  (it knows what a Report is)

        document |= {"rubric": work.rubric_document(report)} if report.rubric is not None else {}
        if report.deadlines is not None:
            document["deadlines"] = work.deadlines_document(report)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_digest(report: Report, paint: Paint = plain) -> str:
    """All findings where they are few, else one line for each kind, the gravest first."""
    if len(report.findings) <= FEW:
        return as_text(report, paint)
    names = {code.code: code.name for code in catalogue()}
    kinds = [
        list(group)
        for _, group in groupby(
            sorted(report.findings, key=lambda finding: (finding.code, finding)),
            key=lambda finding: finding.code,
        )
    ]
    kinds.sort(key=lambda kind: (-kind[0].level, -len(kind), kind[0].code))
    width = max(len(names.get(kind[0].code, "")) for kind in kinds)
    lines = [
        f"{len(kind):5}  {paint(kind[0].code, kind[0].level.word)} "
        f"{names.get(kind[0].code, ''):{width}}  {_where(report, kind, paint)}\n"
        for kind in kinds
    ]
    return "".join(lines)


def as_gaps(report: Report, paint: Paint = plain) -> str:
    """What readers would miss, a line for each report, then how to add what is missing most."""
    missing = report.missing or ()
    lines = [
        f"{paint(f'{visible(report.path(lacking.path))}:', 'place')}"
        f" lacks {', '.join(gap.words for gap in lacking.gaps)}\n"
        for lacking in missing
    ]
    counts = Counter(gap.field for lacking in missing for gap in lacking.gaps)
    mends = {gap.field: gap.mend for lacking in missing for gap in lacking.gaps}
    usual = sorted(counts, key=lambda field: (-counts[field], field))[:_USUAL]
    lines += [
        paint(f"  missing in {_count(counts[field], 'report')}: {mends[field]}", "hint") + "\n"
        for field in usual
    ]
    return "".join(lines)


def as_table(codes: Iterable[Code], paint: Paint = plain) -> str:
    """The kinds of findings: code, level and name, why it matters, what mends it."""
    return "\n".join(
        f"{paint(code.code, code.level.word)} {code.name} ({code.level.word})\n"
        f"  {code.why}\n  {paint(f'mend: {code.mend}', 'hint')}\n"
        for code in codes
    )


def as_times(steps: Iterable[tuple[str, float, int | None]]) -> str:
    """Where the time of a run went: seconds, what was done, and how much of it."""
    steps = list(steps)
    lines = [
        f"{seconds:8.3f} s  {name}{f', {amount:,}' if amount is not None else ''}\n"
        for name, seconds, amount in steps
    ]
    return "".join([*lines, f"{sum(seconds for _, seconds, _ in steps):8.3f} s  in all\n"])


def fingerprints(report: Report) -> Iterator[tuple[Finding, str]]:
    """Each finding by place, with a name that stays when it moves to another line."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in sorted(report.findings):
        same = (finding.code, report.path(finding.location.path), finding.message)
        seen[same] += 1
        told = "\0".join((*same, str(seen[same]))).encode("utf-8", "surrogatepass")
        yield finding, hashlib.sha256(told).hexdigest()[:32]


def sentence(report: Report) -> str:
    """What was read and found: `28 reports, 2 other files, 3 findings (1 error, 2 warnings)`."""
    parts = [_count(report.reports, "report"), _count(report.others, "other file")]
    if report.drafts:
        parts.append(f"{_count(report.drafts, 'draft')} left out")
    if report.asked is not None:
        parts.append(f"{_count(report.asked, 'report')} asked about")
    if not report.findings:
        return ", ".join([*parts, "no findings"])
    levels = [
        _count(report.levels[level], level.word)
        for level in reversed(Level)
        if report.levels.get(level)
    ]
    return f"{', '.join(parts)}, {_count(len(report.findings), 'finding')} ({', '.join(levels)})"


@cache
def catalogue() -> tuple[Code, ...]:
    """Every kind of finding there is, by code."""
    # Each stage knows its own; only a list of all of them has to load every stage.
    from secondstory import (  # noqa: PLC0415
        archive,
        crawl,
        digest,
        links,
        lint,
        parse,
        privacy,
        review,
        tracking,
    )
    from secondstory.extract import notices  # noqa: PLC0415

    stages = (
        crawl.CODES, parse.CODES, notices.CODES, privacy.CODES, review.CODES, archive.CODES,
        digest.CODES, lint.CODES, links.CODES, tracking.CODES,
    )  # fmt: skip
    return tuple(sorted((code for codes in stages for code in codes), key=lambda code: code.code))


def entry(report: Report, finding: Finding, paint: Paint = plain) -> str:
    """A finding as a line that editors open, and its hint on the next."""
    location = finding.location
    place = paint(
        f"{visible(report.path(finding.location.path))}:{location.line}:{location.column}:", "place"
    )
    code = paint(finding.code, finding.level.word)
    hint = f"  {paint(f'hint: {visible(finding.hint)}', 'hint')}\n" if finding.hint else ""
    return f"{place} {code} {visible(finding.message)}\n{hint}"


def _where(report: Report, kind: list[Finding], paint: Paint) -> str:
    first = kind[0]
    place = f"{visible(report.path(first.location.path))}:{first.location.line}"
    more = f" and {len(kind) - 1} more" if len(kind) > 1 else ""
    return f"{paint(place, 'place')}{more}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

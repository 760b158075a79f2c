"""Findings -> annotations of GitHub Actions: a workflow command for each, on a line of its own."""

from __future__ import annotations

from secondstory.findings import Finding, Level
from secondstory.report import Paint, Report, catalogue, entry, plain

_COMMANDS = {Level.NOTE: "notice", Level.WARNING: "warning", Level.ERROR: "error"}
# What would end a command, or one of its properties, as the runner reads it.
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({**_DATA, ord(":"): "%3A", ord(","): "%2C"})


def as_annotations(report: Report, _paint: Paint = plain) -> str:
    """A command for each finding, the gravest first: GitHub shows only ten of a level and step.

    The message begins with the place, since the log of a run shows nothing else of a command.
    """
    names = {code.code: code.name for code in catalogue()}
    ordered = sorted(report.findings, key=lambda finding: (-finding.level, finding))
    return "".join(_command(report, finding, names.get(finding.code, "")) for finding in ordered)


def _command(report: Report, finding: Finding, name: str) -> str:
    location = finding.location
    place = {"file": report.path(location.path), "line": location.line, "col": location.column}
    # The archive as a whole is a folder, which GitHub cannot annotate.
    properties = {} if location.path == "." else place
    properties |= {"title": f"{finding.code} {name}".rstrip()}
    told = ",".join(f"{key}={str(v).translate(_PROPERTY)}" for key, v in properties.items())
    message = entry(report, finding).rstrip("\n").translate(_DATA)
    return f"::{_COMMANDS[finding.level]} {told}::{message}\n"

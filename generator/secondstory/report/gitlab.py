"""Findings -> GitLab's code quality report, a subset of the format of Code Climate."""

from __future__ import annotations

import json

from secondstory.findings import Level
from secondstory.portable import visible
from secondstory.report import Paint, Report, fingerprints, plain

_SEVERITIES = {Level.NOTE: "info", Level.WARNING: "minor", Level.ERROR: "major"}


def as_code_quality(report: Report, _paint: Paint = plain) -> str:
    """A list of findings, each with the file and line that a merge request shows it at."""
    rows = [
        {
            "description": ": ".join(
                filter(None, (f"{finding.code} {visible(finding.message)}", visible(finding.hint)))
            ),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.level],
            "location": {
                "path": report.path(finding.location.path),
                "lines": {"begin": finding.location.line},
            },
        }
        for finding, fingerprint in fingerprints(report)
    ]
    return json.dumps(rows, indent=2) + "\n"

"""Findings -> SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from secondstory import __version__
from secondstory.findings import Code, Finding
from secondstory.portable import visible
from secondstory.report import Paint, Report, catalogue, fingerprints, plain

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(report: Report, _paint: Paint = plain) -> str:
    """A log of one run: every kind of finding as a rule, every finding as a result.

    Addresses of files are relative to the root of the repository, as `report.folder` is.
    """
    codes = catalogue()
    numbers = {code.code: number for number, code in enumerate(codes)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Second Story",
                        "semanticVersion": __version__,
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(report, finding, fingerprint, numbers.get(finding.code))
                    for finding, fingerprint in fingerprints(report)
                ],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    """What `secondstory codes` says of a kind of finding."""
    mend = f"To mend it: {code.mend}."
    return {
        "id": code.code,
        "name": code.name,
        "shortDescription": {"text": code.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": code.why},
        "help": {"text": f"{code.why} {mend}", "markdown": f"{code.why}\n\n{mend}"},
        "defaultConfiguration": {"level": code.level.word},
    }


def _result(
    report: Report, finding: Finding, fingerprint: str, number: int | None
) -> dict[str, Any]:
    location = finding.location
    message = visible(finding.message)
    rule = {} if number is None else {"ruleIndex": number}
    return {
        "ruleId": finding.code,
        **rule,
        "level": finding.level.word,
        "message": {"text": f"{message}\n{visible(finding.hint)}" if finding.hint else message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": quote(report.path(location.path), errors="replace"),
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": location.line, "startColumn": location.column},
                }
            }
        ],
        "partialFingerprints": {"secondstory/v1": fingerprint},
    }

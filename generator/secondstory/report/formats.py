"""The formats that findings are told in, by name: each a function of a Report.

Whatever makes findings makes a Report of them and has all of these; another format is
another function here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secondstory.report import Paint, Report, as_json, as_text
from secondstory.report.github import as_annotations
from secondstory.report.gitlab import as_code_quality
from secondstory.report.sarif import as_sarif

FORMATS: Mapping[str, Callable[[Report, Paint], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_annotations,
    "gitlab": as_code_quality,
    "sarif": as_sarif,
}
# Those that code hosts read, which count paths from the root of the repository.
HOSTED = frozenset({"github", "gitlab", "sarif"})

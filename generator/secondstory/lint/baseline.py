"""A baseline: what was found when a project began to lint, which is no news.

It names each finding by its words and its sentence, so that lines may move; and how often it
was found, so that one more of the same is news.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from secondstory.findings import ProjectError
from secondstory.lint.remark import Remark

Baseline = Mapping[str, Counter[str]]  # path -> how often each key was found there
_VERSION = 1


def as_baseline(found: Iterable[tuple[str, tuple[Remark, ...]]]) -> str:
    """What was found in each file, as JSON that diffs well."""
    files = {
        path: dict(sorted(Counter(remark.key for remark in remarks).items()))
        for path, remarks in sorted(found)
        if remarks
    }
    return json.dumps({"version": _VERSION, "files": files}, indent=2) + "\n"


def read_baseline(text: str, name: str) -> Baseline:
    """Read a baseline back. Raises ProjectError where it is none."""
    hint = "write it anew with `secondstory lint --write-baseline FILE`"
    try:
        document = json.loads(text)
        files = document["files"]
        if document["version"] != _VERSION:
            raise ProjectError(f"{name!r} is a baseline of another version", hint=hint)
        return {path: Counter(dict(_counts(keys))) for path, keys in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProjectError(f"{name!r} is no baseline", hint=hint) from error


def _counts(keys: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    return ((key, int(count)) for key, count in keys.items())


def news(found: Iterable[Remark], known: Counter[str]) -> tuple[Remark, ...]:
    """The remarks of a file that its baseline does not know."""
    left = Counter(known)
    fresh = []
    for remark in found:
        left[remark.key] -= 1
        if left[remark.key] < 0:
            fresh.append(remark)
    return tuple(fresh)

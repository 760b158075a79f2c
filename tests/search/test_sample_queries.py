"""Over the sample archive, what people type and paste leads to the report that answers it."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from search.samples import HERE, STATIC, ask, spell, write_search
from secondstory.extract.lexicon import load_lexicon
from secondstory.pipeline import read

pytestmark = pytest.mark.node

QUERIES = tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))["query"]
AMONG_THE_FIRST = 3
ENOUGH = 0.95


def test_the_queries_are_of_every_kind() -> None:
    """At least sixty queries, a third of them pasted errors, typing errors or synonyms."""
    kinds = Counter(query["kind"] for query in QUERIES)
    assert len(QUERIES) >= 60
    assert kinds["error"] + kinds["typo"] + kinds["synonym"] >= len(QUERIES) / 3
    assert min(kinds.values()) > 1


def test_the_answer_is_among_the_first_three(tmp_path: Path) -> None:
    """For 95 of 100 queries the expected report is among the first three, its line shown."""
    archive = read(STATIC.parents[2] / "postmortems", load_lexicon({}, {})).archive
    folder = write_search(archive, tmp_path)
    answers = ask(folder, *(query["q"] for query in QUERIES))
    missed = {}
    for query, answer in zip(QUERIES, answers, strict=True):
        groups = (answer["groups"] + answer["some"])[:AMONG_THE_FIRST]
        shown = {
            group["slug"]: "\n".join(spell([[t, 0] for t, _ in h["parts"]]) for h in group["hits"])
            for group in groups
        }
        if query.get("line", "") not in shown.get(query["report"], "") or (
            query["report"] not in shown
        ):
            missed[query["q"]] = (query["report"], shown)
    assert len(missed) <= len(QUERIES) * (1 - ENOUGH), missed

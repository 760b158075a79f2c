"""Nouns as bytes: what comes back is what went in, or an error of one kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.codec import CodecError, decode, digest, encode
from secondstory.extract import load_lexicon
from secondstory.model import Other, Postmortem, Source
from secondstory.pipeline import study

LEXICON = load_lexicon()


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_study_survives(text: str) -> None:
    """Whatever a file says, its study is the same after a round trip."""
    one = study(Source("a/b.md", f"# Title\n\n## Lessons\n\n- {text}\n\n{text}\n"), LEXICON)
    kind = Postmortem if isinstance(one, Postmortem) else Other
    assert decode(encode(one), kind) == one


@given(junk=st.binary(max_size=300))
def test_junk_is_refused(junk: bytes) -> None:
    """Bytes of anything else raise one kind of error."""
    try:
        decode(junk, Postmortem)
    except CodecError:
        return
    pytest.fail("junk was taken for a report")


def test_equal_values_have_equal_bytes() -> None:
    """Sets and mappings are spelled in one order."""
    assert encode({"b": {3, 1, 2}, "a": 1}) == encode({"a": 1, "b": {2, 3, 1}})


def test_a_digest_knows_where_its_parts_end() -> None:
    """Parts that run together otherwise have another name."""
    assert digest(b"ab", b"c") != digest(b"a", b"bc") != digest(b"abc")

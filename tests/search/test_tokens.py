"""Text becomes the same tokens in the browser, which indexes and asks, and in Python."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.samples import STATIC, node
from secondstory.render.search.stem import stem
from secondstory.render.search.tokens import LONGEST, fold, tokens

WORDS = (
    "deploy gateway replay key day delay array always retries retrying expiry expired x509: C++ C# "
    "-l --dry-run -- a -- pool.max_idle 10.0.0.1:5432 application/json camelCase HTTPServer "
    "snake_case OutOfMemoryError java.lang.OutOfMemoryError ENOSPC: k8s utf-8 v1.2.3 "
    "2026-09-14T06:21:07Z user@example.org #4711 don't don’t gateway's `code` (parens) a:b:c foo^ "
    "retry~ +must -not /etc/resolv.conf C:\\Windows https://portal.example/a?b=c#d İstanbul "
    "ISTANBUL ıSıK Straße STRASSE ΟΔΟΣ οδός ﬁle ﬀ Ａｐｉ，ｗｉｄｅ！ ｶﾀｶﾅ カタカナ ガ か゛ "
    "漏洞を修正しました 数据库连接池耗尽 서비스 장애 ระบบล่ม हिन्दी में שָׁלוֹם عَرَبِيّ naïve café "
    "cafe\u0301 Zürich Zu\u0308rich 🔥 ⚙️ 👩\u200d🚀 a🔥b ①②③ ½ x² ¹ Ⅻ \u2126 \ufa0e\ufa0f "
    "\U00020bb7野家 \U0001d4d0 \ue000 \ufffd \u200b \u00ad x\u00adx \u00a0 ǅ ŉ ẞ ﬆ ʼn ȷ Å Å "
    "\u0345 \u1e9b\u0323 \u0130\u0307 Ω µ μ"
).split()


def characters() -> list[str]:
    """Each character that this Python knows."""
    return [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
    ]


def token_lists(text_file: Path) -> list[list[str]]:
    return list(
        node("const ss = engine.loadEngine(); return read(paths[0]).map(ss.tokens);", text_file)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("retries", {"retries", "retri"}),
        ("retry", {"retry", "retri"}),
        ("pool.max_idle", {"pool.max_idle", "max_idle", "pool", "max", "idle"}),
        ("10.0.0.1:5432", {"10.0.0.1:5432", "10.0.0.1", "5432"}),
        ("x509: certificate", {"x509", "certificate"}),
        ("OutOfMemoryError", {"outofmemoryerror", "out", "of", "memory", "error"}),
        ("java.lang.OutOfMemoryError", {"outofmemoryerror", "java", "memory"}),
        ("snake_case HTTPServer", {"snake_case", "snake", "case", "httpserver", "http", "server"}),
        ("C++ and C# and C", {"c++", "c#", "c"}),
        ("ls -l --dry-run", {"-l", "--dry-run", "dry-run", "dry", "run"}),
        ("application/json;", {"application/json", "application", "json"}),
        ("Café Zu\u0308rich Straße", {"cafe", "zurich", "strasse"}),
        ("ＦＵＬＬ，ｗｉｄｅ", {"full", "wide"}),
        ("漏洞を修正", {"漏洞", "洞を", "を修", "修正"}),
        ("漏", {"漏"}),
        ("gateway's", {"gateway"}),
    ],
)
def test_tokens_are_kept_whole_and_taken_apart(text: str, expected: set[str]) -> None:
    """A name is found by itself and by each of its parts; a word also by its stem."""
    assert expected <= set(tokens(text))


@pytest.mark.parametrize("word", ["deploy", "gateway", "replay", "key", "day", "delay", "array"])
def test_words_on_vowel_y_keep_it(word: str) -> None:
    """Words that the stemmers of lunr's two halves disagree about keep their last letter."""
    assert stem(word) == word
    assert stem(f"{word}s") == word


@pytest.mark.parametrize(
    "family",
    [
        ["retry", "retries", "retried", "retrying"],
        ["deploy", "deploys", "deployed", "deploying", "deployment"],
        ["expire", "expires", "expired", "expiring", "expiration"],
        ["certificate", "certificates"],
        ["migrate", "migrated", "migration", "migrations"],
        ["fail", "fails", "failed", "failing"],
        ["connection", "connections", "connected", "connect"],
    ],
)
def test_forms_of_a_word_share_a_stem(family: list[str]) -> None:
    """Whoever looks for one form of a word finds the others."""
    assert len(set(map(stem, family))) == 1


@pytest.mark.parametrize("text", ["", " ", "+", "🔥", "…", "(((", "\ue000", "-", "--", "._:/@+#'-"])
def test_signs_alone_are_no_tokens(text: str) -> None:
    """What holds no letter and no number is left to the literal scan."""
    assert tokens(text) == []


def test_blobs_are_left_to_the_scan() -> None:
    """A long run without a joint would only swell the index; its neighbours are kept."""
    assert tokens("a" * (LONGEST + 1) + " end") == ["end"]
    assert "b" * LONGEST in tokens(f"{'a' * 500}.{'b' * LONGEST}")


def test_hostile_runs_take_linear_time() -> None:
    """A million joiners between two letters are read in one pass."""
    assert tokens("x" + "." * 1_000_000 + "y") == []


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folded text is stable, so stored and typed text meet."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.node
def test_words_have_equal_tokens_on_both_sides(tmp_path: Path) -> None:
    """Every awkward spelling gives the same tokens in Python and in JavaScript."""
    texts = [*WORDS, " ".join(WORDS), *(f"({word})," for word in WORDS)]
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    assert token_lists(tmp_path / "texts.json") == [tokens(text) for text in texts]


@pytest.mark.node
def test_every_character_has_equal_tokens_on_both_sides(tmp_path: Path) -> None:
    """Each character that this Python knows, between letters and alone, is read alike."""
    known = characters()
    texts = [f"a{char}b {char} {char}{char}X" for char in known]
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    theirs = token_lists(tmp_path / "texts.json")
    different = {
        f"U+{ord(char):04X}": (tokens(text), other)
        for char, text, other in zip(known, texts, theirs, strict=True)
        if tokens(text) != other
    }
    assert different == {}


@pytest.mark.node
def test_english_words_have_equal_stems_on_both_sides(tmp_path: Path) -> None:
    """Our sources and the sample archive, in every inflection, are stemmed alike."""
    root = STATIC.parents[2]
    files = [*root.glob("postmortems/**/*.md"), *root.glob("generator/**/*.py")]
    found = {word for file in files for word in tokens(file.read_text(encoding="utf-8"))}
    bases = sorted(word for word in found if word.isascii() and word.isalpha())
    endings = (
        "s es ies ed ied eed eedly ing ly ness ful ful-ly ization ational ator alism ously ivity"
    )
    endings += (
        " ency ably ally logy icate ical ative ement able ible ant ent ism ate ize al er ion y e ll"
    )
    words = [*bases, *(base + ending for base in bases for ending in endings.split())]
    (tmp_path / "words.json").write_text(json.dumps(words), encoding="utf-8")
    script = "const ss = engine.loadEngine(); return read(paths[0]).map(ss.stem);"
    assert len(words) > 50_000
    assert node(script, tmp_path / "words.json") == [stem(word) for word in words]


@pytest.mark.node
def test_texts_are_read_alike_where_they_are_stored_and_where_they_are_typed(
    tmp_path: Path,
) -> None:
    """The index reads plain texts another way than a query is read, to the same terms."""
    texts = [f"a{char}b {char} {char}{char}X" for char in characters()]
    (tmp_path / "texts.json").write_text(json.dumps([*texts, *WORDS]), encoding="utf-8")
    program = """
      const ss = engine.loadEngine();
      const value = read(paths[0]);
      const passages = { length: value.length, searched: (place) => [value[place]] };
      const index = new ss.Index(passages, new Set());
      index.read();
      const wanted = value.map((text) => new Set(ss.tokens(text)));
      const held = value.map(() => new Set());
      for (const term of index.terms) for (const place of index.lookUp([term]).keys()) {
        held[place].add(term);
      }
      return value.filter((_, place) =>
        [...held[place]].sort().join(" ") !== [...wanted[place]].sort().join(" "));
    """
    assert node(program, tmp_path / "texts.json") == []

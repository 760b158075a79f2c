"""The search data: what the browser makes an index like lunr's of, the same on every machine."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem, an_archive
from search.samples import (
    STATIC,
    a_small_archive,
    artifacts,
    ask,
    lines,
    node,
    tokens_of,
    write_search,
)
from secondstory.brief import brief_of
from secondstory.model import Archive, Site
from secondstory.render.search import oracle, search_artifacts
from secondstory.render.search.words import load_words
from strategies import archives

# One term that starts outside the first plane and one at its end: code point order and UTF-16
# order differ for them.
OUT_OF_ORDER = ("\U00020bb7野", "\ufa0e\ufa0f")
ALPHABET = (
    *"aAbz09.:-_/+#'\"~^*<( \u0130\u0301ßς漢字かガ한글ไท🔥½Ω²ﬁＡ，\u0915\u093f\u200d\ud800’“",
    *("is", "the", "not", "tag:", "is:", "in:", "retry", "Retries", "IOError"),
)


def unpack(name: str, archive: Archive) -> list[Any]:
    """The data of the blocks of the files whose names begin so."""
    return [
        json.loads(gzip.decompress(base64.b64decode(block)))
        for file, artifact in artifacts(archive).items()
        if file.startswith(name)
        for block in blocks_of(artifact.content)
    ]


def blocks_of(script: bytes) -> list[bytes]:
    """The packed blocks in a data file."""
    [packed] = re.findall(rb'^__ss\("[a-z0-9-]+","([A-Za-z0-9+/= ]*)"\);\n$', script)
    return list(packed.split(b" "))


def test_data_comes_in_tiers() -> None:
    """A manifest names the core and, newest year first, the full texts."""
    found = artifacts(a_small_archive())
    manifest = json.loads(
        found["manifest.js"].content.decode().removeprefix('__ss("manifest",')[:-3]
    )
    assert [(year, reports) for year, _, reports in manifest["core"]] == [("2026", 5)]
    assert [year for year, *_ in manifest["text"]] == ["2026", "2025", "undated"]
    named = {name for _, name, _ in (*manifest["core"], *manifest["text"])}
    assert named | {"manifest.js"} == set(found)


def test_a_first_answer_needs_no_full_text() -> None:
    """What results are made of stands in the core, what only explains them in the texts."""
    archive = an_archive(
        a_postmortem(
            "r",
            lessons=[a_lesson("A lesson.")],
            summary="A summary.",
            root_cause="A cause.",
            plain="A body.",
        )
    )
    [core], [text] = (unpack(name, archive) for name in ("core", "text"))
    assert core["passages"]["text"] == ["A lesson."]
    assert (text["r"]["summary"], text["r"]["cause"]) == (["A summary."], ["A cause."])
    assert text["r"]["body"] == "A body."


@pytest.mark.node
def test_scores_are_those_of_lunr(tmp_path: Path) -> None:
    """What the browser makes of the data are the terms and scores that lunr.py would give."""
    folder = write_search(a_small_archive(), tmp_path)
    ours, passages = node(
        """
        const ss = engine.loadEngine();
        const data = engine.openSite(ss, paths[0]);
        const listed = Array.from(data.passages.report, (_, place) =>
          data.passages.searched(place).flatMap(ss.tokens).filter((t) => !data.stop.has(t)));
        const scores = listed.map(() => ({}));
        for (const term of data.index.terms) {
          for (const [place, score] of data.index.lookUp([term])) scores[place][term] = score;
        }
        return [scores, listed];
        """,
        folder,
    )
    theirs = oracle.vectors(passages)
    assert len(ours) == len(theirs) > 10
    assert any(len(set(listed)) < len(listed) for listed in passages)
    for found, wanted in zip(ours, theirs, strict=True):
        assert found == pytest.approx(wanted, abs=0.0011)


@pytest.mark.node
def test_terms_at_both_ends_of_utf_16_are_found(tmp_path: Path) -> None:
    """An archive whose terms lunr.js and lunr.py would sort differently is searched."""
    archive = an_archive(
        *(a_postmortem(f"r{n}", title=text) for n, text in enumerate(OUT_OF_ORDER))
    )
    folder = write_search(archive, tmp_path)
    for n, text in enumerate(OUT_OF_ORDER):
        assert [group["slug"] for group in ask(folder, text)[0]["groups"]] == [f"r{n}"]


@pytest.mark.node
def test_what_is_looked_up_is_what_lunr_finds(tmp_path: Path) -> None:
    """Words, several at once, beginnings and near words: places and scores of the real lunr.js."""
    folder = write_search(a_small_archive(), tmp_path)
    compared = node(
        """
        const ss = engine.loadEngine();
        const data = engine.openSite(ss, paths[0]);
        const builder = new ss.lunr.Builder();
        builder.field("text");
        builder.b(0.4);
        data.passages.report.forEach((_, place) => {
          const tokens = data.passages.searched(place).flatMap(ss.tokens);
          builder.add({ id: place, text: tokens.filter((t) => !data.stop.has(t)) });
        });
        const index = builder.build();
        const theirs = (query) => index.query(query)
          .map(({ ref, score }) => [Number(ref), score.toFixed(2)]).sort();
        const ours = (terms) => [...data.index.lookUp(terms)]
          .map(([place, score]) => [place, score.toFixed(2)]).sort();
        const clause = (more) => ({ usePipeline: false, ...more });
        const wildcard = ss.lunr.Query.wildcard.TRAILING;
        const cut = (term) => Array.from(term).slice(0, 3).join("");
        return data.index.terms.flatMap((term, at) => {
          const other = data.index.terms[(at * 7) % data.index.terms.length];
          const near = term.slice(0, 2) + term.slice(3);
          return [
            [term, ours([term]), theirs((q) => q.term(term, clause()))],
            [[term, other, "nowhere"], ours(term === other ? [term] : [term, other, "nowhere"]),
             theirs((q) => new Set([term, other, "nowhere"]).forEach((t) => q.term(t, clause())))],
            [`${cut(term)}*`, ours(data.index.beginning(cut(term))),
             theirs((q) => q.term(cut(term), clause({ wildcard })))],
            [`${near}~1`, data.index.near(near, 1).sort(), Object.keys(Object.assign({},
              ...index.query((q) => q.term(near, clause({ editDistance: 1 })))
                .map(({ matchData }) => matchData.metadata)))
              .filter((t) => t[0] === near[0]).sort()],
          ];
        });
        """,
        folder,
    )
    assert len(compared) > 500
    assert sum(len(ours) for _, ours, _ in compared) > len(compared)
    for asked, ours, theirs in compared:
        assert ours == theirs, asked


@pytest.mark.node
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=st.lists(archives(), min_size=5, max_size=5))
def test_any_archive_loads(found: list[Archive], tmp_path_factory: Any) -> None:
    """Whatever reports say, the browser's half opens their data and lists them all."""
    folders = [write_search(one, tmp_path_factory.mktemp("site")) for one in found]
    listed = node(
        """
        const ss = engine.loadEngine();
        return paths.map((folder) =>
          ss.search(engine.openSite(ss, folder), {text: ""}).groups.map(({slug}) => slug));
        """,
        *folders,
    )
    assert listed == [[report.slug for report in one.briefs] for one in found]


@pytest.mark.node
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    titles=st.lists(
        st.lists(st.sampled_from(ALPHABET), max_size=7).map("".join), min_size=60, max_size=60
    )
)
def test_any_title_finds_its_report(titles: list[str], tmp_path_factory: Any) -> None:
    """Whatever a title is made of, typing it finds the report; only filters narrow."""
    archive = an_archive(*(a_postmortem(f"r{n}", title=title) for n, title in enumerate(titles)))
    folder = write_search(archive, tmp_path_factory.mktemp("site"))
    answers = ask(folder, *({"text": title, "limit": len(titles)} for title in titles))
    read = tokens_of(titles, folder)
    for n, (title, answer) in enumerate(zip(titles, answers, strict=True)):
        shown = {group["slug"] for group in (*answer["groups"], *answer["some"])}
        assert f"r{n}" in shown or answer["typed"] or not read[n], (title, answer)


def test_an_empty_archive_has_search_data() -> None:
    """Without a report there is a manifest that names no file."""
    assert list(artifacts(an_archive())) == ["manifest.js"]


def test_a_report_is_found_by_its_parts() -> None:
    """Each lesson, fix, error string, summary and cause is a passage of its own."""
    core, texts = (unpack(f"{name}-2026", a_small_archive())[0] for name in ("core", "text"))
    assert core["counts"][0] == 4
    passages = core["passages"] | {"anchor": core["anchors"].split(",")}
    rows = [dict(zip(passages, row, strict=True)) for row in zip(*passages.values(), strict=True)]
    assert [row["kind"] for row in rows[:4]] == ["lesson", "went-well", "fix", "error"]
    assert rows[0]["text"].startswith("Watch the certificate")
    assert rows[0]["check"] == "a process reads its certificate once at start."
    assert rows[0]["anchor"].startswith("l-")
    assert len(texts["certificate"]["summary"]) == len(texts["certificate"]["cause"]) == 1


def test_a_report_says_what_it_can_be_filtered_by() -> None:
    """Facets carry the archive's own names; unknown is empty, not guessed."""
    reports = {
        slug: {name: column[at] for name, column in block["reports"].items()}
        for block in unpack("core", a_small_archive())
        for at, slug in enumerate(block["reports"]["slug"])
    }
    assert reports["pool"]["service"] == ["booking-api", "ledger"]
    assert (reports["pool"]["open"], reports["certificate"]["open"]) == (True, False)
    assert reports["purge"]["near"]
    assert reports["certificate"]["again"][2] == "3rd time: fix did not hold"
    assert reports["bare"] | {"slug": "", "title": ""} == {
        "slug": "", "title": "", "date": "", "day": "", "near": False, "open": False,
        "mark": None, "again": None, "severity": [], "service": [], "team": [], "tag": [],
        "class": [],
    }  # fmt: skip


@pytest.mark.node
def test_stop_words_stay_out_of_the_index(tmp_path: Path) -> None:
    """Words on the stop list are no terms, their neighbours are."""
    archive = an_archive(a_postmortem("r", title="The queue is not in the list"))
    terms = node(
        "const ss = engine.loadEngine(); return engine.openSite(ss, paths[0]).index.terms;",
        write_search(archive, tmp_path),
    )
    assert terms == ["queue", "not", "list"]


def test_a_new_report_leaves_older_years_alone() -> None:
    """A reader's cached text of 2025 stays valid when 2026 grows."""
    before = artifacts(a_small_archive())
    archive = a_small_archive()
    newer = a_postmortem("newer", title="Newer", date="2026-11-20")
    grown = replace(
        archive,
        briefs=(brief_of(newer), *archive.briefs),
        read=lambda path: newer if path == newer.path else archive.read(path),
    )
    after = artifacts(grown)
    old = {name for name in before if name.startswith("text-2025")}
    assert old
    assert {name: after[name].content for name in old} == {n: before[n].content for n in old}


def test_two_builds_are_equal_whatever_the_hash_seed(tmp_path: Path) -> None:
    """Files are the same byte for byte in processes that hash differently."""
    program = (
        "from search.samples import a_small_archive, artifacts; import hashlib;"
        "print([(n, hashlib.sha256(a.content).hexdigest())"
        " for n, a in artifacts(a_small_archive()).items()])"
    )
    import_path = ":".join(filter(None, sys.path))
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": import_path, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(printed) == 1


def test_gzip_carries_neither_time_nor_machine() -> None:
    """The gzip header has no time stamp and no operating system."""
    for name, artifact in artifacts(a_small_archive()).items():
        if name != "manifest.js":
            for block in blocks_of(artifact.content):
                header = base64.b64decode(block)[:10]
                assert header[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
                assert header[9] == 255


def test_data_needs_no_escaping() -> None:
    """Whatever a report says, a data file is one call with plain ASCII strings."""
    evil = '"); alert(1); ("</script><!-- \u2028 \ud800'
    archive = an_archive(a_postmortem("evil", title=evil, lessons=[a_lesson(evil)], plain=evil))
    for name, artifact in artifacts(archive).items():
        if name != "manifest.js":
            assert re.fullmatch(rb'__ss\("[a-z0-9-]+","[A-Za-z0-9+/= ]+"\);\n', artifact.content)


@pytest.mark.node
def test_markup_in_reports_stays_text(tmp_path: Path) -> None:
    """A title full of markup comes back as segments of text, highlighted and whole."""
    evil = '<img src=x onerror=alert(1)> <!-- "outage" \u2028'
    folder = write_search(
        an_archive(a_postmortem("evil", title="x", lessons=[a_lesson(evil)])), tmp_path
    )
    [line] = lines(ask(folder, "onerror")[0])
    assert line == 'evil/lesson: <img src=x [onerror]=alert(1)> <!-- "outage"  '


def test_synonyms_are_lower_case_names_each_listed_once() -> None:
    """The word data is spelled as it is compared, and no group repeats itself."""
    words = load_words()
    assert len(words.synonyms) > 30
    for group in words.synonyms:
        assert len(set(group)) == len(group) > 1
        assert all(name == name.lower().strip() for name in group)
    assert not {"not", "no", "all", "down", "out"} & words.stop


def test_vendored_lunr_is_the_published_one() -> None:
    """The vendored file is lunr 2.3.9 byte for byte inside a wrapper, its licence beside it."""
    vendor = STATIC / "vendor"
    lunr = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))["lunr"]
    wrapped = (vendor / lunr["file"]).read_bytes()
    before, after = lunr["before"].encode(), lunr["after"].encode()
    assert wrapped.startswith(before)
    assert wrapped.endswith(after)
    original = wrapped[len(before) : -len(after)]
    assert hashlib.sha256(original).hexdigest() == lunr["original_sha256"]
    assert hashlib.sha256(wrapped).hexdigest() == lunr["file_sha256"]
    licence = (vendor / lunr["license_file"]).read_bytes()
    assert hashlib.sha256(licence).hexdigest() == lunr["license_sha256"]
    assert f"lunr-{lunr['version']}.js" == lunr["file"]
    assert b"Permission is hereby granted, free of charge" in licence


def test_every_page_costs_one_small_script() -> None:
    """What every page loads is under 3 kB, and no script of ours is over 400 lines."""
    assert (STATIC / "search.js").stat().st_size < 3000
    for script in STATIC.glob("search*.js"):
        assert len(script.read_text(encoding="utf-8").splitlines()) < 400
        assert "innerHTML" not in script.read_text(encoding="utf-8")


def test_the_site_does_not_name_where_it_was_built() -> None:
    """The words say the site's language and the format of the data, nothing of the machine."""
    *_, manifest = search_artifacts(a_small_archive(), Site(language="de"))
    [words] = re.findall(rb'"words": "([A-Za-z0-9+/=]+)"', manifest.content)
    data = json.loads(gzip.decompress(base64.b64decode(words)))
    assert (data["format"], data["language"]) == (3, "de")

"""The search data: an index that the real lunr.js loads, packed the same on every machine."""

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
    write_search,
)
from secondstory.brief import brief_of
from secondstory.model import Archive, Site
from secondstory.render.search import oracle, search_artifacts
from secondstory.render.search.index import index, searchable
from secondstory.render.search.tokens import tokens
from secondstory.render.search.words import load_words
from strategies import archives

# One term that starts outside the first plane and one at its end: code point order and UTF-16
# order differ for them, and lunr.js refuses to load an index in the wrong one.
OUT_OF_ORDER = ("\U00020bb7野", "\ufa0e\ufa0f")
ALPHABET = (
    *"aAbz09.:-_/+#'\"~^*<( \u0130\u0301ßς漢字かガ한글ไท🔥½Ω²ﬁＡ，\u0915\u093f\u200d\ud800’“",
    *("is", "the", "not", "tag:", "is:", "in:", "retry", "Retries", "IOError"),
)


def unpack(name: str, archive: Archive) -> Any:
    """The data of the one file whose name begins so."""
    [artifact] = [a for n, a in artifacts(archive).items() if n.startswith(name)]
    [packed] = re.findall(rb'^__ss\("[a-z0-9-]+","([A-Za-z0-9+/=]*)"\);\n$', artifact.content)
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_data_comes_in_tiers() -> None:
    """A manifest names the core and, newest year first, the full texts."""
    found = artifacts(a_small_archive())
    manifest = json.loads(
        found["manifest.js"].content.decode().removeprefix('__ss("manifest",')[:-3]
    )
    assert manifest["core"] in found
    assert [year for year, _ in manifest["texts"]] == ["2026", "2025", "undated"]
    assert {name for _, name in manifest["texts"]} | {manifest["core"], "manifest.js"} == set(found)


def test_terms_stand_in_the_order_of_lunr_js() -> None:
    """Terms are sorted by UTF-16 code units, and every text lists their numbers ascending."""
    built = index([" ".join(OUT_OF_ORDER), "zebra apple"], frozenset())
    assert sorted(OUT_OF_ORDER) != sorted(OUT_OF_ORDER, key=lambda t: t.encode("utf-16-be"))
    assert built.terms == sorted(built.terms, key=lambda term: term.encode("utf-16-be"))
    assert all(places == sorted(set(places)) for places in built.places)


@pytest.mark.node
def test_vectors_are_those_of_lunr(tmp_path: Path) -> None:
    """What the browser makes of the data are the terms and scores that lunr.py would give."""
    folder = write_search(a_small_archive(), tmp_path)
    stop = load_words().stop
    core = unpack("core", a_small_archive())
    ours, texts = node(
        """
        const ss = engine.loadEngine();
        const data = engine.openSite(ss, paths[0]);
        const numbers = Object.fromEntries(
          Object.entries(data.index.invertedIndex).map(([term, { _index }]) => [_index, term]));
        return [
          Object.values(data.index.fieldVectors).map(({ elements }) => Object.fromEntries(
            elements.flatMap((score, at) => at % 2 ? [[numbers[elements[at - 1]], score]] : []))),
          data.passages.map(({ text, more, check }) => `${text}\\n${more}\\n${check}`),
        ];
        """,
        folder,
    )
    theirs = oracle.vectors([searchable(text, stop) for text in texts])
    assert len(ours) == len(theirs) == len(core["passages"]) > 10
    assert any(core["index"]["repeats"])
    for found, wanted in zip(ours, theirs, strict=True):
        assert found == pytest.approx(wanted, abs=0.0011)


@pytest.mark.node
def test_lunr_js_loads_what_python_would_have_made_unloadable(tmp_path: Path) -> None:
    """An archive with terms at both ends of UTF-16 loads in the real lunr.js and is searched."""
    archive = an_archive(
        *(a_postmortem(f"r{n}", title=text) for n, text in enumerate(OUT_OF_ORDER))
    )
    folder = write_search(archive, tmp_path)
    for n, text in enumerate(OUT_OF_ORDER):
        assert [group["slug"] for group in ask(folder, text)[0]["groups"]] == [f"r{n}"]


@pytest.mark.node
def test_the_index_is_whole_in_lunr_js(tmp_path: Path) -> None:
    """In lunr.js every term leads back to the texts that hold it, with no metadata beside."""
    folder = write_search(a_small_archive(), tmp_path)
    found = node(
        """
        const ss = engine.loadEngine();
        const data = engine.openSite(ss, paths[0]);
        return Object.entries(data.index.invertedIndex).map(([term, posting]) => [
          term, posting._index, posting.text,
          data.index.query((q) => q.term(term, {usePipeline: false})).map(({ref}) => ref).sort(),
        ]);
        """,
        folder,
    )
    assert sorted(place for _, place, _, _ in found) == list(range(len(found)))
    assert {"pool.max_idle", "certificate", "x509"} <= {term for term, *_ in found}
    for term, _, postings, refs in found:
        assert sorted(postings) == refs, term
        assert set(map(str, postings.values())) == {"{}"}


@pytest.mark.node
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=st.lists(archives(), min_size=5, max_size=5))
def test_any_archive_loads(found: list[Archive], tmp_path_factory: Any) -> None:
    """Whatever reports say, the real lunr.js loads their index and lists them all."""
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
    for n, (title, answer) in enumerate(zip(titles, answers, strict=True)):
        shown = {group["slug"] for group in (*answer["groups"], *answer["some"])}
        assert f"r{n}" in shown or answer["typed"] or not tokens(title), (title, answer)


def test_an_empty_archive_has_search_data() -> None:
    """Without a report there is still a core, and it is empty."""
    core = unpack("core", an_archive())
    assert (core["reports"], core["passages"]) == ([], [])
    assert set(map(len, core["index"].values())) == {0}


def test_a_report_is_found_by_its_parts() -> None:
    """Each lesson, fix, error string, summary and cause is a passage of its own."""
    core = unpack("core", a_small_archive())
    kinds = [kind for report, kind, *_ in core["passages"] if report == 0]
    assert kinds == [
        "title", "label", "lesson", "went-well", "fix", "error", "summary", "cause",
    ]  # fmt: skip
    lesson = next(row for row in core["passages"] if row[1] == "lesson")
    assert lesson[2].startswith("Watch the certificate")
    assert lesson[4] == "a process reads its certificate once at start."
    assert lesson[6].startswith("l-")


def test_a_report_says_what_it_can_be_filtered_by() -> None:
    """Facets carry the archive's own names; unknown is empty, not guessed."""
    reports = {report["slug"]: report for report in unpack("core", a_small_archive())["reports"]}
    assert reports["pool"]["service"] == ["booking-api", "ledger"]
    assert (reports["pool"]["open"], reports["certificate"]["open"]) == (True, False)
    assert reports["purge"]["near"]
    assert reports["certificate"]["again"][2] == "3rd time: fix did not hold"
    assert reports["bare"] | {"slug": "", "title": ""} == {
        "slug": "", "title": "", "date": "", "day": "", "near": False, "open": False,
        "mark": None, "again": None, "severity": [], "service": [], "team": [], "tag": [],
        "class": [],
    }  # fmt: skip


def test_stop_words_stay_out_of_the_index() -> None:
    """Words on the stop list are no terms, their neighbours are."""
    terms = unpack("core", an_archive(a_postmortem("r", title="The queue is not in the list")))[
        "index"
    ]["terms"]
    assert terms == ["list", "not", "queue"]


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
            header = base64.b64decode(artifact.content.split(b'"')[3])[:10]
            assert header[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
            assert header[9] == 255


def test_data_needs_no_escaping() -> None:
    """Whatever a report says, a data file is one call with plain ASCII strings."""
    evil = '"); alert(1); ("</script><!-- \u2028 \ud800'
    archive = an_archive(a_postmortem("evil", title=evil, lessons=[a_lesson(evil)], plain=evil))
    for name, artifact in artifacts(archive).items():
        if name != "manifest.js":
            assert re.fullmatch(rb'__ss\("[a-z0-9-]+","[A-Za-z0-9+/=]+"\);\n', artifact.content)


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
    """The core says the site's language and the format of the data, nothing of the machine."""
    [core] = [
        a for a in search_artifacts(a_small_archive(), Site(language="de")) if "core" in a.path.name
    ]
    data = json.loads(gzip.decompress(base64.b64decode(core.content.split(b'"')[3])))
    assert (data["format"], data["language"]) == (2, "de")

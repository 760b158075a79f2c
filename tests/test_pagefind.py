"""Pagefind at work: pages in, the files of an index out, and what is said where it ends."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondstory.findings import ProjectError
from secondstory.integrations import pagefind

PAGE = "<html><body><p>Renew the lease.</p></body></html>"


def kinds(files: dict[str, bytes]) -> list[str]:
    """The kinds of files of an index that say something of its pages."""
    return sorted(name.rpartition(".")[2] for name in files if ".pf_" in name)


@pytest.mark.parametrize("language", ["en", "de", "pt-BR", "ja", "tlh"])
def test_any_language_has_an_index(language: str) -> None:
    """A language that Pagefind knows no stems of is indexed as it stands."""
    files = pagefind.index([("incidents/a.html", PAGE)], language)
    assert kinds(files) == ["pf_fragment", "pf_index", "pf_meta"]
    assert f'"{language.partition("-")[0]}":' in files["pagefind-entry.json"].decode()


def test_no_pages_make_no_index() -> None:
    """Of no page, or of pages without a word, only the program itself is left."""
    assert kinds(pagefind.index([], "en")) == []
    assert kinds(pagefind.index([("a.html", "")], "en")) == []


def test_a_page_may_say_anything() -> None:
    """What has no UTF-8 form, or what would end a request, does no harm to other words."""
    texts = ("\ud800", ",", "\0", "<", '"}')
    pages = [(f"{n}.html", PAGE.replace("the", text)) for n, text in enumerate(texts)]
    assert kinds(pagefind.index(pages, "en")).count("pf_fragment") == len(texts)


def test_a_pagefind_that_is_ended_is_said() -> None:
    """Where the machine ends Pagefind, for want of memory, one sentence says so and a way on."""

    def pages() -> Iterator[tuple[str, str]]:
        yield "a.html", PAGE
        for child in children():
            os.kill(child, signal.SIGKILL)
        yield "b.html", PAGE

    with pytest.raises(ProjectError, match="Pagefind could not make the search index") as refusal:
        pagefind.index(pages(), "en")
    assert refusal.value.hint == 'search.engine = "lunr" needs no other program'


def children() -> list[int]:
    """The Pagefinds that this process has started."""
    task = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    found = map(int, task.read_text("ascii").split())
    return [child for child in found if Path(f"/proc/{child}/exe").readlink().name == "pagefind"]

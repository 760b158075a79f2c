"""Former names of reports: each old address leads to the report, and no address to two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from factories import a_postmortem, an_archive
from machine import put, ss
from render.sites import DEFAULT, TODAY
from secondstory.model import Archive, Reference, Site, Visibility
from secondstory.render import render


def site(archive: Archive, base_url: str = "") -> dict[str, str]:
    """The files of a site as text, by path."""
    return {
        str(artifact.path): artifact.content.decode("utf-8", "replace")
        for artifact in render(archive, DEFAULT, Site(base_url=base_url), TODAY)
    }


def told(archive: Archive) -> list[str]:
    return [f"{one.location}: {one.code} {one.message}" for one in archive.findings]


def test_a_former_address_leads_to_the_report() -> None:
    """The page there says no more than where it went, refreshes itself and is not for indexing."""
    page = site(an_archive(a_postmortem("new", title="A & B", aliases=["old"])))[
        "incidents/old.html"
    ]
    assert '<meta http-equiv="refresh" content="0; url=../incidents/new.html">' in page
    assert '<link rel="canonical" href="../incidents/new.html">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert re.search(r'<a [^>]*href="../incidents/new.html">A &amp; B</a>', page)
    assert "Content-Security-Policy" in page


def test_a_former_address_is_in_no_list() -> None:
    """Neither sitemap nor search nor feed nor any other page names it; its canonical is the new."""
    archive = an_archive(a_postmortem("new", aliases=["once-upon"]))
    files = site(archive, "https://learn.example/x")
    page = files.pop("incidents/once-upon.html")
    assert '<link rel="canonical" href="https://learn.example/x/incidents/new.html">' in page
    named = {path for path, text in files.items() if "once-upon" in text}
    # As a word, not as a link: the report's page and its data say what it was called.
    assert named == {"incidents/new.html", "incidents/new.json", "index.json"}
    assert "once-upon.html" not in files["incidents/new.html"]


def test_an_alias_gives_way_to_a_report_of_that_name() -> None:
    """The page of a report stays, and the finding names line and owner."""
    archive = an_archive(a_postmortem("dns"), a_postmortem("new", title="New", aliases=["dns"]))
    assert told(archive) == ["new.md:42:1: SS405 the alias 'dns' is the name of dns.md"]
    assert "refresh" not in site(archive)["incidents/dns.html"]


def test_of_two_equal_aliases_the_first_counts() -> None:
    """In path order, whatever the order of reading."""
    one, two = a_postmortem("a", aliases=["old"]), a_postmortem("b", aliases=["old"])
    for archive in (an_archive(one, two), an_archive(two, one)):
        assert told(archive)[-1] == "b.md:42:1: SS405 the alias 'old' is an alias of a.md"
        assert "incidents/a.html" in site(archive)["incidents/old.html"]


def test_a_file_that_only_moved_needs_no_page() -> None:
    """An alias that comes to the report's own name is no fault and changes nothing."""
    archive = an_archive(a_postmortem("dns", path="new/dns.md", aliases=["dns"]))
    assert told(archive) == []
    assert "refresh" not in site(archive)["incidents/dns.html"]


def test_links_to_a_file_that_was_renamed_lead_to_the_report() -> None:
    """In the text, among similar reports and in index.json; such a link is not to be mended."""
    other = a_postmortem(
        "other",
        body='<p>See <a href="archive:2025/old.md">that</a>.</p>',
        references=(Reference("2025/old.md", "that", 7),),
    )
    archive = an_archive(other, a_postmortem("new", title="Renamed", aliases=["old"]))
    assert [one for one in told(archive) if "SS403" in one] == []
    files = site(archive)
    assert '<a href="../incidents/new.html">that</a>' in files["incidents/other.html"]
    assert '"slug": "new"' in files["index.json"].replace('"slug":"new"', '"slug": "new"')
    assert [found.slug for found in archive.related["other"]] == ["new"]


def test_what_few_may_read_has_no_former_address() -> None:
    """A restricted report makes no page, takes no alias, and a link to its file stays words."""
    secret = a_postmortem("secret", visibility=Visibility.RESTRICTED, aliases=["was", "both"])
    other = a_postmortem(
        "other",
        aliases=["both"],
        body='<p>See <a href="archive:secret.md">that</a>.</p>',
        references=(Reference("secret.md", "that", 7),),
    )
    third = a_postmortem("third", title="Another", aliases=["secret"])
    archive = an_archive(secret, other, third)
    files = site(archive)
    assert told(archive) == []
    assert "incidents/was.html" not in files
    assert "incidents/other.html" in files["incidents/both.html"]
    assert "<p>See that.</p>" in files["incidents/other.html"]


def test_an_alias_is_found_at_its_line(tmp_path: Path) -> None:
    """`check` names the line of the entry in the list."""
    put(tmp_path, "postmortems/dns.md")
    text = "---\ndate: 2026-01-02\naliases:\n  - once\n  - dns\n---\n# Renamed\n"
    put(tmp_path, "postmortems/new.md", text)
    assert "postmortems/new.md:5:1: SS405" in ss(tmp_path, "check").out


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A site on disk whose report has a former address and a heading."""
    body = '<h3 id="h-impact">Impact</h3><p>None.</p>'
    for path, text in site(an_archive(a_postmortem("new", aliases=["old"], body=body))).items():
        put(tmp_path, path, text)
    return tmp_path


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_browser_goes_on_to_the_report(built: Path, browser: Browser, *, script: bool) -> None:
    """From disk, and with script to the same place in it; back leads to where one came from."""
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto((built / "about" / "index.html").as_uri())
    page.goto((built / "incidents" / "old.html").as_uri() + "#h-impact")
    new = (built / "incidents" / "new.html").as_uri()
    page.wait_for_url(f"{new}#h-impact" if script else new)
    page.go_back()
    assert page.url.endswith("about/index.html")
    context.close()

"""The page of a report: card, story, record; and the pages that lead to it."""

from __future__ import annotations

from factories import a_lesson, a_postmortem, a_rich, an_action, an_archive
from render.sites import Reading, a_linked, a_site, a_varied_archive, read
from secondstory.model import ActionStatus, LessonKind, Site
from secondstory.noun import replace

SOURCE = Site(source_url="https://git.example/pm/{path}#L{line}", base_url="https://pm.example/x/")
SITE = a_site(a_varied_archive(), SOURCE)
PAGE = read(SITE["incidents/pool-2026.html"])


def the(reading: Reading, name: str) -> str:
    """The words of the element with this id."""
    found = next(e for e in reading.elements if e.attributes.get("id") == name)
    return " ".join(found.text.split())


def test_the_card_answers_four_questions() -> None:
    """What was learned, what broke, what made it possible, what changed."""
    card = the(PAGE, "card")
    assert "What we learned Expire pooled sockets before the gateway does" in card
    assert "Check your code if a pool keeps sockets for 350 s." in card
    assert "What broke 0.8 % of bookings failed." in card
    assert "What made it possible The pool kept sockets longer" in card
    assert "What changed Send keep-alives Close idle sockets 1 fix held 1 shipped" in card
    assert "1 late" in card


def test_every_kind_of_lesson_has_its_anchor_on_the_page() -> None:
    """Search and library can link to each, also to what went well."""
    report = a_varied_archive().by_slug()["pool-2026"]
    for thing in (*report.lessons, *report.actions):
        assert thing.anchor in PAGE.ids()


def test_the_record_keeps_trigger_causes_and_what_held_apart() -> None:
    """Columns for trigger, contributing, went poorly and held, luck named as such."""
    causes = the(PAGE, "causes")
    order = ["Trigger", "Contributing", "Went poorly", "Held", "Lucky: It was a quiet hour."]
    assert sorted(order, key=causes.index) == order


def test_facts_show_where_they_were_read() -> None:
    """Each stated fact has a line that links to the source; an unknown one says so."""
    facts = [e for e in PAGE.all("a") if "prov" in e.attributes.get("class", "")]
    source = "https://git.example/pm/pool-2026.md"
    assert {e.attributes["href"] for e in facts} == {f"{source}#L42", f"{source}#L3"}
    text = PAGE.text()
    assert "Severity SEV2; first called SEV3 l. 42" in text
    assert "Detected after 21 min" in text
    assert "Published 3 Nov 2026, 3 days after" in text
    assert "31 October 2026, 06:00 to 07:14 UTC" in text


def test_the_timeline_is_a_chart_and_a_table() -> None:
    """The chart says the same in words; the numbers are keys into the table."""
    labels = [e.attributes["aria-label"] for e in PAGE.all("svg") if "role" in e.attributes]
    assert any("unnoticed for 21 min" in label for label in labels)
    assert "4 06:55 Mitigated. Pools restarted." in the(PAGE, "timeline")


def test_a_class_shows_each_time_and_its_disease() -> None:
    """The chain has both times, says which one this is, and why it came back."""
    text = PAGE.text()
    assert "Idle sockets died behind the firewall" in text
    assert "This report" in text
    assert "2nd time: known fix not shipped" in text


def test_links_to_other_reports_lead_to_their_pages_or_vanish() -> None:
    """A known report is linked, an unknown path is not even named."""
    html = SITE["incidents/pool-2026.html"]
    assert '<a href="../incidents/pool-2025.html#h-impact">last year</a>' in html
    assert "secret.md" not in "".join(SITE.values())
    assert 'src="../incidents/files/graphs/pool.png"' in html
    assert "gone.png" not in html


def test_neighbours_are_named() -> None:
    """Earlier and later reports are linked with their titles."""
    assert "Earlier: Purge ignored --dry-run" in PAGE.text()
    assert "Later:" not in PAGE.text()


def test_a_report_in_another_language_says_so() -> None:
    """`lang` stands on its words, wherever they stand."""
    page = read(SITE["incidents/dns-ja.html"])
    assert [e for e in page.elements if e.attributes.get("lang") == "ja"]
    assert '<li class="row inc" lang="ja">' in SITE["incidents/year-undated.html"]


def test_a_headline_with_a_link_is_one_link() -> None:
    """A link inside a lesson goes where the lesson itself is the link, and stays in the record."""
    lesson = replace(
        a_lesson("See it."),
        headline=a_linked("See it.", "https://x.example"),
        more=a_linked("More", "https://y.example"),
    )
    action = replace(an_action("Do"), text=a_linked("Do", "archive:dns.md"))
    site = a_site(an_archive(a_postmortem(lessons=[lesson], actions=[action])))
    assert all(read(html).faults == [] for html in site.values())
    assert "https://x.example" not in site["lessons/index.html"]
    assert 'href="https://y.example"' in site["incidents/dns.html"]


def test_a_card_without_lesson_falls_back_to_what_went_poorly() -> None:
    """What went poorly is said under its own name, never as a lesson."""
    report = a_postmortem(lessons=[a_lesson("Nobody saw it.", LessonKind.WENT_POORLY)])
    card = the(read(a_site(an_archive(report))["incidents/dns.html"]), "card")
    assert card.startswith("In 60 seconds What went poorly Nobody saw it")


def test_a_near_miss_is_not_asked_for_hours() -> None:
    """Its page says what nearly happened, and does not list what a near miss cannot have."""
    text = read(SITE["incidents/purge.html"]).text()
    assert "What nearly happened A row-count guard caught it." in text
    assert "Duration" not in text
    assert "severity not stated" not in text


def test_what_is_only_planned_has_not_changed() -> None:
    """The card never calls a proposal a change."""
    for status, label in ((None, "What was proposed"), (ActionStatus.OPEN, "What is to change")):
        report = a_postmortem(actions=[an_action("Cap retries", status)])
        card = the(read(a_site(an_archive(report))["incidents/dns.html"]), "card")
        assert f"{label} Cap retries" in card
        assert "What changed" not in card


def test_a_long_impact_is_cut_at_a_sentence_on_the_card() -> None:
    """The card is read in a minute; the whole text stands in the report."""
    long = "This sentence is exactly as long as it has to be. " * 20
    site = a_site(an_archive(a_postmortem(impact=a_rich(long))))
    card = the(read(site["incidents/dns.html"]), "card")
    assert card.count("This sentence") == 6
    assert "has to be. What made it possible" in card


def test_absolute_addresses_appear_only_where_the_portal_has_one() -> None:
    """With a base address there is a canonical link, and 404 works under any path."""
    assert (
        '<link rel="canonical" href="https://pm.example/x/incidents/pool-2026.html">'
        in SITE["incidents/pool-2026.html"]
    )
    assert 'href="/x/static/style.css' in SITE["404.html"]
    assert "canonical" not in a_site(a_varied_archive())["index.html"]


def test_a_service_page_says_what_to_read_first() -> None:
    """Lessons that came back first, what is open, error strings that search takes whole."""
    page = read(SITE["services/booking-api.html"])
    text = page.text()
    assert text.index("Expire pooled sockets") < text.index("A pool must know")
    assert "Two things to know first. One of them came back." in text
    hrefs = [e.attributes.get("href", "") for e in page.all("a")]
    assert "../search/index.html?q=read%3A%20connection%20reset%20by%20peer" in hrefs
    assert "Behave as if these are not there." in text


def test_months_and_severities_name_their_neighbours() -> None:
    """From one month to the one before it."""
    assert "November 2025" in read(SITE["months/2026-10.html"]).text()
    assert "SEV1" in read(SITE["severities/sev2.html"]).text()


def test_a_declined_fix_is_never_late() -> None:
    """Declining ends a promise, whatever day it was due."""
    action = an_action("No", ActionStatus.DECLINED, "@a", "2020-01-01", reason="needless")
    text = read(a_site(an_archive(a_postmortem(actions=[action])))["fixes/index.html"]).text()
    assert "late" not in text.casefold()
    assert "Declined: needless" in text

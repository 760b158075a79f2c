"""Every lesson and every fix is an entry of its own, with a link that stays."""

from __future__ import annotations

from factories import a_lesson, a_postmortem, an_action, an_archive
from render.sites import a_site, a_varied_archive, read
from secondstory.model import ActionStatus, Archive, LessonKind, Site

SITE = a_site(a_varied_archive())


def entries(html: str) -> dict[str, str]:
    """The words of the library entries of a page, by id."""
    found = [e for e in read(html).elements if "--" in e.attributes.get("id", "")]
    return {e.attributes["id"]: " ".join(e.text.split()) for e in found}


def test_every_lesson_and_fix_has_an_entry_on_the_page_of_its_year() -> None:
    """The entry's id is made of report and anchor, and its links lead to the report."""
    for report in a_varied_archive().briefs:
        year = str(report.date.year) if report.date else "undated"
        for folder, things in (("lessons", report.lessons), ("fixes", report.actions)):
            for thing in things:
                page = SITE[f"{folder}/year-{year}.html"]
                assert f"{report.slug}--{thing.anchor}" in entries(page)
                assert f'href="../incidents/{report.slug}.html#{thing.anchor}"' in page


def test_an_entry_names_incident_tags_and_services() -> None:
    """Each entry says where it comes from."""
    found = entries(SITE["lessons/index.html"])
    entry = next(words for key, words in found.items() if "Expire pooled sockets" in words)
    for words in ("A NAT gateway drops idle flows", "booking-api", "network", "SEV2"):
        assert words in entry


def test_lessons_proper_come_before_what_went_well() -> None:
    """The library has a section for each kind, lessons first."""
    ids = read(SITE["lessons/index.html"]).ids()
    kinds = [kind.value for kind in LessonKind]
    assert [name for name in ids if name in kinds] == [
        "lesson",
        "went-poorly",
        "went-well",
        "lucky",
    ]


def test_fixes_stand_under_their_state() -> None:
    """What is done comes first; a declined one shows its reason, a held one its proof."""
    page = read(SITE["fixes/index.html"])
    text = page.text()
    assert text.index("Send keep-alives") < text.index("Share the limit")
    assert "Declined: it hides the cause" in text
    assert "drill of 3 November" in text
    assert "19 d late" in text
    assert "in 11 d" in text
    kinds = ("shipped", "open", "declined", "unstated")
    assert tuple(name for name in page.ids() if name in kinds) == kinds


def test_nothing_counts_people_or_teams() -> None:
    """The index of teams has names only; no page lists owners with numbers."""
    archive = an_archive(
        *(a_postmortem(f"r{n}", teams=["platform"], date=f"2026-10-0{n}") for n in (1, 2))
    )
    text = read(a_site(archive)["teams/index.html"]).text()
    assert "platform" in text
    assert not any(sign.isdigit() for sign in text)


def many(years: range, each: int) -> Archive:
    return an_archive(
        *(
            a_postmortem(
                f"r-{year}-{n}",
                date=f"{year}-01-{n + 1:02}",
                lessons=[a_lesson(f"Lesson {year} {n} {k}.") for k in range(5)],
                actions=[an_action(f"Fix {year} {n}", ActionStatus.DONE)],
            )
            for year in years
            for n in range(each)
        )
    )


def test_old_years_move_to_their_own_pages() -> None:
    """The index shows the newest years only; each year has a page; all are linked."""
    site = a_site(many(range(2020, 2027), 20))
    index = entries(site["lessons/index.html"])
    assert {key.split("-")[1] for key in index} == {"2026"}
    assert "100 of 700 entries" in read(site["lessons/index.html"]).text()
    for year in range(2020, 2027):
        assert f"lessons/year-{year}.html" in site
        assert f'href="../lessons/year-{year}.html"' in site["lessons/index.html"]
        assert len(entries(site[f"lessons/year-{year}.html"])) == 100
    assert "year-2020" not in read(site["incidents/index.html"]).ids()
    assert "incidents/year-2020.html" in site


def test_a_crowded_year_has_a_page_for_each_month() -> None:
    """With more than a page can carry, a year shows its newest months and links to all."""
    archive = an_archive(
        *(
            a_postmortem(
                f"r-{month:02}-{n:02}",
                date=f"2025-{month:02}-{n + 1:02}",
                lessons=[a_lesson(f"Lesson {month} {n} {k}.") for k in range(10)],
            )
            for month in range(1, 7)
            for n in range(10)
        )
    )
    site = a_site(archive)

    year, june = (
        entries(site["lessons/year-2025.html"]),
        entries(site["lessons/month-2025-06.html"]),
    )
    assert {key.split("-")[1] for key in year} == {"03", "04", "05", "06"}
    assert "400 of 600 entries" in read(site["lessons/year-2025.html"]).text()
    assert len(june) == 100
    assert "Lessons, June 2025" in read(site["lessons/month-2025-06.html"]).text()
    for month in range(1, 7):
        assert f'href="../lessons/month-2025-{month:02}.html"' in site["lessons/year-2025.html"]


def test_libraries_without_entries_say_how_to_make_one() -> None:
    """An archive without lessons and fixes has both pages, with the way on."""
    site = a_site(an_archive(a_postmortem()), Site())
    assert "about/index.html#add-lessons" in site["lessons/index.html"]
    assert "about/index.html#add-fixes" in site["fixes/index.html"]

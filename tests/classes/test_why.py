"""A repeat has one of two diseases, and what tells it is told: the report, or the days of a fix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from factories import a_fact, a_lesson, a_postmortem, an_action
from secondstory.archive import build_archive
from secondstory.crawl import read_source, scan
from secondstory.digest import issues
from secondstory.extract import load_lexicon
from secondstory.model import (
    Action,
    ActionStatus,
    Archive,
    Basis,
    Disease,
    FixWas,
    Postmortem,
    Recurrence,
    Source,
)
from secondstory.noun import replace
from secondstory.pipeline import study, study_all

OPEN, DOING = ActionStatus.OPEN, ActionStatus.IN_PROGRESS
DONE, DECLINED = ActionStatus.DONE, ActionStatus.DECLINED
NOT_SHIPPED, NOT_HELD, UNKNOWN = Disease.NOT_SHIPPED, Disease.DID_NOT_HOLD, Disease.UNKNOWN
SAMPLE = Path(__file__).parents[2] / "postmortems"


def a_fix(status: ActionStatus | None = DONE, done: str | None = None, **other: Any) -> Action:
    """A fix that caps something, done on a day."""
    day = a_fact(date.fromisoformat(done)) if done else None
    return an_action(other.pop("text", "Cap the retries"), status, done=day, **other)


def a_time(slug: str, day: str, *fixes: Action, **other: Any) -> Postmortem:
    """A report of the class `loop`."""
    return a_postmortem(slug, date=day, classes=["loop"], actions=list(fixes), **other)


def repeat(*reports: Postmortem, file: str = "") -> Recurrence:
    """Why the last of some reports came back."""
    source = Source("classes.toml", file) if file else None
    archive = build_archive(reports, classes_file=source)
    (found,) = archive.recurrences[reports[-1].slug]
    return found


def disease(*fixes: Action, **later: Any) -> tuple[Disease, Basis]:
    """What fixes of a report of January tell of a return in June."""
    found = repeat(a_time("a", "2026-01-10", *fixes), a_time("b", "2026-06-10", **later))
    return found.disease, found.basis


@pytest.mark.parametrize(
    ("fix", "told"),
    [
        (a_fix(DONE, "2026-03-01"), NOT_HELD),
        (a_fix(DONE, "2026-06-09"), NOT_HELD),
        (a_fix(DONE, "2026-06-10"), UNKNOWN),  # on the day itself
        (a_fix(DONE, "2026-06-11"), NOT_SHIPPED),
        (a_fix(DONE, verified_by="Drill of 4 March 2026"), NOT_HELD),
        (a_fix(DONE, verified_by="drill of 4 March"), NOT_HELD),  # the next one after the report
        (a_fix(DONE, verified_by="Drill of 4 July 2026"), UNKNOWN),  # it may have been there
        (a_fix(DONE, verified_by="replay of 10 January 2026"), UNKNOWN),  # of the incident
        (a_fix(DONE, due="2026-03-01"), UNKNOWN),
        (a_fix(DONE), UNKNOWN),
        (a_fix(OPEN), NOT_SHIPPED),
        (a_fix(DOING, due="2026-02-01"), NOT_SHIPPED),
        (a_fix(DECLINED), UNKNOWN),
        (a_fix(None), UNKNOWN),
        (a_fix(OPEN, type="detect"), UNKNOWN),
        (a_fix(DONE, "2026-03-01", type="mitigate"), UNKNOWN),
        (a_fix(DONE, "2026-03-01", type="prevent"), NOT_HELD),
        (a_fix(DONE, "2026-03-01", text="Remind everyone to look twice"), UNKNOWN),
        (a_fix(OPEN, text="Document the limit in the runbook"), UNKNOWN),
    ],
)
def test_a_fix_tells_by_its_day_and_by_what_it_is(fix: Action, told: Disease) -> None:
    """What shipped before did not hold, what was promised and is not there had not shipped."""
    basis = Basis.UNKNOWN if told is UNKNOWN else Basis.DERIVED
    assert disease(fix) == (told, basis)


def test_where_fixes_disagree_nothing_is_told() -> None:
    """One had shipped and another had not: nobody knows which was the one."""
    both = (a_fix(DONE, "2026-03-01"), a_fix(OPEN, text="Cap the queue"))
    assert disease(*both) == (UNKNOWN, Basis.UNKNOWN)


def test_what_is_stated_goes_before_what_is_derived() -> None:
    """The report of the return knows better than the days of a fix."""
    assert disease(a_fix(OPEN), recurrence="fix did not hold") == (NOT_HELD, Basis.STATED)
    assert disease(a_fix(DONE, "2026-03-01"), recurrence="known fix not shipped") == (
        NOT_SHIPPED,
        Basis.STATED,
    )
    assert disease(a_fix(OPEN), recurrence="yes") == (NOT_SHIPPED, Basis.DERIVED)


def test_the_start_counts_not_the_day_of_the_report() -> None:
    """A fix that shipped between start and discovery shipped too late."""
    later = {"started": "2026-05-01 10:00"}
    assert disease(a_fix(DONE, "2026-05-20"), **later) == (NOT_SHIPPED, Basis.DERIVED)


def test_a_fix_for_other_services_tells_nothing_once_it_shipped() -> None:
    """It may never have shipped where the class came back; one that is open shipped nowhere."""
    first, other = {"services": ["ledger"]}, {"services": ["customs"]}
    for fix, same, apart in (
        (a_fix(DONE, "2026-03-01"), NOT_HELD, UNKNOWN),
        (a_fix(OPEN), NOT_SHIPPED, NOT_SHIPPED),
    ):
        before = a_time("a", "2026-01-10", fix, **first)
        assert repeat(before, a_time("b", "2026-06-10", services=["Ledger"])).disease is same
        assert repeat(before, a_time("b", "2026-06-10")).disease is same
        found = repeat(before, a_time("b", "2026-06-10", **other))
        assert found.disease is apart
        assert ("other services" in found.why) == (apart is UNKNOWN)


def test_a_fix_that_was_not_known_yet_tells_nothing() -> None:
    """A report that came out after the return, or on its day, had promised nothing before."""
    fix = a_fix(OPEN)
    late = a_time("a", "2026-01-10", fix, published="2026-06-10")
    assert repeat(late, a_time("b", "2026-06-10")).disease is UNKNOWN
    assert repeat(late, a_time("b", "2026-06-11")).disease is NOT_SHIPPED
    same_day = (a_time("a", "2026-01-10", fix), a_time("b", "2026-01-10"))
    (found,) = (each for times in build_archive(same_day).recurrences.values() for each in times)
    assert (found.disease, found.days) == (UNKNOWN, 0)


def test_the_fix_that_tells_is_named_with_its_days() -> None:
    """Of what shipped the last, of what was promised the first; and how long it was quiet."""
    reports = (
        a_time(
            "a", "2026-01-10", a_fix(DONE, "2026-02-01"), a_fix(DONE, "2026-03-01", text="Gate")
        ),
        a_time("b", "2026-04-10"),
    )
    found = repeat(*reports)
    assert found.fix
    assert (found.fix.text, found.fix.slug, found.fix.state) == ("Gate", "a", FixWas.SHIPPED)
    assert found.fix.anchor == reports[0].actions[1].anchor
    assert (found.fix.promised, found.fix.shipped) == (date(2026, 1, 10), date(2026, 3, 1))
    assert found.why == "which shipped on 2026-03-01, 40 days before"
    assert found.days == 90
    reports = (
        a_time("a", "2026-01-10", a_fix(DONE, "2026-05-01")),
        a_time("b", "2026-02-10", a_fix(OPEN, text="Gate")),
        a_time("c", "2026-04-10"),
    )
    found = repeat(*reports)
    assert found.fix
    assert (found.fix.slug, found.fix.state) == ("a", FixWas.LATER)
    assert found.why == "which was promised on 2026-01-10 and shipped on 2026-05-01, 21 days after"
    assert (found.nth, found.days, found.earlier) == (3, 59, ("a", "b"))


def test_a_proof_is_said_to_be_one() -> None:
    """Where only a proof has a day, the fix had shipped by then, and so it is told."""
    found = repeat(
        a_time("a", "2026-01-10", a_fix(DONE, verified_by="drill of 4 March")),
        a_time("b", "2026-06-10"),
    )
    assert found.fix
    assert found.fix.proven
    assert found.why == "which had shipped by 2026-03-04, 98 days before"


def test_the_digest_tells_the_disease_and_the_fix_that_shows_it() -> None:
    """The class watch has what the dates tell, says so, and names the fix that tells it."""
    fixes = (a_fix(None, text="Ask"), a_fix(DONE, "2026-03-01", text="Gate"))
    reports = [
        a_time(
            "a", "2026-01-10", *fixes, title="A", lessons=[a_lesson("Gates hold by themselves")]
        ),
        a_time("b", "2026-06-10", title="B", lessons=[a_lesson("Loops come back in the summer")]),
    ]
    archive = build_archive(reports)
    (found,) = next(each.returns for each in issues(archive, "2026-06", {}) if each.returns)
    assert (found.disease, found.basis) == (NOT_HELD, Basis.DERIVED)
    assert found.fix
    assert (found.fix.slug, found.fix.place) == ("a", 1)


# ---------------------------------------------------------------- what the file of classes adds

FILE = """\
[[class]]
id = "endless-loop"
aliases = ["loop"]
[[class.fixes]]
text = "Cap the retries"
{more}
"""


def test_reports_are_in_a_class_by_any_of_its_names() -> None:
    """An alias and the name itself make one chain, under the name of the file."""
    file = FILE.format(more="")
    later = a_postmortem("b", date="2026-06-10", classes=["Endless_Loop"])
    found = repeat(a_time("a", "2026-01-10", a_fix(OPEN)), later, file=file)
    assert (found.class_name, found.nth, found.disease) == ("endless-loop", 2, NOT_SHIPPED)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("shipped = 2026-03-01", NOT_HELD),
        ("shipped = 2026-08-01\npromised = 2026-02-01", NOT_SHIPPED),
        ("shipped = 2026-08-01", NOT_SHIPPED),  # the report promised it
        ("promised = 2026-07-01", UNKNOWN),  # not known yet
        ("", NOT_SHIPPED),  # as the report has it
    ],
)
def test_the_fixes_of_the_file_go_before_those_of_reports(more: str, told: Disease) -> None:
    """What its owners call the fix of a class tells, for every service, whatever else shipped."""
    file = FILE.format(more=more)
    first = a_time("a", "2026-01-10", a_fix(OPEN), services=["ledger"])
    assert repeat(first, a_time("b", "2026-06-10", services=["web"]), file=file).disease is told


def test_a_fix_is_found_by_its_link_its_ticket_and_its_words() -> None:
    """However the file calls a fix, the report that promised it tells its state and days."""
    fix = a_fix(DONE, "2026-03-01", ticket="https://tracker.example/LF-1", anchor="f-1")
    first = a_time("a", "2026-01-10", fix, a_fix(OPEN, text="Gate"), services=["ledger"])
    later = a_time("b", "2026-06-10", services=["web"])
    for named in ("a#f-1", "old/a.md#f-1", "https://x.example/incidents/a.html#f-1", "LF-1",
                  "https://tracker.example/LF-1", "cap the RETRIES"):  # fmt: skip
        file = f'[[class]]\nid = "loop"\nfixes = ["{named}"]'
        found = repeat(first, later, file=file)
        assert (found.disease, found.fix and found.fix.anchor) == (NOT_HELD, "f-1"), named


def fix_findings(named: str, *reports: Postmortem) -> list[str]:
    """What is wrong with a fix of the file."""
    file = Source("classes.toml", f'[[class]]\nid = "loop"\nfixes = ["x", "{named}"]')
    found = build_archive(reports, classes_file=file).findings
    return [f"{f.location}: {f.code} {f.message} | {f.hint}" for f in found]


def test_a_fix_that_leads_nowhere_is_told() -> None:
    """With its line, and what was meant; of a restricted report nothing is said."""
    first = a_time("cache-2026", "2026-01-10", a_fix(OPEN, anchor="f-1234"))
    assert fix_findings("cache-2025#f-1", first) == [
        "classes.toml:3:1: SS414 there is no report 'cache-2025' | did you mean 'cache-2026'?"
    ]
    (found,) = fix_findings("cache-2026#f-1243", first)
    assert "SS414 'cache-2026' has no fix 'f-1243' | did you mean 'cache-2026#f-1234'?" in found
    hidden = study(Source("cache-2025.md", "---\nvisibility: restricted\n---\n# X\n"), LEXICON)
    assert isinstance(hidden, Postmortem)
    assert fix_findings("cache-2025#f-1", first, hidden) == []


LEXICON = load_lexicon()


# ---------------------------------------------------------------- the sample archive

# What its authors state, what dates alone tell, and what they tell with the file of classes.
CHAINS = {
    ("2025-11-05-booking-api-ledger-mesh-retries", 2): (NOT_SHIPPED, UNKNOWN, UNKNOWN),
    ("2026-04-09-customs-check-declaration-quota", 3): (NOT_SHIPPED, NOT_SHIPPED, NOT_SHIPPED),
    ("2026-10-28-rate-quote-four-retry-layers", 4): (NOT_SHIPPED, UNKNOWN, NOT_SHIPPED),
    ("2025-11-08-track-ingest-kafka-listener-keystore", 2): (NOT_HELD, NOT_HELD, NOT_HELD),
    ("2026-09-14-label-gateway-certificate", 3): (NOT_HELD, UNKNOWN, NOT_HELD),
    ("2026-10-02-ledger-alter-table-lock-queue", 2): (NOT_SHIPPED, NOT_SHIPPED, NOT_SHIPPED),
    ("2026-10-19-customs-check-not-in-null", 2): (NOT_HELD, UNKNOWN, NOT_HELD),
    ("2026-11-12-label-gateway-node-upgrade-reconnects", 2): (
        NOT_SHIPPED, NOT_SHIPPED, NOT_SHIPPED,
    ),
}  # fmt: skip


def diseases(archive: Archive) -> dict[tuple[str, int], Disease]:
    """Each repeat of an archive, and its disease."""
    return {
        (slug, each.nth): each.disease
        for slug, times in archive.recurrences.items()
        for each in times
    }


def test_the_chains_of_the_sample_archive() -> None:
    """Statements count; without them dates are right or say nothing, with the file mostly right."""
    studies = study_all(scan(SAMPLE), LEXICON)
    bare = [
        replace(one, recurrence=None) if isinstance(one, Postmortem) else one for one in studies
    ]
    file = read_source(SAMPLE / "classes.toml", "classes.toml")
    columns = (
        build_archive(studies, classes_file=file),
        build_archive(bare),
        build_archive(bare, classes_file=file),
    )
    stated, dated, filed = map(diseases, columns)
    assert {key: (stated[key], dated[key], filed[key]) for key in stated} == CHAINS
    assert not columns[0].findings


# ---------------------------------------------------------------- an archive with known truth

SERVICES = ("ledger", "web", "mail")


def known_truth(seed: int) -> Iterator[tuple[list[Source], dict[tuple[str, int], Disease]]]:
    """Chains of Markdown reports whose story is made up first: when each fix shipped, if ever.

    The truth is that of the story; it is not known where the report leaves out what tells it.
    """
    dice = Random(seed)
    for chain in range(40):
        service, told = dice.choice(SERVICES), dice.random() < 0.8
        day, truth, files = date(2024, 1, 1) + timedelta(dice.randrange(60)), {}, []
        shipped: date | None = None
        for nth in range(1, dice.randint(2, 4) + 1):
            if nth > 1:
                held = shipped is not None and shipped < day
                truth[f"c{chain}-{nth}", nth] = (
                    UNKNOWN if not told else NOT_HELD if held else NOT_SHIPPED
                )
            rows = []
            if nth == 1:
                gap = dice.choice([20, 200, 400, None])
                shipped = day + timedelta(gap) if gap else None
                words = dice.choice(
                    ["Done {:%Y-%m-%d}", "Shipped on {:%d %B %Y}", "done ({:%Y-%m-%d})"]
                )
                status = words.format(shipped) if shipped else "In progress"
                status = status if told else "Done" if shipped else ""
                rows = [f"| Cap the retries of the {service} client | @a | {status} |"]
            rows.append(f"| Alert on retries, round {nth} | @b | Done 2023-12-01 |")
            rows.append(f"| Remind everyone of round {nth} | @c | open |")
            files.append(
                Source(
                    f"c{chain}-{nth}.md",
                    f"# Loop {chain} came, time {nth}\n\nDate: {day}\nServices: {service}\n"
                    f"Class: loop-{chain}\n\n## Summary\n\nIt looped.\n\n## Action items\n\n"
                    "| Action | Owner | Status |\n|---|---|---|\n" + "\n".join(rows) + "\n",
                )
            )
            day += timedelta(dice.choice([15, 90, 300]))
        yield files, truth


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_generated_archive_is_told_as_it_was_made(seed: int) -> None:
    """Each repeat has the disease of its story, or none where the reports leave that out."""
    sources, truth = [], {}
    for files, known in known_truth(seed):
        sources += files
        truth |= known
    archive = build_archive([study(source, LEXICON) for source in sources])
    assert diseases(archive) == truth
    assert {NOT_HELD, NOT_SHIPPED, UNKNOWN} == set(truth.values())

"""What a fix relies on and what it is for, by its words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.lint.words import wordlist
from secondstory.model import Purpose, Strength
from secondstory.strength import grade, purpose
from secondstory.strength.vocabulary import vocabulary

FAMILIES = vocabulary().families
FIXES = [(fix, family) for family in FAMILIES for fix in family.fixes]
CARE = ("be careful to", "make sure to", "remember to", "we need to be more careful to")


@pytest.mark.parametrize(("fix", "family"), FIXES)
def test_the_examples_of_a_family_are_read_as_they_are_filed(fix: str, family: object) -> None:
    """Each tells the strength and the purpose of its family."""
    found, kind = grade(fix), purpose(fix)
    assert (found and found.strength) == getattr(family, "grade", None)
    aim = getattr(family, "purpose", None)
    assert aim is None or (kind is not None and kind[0] is aim)


@pytest.mark.parametrize(("fix", "family"), FIXES)
def test_words_that_decided_are_those_of_the_fix(fix: str, family: object) -> None:
    """As they are written there, in its own case."""
    for written in (fix, fix.upper(), f"**{fix}**", f"[OPS-12] {fix}"):
        found = grade(written)
        assert (found and found.strength) == getattr(family, "grade", None), written
        assert all(words in written for words in (found.words if found else ()))


def test_a_phrase_stands_once() -> None:
    """Of two that are the same only the first is asked; no small word is twice in its list."""
    read = tomllib.loads(files("secondstory.strength").joinpath("families.toml").read_text("utf-8"))
    lists = read.pop("words")
    for part in ("verbs", "things"):
        phrases = [
            " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", phrase.lower()))
            for name in {family.name for family in FAMILIES}
            for phrase in read[name][part].split(",")
        ]
        assert [phrase for phrase, n in Counter(filter(None, phrases)).items() if n > 1] == []
    for name in lists.keys() - {"irregular"}:
        assert [word for word, n in Counter(lists[name].split()).items() if n > 1] == []


STRONG, MIDDLE, WEAK = Strength.STRONG, Strength.INTERMEDIATE, Strength.WEAK


@pytest.mark.parametrize(
    ("fix", "strength"),
    [
        # the verb and what it is about
        ("Document how to block a client", WEAK),
        ("Alert when the limit is exceeded", MIDDLE),
        ("Investigate adding a limit", WEAK),
        ("Add an alert for blocked requests", MIDDLE),
        ("Add a test for the parser", MIDDLE),
        ("Add a check in CI that blocks the merge", STRONG),
        ("Training on the new automation", WEAK),
        ("Configure the gateway to reject unknown hosts", STRONG),
        ("Make the gateway refuse requests without a filter", STRONG),
        ("Add the limits to the runbook", WEAK),
        ("Raise the limit of open files", MIDDLE),
        ("Implement changes to prevent similar incidents", None),
        # what is taken away
        ("Remove the right to delete", STRONG),
        ("Remove the alert", None),
        ("Disable the circuit breaker", None),
        ("Delete the stale rows", None),
        # negation, thought, and what people should do
        ("Do not add a limit", WEAK),
        ("Consider blocking deploys", WEAK),
        ("Ask the vendor to add a limit", WEAK),
        ("Reviewers should validate the limit", WEAK),
        ("We plan to add a limit", STRONG),
        # several clauses
        ("Document it, and add a limit to the queue", STRONG),
        ("Train operators and remove the bypass", WEAK),
        ("Rate limiting: document the numbers", WEAK),
        ("To prevent this, add a limit", STRONG),
        ("Restart the node", None),
        ("Restart the node automatically when the probe fails", STRONG),
        # what holds from now on, as a statement
        ("The runner sets lock_timeout to 5 s", STRONG),
        ("Gateways refuse requests without a filter", STRONG),
        ("The gateway reloads its key when the file changes", STRONG),
        ("Old keys expire after 90 days", STRONG),
        ("Stale locks are released after a minute", STRONG),
        ("Handhelds ask for a fresh token", MIDDLE),
        ("The nightly run checks the counts", MIDDLE),
        ("The renewal runbook ends with a restart", WEAK),
        ("A second person reads each command", WEAK),
        ("Each team to review its quotas", WEAK),
        ("CI to fail if a migration cannot go back", STRONG),
        ("Alerts go to the channel of the owners", MIDDLE),
        # what bounds, and what is exchanged
        ("Probes may take down at most one pod a minute", STRONG),
        ("One refill for each key at a time", STRONG),
        ("The name comes from the step before, so it cannot be published first", STRONG),
        ("Purges need a flag", STRONG),
        ("We need a limit", STRONG),
        ("Bind the cache only to the inner network", STRONG),
        ("Store the look-alikes in separate drawers", STRONG),
        ("Roll the settings out gradually", STRONG),
        ("Minimum of the zone from 3600 to 60", MIDDLE),
        ("The order and the quote columns to bigint", MIDDLE),
        ("No releases during the peak", WEAK),
        ("Migrations only at night", WEAK),
        # what is done, and what is a part
        ("The mount removed from the charts", STRONG),
        ("Introduction of a limit", STRONG),
        ("Review of the limits", WEAK),
        ("Leeway of 30 s for tokens", MIDDLE),
        ("Apply branch protection policies", STRONG),
        ("An automatic job to detect drift", MIDDLE),
        ("Replace the worn pads", MIDDLE),
        ("Replace the pads with a clutch", STRONG),
        ("Do not swallow exceptions", MIDDLE),
        ("Make sure we are paged before it is full", MIDDLE),
        # what people do by hand, ask for, or only think of
        ("Test the failover with real data", WEAK),
        ("Egress rules are tested in CI", MIDDLE),
        ("Load test for the new pool", MIDDLE),
        ("Monitor the queue for 24 hours", WEAK),
        ("More closely monitor the queue after a deploy", WEAK),
        ("Monitor the depth of the queue", MIDDLE),
        ("Verify the mirror is up to date", WEAK),
        ("Make sure the steps are documented", WEAK),
        ("Created OPS-2044 for a limit on uploads", WEAK),
        ("File an issue for the missing limit", WEAK),
        ("Add the limit to the backlog", WEAK),
        ("Maybe add a limit", WEAK),
        ("Alert contributors", WEAK),
        ("Alert the owners when the disk is full", MIDDLE),
        ("Schema changes will only be run manually", WEAK),
        ("A chaos session should be performed", MIDDLE),
        ("Document the limits: update the guide with each of them", WEAK),
        ("Research and design a second path", WEAK),
        ("Scope, plan and add a limit", STRONG),
        ("Always copy the settings from staging. The runner reads them.", WEAK),
        ("Mail the owners when a disk is full", MIDDLE),
        ("Let the other teams know about the limit", WEAK),
        # behind other clauses
        ("While the cause is open, we have since added a limit to uploads", STRONG),
        ("We’ve moved the sessions to a separate host", STRONG),
        ("In the coming weeks we are going to raise the limit", MIDDLE),
        ("We have decided to remove the bypass", STRONG),
        ("Reviewing the settings and improving the tests in the pipeline", MIDDLE),
        ("Nurses were reminded of the label", WEAK),
        # where things go, and what they were
        ("Move the store to a managed service", STRONG),
        ("Move the alert to another channel", MIDDLE),
        ("Migration to a partitioned table", STRONG),
        ("Remove the race in the writer", MIDDLE),
        ("Delete the orphaned volumes", None),
        ("Corrected the 1,200 rows of that night", None),
        ("Set the lock timeout from 30 to 5", MIDDLE),
        ("Serve the old page when the store is down", STRONG),
        ("The store should not be exposed to the internet", STRONG),
        ("Some are older, but that should not be a problem", None),
        ("Old formats are not abandoned when people move on", None),
        ("Make the handler idempotent", STRONG),
        ("Ensure the job cannot start twice", STRONG),
        ("Modify the settings to disallow passwords", STRONG),
        ("Allow users to pin their version", MIDDLE),
        ("Release gate added", STRONG),
        (
            "Disown the volume from the operator once it is there, prevent it from being removed",
            STRONG,
        ),
        ("max_wal_size=8GB", MIDDLE),
        ("swappiness 60 -> 10", MIDDLE),
        ("Revoke the admin role of the exporter", STRONG),
        ("Revoke the leaked token", None),
        ("Have snapshots of the store?", None),
        ("Alerting gap of the night shift", None),
        # what promises nothing
        ("Should the limit rise?", None),
        ("Redundancy?", None),
        ("Owner: the limit team", None),
        ("Disable the cache - loses the gain of last year", None),
        ("The cache was cold", None),
    ],
)
def test_the_verb_and_its_object_decide(fix: str, strength: Strength | None) -> None:
    """Not any word that sounds strong; what ends this incident is no barrier."""
    found = grade(fix)
    assert (found and found.strength) == strength


@pytest.mark.parametrize(
    ("fix", "meant"),
    [
        ("Investigate an alert on the age of backups", Purpose.DETECT),
        ("Consider a fallback for the map", Purpose.MITIGATE),
        ("Consider other defaults", Purpose.PREVENT),
        ("File an issue for the missing runbook", Purpose.DOCS),
        ("Verify that the settings agree", Purpose.PREVENT),
        ("Review the settings every month", Purpose.PROCESS),
        ("Monitor the errors for a day", Purpose.DETECT),
        ("Fix the exporter so that Prometheus sees the host", Purpose.DETECT),
        ("Handle lost links more gracefully", Purpose.MITIGATE),
        ("Investigate why the node died", None),
    ],
)
def test_a_fix_is_for_what_it_is_about(fix: str, meant: Purpose | None) -> None:
    """What is only thought of, asked for or looked at has the type of its object."""
    found = purpose(fix)
    assert (found and found[0]) == meant


@pytest.mark.parametrize("care", CARE)
@pytest.mark.parametrize("fix", [fix for fix, _ in FIXES])
def test_no_appeal_to_care_is_strong(care: str, fix: str) -> None:
    """Whatever follows it, a person has to remember."""
    found = grade(f"{care.capitalize()} {fix[0].lower()}{fix[1:]}")
    assert found is not None
    assert found.strength is Strength.WEAK


@pytest.mark.parametrize(
    "fix", [flag for group in wordlist("surface_fix")["group"] for flag in group["flag"]]
)
def test_what_the_linter_calls_a_surface_fix_is_weak(fix: str) -> None:
    """The linter and the grade of a fix do not contradict each other."""
    found = grade(fix.lstrip("- "))
    assert found is not None
    assert found.strength is Strength.WEAK


@pytest.mark.parametrize(
    "fix",
    [
        "",
        "Qux the frob",
        "修正する",
        "タイムアウトを追加 (timeout)",
        "Ein Limit für die Warteschlange und ein Alert mit dem Dashboard",
        "Ajouter une limite de débit sur la file avec le firewall",
        "x" * 100_000,
    ],
)
def test_a_fix_whose_words_do_not_tell_is_not_judged(fix: str) -> None:
    """Neither for nor against it; other languages are not guessed at."""
    assert grade(fix) is None
    assert purpose(fix) is None


WORDS = sorted({*vocabulary().verbs, *vocabulary().things, *vocabulary().words["preposition"]})


@given(st.lists(st.sampled_from([*WORDS, *',.;:()[]-—/&"“İ']), max_size=12), st.text(max_size=9))
def test_any_words_are_read(words: list[str], text: str) -> None:
    """Each gives a grade by words of its own, or none."""
    fix = f"{' '.join(words)} {text}"
    found = grade(fix)
    assert found is None or all(part in fix for part in found.words)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Preventive", Purpose.PREVENT),
        ("prevention 🛡️", Purpose.PREVENT),
        ("Detective control", Purpose.DETECT),
        ("monitoring", Purpose.DETECT),
        ("mitigative", Purpose.MITIGATE),
        ("Process", Purpose.PROCESS),
        ("Documentation", Purpose.DOCS),
        ("architecture", Purpose.ARCHITECTURE),
        ("予防（Prevent）", Purpose.PREVENT),
        ("検知", Purpose.DETECT),
        ("mitigate/prevent", None),
        ("investigate", None),
        ("tooling", None),
        ("", None),
    ],
)
def test_a_stated_type_has_many_spellings(written: str, meant: Purpose | None) -> None:
    """Two at once, or one that we do not know, say nothing."""
    found = purpose(written, stated=True)
    assert (found and found[0]) == meant

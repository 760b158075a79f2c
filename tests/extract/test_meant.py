"""What an author says of a fix: how strong it is, what it is for, whether it is promised."""

from __future__ import annotations

import pytest

from secondstory.extract import load_lexicon
from secondstory.extract.explain import explain
from secondstory.model import Action, Grade, Intent, Origin, Postmortem, Purpose, Source, Strength
from secondstory.pipeline import study

LEXICON = load_lexicon()


def the_report(body: str, meta: str = "") -> Postmortem:
    text = f"---\ndate: 2026-10-01\n{meta}---\n# The queue stood still\n\n{body}\n"
    found = study(Source("a.md", text), LEXICON)
    assert isinstance(found, Postmortem)
    return found


def the_action(item: str) -> Action:
    (action,) = the_report(f"## Action items\n\n{item}").actions
    return action


@pytest.mark.parametrize(
    "item",
    [
        "- Add a limit (strength: weak, because nobody sets it, ever)",
        "- Add a limit (owner: @ines, strength: weak - nobody sets it, ever)",
        "- Add a limit\n  - Strength: weak (nobody sets it, ever)",
        "- Add a limit\n  - **Strength**: Weak: nobody sets it, ever",
        "| Action | Strength |\n|---|---|\n| Add a limit | weak: nobody sets it, ever |",
    ],
)
def test_an_author_overrides_the_words_with_a_reason(item: str) -> None:
    """In brackets, in a label below, in a column; the text is what remains."""
    action = the_action(item)
    assert action.text.text == "Add a limit"
    assert action.grade == Grade(Strength.WEAK, (), stated=True, reason="nobody sets it, ever")


def test_front_matter_says_how_strong_a_fix_is() -> None:
    """As a key of the item."""
    meta = "action_items:\n  - text: Tell all\n    strength: strong (a machine does)\n"
    (action,) = the_report("It broke.", meta).actions
    assert action.grade == Grade(Strength.STRONG, (), stated=True, reason="a machine does")


def test_the_words_decide_where_the_author_says_nothing() -> None:
    """And `explain` tells which they were."""
    report = the_report("## Action items\n\n- Refuse a purge without a filter")
    assert report.actions[0].grade == Grade(Strength.STRONG, ("Refuse",))
    told = {entry.field: entry.value for entry in explain(report, LEXICON)}
    assert told["action grade"] == "strong, by “Refuse”"


def test_an_override_is_explained_as_such() -> None:
    """It needs no words of the fix."""
    report = the_report("## Action items\n\n- Tell all (strength: strong, since a bot does)")
    told = {entry.field: entry.value for entry in explain(report, LEXICON)}
    assert told["action grade"] == "strong, as its author says"
    assert told["action strength"] == "strong, since a bot does"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("- Raise the cap (declined)", "SS313"),
        ("- Raise the cap (declined: it is high enough)", None),
        ("- Raise the cap (strength: strong)", "SS314"),
        ("- Raise the cap (strength: strong, as it is checked in CI)", None),
        ("- Raise the cap (strength: medium, as it is)", "SS315"),
        ("- Raise the cap", None),
    ],
)
def test_what_an_author_leaves_open_is_found(item: str, code: str | None) -> None:
    """A decline or an override without a reason, and a word that is none of the three."""
    report = the_report(f"## Action items\n\n{item}")
    found = [(each.code, each.location.line) for each in report.findings]
    assert found == ([(code, 8)] if code else [])


def test_an_unknown_strength_leaves_it_to_the_words() -> None:
    """It is no grade, and it hides none."""
    action = the_action("- Refuse a purge (strength: medium)")
    assert action.grade == Grade(Strength.STRONG, ("Refuse",))


@pytest.mark.parametrize(
    ("item", "purpose", "origin"),
    [
        ("| Action | Type |\n|---|---|\n| Log it | Preventive |", "prevent", Origin.TABLE),
        ("- Log it [mitigate]", "mitigate", Origin.LIST),
        ("### Prevention\n\n- Log it", "prevent", Origin.HEADING),
        ("- Log it", "detect", Origin.DERIVED),
        ("| Action | Type |\n|---|---|\n| Log it | chore |", "detect", Origin.DERIVED),
    ],
)
def test_what_a_fix_is_for(item: str, purpose: str, origin: Origin) -> None:
    """Its type wins, then a mark in it, then the heading above it, then its words."""
    found = the_action(item).purpose
    assert found is not None
    assert (found.value, found.source.origin) == (Purpose(purpose), origin)


@pytest.mark.parametrize(
    ("item", "intent"),
    [
        ("- Log it", Intent.IDEA),
        ("- [ ] Log it", Intent.COMMITTED),
        ("- Log it (owner: @ines)", Intent.COMMITTED),
        ("- Log it (due: 2026-12-01)", Intent.COMMITTED),
        ("- [ ] Maybe log it", Intent.IDEA),
        ("- Maybe log it (owner: @ines)", Intent.COMMITTED),
        ("### Nice to have\n\n- [ ] Log it", Intent.IDEA),
        ("### Under consideration\n\n- [ ] Log it", Intent.IDEA),
        ("### Ideas\n\n- [ ] Log it (owner: @ines)", Intent.COMMITTED),
        ("### Ideas\n\n- [x] Log it", Intent.COMMITTED),
        ("- Log it (declined: too loud)", Intent.DECLINED),
        ("| Action | Owner | Intent |\n|---|---|---|\n| Log it | Ines | idea |", Intent.IDEA),
    ],
)
def test_whether_a_fix_is_promised(item: str, intent: Intent) -> None:
    """An owner, a day or a ticket promises it; a box alone does not among ideas."""
    assert the_action(item).intent is intent


def test_a_declined_intent_keeps_its_reason() -> None:
    """`intent: declined: ...` is a status, too."""
    meta = 'action_items:\n  - text: Log it\n    intent: "declined: too loud"\n'
    (action,) = the_report("It broke.", meta).actions
    assert action.intent is Intent.DECLINED
    assert action.status is not None
    assert action.status.value == "declined"
    assert action.reason == "too loud"

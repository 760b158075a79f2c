"""What `init` recognises in a folder of reports, and what it proposes for the config."""

from __future__ import annotations

import re
import tomllib

import pytest

from secondstory.acquaint import Acquaintance, acquaint, proposals, tell
from secondstory.config.shapes import faults
from secondstory.extract import Lexicon, load_lexicon
from secondstory.model import Source, Study
from secondstory.pipeline import study

LEXICON = load_lexicon()


def look(*texts: str | tuple[str, str], lexicon: Lexicon = LEXICON) -> Acquaintance:
    """Get acquainted with reports, given as texts or as (path, text)."""
    named = [
        text if isinstance(text, tuple) else (f"2026-01-{n:02}-case.md", text)
        for n, text in enumerate(texts, 1)
    ]
    return acquaint(studies(*named, lexicon=lexicon), lexicon)


def studies(*files: tuple[str, str], lexicon: Lexicon = LEXICON) -> list[Study]:
    return [study(Source(path, text), lexicon) for path, text in files]


def a_text(*headings: str, top: str = "") -> str:
    """A report with sections of these names."""
    sections = "".join(f"## {heading}\n\nSome words on it.\n\n" for heading in headings)
    return f"{top}# Something broke\n\n{sections}"


def forms(known: Acquaintance) -> list[tuple[int, tuple[str, ...], str]]:
    return [(len(form.paths), form.sections, form.style) for form in known.forms]


# ---------------------------------------------------------------- forms


def test_reports_of_one_template_are_one_form() -> None:
    """Headings are known by any of their names, and stand in the order of the reports."""
    one = a_text("Summary", "Impact", "Root cause", "Action items")
    other = a_text("TL;DR", "Customer impact", "Root Cause Analysis", "Follow-ups")
    assert forms(look(one, other, one)) == [
        (3, ("summary", "impact", "root_cause", "actions"), "headings")
    ]


def test_a_report_that_lacks_a_part_is_still_of_the_form() -> None:
    """What at least half of the reports have belongs to the form; a guest part does not."""
    whole = a_text("Summary", "Impact", "Timeline", "Root cause", "Lessons learned")
    less = a_text("Summary", "Impact", "Timeline", "Root cause")
    more = a_text("Summary", "Impact", "Trigger", "Timeline", "Root cause", "Lessons learned")
    assert forms(look(whole, whole, less, more)) == [
        (4, ("summary", "impact", "timeline", "root_cause", "lessons"), "headings")
    ]


def test_different_templates_are_different_forms() -> None:
    """Forms are told apart by their parts and by how parts are written, the largest first."""
    retro = a_text("What went well", "What went wrong", "Action items")
    classic = a_text("Summary", "Root cause")
    bold = "# It broke\n\n**Summary:** It broke.\n\n**Root cause:** A lock.\n"
    found = forms(look(retro, classic, classic, classic, bold, bold))
    assert [(number, style) for number, _, style in found] == [
        (3, "headings"),
        (2, "bold labels"),
        (1, "headings"),
    ]


@pytest.mark.parametrize(
    ("top", "style"),
    [
        ("---\ndate: 2026-01-02\nseverity: SEV2\n---\n", "prose, facts in front matter"),
        ("", "prose"),
    ],
)
def test_prose_is_a_form_as_well(top: str, style: str) -> None:
    """Reports without a known part are counted as such, never as nothing."""
    assert forms(look(f"{top}# It broke\n\nA lock was held for an hour by a job.\n")) == [
        (1, (), style)
    ]


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ("**Date:** 2026-01-02\n\n**Severity:** SEV2\n", "facts in labelled lines"),
        (
            "| Field | Value |\n|---|---|\n| Date | 2026-01-02 |\n| Severity | SEV2 |\n",
            "facts in a table",
        ),
    ],
)
def test_where_facts_are_stated_is_part_of_the_form(facts: str, place: str) -> None:
    """Labels, tables and front matter are told apart."""
    text = f"# It broke\n\n{facts}\n## Summary\n\nIt broke.\n"
    assert forms(look(text)) == [(1, ("summary",), f"headings, {place}")]


def test_the_order_of_the_files_does_not_matter() -> None:
    """Any order of the same studies gives the same acquaintance."""
    files = [(f"{n}.md", a_text("Summary", f"Extra {n % 2}", "Lessons"[: n % 8])) for n in range(9)]
    found = studies(*files)
    assert acquaint(found[::-1], LEXICON) == acquaint(found, LEXICON)


# ---------------------------------------------------------------- what is not known


def test_unknown_headings_that_recur_are_counted() -> None:
    """The most frequent come first, in their usual spelling; what stands once is no habit."""
    one = a_text("Summary", "Field notes", "Weather")
    two = a_text("Summary", "FIELD NOTES", "Once only")
    assert look(one, one, two).headings == (("Field notes", 3, ""), ("Weather", 2, ""))


def test_what_stands_inside_a_known_part_is_no_unknown_heading() -> None:
    """Entries of a timeline and groups of actions are headings of their own report."""
    timeline = "## Timeline\n\n### Monday\n\n14:00 It broke.\n\n"
    text = f"# It broke\n\n{timeline}## Action items\n\n**Robin:**\n\n- Mend it\n"
    assert look(text, text, text).headings == ()


def test_a_heading_whose_words_one_family_owns_gets_that_family() -> None:
    """A guess is made only from words that no other family uses."""
    text = a_text("Summary", "Corrective work", "Odds and ends")
    assert look(text, text).headings == (
        ("Corrective work", 2, "actions"),
        ("Odds and ends", 2, ""),
    )


def test_words_of_the_project_are_known() -> None:
    """What the config names is not asked for again."""
    text = a_text("Summary", "Corrective work")
    lexicon = load_lexicon({"actions": ["Corrective work"]})
    assert look(text, text, lexicon=lexicon).headings == ()


def test_a_bold_label_is_a_heading_where_many_reports_have_it() -> None:
    """Bold words open paragraphs for many reasons, so a label needs a quarter of the reports."""
    label = "# It broke\n\nWe saw it late in the day.\n\n**Weather:** fine\n"
    plain = a_text("Summary")
    assert [head for head, _, _ in look(label, label, label, plain).headings] == ["Weather"]
    assert look(label, label, label, *[plain] * 12).headings == ()


def test_severities_of_no_scale_are_counted() -> None:
    """Known words and blanks are none of them."""
    tops = [f"---\nseverity: {word}\n---\n" for word in ("Purple", "purple", "SEV2", "TBD", "Teal")]
    known = look(*(a_text("Summary", top=top) for top in tops))
    assert known.severities == (("Purple", 2), ("Teal", 1))


def test_other_files_get_patterns_that_match_no_report() -> None:
    """A name where no report has it, a path where one does, a folder that holds no report."""
    report = a_text("Summary", top="---\ndate: 2026-01-02\n---\n")
    known = look(
        ("README.md", "# Our incidents\n"),
        ("2026/README.md", report),
        ("TEMPLATE.md", "# Template\n"),
        ("forms/a-template.md", "# Template\n"),
        ("forms/old/b-template.md", "# Template\n"),
        ("[x]/template.md", "# Template\n"),
    )
    assert known.reports == 1
    assert known.exclude == ("/README.md", "TEMPLATE.md", "template.md", "/forms")
    assert dict(known.others)["TEMPLATE.md"] == "its name says template"


# ---------------------------------------------------------------- words


def test_it_reads_aloud_well() -> None:
    """What was found is said in whole lines, with what it means."""
    top = "---\ndate: 2026-01-02\nseverity: Purple\n---\n"
    text = a_text("Summary", "Root cause", "Weather", top=top)
    known = look(text, text, a_text("Lessons learned"), ("README.md", "# Index\n"))
    assert list(tell(known)) == [
        "Read 3 reports. Their parts:",
        "  2 reports: Summary, Root cause (headings, facts in front matter)",
        "  1 report in other forms",
        "",
        "Headings that are not known, and how many reports have them:",
        "  Weather (2)",
        "  What stands under them is shown and searched, but not told apart.",
        "",
        "Severities that fit no scale, and how many reports have them:",
        "  Purple (2)",
        "",
        "1 file is not taken for an incident:",
        "  README.md: its name says index or guide",
    ]


def test_many_of_a_kind_are_summed_up() -> None:
    """A long list ends with how many more there are."""
    text = a_text(*(f"Extra part {letter}" for letter in "abcdefghijklmnop"))
    others = [(f"{n}-template.md", "# Template\n") for n in range(20)]
    lines = "\n".join(tell(look(text, text, *others)))
    assert " and 4 more\n" in lines
    assert lines.endswith("\n  and 8 more")


def test_nothing_found_is_nothing_said() -> None:
    """An empty folder has no forms and gets no proposals."""
    assert list(tell(look())) == ["Read 0 reports."]
    assert proposals(look()) == proposals(look(a_text("Summary")))


def test_proposals_are_comments_that_a_config_takes() -> None:
    """Each line is a comment; with the sign taken away each key is valid, levels once chosen."""
    top = '---\nseverity: "Co\\"de 9½"\n---\n'
    text = a_text("Summary", "Corrective work", 'The "why" chain', top=top)
    made = proposals(look(text, text, ("README.md", "# Index\n")))
    lines = (*made.exclude, "[words]", *made.words, "[severities]", *made.severities)
    assert all(line.startswith(("#", "[")) for line in lines)
    taken = re.sub(r"^#(?=[^ \n])", "", "\n".join(lines), flags=re.MULTILINE)
    document = tomllib.loads(taken)
    assert document == {
        "exclude": ["README.md"],
        "words": {"actions": ["Corrective work"]},
        "severities": {'Co"de 9½': 0},
    }
    assert '#   "The \\"why\\" chain", 2 reports' in made.words
    assert [fault.keys for fault in faults(document)] == [("severities", 'Co"de 9½')]
    assert list(faults({**document, "severities": {'Co"de 9½': 2}})) == []


def test_hostile_words_reach_neither_terminal_nor_config() -> None:
    """A heading or severity with control characters is escaped when said, and not proposed."""
    top = '---\nseverity: "\\e[2JPurple"\n---\n'
    known = look(*[a_text("Summary", "Evil \u202e heading", top=top)] * 2)
    made = proposals(known)
    assert (made.words, made.severities) == ((), ())
    said = "\n".join(tell(known))
    assert "\\u202e" in said
    assert not re.search("[\x1b\u202e]", said)

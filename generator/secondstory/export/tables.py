"""The tables of an export: one declaration makes their rows, their files and their documentation.

They hold what `index.json` holds, under its names: a key within a key is joined by an underscore
(`source.line` is `source_line`), and four keys that SQL keeps for itself have a name of their own
(`when_written`, `check_if`, `heading`, the table `incident_references`).
"""

from __future__ import annotations

from secondstory.export.columns import Column, Kind, Table
from secondstory.noun import Noun

SCHEMA_VERSION = 1  # grows when a column changes its meaning or goes

_TEXT, _DAY, _INTEGER, _LIST, _LINES = Kind.TEXT, Kind.DAY, Kind.INTEGER, Kind.LIST, Kind.LINES
_INCIDENT = Column("incident", "The report.", leads_to="incidents")
_PLACE = Column("position", "Its place in the list of the report, from 1.", _INTEGER)
_SOURCE = (
    Column("source.origin", "The kind of place it was read from."),
    Column("source.confidence", "How sure the reading is: stated, read, inferred, offered."),
    Column("source.label", "The label there, such as the heading."),
    Column("source.line", "The line of the file.", _INTEGER),
)


def _moment(key: str, about: str) -> tuple[Column, Column]:
    """A time in two columns."""
    return (
        Column(
            f"{key}.at", f"{about} ISO 8601 local time in its zone; a day where no time is said."
        ),
        Column(f"{key}.zone", "The time zone of that, as written."),
    )


def _severity(key: str, about: str) -> tuple[Column, ...]:
    return (
        Column(key, f"{about}, as the report writes it."),
        Column(f"{key}_label", f"{about}, normalised."),
        Column(f"{key}_level", f"{about} as a number, 1 the worst.", _INTEGER),
    )


ABOUT = Table(
    "about",
    "What this export is: one row.",
    (
        Column("schema_version", "The version of these tables.", _INTEGER),
        Column("as_of", "The day for which it was made.", _DAY),
        Column("generator", "What made it."),
    ),
    ("schema_version",),
)
INCIDENTS = Table(
    "incidents",
    "The reports, newest first.",
    (
        Column("slug", "The report's permanent name."),
        Column("title", "Its title."),
        Column("date", "The day of the incident.", _DAY),
        *_severity("severity", "The severity"),
        *_severity("severity_initial", "The severity first called"),
        *_moment("started", "When the trouble began."),
        *_moment("detected", "When somebody or something noticed."),
        *_moment("mitigated", "When users were well again."),
        *_moment("resolved", "When all was in order."),
        Column("duration_minutes", "How long it lasted, as stated or from the times.", _INTEGER),
        Column("near_miss", "Whether nothing broke in the end.", Kind.BOOLEAN),
        Column("status", "How far the report has come, in its own words."),
        Column("stage", "The same by its front matter: draft, in review, approved, published."),
        Column("published", "The day the report came out.", _DAY),
        Column("retro", "The day its retrospective was held.", _DAY),
        Column("reviewed_by", "The roles that reviewed it.", _LIST),
        Column("language", "BCP 47 tag of its language."),
        Column("summary", "What happened, in the report's own summary."),
        Column("impact", "Who was affected and how."),
        Column("root_cause", "What made it possible, where the report tells it in one section."),
        Column("second_story", "What made the decisions sensible at the time."),
        Column("trigger", "What set it off."),
        Column("detection", "How it was noticed."),
        Column("resolution", "What ended it."),
        Column(
            "contributing_factors",
            "The rows of contributing_factors, one a line, to be searched.",
            _LINES,
            called="contributing_factors_text",
        ),
        Column(
            "lessons.text went_well.text went_poorly.text lucky.text",
            "The rows of lessons, one a line, to be searched.",
            _LINES,
            called="lessons_text",
        ),
        Column(
            "action_items.text",
            "The rows of action_items, one a line, to be searched.",
            _LINES,
        ),
        Column(
            "errors",
            "The rows of errors, one a line, to be searched.",
            _LINES,
            called="errors_text",
        ),
        Column("source_path", "The Markdown file, relative to the archive folder."),
        Column("url", "Its page: absolute where base_url is set, else relative to the portal."),
    ),
    ("slug",),
    searched=(
        "title",
        "summary",
        "impact",
        "root_cause",
        "second_story",
        "trigger",
        "detection",
        "resolution",
        "contributing_factors_text",
        "lessons_text",
        "action_items_text",
        "errors_text",
    ),
)
LESSONS = Table(
    "lessons",
    "What was learned.",
    (
        _INCIDENT,
        Column("kind", "lesson, went-well, went-poorly, lucky."),
        Column("position", "Its place among those of its kind in the report, from 1.", _INTEGER),
        Column("headline", "Its first sentence."),
        Column("text", "The whole lesson."),
        Column("check", 'What completes "Check your code if ...".', called="check_if"),
        Column("url", "Its permanent link."),
        *_SOURCE,
    ),
    ("incident", "kind", "position"),
    ("lessons", "went_well", "went_poorly", "lucky"),
    ("headline", "text", "check_if"),
)
ACTION_ITEMS = Table(
    "action_items",
    "The fixes: what the report commits to or proposes.",
    (
        _INCIDENT,
        Column("id", "Its name within the report."),
        _PLACE,
        Column("text", "What is to be done."),
        Column("owner", "The team, role or handle that has taken it."),
        Column("due", "The deadline, where a day can be read.", _DAY),
        Column("due_written", "The deadline as the report writes it."),
        Column("status", "open, in progress, done, declined."),
        Column("status_written", "The same as the report writes it."),
        Column("done", "The day on which it was done, where the report says that.", _DAY),
        Column("intent", "Whether it is promised: idea, committed, declined."),
        Column("priority", "Its priority, in the report's words."),
        Column("type", "Its type, in the report's words."),
        Column("purpose", "prevent, detect, mitigate, process, docs, architecture."),
        Column("strength.grade", "What it relies on: strong, intermediate, weak."),
        Column("strength.words", "The words of the fix that decided.", _LIST),
        Column("strength.stated", "Whether its author says so.", Kind.BOOLEAN),
        Column("strength.reason", "Why its author says so."),
        Column("ticket.href", "The link to the ticket that follows it."),
        Column("ticket.text", "The words of that link."),
        Column("verified_by", "The proof that it works."),
        Column("reason", "Why it was declined."),
        Column("group", "The heading that it stands under.", called="heading"),
        Column("tracked.tracker", "The tracker that said something of it: github, jira, csv."),
        Column("tracked.key", "What it is called there."),
        Column("tracked.url", "Where it is there."),
        Column("tracked.as_of", "The day the tracker said so.", _DAY),
        Column("tracked.values", "Which values are the tracker's.", _LIST),
        Column("tracked.status_stated", "The status of the report, where the tracker has another."),
        Column("tracked.note", "What is odd about the ticket, such as deleted."),
        Column("url", "Its permanent link."),
        *_SOURCE,
    ),
    ("incident", "id"),
    ("action_items",),
    ("text", "verified_by", "reason"),
)
EVENTS = Table(
    "events",
    "The timelines.",
    (
        _INCIDENT,
        _PLACE,
        Column("when", "Its time as written.", called="when_written"),
        *_moment("moment", "Its time where it can be read."),
        Column("text", "What happened then."),
        *_SOURCE,
    ),
    ("incident", "position"),
    ("timeline",),
)


class Grouped(Noun, frozen=True):
    """The values of a kind, and which incident has which."""

    values: Table
    links: Table


def _group(one: str, several: str, what: str) -> Grouped:
    values = Table(
        several,
        f"{what}, as the portal groups them: case, spaces and hyphens do not tell them apart.",
        (Column("slug", "Its name in addresses."), Column("name", "How it is written most often.")),
        ("slug",),
    )
    links = Table(
        f"incident_{several}",
        f"Which incident has which of the {several}; each once.",
        (
            _INCIDENT,
            Column(one, "Its slug.", leads_to=several),
            _PLACE,
            Column("", "As the report writes it.", called="written"),
        ),
        ("incident", one),
        (several,),
    )
    return Grouped(values, links)


GROUPS = {
    "tags": _group("tag", "tags", "The tags"),
    "services": _group("service", "services", "The services"),
    "teams": _group("team", "teams", "The teams that reports name"),
    "classes": _group("class", "classes", "The recurrence classes"),
}
SUGGESTED_TAGS = Table(
    "suggested_tags",
    "Tags that would fit a report without tags; nobody has set them.",
    (
        _INCIDENT,
        _PLACE,
        Column("tag", "The tag."),
        Column("because", "The words of the report that show it."),
        Column("line", "Where the passage with those words begins.", _INTEGER),
    ),
    ("incident", "position"),
    ("suggested_tags",),
)
SUGGESTED_CLASSES = Table(
    "suggested_classes",
    "Classes that would fit a report which names none; nobody has set them, and none is a repeat.",
    (
        _INCIDENT,
        _PLACE,
        Column("class", "The class, by the name that its file gives it.", called="name"),
        Column("because", "What shows it."),
        Column("line", "Where the passage with those words begins.", _INTEGER),
    ),
    ("incident", "position"),
    ("suggested_classes",),
)
CONTRIBUTING_FACTORS = Table(
    "contributing_factors",
    "Contributing factors that a report lists one by one.",
    (_INCIDENT, _PLACE, Column("", "The factor.", called="text")),
    ("incident", "position"),
    ("contributing_factors",),
)
ERRORS = Table(
    "errors",
    "Literal error messages and log lines.",
    (_INCIDENT, _PLACE, Column("", "The message.", called="text")),
    ("incident", "position"),
    ("errors",),
)
REFERENCES = Table(
    "incident_references",
    "Links from a report to other files of the archive.",
    (
        _INCIDENT,
        _PLACE,
        Column("path", "That file, relative to the archive folder."),
        Column("slug", "The report that it is, if it is one that is shown.", leads_to="incidents"),
        Column("text", "The words of the link."),
        Column("line", "The line that it stands in.", _INTEGER),
    ),
    ("incident", "position"),
    ("references",),
)
GUIDES = Table(
    "guides",
    "Runbooks and decision records that a report links to.",
    (
        _INCIDENT,
        _PLACE,
        Column("kind", "runbook, decision record."),
        Column("target", "Its address, or its path from the archive folder."),
        Column("line", "The line that the link stands in.", _INTEGER),
    ),
    ("incident", "position"),
    ("guides",),
)
ALIASES = Table(
    "aliases",
    "Former names of a report's page.",
    (_INCIDENT, _PLACE, Column("", "The former slug.", called="alias")),
    ("incident", "position"),
    ("aliases",),
)
RECURRENCES = Table(
    "recurrences",
    "The classes that came back with an incident; a first time is none.",
    (
        _INCIDENT,
        Column("class", "The class.", leads_to="classes"),
        Column("nth", "Which time this is, 2 or more.", _INTEGER),
        Column(
            "disease",
            "known fix not shipped, fix did not hold, cause of the repeat not stated.",
        ),
        Column("basis", "What tells the disease: stated, derived, not known."),
        Column("why", "How it does, or why nothing does."),
        Column("days", "The days since the time before.", _INTEGER),
        Column("fix.text", "The earlier fix that tells it."),
        Column("fix.slug", "The report that promised it."),
        Column("fix.anchor", "Its place on the page of that report."),
        Column("fix.state", "How far it had come, in words."),
        Column("fix.promised", "The day on which that report came out.", _DAY),
        Column("fix.shipped", "The day on which it shipped.", _DAY),
        Column("fix.proven", "Whether that is the day of a proof.", Kind.BOOLEAN),
        Column("earlier", "The reports of the class before, oldest first.", _LIST),
    ),
    ("incident", "class"),
    ("recurrence",),
)
RELATED = Table(
    "related",
    "Similar reports, the most similar first.",
    (
        _INCIDENT,
        _PLACE,
        Column("slug", "The similar report.", leads_to="incidents"),
        Column("reasons", "What makes it similar.", _LIST),
    ),
    ("incident", "position"),
    ("related",),
)
FINDINGS = Table(
    "findings",
    "What could be mended in the text of a report.",
    (
        _INCIDENT,
        _PLACE,
        Column("code", "The kind of finding, see docs/findings.md."),
        Column("level", "note, warning, error."),
        Column("message", "What is wrong."),
        Column("hint", "What mends it."),
        Column("line", "Where it is.", _INTEGER),
        Column("column", "The character of the line, from 1.", _INTEGER),
    ),
    ("incident", "position"),
    ("findings",),
)
SOURCES = Table(
    "sources",
    "Where each fact of a report was read. Lessons, fixes and events have their own source.",
    (
        _INCIDENT,
        Column("fact", "The key of index.json: a column of incidents, or a list."),
        Column("position", "Its place in that list, 1 where the fact is a single one.", _INTEGER),
        Column("origin", "The kind of place it was read from."),
        Column("confidence", "How sure the reading is: stated, read, inferred, offered."),
        Column("label", "The label there, such as the heading."),
        Column("line", "The line of the file.", _INTEGER),
    ),
    ("incident", "fact", "position"),
    ("provenance",),
)
# In this order: what leads to a table stands behind it.
TABLES = (
    ABOUT,
    *(group.values for group in GROUPS.values()),
    INCIDENTS,
    LESSONS,
    ACTION_ITEMS,
    EVENTS,
    CONTRIBUTING_FACTORS,
    ERRORS,
    *(group.links for group in GROUPS.values()),
    SUGGESTED_TAGS,
    SUGGESTED_CLASSES,
    RECURRENCES,
    RELATED,
    REFERENCES,
    GUIDES,
    ALIASES,
    FINDINGS,
    SOURCES,
)

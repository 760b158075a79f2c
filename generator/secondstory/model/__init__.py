"""The nouns, in the order they appear: Source, Document, Postmortem, Archive, Artifact.

Everything here is frozen. Collections are tuples. `None` means *the report does not
say*; it never means "not filled in yet", and nothing is guessed in its place.
"""

from secondstory.model.archive import (
    Archive,
    Artifact,
    Disease,
    Group,
    Pending,
    Recurrence,
    Related,
    Site,
)
from secondstory.model.facts import (
    Action,
    ActionStatus,
    Confidence,
    Due,
    Event,
    Fact,
    Lesson,
    LessonKind,
    Link,
    Moment,
    Origin,
    Other,
    Postmortem,
    Provenance,
    Reference,
    Rich,
    Severity,
    Study,
    Visibility,
)
from secondstory.model.text import (
    Block,
    Document,
    Heading,
    Kind,
    Source,
)

__all__ = [
    "Action",
    "ActionStatus",
    "Archive",
    "Artifact",
    "Block",
    "Confidence",
    "Disease",
    "Document",
    "Due",
    "Event",
    "Fact",
    "Group",
    "Heading",
    "Kind",
    "Lesson",
    "LessonKind",
    "Link",
    "Moment",
    "Origin",
    "Other",
    "Pending",
    "Postmortem",
    "Provenance",
    "Recurrence",
    "Reference",
    "Related",
    "Rich",
    "Severity",
    "Site",
    "Source",
    "Study",
    "Visibility",
]

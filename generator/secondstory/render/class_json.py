"""Classes, and the times that they came back -> what `index.json` says of them."""

from __future__ import annotations

from secondstory.model import Archive, Cure, FailureClass, Group, Recurrence


def repeat(recurrence: Recurrence) -> dict[str, object]:
    """A time that a class came back, and why."""
    return {
        "class": recurrence.class_name,
        "nth": recurrence.nth,
        "disease": recurrence.disease.value,
        "earlier": list(recurrence.earlier),
        "basis": recurrence.basis.value,
        "why": recurrence.why or None,
        "days": recurrence.days,
        "fix": _cure(recurrence.fix) if recurrence.fix else None,
    }


def _cure(cure: Cure) -> dict[str, object]:
    """A fix that tells why a class came back, or that would keep it away."""
    return {
        "text": cure.text,
        "slug": cure.slug or None,
        "anchor": cure.anchor or None,
        "state": cure.state.value,
        "promised": cure.promised.isoformat() if cure.promised else None,
        "shipped": cure.shipped.isoformat() if cure.shipped else None,
        "proven": cure.proven,
    }


def class_of(archive: Archive, about: FailureClass, group: Group) -> dict[str, object]:
    """A class of the file of classes, and the reports that name it."""
    return {
        "id": about.name,
        "statement": about.statement or None,
        "parent": about.parent or None,
        "aliases": list(about.aliases),
        "owner": about.owner or None,
        "exposed": about.exposed or None,
        "fixes": [_cure(cure) for cure in archive.cures.get(about.name, ())],
        "incidents": list(group.members),
    }

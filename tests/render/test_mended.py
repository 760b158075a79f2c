"""The pages of a tag and of a service say of each incident what fixed it."""

from __future__ import annotations

import pytest

from factories import a_postmortem, an_action, an_archive
from render.sites import a_site, read
from secondstory.model import ActionStatus, Archive, Postmortem


def a_report(slug: str, **overrides: object) -> Postmortem:
    return a_postmortem(
        slug, title=f"The {slug} one", tags=["dns"], services=["resolver"], **overrides
    )


def a_dns_archive() -> Archive:
    done, still = ActionStatus.DONE, ActionStatus.OPEN
    return an_archive(
        a_report(
            "zone",
            date="2026-05-01",
            resolution="The zone was signed again. Caches took an hour.",
            actions=[
                an_action("Raise the alarm", still),
                an_action("Sign twice a day", done),
                an_action("Refuse unsigned zones", done, verified_by="drill of 2 June"),
                an_action("Think about DNSSEC"),
            ],
        ),
        a_report("idea", date="2026-04-01", actions=[an_action("Cache answers for longer")]),
        a_report("waiting", date="2026-03-01", resolution="A restart.", actions=[
            an_action("Cap the retries", still)]),
        a_report("silent", date="2026-02-01", actions=[an_action("Ask twice", still)]),
    )  # fmt: skip


@pytest.mark.parametrize("path", ["tags/dns.html", "services/resolver.html"])
def test_each_incident_shows_what_fixed_it(path: str) -> None:
    """What stopped it, then what was done, proven fixes first; ideas only where nothing was.

    A report that states neither is left out, and of nothing is said that it is done.
    """
    section = next(
        e.text for e in read(a_site(a_dns_archive())[path]).all("section") if "fixed it" in e.text
    )

    _, told = " ".join(section.split()).split("What was changed ")
    assert told == (
        "The zone one 1 May 2026 The zone was signed again. Caches took an hour"
        " Held Refuse unsigned zones Shipped Sign twice a day"
        " The idea one 1 Apr 2026 not stated Idea Cache answers for longer"
        " The waiting one 1 Mar 2026 A restart nothing yet, 1 still open"
    )

"""Action items and issues of Jira Cloud: the same promises, by another API."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest

from track.projects import ALERT, CAP, OPEN, WARM, a_project, rows, sync
from track.servers import TOKEN, USER, Jira, Mood, serving


def test_tickets_are_made_once_and_read_back(tmp_path: Path) -> None:
    """The category of a state decides, in whatever language a site has; a name does not."""
    site = Jira()
    with serving(site) as address:
        root = a_project(tmp_path, address, "jira")
        first = sync(root, "--create")
        assert first.code == 0, first.err
        again = sync(root, "--create")
        site.edit(1, status="done", resolution="Won't Do")
        site.edit(2, status="indeterminate", assignee="Ines K.", duedate="2026-12-24")
        closed = "2026-11-30T23:30:00.000-0200"
        site.edit(3, status="done", resolution="Erledigt", resolutiondate=closed)
        result = sync(root)

    assert again.err == "3 as before.\n"
    assert [issue["summary"] for issue in site.issues.values()] == list(OPEN)
    assert site.headers[0]["Authorization"].startswith("Basic ")
    basic = site.headers[0]["Authorization"].removeprefix("Basic ")
    assert b64decode(basic).decode() == f"{USER}:{TOKEN}"
    known = rows(root)
    assert (known[WARM]["status"], known[WARM]["reason"]) == ("declined", "Won't Do")
    assert (known[CAP]["status"], known[CAP]["owner"]) == ("in progress", "Ines K.")
    assert (known[CAP]["due"], known[CAP]["url"]) == ("2026-12-24", f"{address}/browse/OPS-2")
    assert (known[ALERT]["status"], known[ALERT]["written"]) == ("done", "Fertig: Erledigt")
    assert known[ALERT]["done"] == "2026-12-01"
    assert "state In Arbeit (was Zu erledigen), owner Ines K., due 2026-12-24" in result.err


def test_an_issue_is_made_of_plain_text(tmp_path: Path) -> None:
    """Its description is a document of texts, with the owner of the report and no assignee."""
    site = Jira()
    with serving(site) as address:
        sync(a_project(tmp_path, address, "jira"), "--create")

    fields = site.issues[2]["body"]
    assert fields["labels"] == ["postmortem", f"secondstory-{rows(tmp_path)[CAP]['id']}"]
    texts = [
        piece["text"]
        for paragraph in fields["description"]["content"]
        for piece in paragraph["content"]
    ]
    assert texts[0] == CAP
    assert "Owner in the report: @ines-k" in texts
    assert {
        piece["type"] for one in fields["description"]["content"] for piece in one["content"]
    } == {"text"}


def test_a_list_that_lags_makes_no_issue_twice(tmp_path: Path) -> None:
    """Search shows a new issue late: an attempt in doubt is not begun again before it settles."""
    site = Jira(moods=[Mood(0, "MAKE", done=True)])
    with serving(site) as address:
        root = a_project(tmp_path, address, "jira", "settle = 600\npatience = 3")
        first = sync(root, "--create")
        assert first.code == 1
        assert "unknown: Warm the cache" in first.err
        site.edit(1, hidden=True)
        second = sync(root, "--create")
        assert second.code == 1
        assert "unknown: Warm the cache" in second.err
        site.edit(1, hidden=False)
        third = sync(root, "--create")

    assert (third.code, "found OPS-1: Warm the cache" in third.err) == (0, True)
    assert [issue["summary"] for issue in site.issues.values()] == list(OPEN)


def test_what_jira_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    """A type of issue that a project has not is no reason to try again."""
    site = Jira()
    with serving(site) as address:
        root = a_project(tmp_path, address, "jira", 'issue_type = "Epic"')
        result = sync(root, "--create")

    assert result.code == 1
    assert "issuetype: Specify a valid issue type" in result.err
    assert (site.made, site.issues) == (3, {})


def test_an_issue_in_another_project_and_one_that_is_gone(tmp_path: Path) -> None:
    """A moved issue has a new key, a deleted one is marked; neither is made again."""
    site = Jira()
    with serving(site) as address:
        root = a_project(tmp_path, address, "jira")
        sync(root, "--create")
        site.renamed = {"OPS-1": "WEB-1"}
        site.edit(1, labels=[], status="done")
        del site.issues[2]
        result = sync(root, "--create")

    assert result.code == 0
    assert "was OPS-1" in result.err
    known = rows(root)
    assert (known[WARM]["key"], known[WARM]["status"]) == ("WEB-1", "done")
    assert (known[CAP]["gone"], known[CAP]["status"]) == ("not found", "open")
    assert site.made == 3


def test_a_bare_key_of_a_report_is_a_ticket_of_the_project(tmp_path: Path) -> None:
    """`OPS-4` names an issue of the project OPS; keys of other projects are left alone."""
    site = Jira(number=3)
    site.add("Somebody's own", labels=[], status="done")
    with serving(site) as address:
        root = a_project(tmp_path, address, "jira")
        report = root / "postmortems/pool.md"
        text = report.read_text().replace(CAP, f"{CAP} (OPS-4)").replace(ALERT, f"{ALERT} (WEB-4)")
        report.write_text(text)
        result = sync(root)

    assert result.code == 0, result.err
    known = rows(root)
    assert known[f"{CAP} (OPS-4)"]["status"] == "done"
    assert "key" not in known[f"{ALERT} (WEB-4)"]


@pytest.mark.parametrize(
    ("resolution", "status"),
    [
        ("Won’t Do", "declined"), ("Won't Fix", "declined"), ("Declined", "declined"),
        ("Done", "done"), ("Duplicate", None), ("解决", "done"),
    ],
)  # fmt: skip
def test_a_resolution_tells_declined_from_done(
    tmp_path: Path, resolution: str, status: str | None
) -> None:
    """What will not be done is declined; a duplicate lives on elsewhere and tells nothing."""
    site = Jira()
    with serving(site) as address:
        root = a_project(tmp_path, address, "jira")
        sync(root, "--create")
        site.edit(1, status="done", resolution=resolution)
        sync(root)

    assert rows(root)[WARM].get("status") == status


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html>Log in</html>", "a web page"),
        ("[]", "something that is no list of issues"),
        ('{"issues": [{"key": 7}]}', "something that is no issue"),
        ('{"issues": "none"}', "something that is no list of issues"),
    ],
)
def test_what_is_no_list_is_said(tmp_path: Path, body: str, said: str) -> None:
    """A site that answers otherwise is told apart from one without issues."""
    site = Jira()
    with serving(site) as address:
        root = a_project(tmp_path, address, "jira")
        site.moods = [Mood(200, "POST", body=body)]
        result = sync(root, "--create")

    assert (result.code, site.made) == (1, 0)
    assert said in result.err

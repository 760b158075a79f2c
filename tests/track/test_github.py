"""Action items and issues of GitHub: made once, read back, and nothing is lost whatever happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from track.projects import ALERT, CAP, OPEN, WARM, a_project, rows, steps, sync
from track.servers import GitHub, Mood, serving


def test_tickets_are_made_on_request_and_once(tmp_path: Path) -> None:
    """Open commitments get an issue with a mark; the same again makes none and asks one list."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        read = sync(root)
        assert (read.code, read.err) == (0, "no action item has a ticket.\n")
        assert board.made == 0
        first = sync(root, "--create")
        assert first.code == 0, first.err
        assert first.err.endswith("3 created.\n")
        before = (root / "actions.json").read_text("utf-8")
        asked = len(board.asked)
        again = sync(root, "--create")

    assert (again.code, again.err) == (0, "3 as before.\n")
    assert [issue["title"] for issue in board.issues.values()] == list(OPEN)
    assert board.made == 3
    assert len(board.asked) == asked + 2  # two pages of one list
    assert rows(root)[CAP]["key"] == "octo/portal#2"
    changed = set(before.splitlines()) ^ set((root / "actions.json").read_text().splitlines())
    assert all(line.startswith('"read"') for line in changed)


def test_a_token_that_may_set_no_labels_makes_no_more_than_one(tmp_path: Path) -> None:
    """GitHub leaves labels out without a word: that is noticed, and a cut off attempt is found."""
    board = GitHub()
    board.labels = False
    with serving(board) as address:
        root = a_project(tmp_path, address)
        board.moods = [Mood(0, "MAKE", done=True)]
        first = sync(root, "--create")
        assert first.code == 1
        assert "it did not get the label 'postmortem'" in first.err
        assert "hint: the token has to be allowed to set labels" in first.err
        assert sync(root).err == "2 as before.\n"

    assert [issue["title"] for issue in board.issues.values()] == [WARM, CAP]


def test_what_is_tracked_is_read_back(tmp_path: Path) -> None:
    """Status and assignee of an issue are in the snapshot, and what changed is said."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        sync(root, "--create")
        board.edit(1, state="closed", state_reason="not_planned")
        board.edit(2, assignees=["ines-k", "tomas"])
        board.edit(3, state="closed", state_reason="completed", closed_at="2026-11-20T08:00:00Z")
        result = sync(root)

    assert result.code == 0
    assert "changed octo/portal#2: Cap the idle time" in result.err
    assert "owner @ines-k, @tomas" in result.err
    known = rows(root)
    assert (known[WARM]["status"], known[WARM]["reason"]) == ("declined", "closed as not planned")
    assert (known[CAP]["status"], known[CAP]["owner"]) == ("open", "@ines-k, @tomas")
    assert (known[ALERT]["status"], known[ALERT]["done"]) == ("done", "2026-11-20")


def test_five_hundred_twice_and_then_success_makes_one_issue(tmp_path: Path) -> None:
    """An error of the server is doubt: its list is looked through before an issue is made again."""
    board = GitHub(moods=[Mood(500, "MAKE"), Mood(502, "MAKE")])
    with serving(board) as address:
        result = sync(a_project(tmp_path, address), "--create")

    assert result.code == 0, result.err
    assert sorted(issue["title"] for issue in board.issues.values()) == sorted(OPEN)
    assert steps(tmp_path)[:5] == ["making", "unknown", "making", "unknown", "making"]


@pytest.mark.parametrize(
    "mood",
    [
        Mood(500, "MAKE", done=True),
        Mood(0, "MAKE", done=True),
        Mood(201, "MAKE", body="<p>", done=True),
    ],
)
def test_an_issue_that_was_made_all_the_same_is_found(tmp_path: Path, mood: Mood) -> None:
    """A server that makes an issue and then says otherwise, or nothing, has made one."""
    board = GitHub(moods=[mood])
    with serving(board) as address:
        result = sync(a_project(tmp_path, address), "--create")
        again = sync(tmp_path, "--create")

    assert (result.code, again.err) == (0, "3 as before.\n")
    assert [issue["title"] for issue in board.issues.values()] == list(OPEN)


def test_a_server_that_is_busy_is_waited_for(tmp_path: Path) -> None:
    """429 with Retry-After is waited out, for what asks and for what makes: no issue twice."""
    busy = {"Retry-After": "1"}
    board = GitHub(moods=[Mood(429, "GET", busy), Mood(429, "MAKE", busy)])
    with serving(board) as address:
        result = sync(a_project(tmp_path, address), "--create")

    assert result.code == 0, result.err
    assert board.made == 4  # of which one was refused
    assert len(board.issues) == 3
    assert "refused" in steps(tmp_path)


def test_a_limit_that_lasts_longer_than_patience_ends_the_round(tmp_path: Path) -> None:
    """What GitHub asks to wait is said, and what was made before is kept."""
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"}
    limit = '{"message": "API rate limit exceeded"}'
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address, lines="patience = 3")
        board.moods = [Mood(403, "GET", spent, limit)]
        result = sync(root, "--create")
        assert result.code == 1
        assert "API rate limit exceeded" in result.err
        assert "it asks to wait 7200 s" in result.err
        assert sync(root, "--create").code == 0

    assert len(board.issues) == 3


def test_a_tracker_that_is_down_loses_nothing(tmp_path: Path) -> None:
    """Without an answer the snapshot stays as it was, with the time of what it knows."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address, lines="patience = 1")
        sync(root, "--create")
        known = (root / "actions.json").read_bytes()
        board.moods = [Mood(503, "GET", body=HTML_503)] * 9
        away = sync(root)
        assert (root / "actions.json").read_bytes() == known
    gone = sync(root)

    for result in (away, gone):
        assert result.code == 1
        assert "Nothing is lost" in result.err
    assert "answers 503: a web page" in away.err
    assert "does not answer" in gone.err
    assert (root / "actions.json").read_bytes() == known


HTML_503 = "<html><title>Unicorn!</title></html>"


def test_a_page_in_place_of_an_answer_is_a_clear_error(tmp_path: Path) -> None:
    """A page to sign in at is told from an answer; nothing is made, and nothing lost."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        sync(root, "--create")
        known = (root / "actions.json").read_bytes()
        board.moods = [Mood(200, "GET", body="<html>Sign in</html>")]
        result = sync(root, "--create")

    assert result.code == 1
    assert "answers 200: a web page" in result.err
    assert "hint: is tracker.url the address of the API" in result.err
    assert (root / "actions.json").read_bytes() == known
    assert len(board.issues) == 3


def test_an_outage_in_the_middle_keeps_what_was_learned(tmp_path: Path) -> None:
    """Issues that were made before a tracker went away are known, and not made again."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        board.moods = [Mood(401, "MAKE", body='{"message": "Bad credentials"}')]
        result = sync(root, "--create")
        assert result.code == 1
        assert "Bad credentials" in result.err
        assert "the token is unknown there" in result.err
        assert sync(root, "--create").code == 0

    assert [issue["title"] for issue in board.issues.values()] == list(OPEN)


def test_an_issue_that_was_deleted_is_marked_and_not_made_again(tmp_path: Path) -> None:
    """Its last state stays in the snapshot; nobody makes another behind its back."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        sync(root, "--create")
        board.deleted = frozenset({1})
        del board.issues[2]
        result = sync(root, "--create")
        again = sync(root, "--create")

    assert result.code == 0
    assert "gone octo/portal#1: Warm the cache" in result.err
    assert (rows(root)[WARM]["gone"], rows(root)[CAP]["gone"]) == ("deleted", "not found")
    assert again.err == "3 as before.\n"
    assert board.made == 3


def test_an_issue_that_was_moved_is_followed(tmp_path: Path) -> None:
    """It has another key then, and its state still comes back."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        sync(root, "--create")
        board.moved = {1: "octo/elsewhere"}
        board.edit(1, labels=["other"], state="closed", state_reason="completed")
        result = sync(root, "--create")

    assert result.code == 0
    assert "was octo/portal#1" in result.err
    known = rows(root)[WARM]
    assert (known["key"], known["status"]) == ("octo/elsewhere#1", "done")
    assert board.made == 3


def test_an_issue_without_label_or_mark_is_still_known(tmp_path: Path) -> None:
    """Whoever edits an issue may take away both: snapshot and ledger know its key."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        sync(root, "--create")
        for number in board.issues:
            board.edit(number, labels=[], body="All new words.", title="Another title")
        assert sync(root, "--create").err == "3 as before.\n"
        (root / "actions.json").unlink()
        assert sync(root, "--create").err.endswith("3 found.\n")
        board.edit(1, labels=["postmortem"], body=f"<!-- secondstory: {rows(root)[WARM]['id']} -->")
        (root / "actions.json").unlink()
        (root / "actions.jsonl").unlink()
        assert "found octo/portal#1: Warm the cache" in sync(root).err

    assert board.made == 3


def test_a_ticket_that_a_report_names_is_read_and_none_is_made(tmp_path: Path) -> None:
    """A link to an issue of this GitHub is one; a pull request and other places are left alone."""
    board = GitHub()
    mine = board.add("Somebody's own", labels=[], state="closed")
    with serving(board) as address:
        root = a_project(tmp_path, address)
        report = root / "postmortems/pool.md"
        linked = f"{CAP} ([#{mine}]({address}/octo/portal/issues/{mine}))"
        pulled = f"{ALERT} ([#9]({address}/octo/portal/pull/9))"
        report.write_text(report.read_text().replace(CAP, linked).replace(ALERT, pulled))
        result = sync(root, "--create")

    assert result.code == 0, result.err
    assert board.made == 1  # for the other report
    known = rows(root)
    assert known[f"{CAP} (#{mine})"]["status"] == "done"
    assert "key" not in known[f"{ALERT} (#9)"]


def test_only_some_are_made(tmp_path: Path) -> None:
    """`--only` makes one issue, of an idea too; `--dry-run` makes and writes none."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        tried = sync(root, "--create", "--dry-run")
        assert tried.err.endswith("3 would create; nothing was written.\n")
        assert not (root / "actions.json").exists()
        assert not (root / "actions.jsonl").exists()
        assert sync(root, "--offline").err == "5 action items of 2 reports noted.\n"
        idea = rows(root)["Think about HTTP/3"]["id"]
        wrong = sync(root, "--only", "a-00000000")
        assert (wrong.code, "there is no action item 'a-00000000'" in wrong.err) == (2, True)
        result = sync(root, "--only", idea)

    assert result.code == 0, result.err
    assert [issue["title"] for issue in board.issues.values()] == ["Think about HTTP/3"]


def test_two_issues_with_one_mark_are_told(tmp_path: Path) -> None:
    """Whoever copies an issue copies its mark: the older one counts, and the other is named."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        sync(root, "--create")
        board.add("A copy", body=board.issues[1]["body"])
        (root / "actions.json").unlink()
        (root / "actions.jsonl").unlink()
        result = sync(root, "--create")

    assert "octo/portal#4 have its mark as well" in result.err
    assert rows(root)[WARM]["key"] == "octo/portal#1"
    assert board.made == 3


def test_words_of_reports_do_nothing_in_an_issue(tmp_path: Path) -> None:
    """Nobody is called, nothing is referred to, no markup and no other mark takes effect."""
    board = GitHub()
    mark = "<!-- secondstory: a-11111111 -->"
    evil = f"Ask @octo-org/all about octo-org/x#1 `x` {mark} [y](//evil.example)"
    with serving(board) as address:
        root = a_project(tmp_path, address)
        report = root / "postmortems/cache.md"
        report.write_text(report.read_text().replace(WARM, evil))
        result = sync(root, "--create")
        again = sync(root, "--create")

    assert (result.code, again.err) == (0, "3 as before.\n")
    body, title = board.issues[1]["body"], board.issues[1]["title"]
    first = body.split("\n")[0]
    assert first.startswith(("`Ask @octo-org/all about octo-org/x#1", "`` Ask @octo-org/all"))
    assert "@octo" not in body.replace(first, "")
    assert "@octo" not in title
    assert "#1" not in title
    assert body.count("<!-- secondstory: a-") <= 2
    assert rows(root)[next(words for words in rows(root) if "octo-org" in words)]["id"] in body


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, '{"message": "Not Found"}', "is there a repository octo/portal"),
        (401, '{"message": "Bad credentials"}', "the token is unknown there"),
        (403, '{"message": "Resource not accessible"}', "the token lacks a right"),
        (200, '{"message": "hello"}', "something that is no list of issues"),
        (200, '[{"number": "x"}]', "something that is no issue"),
        (200, "\x00\xff not json", "something that is no JSON"),
        (302, "{}", "leads to another server, which gets no token"),
    ],
)
def test_what_is_no_list_is_said(tmp_path: Path, status: int, body: str, said: str) -> None:
    """Any answer that is not the one asked for is a clear error, and the snapshot stays."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        board.moods = [Mood(status, "GET", {"Location": "http://127.0.0.1:9/login"}, body)]
        result = sync(root, "--create")

    assert result.code == 1
    assert said in result.err
    assert board.made == 0


def test_a_next_page_elsewhere_gets_no_token(tmp_path: Path) -> None:
    """A list that goes on at another server ends there."""
    board, other = GitHub(), GitHub()
    with serving(board) as address, serving(other) as elsewhere:
        root = a_project(tmp_path, address)
        link = {"Link": f'<{elsewhere}/repos/octo/portal/issues?page=2>; rel="next"'}
        board.moods = [Mood(200, "GET", link, "[]")]
        result = sync(root, "--create")

    assert result.code == 1
    assert "leads to another server" in result.err
    assert (other.asked, board.made) == ([], 0)


def test_a_token_is_needed_and_is_sent_to_the_tracker_only(tmp_path: Path) -> None:
    """It comes from the environment; without it nothing is asked."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        without = sync(root, SECONDSTORY_GITHUB_TOKEN="")
        assert without.code == 2
        assert "there is no token for GitHub" in without.err
        assert board.asked == []
        assert sync(root, SECONDSTORY_GITHUB_TOKEN="", GITHUB_TOKEN="other").code == 0
        assert board.headers[0]["Authorization"] == "Bearer other"
        echo = '{"message": "no such token: tok-3n-of-the-tracker"}'
        board.moods = [Mood(401, "GET", body=echo)]
        assert "no such token: ***" in sync(root).err

    assert "other" not in (root / "actions.json").read_text("utf-8")

"""A preview runs for days: what a save replaces is gone."""

from __future__ import annotations

import gc
from collections import Counter
from datetime import date
from pathlib import Path

from secondstory.config import load_project
from secondstory.model import Brief, Pending, Postmortem
from secondstory.render.catalogue import Filed
from secondstory.serve import session

DAY = date(2026, 11, 21)
OURS = (Brief, Filed, Pending, Postmortem)


def alive() -> Counter[str]:
    """How many of our values there are."""
    gc.collect()
    return Counter(type(each).__name__ for each in gc.get_objects() if isinstance(each, OURS))


def test_saves_leave_nothing_behind(tmp_path: Path) -> None:
    """Once all was said, there are as many values in memory after thirty saves more."""
    folder = tmp_path / "postmortems"
    folder.mkdir()
    for number in range(4):
        text = f"# Lamp {number} out\n\n**Services:** lamp\n\n## Lessons\n\n- Carry a spare.\n"
        (folder / f"2026-01-0{number + 1}-lamp.md").write_text(text)
    kit = session.kit(load_project(tmp_path))
    now = session.read(kit, DAY)
    rest = session.rest_of(now)
    counted = []
    for save in range(60):
        with (folder / "2026-01-02-lamp.md").open("a") as report:
            report.write(f"- Spare number {save % 10}.\n" if save % 3 else "\nA sentence.\n")
        now = session.read(kit, DAY, now)
        rest = session.rest_of(now, rest)
        tree = session.tree(now, rest)
        assert all(tree.draw(str(path)) for path in now.pages.paths())
        counted.append((alive(), len(rest.parts)))

    assert counted[59] == counted[29]

"""A small archive to search in, and the theme's real search code under node to search it with."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from factories import a_lesson, a_postmortem, an_action, an_archive, an_event
from secondstory.model import (
    ActionStatus,
    Archive,
    Artifact,
    Disease,
    LessonKind,
    Recurrence,
    Site,
)
from secondstory.render.search import search_artifacts

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "themes/default/static"


def a_small_archive() -> Archive:
    """Five reports that a search has something to tell apart in."""
    archive = an_archive(
        a_postmortem(
            "certificate",
            title="A certificate mounted through subPath never reloads",
            date="2026-11-14",
            severity="SEV2",
            services=["label-gateway"],
            tags=["tls", "Kubernetes", "alerting", "mounts", "renewal", "secrets"],
            classes=["renewed-not-reloaded"],
            summary="The gateway went on serving a certificate that had been replaced on disk.",
            root_cause="A subPath mount is copied once, when the container starts.",
            errors=["x509: certificate has expired or is not yet valid: current time 06:21:07"],
            lessons=[
                a_lesson(
                    "Watch the certificate that is served, not the file that was renewed.",
                    check="a process reads its certificate once at start.",
                ),
                a_lesson("Renewals were spread over the week.", LessonKind.WENT_WELL),
            ],
            actions=[an_action("Probe notAfter on every listener", ActionStatus.DONE)],
            timeline=[
                an_event("06:00", "The old certificate ends."),
                an_event("06:31", "Pods restarted by hand."),
            ],
            plain="The gateway had copied the old file. Someone restarted the pods by hand.",
        ),
        a_postmortem(
            "pool",
            title="A pool that outlives its peer hands out dead sockets",
            date="2026-10-31",
            severity="SEV3",
            services=["booking-api", "ledger"],
            teams=["platform"],
            tags=["nat"],
            errors=["java.net.SocketException: Connection reset by peer", "pool.max_idle = 600"],
            lessons=[a_lesson("Expire pooled sockets before the NAT gateway drops them.")],
            actions=[
                an_action("Set pool.max_idle below 350 s", ActionStatus.OPEN, due="2026-12-01"),
                an_action("Document Application/JSON errors of C++ client"),
            ],
            plain="Flows idle for 350 seconds are dropped silently. ECONNRESET at 10.0.0.1:5432.",
        ),
        a_postmortem(
            "purge",
            title="Purge ignored --dry-run",
            date="2025-10-30",
            near_miss=True,
            services=["depot-sync"],
            lessons=[a_lesson("Read a flag before the client is built.", LessonKind.LUCKY)],
            plain="A row-count guard refused. 顧客は「荷物が届かない」と言った。",
        ),
        a_postmortem(
            "resolver",
            title="Looked up one minute early, a new depot stayed unknown for an hour",
            date="2025-08-27",
            services=["depot-sync"],
            lessons=[a_lesson("Absence is cached too: name resolution remembers a miss.")],
            plain="The negative answer lived for 3600 seconds.",
        ),
        a_postmortem("bare", title="Something happened"),
    )
    again = Recurrence("renewed-not-reloaded", 3, Disease.DID_NOT_HOLD, ("a", "b"))
    return replace(archive, recurrences={"certificate": (again,)})


def artifacts(archive: Archive) -> dict[str, Artifact]:
    """The search data of an archive by file name."""
    return {found.path.name: found for found in search_artifacts(archive, Site())}


def write_search(archive: Archive, folder: Path) -> Path:
    """Write the search data as a site has it; returns its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, artifact in artifacts(archive).items():
        (folder / name).write_bytes(artifact.content)
    return folder


def node(script: str, *paths: Path) -> Any:
    """Run a script (see run.cjs) and read the JSON that it returns."""
    arguments = ["node", str(HERE / "run.cjs"), script, *map(str, paths)]
    done = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ask(folder: Path, *requests: str | Mapping[str, Any]) -> list[Any]:
    """Answer searches over a folder of search data, all texts loaded, each as the worker does."""
    asked = [{"text": r} if isinstance(r, str) else dict(r) for r in requests]
    questions = folder / "questions.json"
    questions.write_text(json.dumps(asked), encoding="utf-8")
    return list(
        node(
            "const ss = engine.loadEngine(); const data = engine.openSite(ss, paths[0]);"
            "return read(paths[1]).map((request) => ss.search(data, request));",
            folder,
            questions,
        )
    )


def tokens_of(texts: Sequence[str], folder: Path) -> list[list[str]]:
    """The tokens of texts, as the browser reads them; `folder` is one to work in."""
    file = folder / "texts.json"
    file.write_text(json.dumps(texts), encoding="utf-8")
    script = "const ss = engine.loadEngine(); return read(paths[0]).map(ss.tokens);"
    return list(node(script, file))


def slugs(answer: Mapping[str, Any]) -> list[str]:
    """The reports of an answer, best first."""
    return [group["slug"] for group in answer["groups"]]


def spell(parts: Sequence[Sequence[Any]]) -> str:
    """Segments as a line: `[exact]`, `~near~`."""
    return "".join({0: "{}", 1: "[{}]", 2: "~{}~"}[kind].format(text) for text, kind in parts)


def lines(answer: Mapping[str, Any]) -> list[str]:
    """The hits of an answer: `certificate/lesson: Watch the [certificate] ...`."""
    return [
        f"{group['slug']}/{hit['kind']}: {spell(hit['parts'])}"
        for group in (*answer["groups"], *answer["some"])
        for hit in group["hits"]
    ]

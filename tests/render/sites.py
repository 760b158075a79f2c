"""Archives of every sort, the sites made of them, and a reader that sees pages as browsers do."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from factories import a_fact, a_lesson, a_postmortem, a_rich, an_action, an_archive, an_event
from secondstory.findings import Finding, Level, Location
from secondstory.model import ActionStatus, Archive, Heading, LessonKind, Other, Rich, Site
from secondstory.render import Theme, load_theme, render

TODAY = date(2026, 11, 20)
DEFAULT = load_theme("default")
HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;<!-- {{ 7*7 }}"""
INLINE = {"a", "b", "code", "em", "span", "time", "mark", "kbd"}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "use"}


def a_varied_archive() -> Archive:
    """Near misses, a class that came back twice, fixes in every state, CJK, no dates at all."""
    body = (
        '<h3 id="h-impact">Impact</h3>\n<p>See <a href="archive:pool-2025.md#impact">last year</a>,'
        ' <a href="archive:secret.md">the other</a> and <a href="https://docs.example/x">docs</a>.'
        '</p>\n<p><img src="archive:graphs/pool.png" alt="Pool"> <img src="archive:gone.png"'
        ' alt="Lost graph"></p>\n<div class="scroll"><table><thead><tr><th>a</th></tr></thead>'
        "<tbody><tr><td>1</td></tr></tbody></table></div>\n"
    )
    newest = a_postmortem(
        "pool-2026",
        title="A NAT gateway drops idle flows: pools hand out dead sockets",
        date="2026-10-31",
        published="2026-11-03",
        severity="SEV2",
        severity_initial="SEV3",
        started="2026-10-31 06:00",
        detected="2026-10-31 06:21",
        mitigated="2026-10-31 06:55",
        resolved="2026-10-31 07:14",
        duration=74,
        status="closed",
        services=["booking-api", "edge-gateway"],
        teams=["platform"],
        tags=["network", "pools"],
        classes=["pool-outlives-peer"],
        recurrence="known fix not shipped",
        summary="Pooled sockets died unseen. Requests failed for 74 minutes.",
        impact="0.8 % of bookings failed.",
        root_cause="The pool kept sockets longer than the gateway kept flows.",
        trigger="A quiet night.",
        contributing=["No keep-alive.", "The alarm read the mean."],
        lessons=[
            a_lesson(more="The peer does not say so.", check="a pool keeps sockets for 350 s."),
            a_lesson("Means hide the tail.", LessonKind.WENT_POORLY),
            a_lesson("The breaker held.", LessonKind.WENT_WELL),
            a_lesson("It was a quiet hour.", LessonKind.LUCKY),
        ],
        actions=[
            an_action(status=ActionStatus.OPEN, owner="@net", due="2026-11-01"),
            an_action("Alert on P99", ActionStatus.IN_PROGRESS, "@a", "2026-12-01", type="detect"),
            an_action("Send keep-alives", ActionStatus.DONE, verified_by="drill of 3 November"),
            an_action("Restart nightly", ActionStatus.DECLINED, reason="it hides the cause"),
            an_action("Close idle sockets", ActionStatus.DONE, ticket="https://t.example/LF-1"),
            an_action("Think about pools", due="Q1"),
        ],
        timeline=[
            an_event("1 Oct", "The gateway was renewed."),
            an_event("06:00", "First failures.", "2026-10-31 06:00"),
            an_event("06:21", "Page: error ratio.", "2026-10-31 06:21"),
            an_event("06:22", "Looked at the carrier.", "2026-10-31 06:22"),
            an_event("06:55", "Pools restarted.", "2026-10-31 06:55"),
            an_event("07:14", "Backlog gone.", "2026-10-31 07:14"),
        ],
        errors=["read: connection reset by peer"],
        aliases=["pool-old"],
        images=("graphs/pool.png",),
        outline=(Heading(2, "Impact", "h-impact"), Heading(2, "Story", "h-story")),
        body=body + '<h3 id="h-story">Story</h3><p>It was night.</p>',
        findings=(Finding(Location("pool-2026.md", 3), "SS301", "no such day", Level.WARNING),),
    )
    before = a_postmortem(
        "pool-2025",
        title="Idle sockets died behind the firewall",
        date="2025-11-05",
        severity="SEV1",
        services=["booking-api"],
        tags=["network"],
        classes=["pool-outlives-peer"],
        lessons=[a_lesson("A pool must know how long its peers wait.")],
        actions=[an_action("Share the limit", ActionStatus.OPEN, "@net", "2026-01-31")],
        outline=(Heading(2, "Impact", "h-impact"),),
        body='<h3 id="h-impact">Impact</h3><p>None.</p>',
    )
    near = a_postmortem(
        "purge",
        title="Purge ignored --dry-run",
        date="2026-10-30",
        near_miss=True,
        services=["depot-sync"],
        summary="A row-count guard caught it.",
        body="<p>A row-count guard caught it.</p>",
    )
    japanese = a_postmortem(
        "dns-ja",
        title="名前解決の障害",
        severity="P-urgent",
        language="ja",
        tags=["dns"],
        lessons=[a_lesson("負のキャッシュも期限まで残る。")],
        body="<p>本文。</p>",
    )
    readme = Other("README.md", "Postmortems", "an index: it links to other files of the folder")
    return an_archive(newest, before, near, japanese, others=[readme])


def an_unknown_archive() -> Archive:
    """One report that says nothing but its title."""
    return an_archive(a_postmortem("silent", title="Something happened"))


def a_hostile_archive() -> Archive:
    """Every text of every field is an attack."""
    rich = a_rich(HOSTILE)
    report = a_postmortem(
        "hostile",
        path=f"{HOSTILE}.md",
        title=HOSTILE,
        date="2026-10-01",
        severity=HOSTILE,
        severity_initial=HOSTILE,
        status=HOSTILE,
        services=[HOSTILE, "../../etc"],
        teams=[HOSTILE, "CON"],
        tags=[HOSTILE, "index"],
        classes=[HOSTILE],
        summary=rich,
        impact=rich,
        root_cause=rich,
        trigger=rich,
        contributing=[rich],
        lessons=[
            a_lesson(HOSTILE, kind, HOSTILE, HOSTILE, f"l-{kind.value}") for kind in LessonKind
        ],
        actions=[
            an_action(
                HOSTILE,
                ActionStatus.DECLINED,
                HOSTILE,
                HOSTILE,
                ticket="javascript:alert(3)",
                verified_by=HOSTILE,
                reason=HOSTILE,
                priority=HOSTILE,
                type=HOSTILE,
                group=HOSTILE,
            )
        ],
        timeline=[an_event(HOSTILE, HOSTILE)],
        errors=[HOSTILE],
        aliases=["hostile-once"],
        language='en"><script>alert(4)</script>',
        body=f'<h3 id="h-x">{rich.html}</h3><p>{rich.html}</p><h3 id="h-y">y</h3>',
        outline=(Heading(2, HOSTILE, "h-x"), Heading(2, "y", "h-y")),
        findings=(Finding(Location(HOSTILE, 1), "SS301", HOSTILE, Level.WARNING, HOSTILE),),
    )
    twin = a_postmortem("twin", title=HOSTILE, classes=[HOSTILE], tags=[HOSTILE])
    return an_archive(report, twin, others=[Other(HOSTILE, HOSTILE, HOSTILE)])


ARCHIVES = {
    "varied": a_varied_archive(),
    "unknown": an_unknown_archive(),
    "hostile": a_hostile_archive(),
    "empty": an_archive(others=[Other("README.md", "Read me", "an index")]),
    "nothing": an_archive(),
}
IMAGES = {"graphs/pool.png": b"\x89PNG"}


def a_site(
    archive: Archive, site: Site | None = None, theme: Theme = DEFAULT, as_of: date = TODAY
) -> dict[str, str]:
    """The pages of a site as text, by path."""
    artifacts = render(archive, theme, site or Site(), as_of, IMAGES)
    return {
        str(artifact.path): artifact.content.decode()
        for artifact in artifacts
        if artifact.path.suffix == ".html"
    }


@dataclass
class Element:
    """A start tag with its attributes and, once closed, its text."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""


@dataclass
class Reading(HTMLParser):
    """A page as a browser would take it apart; `faults` are what it would have to mend."""

    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def __hash__(self) -> int:
        return id(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag == "a" and any(above.name == "a" for above in self.open):
            self.faults.append(f"a link inside a link: {element.attributes}")
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1].name != tag:
            inside = [element.name for element in self.open]
            self.faults.append(f"</{tag}> at {self.getpos()} inside {inside}")
            return
        self.open.pop()
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a comment: {data[:40]}")

    def all(self, *names: str) -> list[Element]:
        """The elements of these names, in order."""
        return [element for element in self.elements if element.name in names]

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    def text(self) -> str:
        """What a reader sees of the body."""
        return " ".join(next(e.text for e in self.elements if e.name == "main").split())


def read(html: str) -> Reading:
    """Take a page apart."""
    reading = Reading()
    reading.feed(html)
    reading.close()
    reading.faults += [f"<{element.name}> is never closed" for element in reading.open]
    return reading


def targets(path: str, page: Reading) -> list[tuple[str, str]]:
    """Where the links of a page lead inside the site: path and fragment."""
    found = []
    for element in page.all("a"):
        parts = urlsplit(element.attributes.get("href", ""))
        if parts.scheme or parts.netloc:
            continue
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        found.append((joined if parts.path else path, unquote(parts.fragment)))
    return found


def a_linked(text: str, href: str) -> Rich:
    """A short text that is one link."""
    return a_rich(text, f'<a href="{href}">{text}</a>')


__all__ = [
    "ARCHIVES",
    "DEFAULT",
    "HOSTILE",
    "IMAGES",
    "TODAY",
    "Reading",
    "a_fact",
    "a_hostile_archive",
    "a_linked",
    "a_site",
    "a_varied_archive",
    "read",
    "targets",
]

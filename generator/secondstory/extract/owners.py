"""Telling an owner's name from any other heading or bold label above a list of actions.

A label such as **Alex** or **JG** counts as an owner only with evidence: a handle, a word
like "team", or a person of that name (or initials) acting somewhere in the same report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from secondstory.extract.sections import Part, walk
from secondstory.model import Kind
from secondstory.privacy.roles import STAND_IN

_HANDLE = re.compile(r"^@[\w./-]+(?:\s*(?:,|and|&|/)\s*@[\w./-]+)*$")
_TEAM = re.compile(
    r"^(?:[\w&/ -]{2,40}\s(?:team|squad|guild|crew)|team\s[\w&/ -]{2,30}"
    r"|.{0,12}チーム|.{1,12}团队)$",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"^(?:owner|owners|assignee|assigned to|responsible|担当|负责人)\s*[:：-]?\s+?(?P<who>.+)$",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*)?)"
_NAMES = re.compile(rf"^{_NAME}(?:\s*(?:,|and|&|/|\+)\s*{_NAME})*$")
_LEAD = re.compile(
    r"^\s*(?:\*\*(?P<bold>[^*\n]{2,60})\*\*|\[(?P<box>[^\[\]\n]{2,60})\](?!\())\s*[:：]?\s+"
    r"(?P<rest>\S.*)$",
    re.DOTALL,
)
_BEFORE_COLON = re.compile(
    r"^\s*(?P<who>[^\W\d_][^:：*`\n]{1,40})[:：]\s+(?P<rest>\S.*)$", re.DOTALL
)
_WORDS = 5  # of a name or a role
_FULL_NAME = re.compile(r"[A-Z][a-zà-ÿ'’-]+\s[A-Z][a-zà-ÿ'’-]+")
_JOIN = re.compile(r"\s*(?:,|\band\b|&|/|\+)\s*")
# "Alex: ...", "Alex calls this ...": who speaks or acts in a timeline entry, first or by initials
_ACTS = r"(?=:|\s+(?:[a-z]+s|[a-z]+ed|and|is|was)\b)"
_FIRST = re.compile(rf"(?:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?|[A-Z]{{2,3}}){_ACTS}")
_INITIALS = re.compile(rf"[A-Z](?<=[\s(].)[A-Z]{{1,2}}{_ACTS}")
_CLOCK = re.compile(r"^\W*\d{1,2}[.:h]?\d{2}\W*")
_NOT_PEOPLE = frozenset(
    [
        "api",
        "dns",
        "sre",
        "qa",
        "ui",
        "ux",
        "ci",
        "cd",
        "ha",
        "lb",
        "vm",
        "aws",
        "gcp",
        "tls",
        "ssl",
        "sql",
        "db",
        "cdn",
        "cpu",
        "gpu",
        "ram",
        "pr",
        "prs",
        "ok",
        "faq",
        "utc",
        "gmt",
        "est",
        "pst",
        "ops",
        "iam",
        "kms",
        "ssh",
        "vpn",
        "nat",
        "eks",
        "gke",
        "rds",
        "s3",
        "ecs",
        "ec2",
        "jvm",
        "gc",
        "oom",
        "db2",
        "cli",
        "sdk",
        "web",
        "app",
        "ios",
        "mac",
        "pdf",
        "csv",
        "xml",
        "url",
        "uri",
        "dev",
        "qps",
        "sla",
        "slo",
        "sli",
        "kpi",
        "ip",
        "lan",
        "wan",
        "ntp",
        "log",
        "fix",
        "bug",
        "the",
        "this",
        "it",
        "we",
        "they",
        "he",
        "she",
        "all",
        "on",
        "at",
        "in",
        "there",
        "then",
        "after",
        "before",
        "also",
        "some",
        "no",
        "one",
        "once",
        "when",
    ]
)
_EVERYONE = frozenset({"all", "team", "everyone", "everybody", "全員", "全员"})
# Words that head lists of actions and could be taken for a name.
_NOT_NAMES = frozenset(
    "immediate short medium long term process processes technical monitoring alerting"
    " documentation testing prevention detection mitigation response communication"
    " infrastructure architecture security performance reliability tooling automation training"
    " code review database backend frontend network deployment deploys completed done planned"
    " pending open todo later now next soon high low critical major minor must should could"
    " prevent detect mitigate investigate repair improve misc other general people policy root"
    " cause follow up followup action item items work bug feature task tasks story epic"
    " queue balancer service services cluster gateway storage cache message load api platform"
    " mobile web search payment payments billing checkout pipeline worker workers runbook alert"
    " alerts dashboard dashboards control data plane node nodes disk config release on call".split()
)


@dataclass(frozen=True)  # no slots: who acts is kept, once a label asks for it
class Owners:
    """The people a report shows acting. Few reports have labels that ask who they are."""

    parts: tuple[Part, ...]

    @cached_property
    def people(self) -> frozenset[str]:
        """Who acts in the timeline, and who is named above or before actions, by folded name."""
        shown = _acting(self.parts)
        labels = [
            part.heading.strip(" *_:：")
            for part in walk(self.parts, "actions")
            if part.groups and part.head is not None and part.head.kind is Kind.PARAGRAPH
        ]
        boxed = {name for name in _boxed(self.parts) if _NAMES.match(name) and not _theme(name)}
        # [Amira] ... [Kees Vos] ...: different names before the items, one surely a person's;
        # [Kafka] ... [Postgres] ... are none.
        if len(boxed) > 1 and any(_is_person(name, shown) for name in boxed):
            shown |= {name.casefold() for name in boxed}
        if not any(_owner_in(label, lambda: shown) for label in labels):
            return shown
        # Bold lines above lists of actions, one of them known to be a person: all are.
        named = (name for label in labels if _NAMES.match(label) for name in _JOIN.split(label))
        return shown | {name.casefold() for name in named} - _NOT_NAMES - _NOT_PEOPLE

    def in_label(self, label: str) -> str | None:
        """The owner that a label above a list names, None where it names none."""
        return _owner_in(label, lambda: self.people)

    def leading(self, text: str) -> tuple[str, str] | None:
        """The owner that a text begins with in bold, and the rest of it: `**JP** Do this`."""
        match = _LEAD.match(text)
        if match is None:
            return None
        who = (match["bold"] or match["box"]).strip()
        full = match["box"] and _FULL_NAME.fullmatch(who) and not _theme(who)
        owner = who if full else self.in_label(who)
        return (owner, match["rest"]) if owner else None


def before_colon(text: str) -> tuple[str, str] | None:
    """Who or what stands before the colon of an item, and the rest: `Operations: do this`.

    That is an owner only where a heading says that owners stand there.
    """
    match = _BEFORE_COLON.match(text)
    words = match["who"].casefold().split() if match else []
    if match is None or len(words) > _WORDS or not _NOT_NAMES.isdisjoint(words):
        return None
    return match["who"].strip(), match["rest"]


def _owner_in(label: str, people: Callable[[], frozenset[str]]) -> str | None:
    label = label.strip().strip("*_:： ").strip()
    if not label or len(label) > 60:
        return None
    if _HANDLE.match(label) or _TEAM.match(label):
        return label
    if stated := _STATED.match(label):
        return stated["who"].strip()
    if not _NAMES.match(label):
        return None
    if label.casefold() in _EVERYONE:
        return label
    names = [name for name in _JOIN.split(label) if name]
    return label if names and all(_acts(name, people()) for name in names) else None


def _acts(name: str, people: frozenset[str]) -> bool:
    if STAND_IN.fullmatch(name):
        return True
    folded = name.casefold()
    if name.isupper() and 2 <= len(name) <= 3:  # initials, in a report that shows people
        return bool(people) and folded not in _NOT_PEOPLE
    if folded in people or folded.split()[0] in people:
        return True
    # A log of initials: "AC" acts there, and "Alex" has the action here.
    initials = {who[0] for who in people if who.isalpha() and len(who) in {2, 3}}
    return folded[0] in initials and folded.isalpha() and folded not in _NOT_NAMES


def _acting(parts: tuple[Part, ...]) -> frozenset[str]:
    lines = (
        line
        for part in walk(parts, "timeline")
        for block in part.blocks
        for leaf in block.walk()
        if leaf.kind in {Kind.PARAGRAPH, Kind.CELL}
        for line in leaf.plain.split("\n")
    )
    return frozenset(who for line in lines for who in _actors(line))


def _boxed(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in walk(parts, "actions"):
        for block in part.blocks:
            for item in block.children if block.kind is Kind.LIST else ():
                words = next((c for c in item.children if c.kind is Kind.PARAGRAPH), None)
                match = _LEAD.match(words.text) if words else None
                if match and match["box"]:
                    yield match["box"].strip()


def _is_person(name: str, people: frozenset[str]) -> bool:
    return name.casefold() in people or _FULL_NAME.fullmatch(name) is not None


def _theme(label: str) -> bool:
    words = label.casefold().replace("-", " ").split()
    return any(word in _NOT_NAMES or word in _NOT_PEOPLE for word in words)


def _actors(line: str) -> set[str]:
    line = line.strip()
    clock = _CLOCK.match(line)
    body = line[clock.end() if clock else 0 :][:200]
    first = _FIRST.match(body)
    people = [first[0].casefold()] if first else []
    people += [initials.casefold() for initials in _INITIALS.findall(body)]
    shown = [who for who in people if who not in _NOT_PEOPLE]
    return {*shown, *(who.split()[0] for who in shown)}

"""Document and Postmortem -> the names in it that are people's.

A name is taken for a person's where the project says so, or where it stands in a place for people:
behind `Owner:`, `Author:` and the like, or as the owner of a fix. What the report calls a team
or a service is none, nor is what the project says to keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from secondstory.model import Document, Postmortem, Study
from secondstory.privacy.audiences import Privacy

_ROLE = (
    r"owners?|assignees?|authors?|written by|prepared by|reviewers?|reviewed by|approvers?"
    r"|approved by|reporters?|reported by|incident (?:commander|lead|manager)|commander|ic|scribe"
    r"|responders?|participants?|attendees|contributors?|on[- ]call(?: engineer)?|facilitator"
    r"|editors?|led by|lead|driver|dri|担当者?|負責人|负责人|责任人|作者"
)
_KEY = re.compile(_ROLE, re.IGNORECASE)
_LABELLED = re.compile(
    rf"^[\s>*_#|-]{{0,12}}(?:{_ROLE})[*_ \t]{{0,4}}[:：|][*_ \t]{{0,4}}"
    r"(?P<who>[^\n]{1,200})",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN = re.compile(r"\s*[,;/&+|\n]\s*|\s+and\s+")
_CAPITAL = r"[^\W\d_a-z\u3040-\u9fff\uac00-\ud7af][\w'’.-]*"
_OFFICE = "担当|者|係|部|課|班|组|組|团队|人|员|員|無|无|未"  # in roles and groups, not in names
HAN = re.compile(rf"(?!.*(?:{_OFFICE}))[\u3400-\u9fff\uac00-\ud7af]{{2,5}}")
_PERSON = re.compile(rf"{_CAPITAL}(?:\s(?:[a-z]{{2,3}}\s){{0,2}}{_CAPITAL}){{0,3}}")
_NICK = re.compile(r"[a-z][\w.-]{1,30}")
_SPACES = re.compile(r"[\s._-]+")
# Words that a group's name has and a person's has not.
_GROUPS = frozenset(
    "team teams squad crew guild group groups tribe chapter committee board oncall on call sre sres"
    " ops devops dev devs eng engineers engineering platform infra infrastructure support security"
    " all here channel everyone everybody anyone admin admins administrators bot noreply reply help"
    " helpdesk desk network networking database databases dba dbas storage search payments payment"
    " billing checkout web mobile backend frontend data api reliability release releases monitoring"
    " observability operations product management legal finance marketing sales vendor vendors"
    " customer success service services unknown none tbd tba n/a na see various management cloud"
    " git root postgres ubuntu deploy www info contact hello alerts pager pagerduty ci cd qa"
    " action actions tech writing".split()
)
_SHORTEST, _ACRONYM = 3, 5  # letters


def folded(name: str) -> str:
    """A name as it is compared: `@Alice.Jansen` is `alice jansen`."""
    return _SPACES.sub(" ", name.strip(" @")).casefold()


def groups_in(study: Study, privacy: Privacy) -> frozenset[str]:
    """The names, folded, of what a report and the project call no person; and words of them."""
    report = study if isinstance(study, Postmortem) else None
    named = [fact.value for fact in (*report.services, *report.teams)] if report else []
    words = {word for name in named for word in folded(name).split()}
    return frozenset({*map(folded, (*named, *privacy.keep)), *words})


def is_group(name: str, groups: frozenset[str]) -> bool:
    """Whether a name is one of a team, a service or anything but a person."""
    known = folded(name)
    return known in groups or not _GROUPS.isdisjoint(known.split())


def owners_told(privacy: Privacy, groups: Iterable[str] = ()) -> Callable[[str], str]:
    """Who is told for an owner beside the reports, where a project puts roles in place of people.

    A team is told, and the role that the project gives a person; for others "" is: letters are
    for one report. `groups` are names of teams, besides those that all know.
    """
    known = frozenset(map(folded, (*privacy.keep, *groups)))
    roles = {folded(name): role for name, role in privacy.people.items()}

    def told(owner: str) -> str:
        return owner if is_group(owner, known) else roles.get(folded(owner), "")

    return told


def people_in(document: Document, study: Study, groups: frozenset[str]) -> tuple[str, ...]:
    """The names of people in the places for people, handles and addresses aside."""
    found = (_trimmed(name) for place in _places(document, study) for name in _BETWEEN.split(place))
    return tuple(
        dict.fromkeys(name for name in found if _is_name(name) and not is_group(name, groups))
    )


def _is_name(name: str) -> bool:
    if HAN.fullmatch(name):
        return True
    acronym = name.isupper() and len(name) <= _ACRONYM
    fits = _PERSON.fullmatch(name) or _NICK.fullmatch(name)
    return bool(fits) and len(name) >= _SHORTEST and not acronym and name.upper() != name.lower()


def _places(document: Document, study: Study) -> Iterator[str]:
    for key, value in document.meta.items():
        if _KEY.fullmatch(key.replace("_", " ")):
            yield from _texts(value)
    for block in document.walk():
        yield from (match["who"] for match in _LABELLED.finditer(block.plain))
    if isinstance(study, Postmortem):
        yield from (action.owner.value for action in study.actions if action.owner)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _trimmed(name: str) -> str:
    return " ".join(name.partition("(")[0].partition("<")[0].strip(" \t*_[]\"'`.:").split())

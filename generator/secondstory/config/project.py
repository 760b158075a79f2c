"""The nouns of configuration: a Project, the flags that change it, its complaints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from secondstory.findings import Location, ProjectError
from secondstory.model import Dress, Site
from secondstory.model.lint import LintRules
from secondstory.noun import Noun
from secondstory.policy import Policy
from secondstory.privacy import Privacy

CONFIG_NAME = "secondstory.toml"
TRACKERS = ("github", "jira")
_SNAPSHOT = "actions.json"
CLASSES = "classes.toml"


class Recipients(Noun, frozen=True):
    """A list: who is sent the digest, and of which reports it is made for them.

    `readers` are mail addresses, `chats` say for "slack" and "teams" which variable of the
    environment holds the address of a webhook. `tags`, `services` and `teams` choose the reports
    that have one of them; where none is named, all reports count.
    """

    name: str
    readers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    chats: tuple[tuple[str, str], ...] = ()


class Post(Noun, frozen=True):
    """How the digest is sent, and to which lists. Paths are absolute, durations in seconds.

    `security` is starttls, tls or plaintext; a `port` of 0 is the usual one for that. `leave` is
    where readers ask to be left out; `patience` how long, in all, to wait for a busy server.
    """

    sender: str = ""
    server: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    leave: str = ""
    ledger: Path | None = None
    timeout: int = 30
    patience: int = 120
    lists: tuple[Recipients, ...] = ()


class Track(Noun, frozen=True):
    """The tracker that holds the action items of a project. Durations in seconds.

    `kind` is github or jira, "" where there is none; `url` the address of its API, "" for
    github.com. `snapshot` is the file that keeps what it said. `patience` is how long, in all, to
    wait for a busy server, `settle` how long until it shows for certain what it has made, `pace`
    how long between two things that are made.
    """

    kind: str = ""
    repository: str = ""
    project: str = ""
    url: str = ""
    label: str = "postmortem"
    issue_type: str = "Task"
    proxy: str = ""
    ca_file: Path | None = None
    snapshot: Path | None = None
    timeout: int = 30
    patience: int = 120
    settle: int = 60
    pace: int = 1


class Flags(Noun, frozen=True):
    """What a command line says in place of the config; None where it is silent.

    Paths are relative to the working folder.
    """

    source: Path | None = None
    output: Path | None = None
    theme: str | None = None
    base_url: str | None = None
    audiences: tuple[str, ...] = ()
    drafts: bool | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project's reports lie, where its portal goes and what it says about itself.

    Paths are absolute; `digests` is where editors write of its digest and `classes` the
    file of its classes, if it says so. `words` are
    phrases for the heading families of the lexicon; `severities` maps the project's own severity
    names to levels 1 (worst) to 4. Which audiences there are says `privacy`, for which of them
    the portal is made `site`. `post` says who is sent the digest, and how, `tracker` where its
    action items are worked on. `lint` and `baseline` are for the linter alone. `policy` is what
    the project asks of its reports, `blueprints` the folder of those that stand in for ours.
    """

    root: Path
    source: Path
    output: Path
    theme: str = "default"
    themes: Path | None = None
    digests: Path | None = None
    classes: Path | None = None
    site: Site = field(default_factory=Site)
    exclude: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    severities: Mapping[str, int] = field(default_factory=dict)
    dress: Dress = field(default_factory=Dress)
    privacy: Privacy = field(default_factory=Privacy)
    post: Post = field(default_factory=Post)
    tracker: Track = field(default_factory=Track)
    lint: LintRules = field(default_factory=LintRules)
    baseline: Path | None = None
    policy: Policy = field(default_factory=Policy)
    blueprints: Path | None = None
    config_path: Path | None = None
    places: Mapping[tuple[str, ...], Location] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def editors(self) -> Path:
        """Where the files lie in which editors write of the digest, if there are any."""
        return self.digests or self.root / "digests"

    @property
    def snapshot(self) -> Path:
        """The file that keeps what a tracker said of action items, whether it is there or not."""
        return self.tracker.snapshot or self.root / _SNAPSHOT

    @property
    def classes_files(self) -> tuple[Path, ...]:
        """Where the file of classes may lie, in the order of looking."""
        return (self.classes,) if self.classes else (self.source / CLASSES, self.root / CLASSES)

    def place(self, *keys: str) -> Location | None:
        """Where the config sets a key, None where it does not or a flag overrules it."""
        return self.places.get(keys)


class ProjectErrors(ProjectError):  # noqa: N818  (the plural is the point)
    """Several things are wrong with a project; `errors` holds each, in the order of the file."""

    def __init__(self, errors: Iterable[ProjectError]) -> None:
        """Sum up complaints; the message has one line for each."""
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__("\n".join(map(str, self.errors)), hint=first.hint)

    def __str__(self) -> str:
        """One line for each complaint, with its location."""
        return self.message

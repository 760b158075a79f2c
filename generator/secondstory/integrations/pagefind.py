"""Pagefind, an indexer of its own: HTML in, the files of a chunked search index out.

Pagefind is a program, which its packages for other languages talk to: requests and answers
are JSON in base64, ended by commas. We talk to it ourselves. Its Python package waits a tenth
of a second for each answer, which makes minutes of a thousand reports; and one request at a
time is what makes its numbering, and so its bytes, the same in each build.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import metadata
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

from secondstory.findings import ProjectError
from secondstory.integrations.settled import settled

_PACKAGE = "pagefind_bin"
_UNUSED = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")


def version() -> str:
    """Say which Pagefind is installed. Raises ProjectError where none is."""
    try:
        return metadata.version(_PACKAGE)
    except metadata.PackageNotFoundError:
        raise ProjectError(
            "the search engine 'pagefind' is not installed",
            hint="pip install 'secondstory[pagefind]'",
        ) from None


def index(pages: Iterable[tuple[str, str]], language: str) -> dict[str, bytes]:
    """Index pages, each an address and its HTML; the files of the index by name.

    Addresses are kept as they are. Raises ProjectError where Pagefind cannot do it.
    """
    with _Service() as service:
        settings = {"force_language": language.partition("-")[0].lower(), "keep_index_url": True}
        number = service.ask("NewIndex", {"config": settings})["index_id"]
        for url, html in pages:
            text = html.encode("utf-8", "replace").decode()  # YAML can spell lone surrogates
            page = {"index_id": number, "url": url, "file_contents": text, "file_path": None}
            service.ask("AddFile", page)
        # Not WriteFiles: that is answered before the last file has been written.
        made = service.ask("GetFiles", {"index_id": number})["files"]
    return settled(
        {
            file["path"]: base64.b64decode(file["content"])
            for file in made
            if not file["path"].startswith(_UNUSED)
        }
    )


class _Service:
    """The program at work; leaving the context ends it."""

    def __enter__(self) -> Self:
        from pagefind_bin import get_executable  # noqa: PLC0415 - an optional extra

        self._asked = 0
        self._complaints: IO[bytes] = TemporaryFile()  # closed in __exit__
        program = str(get_executable())
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a program that the project chose
                [program, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
            )
        except OSError as error:
            self._complaints.close()
            raise _failed(f"cannot start: {error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()  # what it had to do, it has answered
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream:
                with suppress(OSError):  # what was not sent to it any more
                    stream.close()
        self._process.wait()

    def ask(self, kind: str, values: Mapping[str, object]) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        self._asked += 1
        request = {"message_id": self._asked, "payload": {"type": kind, **values}}
        asking, answering = self._process.stdin, self._process.stdout
        if asking is None or answering is None:  # never, with pipes
            raise _failed("no pipe")
        try:
            asking.write(base64.b64encode(json.dumps(request).encode("ascii")) + b",")
            asking.flush()
        except OSError as error:
            raise self._ended() from error
        answer = bytearray()
        while not answer.endswith(b","):
            if not (more := os.read(answering.fileno(), 1 << 20)):
                raise self._ended()
            answer += more
        payload: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
        if payload["type"] == "Error":
            raise _failed(str(payload.get("message", "no reason given")))
        return payload

    def _ended(self) -> ProjectError:
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip()
        return _failed(said.splitlines()[-1] if said else "it ended without an answer")


def _failed(why: str) -> ProjectError:
    return ProjectError(
        f"Pagefind could not make the search index: {why}",
        hint='search.engine = "lunr" needs no other program',
    )

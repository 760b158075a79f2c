"""`secondstory lsp`, spoken to over standard input and output as an editor does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secondstory.findings import ProjectError
from secondstory.integrations.lsp import server

URI = "file:///report.md"
TEXT = "# 🎈 Valve\r\n\r\nÜber 🎈 the operator forgot the valve.\r\n"


class Editor:
    """The least of an editor: sends messages and waits for those it expects."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.number = 0

    def send(self, method: str, params: Any, *, ask: bool = False) -> int:
        self.number += ask
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(message | ({"id": self.number} if ask else {})).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()
        return self.number

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        size = 0
        while (line := self.process.stdout.readline().strip()) or not size:
            if line.lower().startswith(b"content-length:"):
                size = int(line.partition(b":")[2])
        found: dict[str, Any] = json.loads(self.process.stdout.read(size))
        return found

    def ask(self, method: str, params: Any) -> Any:
        number = self.send(method, params, ask=True)
        while (answer := self.receive()).get("id") != number or "method" in answer:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def told(self, method: str) -> Any:
        while (message := self.receive()).get("method") != method:
            pass
        return message["params"]


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    with subprocess.Popen(
        [sys.executable, "-m", "secondstory", "lsp"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        found = Editor(process)
        found.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        found.send("initialized", {})
        yield found
        found.ask("shutdown", None)
        found.send("exit", None)


def opened(editor: Editor, text: str) -> Any:
    document = {"uri": URI, "languageId": "markdown", "version": 1, "text": text}
    editor.send("textDocument/didOpen", {"textDocument": document})
    return editor.told("textDocument/publishDiagnostics")["diagnostics"]


def test_an_opened_report_gets_its_findings(editor: Editor) -> None:
    """Each finding stands at its words, in UTF-16 units, with what to ask instead."""
    (found,) = opened(editor, TEXT)

    assert found["range"]["start"] == {"line": 2, "character": 21}
    assert found["range"]["end"] == {"line": 2, "character": 27}
    assert (found["code"], found["severity"], found["source"]) == ("blame", 1, "secondstory")
    assert "the valve: what" in found["message"]


def test_a_change_is_read_anew(editor: Editor) -> None:
    """What is typed away is found no more, and closing leaves nothing behind."""
    opened(editor, TEXT)
    change = {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": "Fine.\n"}]}
    editor.send("textDocument/didChange", change)
    assert editor.told("textDocument/publishDiagnostics")["diagnostics"] == []

    editor.send("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert editor.told("textDocument/publishDiagnostics")["diagnostics"] == []


def test_two_actions_are_offered_and_neither_rewrites(editor: Editor) -> None:
    """One shows the suggestion, the other puts a comment behind the line."""
    (found,) = opened(editor, TEXT)
    asked = {
        "textDocument": {"uri": URI},
        "range": found["range"],
        "context": {"diagnostics": [found]},
    }
    show, allow = editor.ask("textDocument/codeAction", asked)

    (edit,) = allow["edit"]["changes"][URI]
    assert edit["range"]["start"] == edit["range"]["end"] == {"line": 2, "character": 38}
    assert edit["newText"] == " <!-- lint: allow blame: say why -->"
    editor.send("workspace/executeCommand", show["command"], ask=True)
    assert editor.told("window/showMessage")["message"].startswith("the valve: what")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing SDK is a complaint with its remedy, not a traceback."""
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)

    with pytest.raises(ProjectError) as raised:
        server(lambda _text: ())
    assert "pip install 'secondstory[lsp]'" in raised.value.hint

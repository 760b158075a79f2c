"""Firefox for tests, driven by Marionette, which is part of every Firefox: no driver to install.

A message is its length, a colon, and JSON: `[0, id, command, parameters]` there,
`[1, id, error, result]` back.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAMES = ("firefox-esr", "firefox")
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
SECONDS = 60.0  # a browser that is starting on a busy machine takes its time
# What pages said: errors and warnings of their scripts, their styles and their policy.
SAID = """
  return Services.console.getMessageArray()
    .map(one => { try { return one.QueryInterface(Ci.nsIScriptError) } catch { return null } })
    .filter(one => one && /^(?:file|https?):/.test(one.sourceName))
    .map(one => `${one.sourceName}:${one.lineNumber} ${one.errorMessage}`)
"""


def find_firefox() -> str | None:
    """Find the Firefox to test with: `$FIREFOX`, else the first of the usual names."""
    return os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """A headless Firefox with an empty profile; use it as a context manager."""

    def __init__(self, profile: Path) -> None:
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items())
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        (profile / "home").mkdir()
        command = [find_firefox() or NAMES[0], "--headless", "--no-remote", "--marionette"]
        self._process = subprocess.Popen(
            [*command, "--remote-allow-system-access", "--profile", str(profile)],
            env={**os.environ, "HOME": str(profile / "home"), "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._numbers = count(1)
        self._port = profile / "MarionetteActivePort"

    def __enter__(self) -> Self:
        port = until(lambda: self._port.is_file() and self._port.read_text().strip())
        self._socket = socket.create_connection(("127.0.0.1", int(port)), timeout=SECONDS)
        self._stream = self._socket.makefile("rb")
        self._read()  # who it is
        self.ask("WebDriver:NewSession", acceptInsecureCerts=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.ask("Marionette:Quit", flags=["eForceQuit"])
            self._process.wait(20)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait(20)
        self._stream.close()
        self._socket.close()

    def ask(self, command: str, **parameters: Any) -> Any:
        """Have it do something, and wait until it is done."""
        words = json.dumps([0, next(self._numbers), command, parameters])
        self._socket.sendall(f"{len(words.encode())}:{words}".encode())
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def goto(self, url: str) -> None:
        """Open a page and wait until it is there."""
        self.ask("WebDriver:Navigate", url=url)

    def back(self) -> None:
        self.ask("WebDriver:Back")

    def js(self, script: str, *arguments: object) -> Any:
        """Run a script in the page; its `return` is the result."""
        return self.ask("WebDriver:ExecuteScript", script=script, args=list(arguments))

    def element(self, selector: str) -> str:
        """What names the first element of a selector."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        return str(next(iter(found.values())))

    def type(self, selector: str, words: str) -> None:
        self.ask("WebDriver:ElementSendKeys", id=self.element(selector), text=words)

    def click(self, selector: str) -> None:
        self.ask("WebDriver:ElementClick", id=self.element(selector))

    @contextmanager
    def chrome(self) -> Iterator[None]:
        """Run scripts in the browser itself for a while."""
        self.ask("Marionette:SetContext", value="chrome")
        yield
        self.ask("Marionette:SetContext", value="content")

    def said(self) -> list[str]:
        """What the pages' scripts, styles and policy complained about so far."""
        with self.chrome():
            return list(self.js(SAID))

    def _read(self) -> Any:
        size = b""
        while (char := self._stream.read(1)) != b":":
            if not char:
                raise ConnectionError("Firefox is gone")
            size += char
        return json.loads(self._stream.read(int(size)))


def until(asked: Any) -> Any:
    """Wait until something is so, and give what it came to."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := asked():
            return found
        time.sleep(0.05)
    raise TimeoutError("it never came")

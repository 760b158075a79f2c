"""What the whole suite shares: a real browser, and an honest word where a tool is missing.

Tests marked `browser` need Chromium, those marked `node` Node.js, those marked `java` a
Java runtime. On a machine without them those tests are left out and the summary says so;
under CI a missing tool is a failure, so that nothing passes there by not being run.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from firefox import find_firefox

# How long an example takes says more about the machine than about us. CI tries the same
# examples each time, so that it fails for what was changed.
settings.register_profile(
    "ours",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")

# Whoever is begun in the background of a shell is deaf to Ctrl-C, and so is all that it begins.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    with suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGINT, signal.default_int_handler)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Chromium's own traffic is refused on closed networks, many connections at a time.
CHROMIUM_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """Find the Chromium to test with: `$CHROMIUM`, else the first of the usual names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def missing_tools() -> dict[str, str]:
    """Name the markers that cannot run here, each with the tool it lacks."""
    found = {
        "browser": (find_chromium(), "Chromium (or set CHROMIUM to one)"),
        "firefox": (find_firefox(), "Firefox (or set FIREFOX to one)"),
        "node": (shutil.which("node"), "Node.js"),
        "java": (shutil.which("java"), "a Java runtime"),
    }
    return {marker: tool for marker, (path, tool) in found.items() if not path}


def pytest_configure() -> None:
    """Refuse to run under CI with a tool missing."""
    if os.environ.get("CI") and (missing := missing_tools()):
        raise pytest.UsageError(f"CI needs {' and '.join(missing.values())}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose tool is missing."""
    for marker in missing_tools():
        lacking = [item for item in items if item.get_closest_marker(marker)]
        config.hook.pytest_deselected(items=lacking)
        items[:] = [item for item in items if item not in lacking]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests were left out and what would let them run."""
    for marker, tool in missing_tools().items():
        terminalreporter.write_line(f"Left out: the `{marker}` tests, for want of {tool}.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the session; each test opens its own context in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), chromium_sandbox=False, args=list(CHROMIUM_FLAGS)
        )
        yield browser
        browser.close()

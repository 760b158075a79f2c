"""A live preview: builds in memory, serves, and shows every save in the browser.

A save that breaks something does not take the site away: the last good build stays, and
a sheet on the page tells what to mend, where.
"""

from __future__ import annotations

import gc
import time
import traceback
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread

from watchdog.observers.api import BaseObserver

from secondstory.config import CONFIG_NAME, Project
from secondstory.findings import ProjectError
from secondstory.noun import Noun, replace
from secondstory.places import bundled_themes
from secondstory.portable import visible
from secondstory.serve import rebuild, session
from secondstory.serve.board import NOTHING, Board, Shown
from secondstory.serve.listen import listen
from secondstory.serve.session import Kit, Rest, Session
from secondstory.serve.watch import Changes, Watched, observe, schedule

__all__ = ["preview", "serve"]

Log = Callable[[str], None]


def serve(
    load: Callable[[], Project],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    as_of: date | None = None,
    log: Log = print,
) -> None:
    """Serve a live preview of a project until Ctrl-C.

    `load` reads the project's config, with whatever a command line overrules; it is called
    again before each build. `port` 0 takes any free port. Without `as_of` each build is
    made for the present day (UTC). Raises ProjectError where the project cannot be built
    at all or the port cannot be had.
    """
    with preview(load, host=host, port=port, as_of=as_of, log=log) as url:
        log(f"Serving {url} - save a report to see it there, Ctrl-C ends.")
        if open_browser:
            webbrowser.open(url)
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(60)
    log("Stopped.")


@contextmanager
def preview(
    load: Callable[[], Project],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    as_of: date | None = None,
    log: Log = print,
) -> Iterator[str]:
    """Serve a live preview while the context lasts; it gives the address. As `serve` else."""
    kit = session.kit(load())
    changes = Changes(_watched(kit.project))
    with ExitStack() as stack:
        board = Board(NOTHING)
        # A port that is taken is told at once, not after a long build.
        server = stack.enter_context(listen(board, host, port))
        # Read before there are other threads, so that all cores may help; and again once
        # the folders are watched, so that no save falls between the two.
        begun = session.read(kit, as_of)
        observer = observe(changes)
        stack.callback(observer.join)
        stack.callback(observer.stop)
        begun = session.read(kit, as_of, begun)
        rest = session.rest_of(begun)
        board.show(rebuild.first(session.tree(begun, rest), begun.findings))
        # Most of it is there to stay. To look through it for garbage takes longer than a save.
        gc.collect()
        gc.freeze()
        stack.callback(gc.unfreeze)
        follower = Follower(load, as_of, log, board, changes, observer)
        for work, end in (
            (server.serve_forever, server.shutdown),
            (partial(follower.run, begun, rest), changes.stop),
        ):
            # Ctrl-C does not wait for a long build to finish.
            thread = Thread(target=work, daemon=True)
            thread.start()
            stack.callback(thread.join, 2)
            stack.callback(end)
        stack.callback(board.close)
        name = f"[{host}]" if ":" in host else host
        yield f"http://{name}:{server.server_address[1]}/"


class Follower(Noun, frozen=True):
    """Rebuilds after each batch of changes."""

    load: Callable[[], Project]
    as_of: date | None
    log: Log
    board: Board
    changes: Changes
    observer: BaseObserver

    def run(self, now: Session, rest: Rest) -> None:
        """Follow the changes until there are no more; `rest` is all of `now` that is no page."""
        kit: Kit | None = now.kit
        for saved in _tidied(self.changes.batches()):
            began, clock = time.monotonic(), time.strftime("%H:%M:%S")
            before = self.board.now
            try:
                if kit is None or not _only_reports(saved, kit.project):
                    kit = None  # until it can be read again
                    kit = session.kit(self.load())
                elif not before.broken and (pages := session.glance(now, saved)):
                    self.board.show(rebuild.glanced(before, pages))
                self._watch(_watched(kit.project), saved)
                now = session.read(kit, self.as_of, now)
                shown = rebuild.built(
                    replace(before, serial=self.board.now.serial),
                    session.tree(now, rest),
                    now.findings,
                    kit.project,
                    saved=saved,
                    clock=clock,
                )
                self.board.show(shown)
                if shown.tree is not before.tree:
                    rest = session.rest_of(now, rest)
                    shown = replace(shown, tree=session.tree(now, rest))
                    self._complete(shown)
            except ProjectError as error:
                shown = rebuild.failed(before, error, clock)
                self.board.show(shown)
            except Exception as error:  # noqa: BLE001 (a preview outlives our own mistakes)
                self.log(traceback.format_exc())
                shown = rebuild.failed(before, error, clock)
                self.board.show(shown)
            self.log(_said(shown, saved, clock, time.monotonic() - began))

    def _complete(self, shown: Shown) -> None:
        """Show all of a build; open pages hear of it only where their styles have changed."""
        if shown.tree.look == self.board.now.tree.look:
            self.board.complete(shown)
        else:
            self.board.show(replace(shown, serial=shown.serial + 1))

    def _watch(self, watched: Watched, saved: frozenset[Path]) -> None:
        """Watch what the config names now, and anew what was replaced as a whole."""
        if watched != self.changes.watched or saved & {*watched.folders}:
            self.changes.watched = watched
            schedule(self.observer, self.changes)


def _tidied(batches: Iterable[frozenset[Path]]) -> Iterator[frozenset[Path]]:
    """The batches; garbage is looked for after each and not while somebody waits for it."""
    for batch in batches:
        gc.disable()
        try:
            yield batch
        finally:
            gc.enable()
        gc.collect()


def _only_reports(saved: frozenset[Path], project: Project) -> bool:
    source = project.source.resolve()
    return all(path.is_relative_to(source) for path in saved)


def _said(shown: Shown, saved: frozenset[Path], clock: str, seconds: float) -> str:
    """What the terminal says of a save."""
    names = sorted({path.name for path in saved})
    what = names[0] if len(names) == 1 else f"{len(names)} files"
    if broken := shown.broken:
        place = f"{broken.where or what}: {broken.code}".rstrip(": ")
        hint = f"\n  hint: {visible(broken.hint)}" if broken.hint else ""
        return f"{clock} {visible(f'{place} {broken.message}')}{hint}"
    return f"{clock} {visible(what)}: shown in {seconds:.2f} s"


def _watched(project: Project) -> Watched:
    """What the site is made from: the reports, the themes, the config, the words of editors."""
    others = (project.themes, bundled_themes(), project.editors)
    config = project.config_path or project.root / CONFIG_NAME
    logo = project.dress.logo
    return Watched(
        folders=tuple(folder.resolve() for folder in (project.source, *others) if folder),
        files=tuple(
            file.resolve()
            for file in (config, logo, project.snapshot, *project.classes_files)
            if file
        ),
        left_out=(project.output.resolve(),),
    )

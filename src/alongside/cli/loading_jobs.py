"""Run a long load from the terminal: how far it is, what it did, and what to send back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from alongside.cli.loading import SOME_REJECTED, named, operator

if TYPE_CHECKING:
    from alongside.areas.loads.actions.running import LoadTotals
    from alongside.areas.loads.actions.sources import Source, Unit, Watching

TOTALS = {
    "read": "Read",
    "taken": "Taken",
    "added": "Added",
    "changed": "Changed",
    "ended": "Ended",
    "rejected": "Rejected",
}
_SAYS_EVERY = 10  # percent, where there is no terminal to draw a bar at


def load_job(source: "Source[Unit]", file: Path, rejected: Path | None) -> "LoadTotals":
    """Load a file or go on with it, say what was done, and write what goes back beside it.

    For a command, inside `as_loader`. Ends the command with 3 where something was rejected.
    """
    from django.utils import timezone

    from alongside.areas.loads.actions.running import run_load
    from alongside.areas.loads.reading.files import refuse_what_is_in_the_way

    # `.` is a folder with a name, and what goes back stands beside it; `resolve` breaks on a link to itself.
    whole = Path(os.path.abspath(file))  # noqa: PTH100
    name = whole.name if whole.is_dir() else whole.stem
    back = rejected or whole.parent / f"{name or 'rows'}.rejected.csv"
    refuse_what_is_in_the_way(back, of=file)
    with watching(Console(stderr=True), source.file_name) as watcher:
        totals = run_load(source, at=timezone.now(), operator=operator(), watching=watcher)
    with suppress(BrokenPipeError):  # whoever read the counts has gone; what was done stays done
        for label, count in named(totals, TOTALS).items():
            click.echo(f"{label:<28}{count:>9,}")
    if words := _give_back(totals, back):
        click.echo(words, err=True)
        raise click.exceptions.Exit(SOME_REJECTED)
    return totals


def _give_back(totals: "LoadTotals", back: Path) -> str:
    """Write what was not taken, and say what to do about it; "" where all was taken."""
    from alongside.areas.loads.queries import rows_to_send_back
    from alongside.areas.loads.reading.files import write_table

    if not totals.rejected:
        back.unlink(missing_ok=True)
        return ""
    try:
        write_table(back, rows_to_send_back(totals.load_id, totals.written))
    except OSError as refused:
        return (
            f"What could be taken was loaded, but {back} could not be written: {refused.strerror}. "
            "Load the same file again, which changes nothing, with --rejected and another place."
        )
    return f"What was not taken is in {back}: have it corrected where it is kept, and load again."


@contextmanager
def watching(console: Console, name: str) -> "Iterator[Watching]":
    """Who watches a load: a bar at a terminal, else a line every so often."""
    if not console.is_terminal:
        yield _Lines(console, name)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress, progress.add_task(f"Reading {name}", total=None), name)


class _Bar:
    """A bar that first counts what is read and then how much of it is taken in."""

    def __init__(self, progress: Progress, bar: TaskID, name: str) -> None:
        self._progress, self._bar, self._name = progress, bar, name

    def says(self, words: str) -> None:
        _say(self._progress.console, words)

    def read(self, units: int) -> None:
        self._progress.update(self._bar, completed=units)

    def applied(self, done: int, total: int) -> None:
        self._progress.update(
            self._bar, description=f"Taking in {self._name}", completed=done, total=total
        )


class _Lines:
    """A line at the start, and one for each tenth."""

    def __init__(self, console: Console, name: str) -> None:
        self._console, self._said = console, -1
        _say(console, f"Reading {name}")

    def says(self, words: str) -> None:
        _say(self._console, words)

    def read(self, units: int) -> None: ...

    def applied(self, done: int, total: int) -> None:
        tenth = 100 * done // total // _SAYS_EVERY if total else 0
        if tenth > self._said:
            self._said = tenth
            _say(self._console, f"Taken in: {done:,} of {total:,}")


def _say(console: Console, words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)

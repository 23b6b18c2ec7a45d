"""Run other programs, and end them with ourselves whenever we are told to end."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

import click

SECONDS_TO_END, SECONDS_BETWEEN = 20, 2


class _Ending:
    """Whether we were told to end while a program was being started, which must not be lost."""

    held = False
    asked = False


def _end(_number: int, _frame: FrameType | None) -> None:
    if _Ending.held:
        _Ending.asked = True
    else:
        raise KeyboardInterrupt


def end_when_told() -> None:
    """Let Ctrl-C, SIGTERM and a closed terminal all raise KeyboardInterrupt."""
    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _end)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Answer a signal that comes meanwhile only afterwards."""
    _Ending.held = True
    try:
        yield
    finally:
        _Ending.held = False
    if _Ending.asked:
        raise KeyboardInterrupt


class EndedByItself(click.ClickException):
    """A program that was to run until we are told to end has ended: something is wrong."""


def run(commands: Sequence[Sequence[str]], *, role: str) -> None:
    """Run programs until one ends, then end them all; told to end ourselves, end them too."""
    with _running(commands, role=role) as programs:
        while all(program.poll() is None for program in programs):
            with suppress(subprocess.TimeoutExpired):
                programs[0].wait(timeout=1)
        raise EndedByItself("A server or worker ended by itself; what it said is above.")


def run_to_end(command: Sequence[str]) -> None:
    """Run one program to its end, and end ourselves where it did not succeed."""
    with _running([command], role="web") as (program,):
        code = program.wait()
    if code:
        raise SystemExit(code)


@contextmanager
def _running(
    commands: Sequence[Sequence[str]], *, role: str
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Programs that live no longer than this; each is told to end once, by us and no terminal."""
    environment = {**os.environ, "ALONGSIDE_ROLE": role}
    programs: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            with _undisturbed():  # a program that was started must be known, to be ended
                programs.append(
                    subprocess.Popen(list(command), env=environment, start_new_session=True)  # noqa: S603
                )
        yield programs
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            _await_end(program)


def _await_end(program: subprocess.Popen[bytes]) -> None:
    """Wait for a program that was told to end; end it with all it started where it does not."""
    for _ in range(SECONDS_TO_END // SECONDS_BETWEEN):
        with suppress(subprocess.TimeoutExpired):
            program.wait(timeout=SECONDS_BETWEEN)
            return
        program.terminate()  # a server that was still starting lets the first one pass
    os.killpg(program.pid, signal.SIGKILL)
    program.wait()

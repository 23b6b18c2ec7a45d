"""Commands of `alongside`."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

import click

from alongside.cli.database import database, migrate


@click.group()
@click.version_option(package_name="alongside")
def main() -> None:
    """Alongside joins up the people who look after the same children."""
    signal.signal(signal.SIGTERM, _end)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date."""
    with database():
        migrate()


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
def serve(port: int, workers: int) -> None:
    """Serve the pages on this machine."""
    with database():
        _run([_serving(port, workers)], role="web")


@main.command()
def worker() -> None:
    """Deliver messages and watch the clocks."""
    with database():
        _work()


@main.command("work", hidden=True)
def work() -> None:
    """The worker's own process."""
    _work()


def _work() -> None:
    import django

    os.environ["ALONGSIDE_ROLE"] = "worker"
    django.setup()
    from alongside.jobs.working import work_until_ended

    work_until_ended()


def _serving(port: int, workers: int) -> Sequence[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--no-ws", "alongside.config.wsgi:application",
    ]  # fmt: skip


def _run(commands: Sequence[Sequence[str]], *, role: str) -> None:
    """Run programs until one ends or we are told to; then end them all."""
    running = [
        subprocess.Popen(list(command), env={**os.environ, "ALONGSIDE_ROLE": role})  # noqa: S603
        for command in commands
    ]
    try:
        while all(program.poll() is None for program in running):
            try:
                running[0].wait(timeout=1)
            except subprocess.TimeoutExpired:
                continue
    except KeyboardInterrupt:
        pass
    finally:
        for program in running:
            program.terminate()
        for program in running:
            program.wait(timeout=20)

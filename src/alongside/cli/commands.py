"""Commands of `alongside`."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

import click

from alongside.cli import loading
from alongside.cli.database import database, migrate


@click.group()
@click.version_option(package_name="alongside")
def main() -> None:
    """Alongside joins up the people who look after the same children."""
    signal.signal(signal.SIGTERM, _end)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


loading.add_to(main)


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


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--children", default=12_000, show_default=True)
def demo(port: int, children: int) -> None:
    """A made-up council, in your browser."""
    os.environ["ALONGSIDE_DEMO"] = "1"
    os.environ.setdefault("ALONGSIDE_BASE_URL", f"http://localhost:{port}")
    os.environ.setdefault(
        "ALONGSIDE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
    )
    with database():
        for step in (["migrate"], ["seed", "--children", str(children)]):
            subprocess.run([sys.executable, "-m", "alongside.cli", *step], check=True)  # noqa: S603
        click.echo(f"Open http://localhost:{port}/demo/ in two browser windows. Ctrl-C ends it.")
        worker_program = [sys.executable, "-m", "alongside.cli", "work"]
        _run([_serving(port, 2), worker_program], role="web")


@main.command(hidden=True)
@click.option("--children", default=12_000)
def seed(children: int) -> None:
    """Fill an empty database with the made-up council."""
    import django

    django.setup()
    from django.utils import timezone

    from alongside.demo.seeding import is_seeded, seed

    if is_seeded():
        click.echo("The made-up council is already here.")
    else:
        seed(count=children, at=timezone.now(), say=click.echo)

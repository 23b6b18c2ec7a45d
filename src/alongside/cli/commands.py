"""Commands of `alongside`."""

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from alongside.cli import loading
from alongside.cli.before_serving import refuse_busy_port, refuse_unready
from alongside.cli.bouncing import bounce
from alongside.cli.database import database, home, migrate
from alongside.cli.doctor import doctor
from alongside.cli.preparing import prepare
from alongside.cli.programs import end_when_told, run, run_to_end
from alongside.foundation.logs import say_what_ends_it, write_to

# Threads of one worker: each keeps connections of its own, and PostgreSQL has 100 unless told otherwise.
THREADS = 4

LOOPBACK = "127.0.0.1"
GRANIAN_LOGS = Path(__file__).with_name("granian_logs.json")
ENDED = 130  # what a program that was told to end answers


@click.group()
@click.version_option(package_name="alongside")
def main() -> None:
    """Alongside joins up the people who look after the same children."""
    end_when_told()


main.add_command(bounce)
main.add_command(doctor)
main.add_command(prepare)
loading.add_to(main)


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date."""
    with database():
        migrate()
    click.echo("The database is up to date.")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option(
    "--host", default=LOOPBACK, show_default=True, help="In a container: 0.0.0.0, behind a proxy."
)
def serve(port: int, workers: int, host: str) -> None:
    """Serve the pages, to the proxy on this machine or to the one a container has."""
    os.environ.setdefault("ALONGSIDE_BASE_URL", f"http://localhost:{port}")
    refuse_busy_port(port)
    _add_up_numbers(port)
    with suppress(KeyboardInterrupt), database():
        refuse_unready("web")
        run([_serving(port, workers, host)], role="web")


@main.command()
def worker() -> None:
    """Deliver messages and watch the clocks."""
    os.environ["ALONGSIDE_ROLE"] = "worker"
    with database():
        refuse_unready("worker")
        _work()


@main.command("work", hidden=True)
def work() -> None:
    """The worker's own process."""
    _work()


def _work() -> None:
    import django

    os.environ["ALONGSIDE_ROLE"] = "worker"
    django.setup()
    write_to(sys.stdout)
    say_what_ends_it()
    from alongside.jobs.working import work_until_ended

    work_until_ended()


def _add_up_numbers(port: int) -> None:
    """Give the processes that serve this port one folder for what a monitor reads, if one may."""
    if os.environ.get("ALONGSIDE_METRICS_TOKEN"):
        folder = home() / "metrics" / str(port)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _serving(port: int, workers: int, host: str = LOOPBACK) -> Sequence[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws", "--log-config", str(GRANIAN_LOGS),
        "alongside.config.wsgi:application",
    ]  # fmt: skip


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--children", type=click.IntRange(1, 1_000_000), default=12_000, show_default=True)
def demo(port: int, children: int) -> None:
    """A made-up council, in your browser."""
    os.environ["ALONGSIDE_DEMO"] = "1"
    os.environ.setdefault("ALONGSIDE_LOG", "quiet")  # or the address to open is soon out of sight
    os.environ.setdefault("ALONGSIDE_BASE_URL", f"http://localhost:{port}")
    os.environ.setdefault(
        "ALONGSIDE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
    )
    refuse_busy_port(port)
    _add_up_numbers(port)
    try:
        with database():
            _make_and_serve(port, children)
    except KeyboardInterrupt:
        raise SystemExit(ENDED) from None


def _make_and_serve(port: int, children: int) -> None:
    try:
        run_to_end([sys.executable, "-m", "alongside.cli", "seed", "--children", str(children)])
    except KeyboardInterrupt:
        click.echo("Stopped. A council half made is made from the beginning by the next start.")
        raise
    with suppress(KeyboardInterrupt):
        click.echo(
            f"Open http://localhost:{port}/demo/ to be the school, and in a second window\n"
            f"http://127.0.0.1:{port}/demo/ to be the hub. Ctrl-C ends it."
        )
        worker_program = [sys.executable, "-m", "alongside.cli", "work"]
        run([_serving(port, 2), worker_program], role="web")


@main.command(hidden=True)
@click.option("--children", default=12_000)
def seed(children: int) -> None:
    """Bring the database up to date, and fill an empty one with the made-up council."""
    # Told to end, it ends at once: PostgreSQL takes back what was not committed.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # A crash may cost the last half second of it: the next start sees that and begins again.
    os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
    migrate()
    _seed(children)


def _seed(children: int) -> None:
    from django.utils import timezone

    from alongside.access.context import connected_as
    from alongside.demo.making import empty_half_made, is_made
    from alongside.demo.seeding import seed

    with connected_as("web"):
        if is_made():
            click.echo("The council is already here.")
            return
        empty_half_made()
        seed(count=children, at=timezone.now(), say=click.echo)

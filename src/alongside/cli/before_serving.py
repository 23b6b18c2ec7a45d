"""What stands in the way of serving or working, said in words before anything is started."""

import errno
import socket

import click


def refuse_busy_port(port: int) -> None:
    """Raise where somebody listens there already: two servers would share a port without a word."""
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind(("127.0.0.1", port))
        except OSError as reason:
            if reason.errno == errno.EACCES:
                raise click.ClickException(f"Port {port} needs an administrator.") from reason
            words = f"Something listens on port {port} already. End it, or choose another --port."
            raise click.ClickException(words) from reason


def refuse_unready(role: str) -> None:
    """Raise where the settings are unsafe, the database is away or nothing is in it yet."""
    import django

    try:
        django.setup()
    except RuntimeError as reason:  # an address for this role is missing
        raise click.ClickException(str(reason)) from reason
    from django.core.checks import run_checks
    from django.db import connections
    from django.db.utils import OperationalError

    if problems := [check for check in run_checks() if check.is_serious()]:
        raise click.ClickException("\n".join(str(problem) for problem in problems))
    try:
        with connections[role].cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.messages_delivery')")
            (made,) = cursor.fetchone()
    except OperationalError as reason:
        words = f"The database cannot be reached: {str(reason).splitlines()[0]}"
        raise click.ClickException(words) from reason
    finally:
        connections[role].close()
    if made is None:
        raise click.ClickException("There are no tables yet. Run `alongside migrate` first.")

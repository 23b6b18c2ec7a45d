"""`alongside bounce`: what a mail server could not deliver comes back here, and reopens the telling."""

import os
import sys

import click

from alongside.cli.database import database

# What a mail server reads as "keep it, and try this again later" (sysexits.h, EX_TEMPFAIL).
LATER = 75
MOST_BYTES = 10_000_000


@click.command()
def bounce() -> None:
    """Read one notice of failed delivery from standard input, as a mail server pipes it.

    Any other message is left alone. The exit code is 0, so that a mail server never answers a
    notice with another, and 75 while the database cannot be reached, so that it tries again.
    """
    os.environ["ALONGSIDE_ROLE"] = "worker"
    message = sys.stdin.buffer.read(MOST_BYTES)
    with database():
        import django

        django.setup()
        from django.db import OperationalError
        from django.utils import timezone

        from alongside.jobs.delivering import take_back

        try:
            taken = take_back(message, at=timezone.now())
        except OperationalError:
            click.echo("The database cannot be reached: try again later.", err=True)
            raise click.exceptions.Exit(LATER) from None
        if not taken:
            click.echo("This is no notice that an email of ours failed. Nothing was changed.")

"""`alongside bounce`: what a mail server could not deliver comes back here, and reopens the telling."""

import os
import sys

import click

from alongside.cli.database import database


@click.command()
def bounce() -> None:
    """Read one notice of failed delivery from standard input, as a mail server pipes it.

    Any other message is left alone. The exit code is always 0, so that a mail server never answers
    a notice with another.
    """
    os.environ["ALONGSIDE_ROLE"] = "worker"
    with database():
        import django

        django.setup()
        from django.utils import timezone

        from alongside.jobs.delivering import take_back

        if not take_back(sys.stdin.buffer.read(MOST_BYTES), at=timezone.now()):
            click.echo("This is no notice that an email of ours failed. Nothing was changed.")


MOST_BYTES = 10_000_000

"""`alongside doctor`: what is wrong with this deployment, in words."""

import sys

import click

MARKS = {"ok": ("ok", "green"), "warning": ("look", "yellow"), "wrong": ("WRONG", "red")}


@click.command()
def doctor() -> None:
    """Look at the database, roles, packs, worker, mail and clock; change nothing.

    The exit code is 0 when nothing is wrong and 1 when something is, for a monitor to read.
    """
    import django

    django.setup()
    from alongside.cli.examining import examine

    wrong = 0
    for finding in examine():
        mark, colour = MARKS[finding.state]
        wrong += finding.state == "wrong"
        click.echo(f"{click.style(f'{mark:<6}', fg=colour)} {finding.about:<11} {finding.words}")
    click.echo(f"{wrong} wrong." if wrong else "Nothing is wrong.")
    sys.exit(1 if wrong else 0)

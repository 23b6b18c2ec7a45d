"""`alongside doctor`: what is wrong with this deployment, in words."""

import json
import os
import sys
from datetime import UTC, datetime

import click

from alongside import __version__
from alongside.cli.findings import Finding

MARKS = {"ok": ("ok", "green"), "warning": ("look", "yellow"), "wrong": ("WRONG", "red")}
# What Nagios and all that take its plug-ins read: OK, WARNING, CRITICAL.
CODES = {"ok": 0, "warning": 1, "wrong": 2}


@click.command()
@click.option(
    "--json", "as_json", is_flag=True, help="For a machine: one object, with every finding."
)
def doctor(as_json: bool) -> None:
    """Look at the database, roles, packs, worker, mail, disk and clock; change nothing.

    The exit code is 0 when all is well, 1 when something is worth a look and 2 when something is wrong.
    """
    findings = _findings()
    worst = max((finding.state for finding in findings), key=CODES.__getitem__)
    if as_json:
        click.echo(_for_machines(findings, worst))
    else:
        _for_people(findings)
    sys.exit(CODES[worst])


def _findings() -> list[Finding]:
    import django

    # It signs nothing, so it makes no key and need not be let read one.
    os.environ.setdefault("ALONGSIDE_SECRET_KEY", "of the doctor, who signs nothing")
    try:
        django.setup()
        from alongside.cli.examining import examine

        return list(examine())
    except RuntimeError as reason:  # an address for this role is missing
        return [Finding("settings", "wrong", str(reason))]
    except PermissionError as refused:
        words = f"{refused.filename} cannot be read. Run the doctor as the account that serves."
        return [Finding("settings", "wrong", words)]


def _for_machines(findings: list[Finding], worst: str) -> str:
    told = [
        {"about": finding.about, "state": finding.state, "words": finding.words}
        for finding in findings
    ]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps(
        {"state": worst, "at": at, "version": __version__, "findings": told}, ensure_ascii=False
    )


def _for_people(findings: list[Finding]) -> None:
    for finding in findings:
        mark, colour = MARKS[finding.state]
        click.echo(f"{click.style(f'{mark:<6}', fg=colour)} {finding.about:<12} {finding.words}")
    wrong = sum(finding.state == "wrong" for finding in findings)
    click.echo(f"{wrong} wrong." if wrong else "Nothing is wrong.")

"""The command that brings in the steps of a council's case management system."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alongside.cli.as_loader import as_loader
from alongside.cli.loading import (
    Totals,
    file_argument,
    load_file,
    named,
    operator,
    rejected_option,
)
from alongside.cli.refused_loads import Incoming

if TYPE_CHECKING:
    from alongside.areas.loads.reading.files import FileRead

STEPS = {
    "read": "Rows read",
    "added": "Steps new",
    "changed": "Steps corrected",
    "unchanged": "Steps known already",
    "applied": "Rows applied",
    "waiting": "Rows waiting",
    "superseded": "Rows of no effect",
    "contradicted": "Rows contradicted",
    "cases": "Cases as they now stand",
    "rejected": "Rejected",
}


@click.command()
@file_argument
@click.option("--authority", "code", default="", metavar="CODE", help="Whose: its DfE code.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help="Where to write what is answered for each row.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@rejected_option
def steps(
    file: Path, code: str, answers: Path | None, dry_run: bool, rejected: Path | None
) -> None:
    """Steps of a council's case management system, from a FILE.csv or FILE.json it exports."""
    with as_loader():
        from alongside.areas.case_system.actions import load_steps
        from alongside.areas.case_system.answering import answered_rows, reasons_in_words
        from alongside.areas.case_system.feed import ToldStep, read_steps_file
        from alongside.areas.loads.reading.files import refuse_what_is_in_the_way, write_table

        if answers:
            refuse_what_is_in_the_way(answers, of=file)

        def apply(found: "FileRead[ToldStep]", at: datetime) -> Totals:
            done = load_steps(found, authority=code, at=at, operator=operator(), dry_run=dry_run)
            if answers:
                write_table(answers, answered_rows(done.answers, found.rejected))
            for words in reasons_in_words(done.reasons):
                click.echo(words, err=True)
            return named(done, STEPS)

        if dry_run:
            click.echo("A dry run: nothing is changed.", err=True)
        load_file(
            file, rejected, lambda read, at: read_steps_file(file, at=at, read=read), apply,
            Incoming(kind="" if dry_run else "steps", of_authority=code),
        )  # fmt: skip

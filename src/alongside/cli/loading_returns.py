"""The command that brings in the looked-after children return."""

from pathlib import Path

import click

from alongside.cli.as_loader import as_loader
from alongside.cli.loading import rejected_option


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--authority", "code", default="", metavar="CODE", help="Whose: its DfE code.")
@click.option(
    "--year", default="", metavar="2018/19", help="Which year it is of, if not by its days."
)
@click.option(
    "--complete", is_flag=True, help="It is the whole year's return: others are out of it."
)
@rejected_option
def ssda903(folder: Path, code: str, year: str, complete: bool, rejected: Path | None) -> None:
    """Looked-after children, from the FOLDER of CSV files that goes to the Department for Education."""
    with as_loader(in_batches=True):
        from django.utils import timezone

        from alongside.areas.case_system.actions.loading import authority_of
        from alongside.areas.looked_after.actions import ReturnSource
        from alongside.areas.looked_after.rules.years import typed_year
        from alongside.cli.loading_jobs import load_job
        from alongside.foundation.calendars import local_day

        source = ReturnSource(
            folder,
            authority=authority_of(code),
            today=local_day(timezone.now()),
            year=typed_year(year) if year else None,
            complete=complete,
        )
        load_job(source, folder, rejected)

"""The command that brings in the children in need census."""

from pathlib import Path

import click

from alongside.cli.as_loader import as_loader
from alongside.cli.loading import file_argument, rejected_option


@click.command("cin-census")
@file_argument
@click.option("--authority", "code", default="", metavar="CODE", help="Whose: its DfE code.")
@click.option(
    "--end-more-than-a-fifth",
    "many_meant",
    is_flag=True,
    help="So many of an earlier file of its year really do not belong in it.",
)
@rejected_option
def cin_census(file: Path, code: str, many_meant: bool, rejected: Path | None) -> None:
    """Children in need, from a FILE of the census that goes to the Department for Education."""
    with as_loader(in_batches=True):
        from django.utils import timezone

        from alongside.areas.case_system.actions.loading import authority_of
        from alongside.areas.social_care.actions import CensusSource
        from alongside.cli.loading_jobs import load_job
        from alongside.foundation.calendars import local_day

        today = local_day(timezone.now())
        authority = authority_of(code)
        source = CensusSource(file, authority=authority, today=today, many_meant=many_meant)
        load_job(source, file, rejected)

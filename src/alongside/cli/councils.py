"""The command that sets up an authority, which every load needs first."""

import re
from collections.abc import Callable

import click

from alongside.cli.as_loader import as_loader


def _code(pattern: str, shape: str) -> Callable[[click.Context, click.Parameter, str], str]:
    """What checks that an option has the shape of its code."""

    def checked(_context: click.Context, _option: click.Parameter, value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise click.BadParameter(f"it is {shape}.")
        return value

    return checked


@click.command()
@click.argument("pack")
@click.option("--dfe-code", required=True, callback=_code(r"[0-9]{3}", "3 digits, such as 999"))
@click.option("--gss-code", required=True, callback=_code(r"E[0-9]{8}", "E and 8 digits"))
def authority(pack: str, dfe_code: str, gss_code: str) -> None:
    """Set up the authority whose pack is PACK, with its front door, or bring it up to date."""
    with as_loader():
        from django.utils import timezone

        from alongside.areas.staffing.actions import set_up_authority
        from alongside.cli.loading import operator

        done = set_up_authority(
            pack=pack, dfe_code=dfe_code, gss_code=gss_code, at=timezone.now(), operator=operator()
        )
        click.echo(
            f"The organisation {done.name} is set up, with the teams {done.front_door} "
            f"and {done.emergency_duty_team}; "
            f"{done.grants_changed:,} grants of access changed."
        )

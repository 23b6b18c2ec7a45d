"""`alongside prepare-database`: the logins and the database, on a PostgreSQL of the deployment's own."""

from pathlib import Path

import click
import psycopg
from psycopg.pq import Conninfo

from alongside.cli.database import DATABASE
from alongside.foundation.database_roles import (
    BACKUP,
    URL_OF_ROLE,
    DatabaseBelongsToAnother,
    RoleTooPowerful,
    prepare_database,
)


@click.command("prepare-database")
@click.option(
    "--admin", envvar="DATABASE_ADMIN_URL", required=True, help="An administrator's address."
)
@click.option("--database", default=DATABASE, show_default=True)
@click.option(
    "--passwords", type=click.Path(path_type=Path, dir_okay=False), required=True,
    help="A file that only you can read: made here, and kept for the next time.",
)  # fmt: skip
def prepare(admin: str, database: str, passwords: Path) -> None:
    """Make the logins and the database, and say which variables each process needs.

    Nothing is changed twice: run it again after an upgrade. What it prints holds passwords.
    """
    try:
        logins = prepare_database(admin, database=database, secrets_file=passwords)
    except (psycopg.Error, DatabaseBelongsToAnother, RoleTooPowerful) as reason:
        raise click.ClickException(str(reason)) from reason
    for role, name in URL_OF_ROLE.items():
        click.echo(f'{name}="{logins[role]}"')
    if BACKUP in logins:
        click.echo("# For pg_dump alone, which reads these by itself:")
        for name, value in _parts(logins[BACKUP]).items():
            click.echo(f'{name}="{value}"')


def _parts(conninfo: str) -> dict[str, str]:
    """The variables that PostgreSQL's own programs read: a password among their words is seen by all."""
    return {
        part.envvar.decode(): part.val.decode()
        for part in Conninfo.parse(conninfo.encode())
        if part.envvar and part.val
    }

"""Commands that bring in what others keep: schools, rolls, staff, and the authority they belong to."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click
import django
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from alongside.cli.database import database
from alongside.foundation.database_roles import DatabaseBelongsToAnother, RoleTooPowerful
from alongside.foundation.embedded_postgres import (
    DataFromAnotherVersion,
    PostgresDidNotObey,
    PostgresNotAvailable,
)
from alongside.packs import PackInvalid, PackNotFound

if TYPE_CHECKING:
    from alongside.areas.schools.reading.files import FileRead, RowsRead

SOME_REJECTED = 3
# RuntimeError: DATABASE_LOADER_URL is missing, where the server is the deployment's own.
CANNOT_START = (
    *(PostgresNotAvailable, PostgresDidNotObey, DataFromAnotherVersion),
    *(DatabaseBelongsToAnother, RoleTooPowerful, RuntimeError),
)
_CHUNK = 1 << 20
Parsed = TypeVar("Parsed")
Totals = Mapping[str, int]

_file = click.argument("file", type=click.Path(path_type=Path))
_rejected = click.option(
    "--rejected",
    type=click.Path(path_type=Path),
    help="Where to write rejected rows. Without it: NAME.rejected.csv beside the file.",
)


def add_to(group: click.Group) -> None:
    """Give the command its loading commands."""
    group.add_command(load)
    group.add_command(authority)


@click.group()
def load() -> None:
    """Bring in schools, a school's roll, or staff, from a file."""


@load.command()
@_file
@_rejected
def schools(file: Path, rejected: Path | None) -> None:
    """Establishments, from a FILE of Get Information About Schools."""
    with _loading():
        from alongside.areas.schools.actions import load_schools
        from alongside.areas.schools.gias import Establishment, read_schools_file

        def apply(found: "FileRead[Establishment]", at: datetime) -> Totals:
            done = load_schools(found, at=at, operator=_operator())
            return {
                "Rows read": done.read,
                "Taken": done.taken,
                "Added": done.added,
                "Changed": done.changed,
                "Rejected": done.rejected,
                "Authorities first named": done.authorities,
            }

        _load(file, rejected, lambda read, _: read_schools_file(file, read=read), apply)


@load.command()
@_file
@click.option("--school", "urn", required=True, metavar="URN", help="Whose roll it is.")
@click.option("--complete", is_flag=True, help="The file is the whole roll: end those not in it.")
@click.option(
    "--end-more-than-a-fifth",
    "many_meant",
    is_flag=True,
    help="With --complete: so many have really left.",
)
@_rejected
def roll(file: Path, urn: str, complete: bool, many_meant: bool, rejected: Path | None) -> None:
    """Pupils on the roll of one school, from a FILE its own system exports."""
    with _loading():
        from alongside.areas.schools.actions import UnknownSchool, load_roll
        from alongside.areas.schools.queries import school_by_urn
        from alongside.areas.schools.roll import Pupil, read_roll_file
        from alongside.foundation.calendars import local_day

        school = school_by_urn(urn.strip())
        if school is None:
            raise UnknownSchool(urn)

        def apply(found: "FileRead[Pupil]", at: datetime) -> Totals:
            done = load_roll(
                found,
                urn=urn.strip(),
                complete=complete,
                many_meant=many_meant,
                at=at,
                operator=_operator(),
            )
            return {
                "Rows read": done.read,
                "Taken": done.taken,
                "Added": done.added,
                "Changed": done.changed,
                "Rejoined": done.rejoined,
                "Left": done.left,
                "Rejected": done.rejected,
                "Absent from the file": done.absent,
                "Absent and ended": done.ended,
                "Perhaps in a rejected row": done.unsure,
                "Left before, not recorded": done.already_left,
            }

        click.echo(f"{school.name} ({urn.strip()})")
        _load(
            file,
            rejected,
            lambda read, at: read_roll_file(file, on=local_day(at), read=read),
            apply,
        )
        if not school.pack:
            click.echo(
                f"{school.authority} is not set up here, so nobody can see these pupils yet.",
                err=True,
            )


@load.command()
@_file
@_rejected
def staff(file: Path, rejected: Path | None) -> None:
    """People and the teams they work in, from a FILE with a row for each posting."""
    with _loading():
        from alongside.areas.staffing.actions import load_staff
        from alongside.areas.staffing.staff_list import Listed, read_staff_file

        def apply(found: "FileRead[Listed]", at: datetime) -> Totals:
            done = load_staff(found, at=at, operator=_operator())
            return {
                "Rows read": done.read,
                "Taken": done.taken,
                "People added": done.people_added,
                "People renamed": done.people_renamed,
                "Teams added": done.teams_added,
                "Postings started": done.posted,
                "Postings whose end changed": done.end_changed,
                "Over before, not recorded": done.already_ended,
                "Rejected": done.rejected,
            }

        _load(file, rejected, lambda read, _: read_staff_file(file, read=read), apply)


@click.command()
@click.argument("pack")
@click.option("--dfe-code", required=True, help="The Department's code: 3 digits.")
@click.option("--gss-code", required=True, help="E and 8 digits.")
def authority(pack: str, dfe_code: str, gss_code: str) -> None:
    """Set up the authority whose pack is PACK, with its front door, or bring it up to date."""
    with _loading():
        from alongside.areas.staffing.actions import set_up_authority

        done = set_up_authority(
            pack=pack, dfe_code=dfe_code, gss_code=gss_code, at=_now(), operator=_operator()
        )
        click.echo(
            f"{done.name} is set up: {done.front_door}, {done.emergency_duty_team}; "
            f"{done.grants_changed:,} grants of access changed."
        )


def _load(
    file: Path,
    rejected: Path | None,
    read: Callable[["RowsRead", datetime], "FileRead[Parsed]"],
    apply: Callable[["FileRead[Parsed]", datetime], Totals],
) -> None:
    """Read the whole file, apply it at once, say what was done, give back what could not be taken."""
    from alongside.areas.schools.reading.files import refuse_what_is_in_the_way, write_rejected

    at = _now()
    back = rejected or file.with_name(f"{file.stem}.rejected.csv")
    refuse_what_is_in_the_way(back, of=file)
    console = Console(stderr=True)
    with _progress(console, file) as rows_read:
        found = read(rows_read, at)
    _say(console, f"Writing what {found.rows:,} rows say")
    totals = apply(found, at)
    for label, count in totals.items():
        click.echo(f"{label:<28}{count:>9,}")
    write_rejected(back, found.rejected)
    if found.rejected:
        click.echo(f"Correct the rejected rows in {back} and load that file as well.", err=True)
        raise click.exceptions.Exit(SOME_REJECTED)


@contextmanager
def _progress(console: Console, file: Path) -> Iterator["RowsRead"]:
    """What to call with the number of rows read: a bar at a terminal, else a line at the start."""
    if not console.is_terminal:
        _say(console, f"Reading {file.name}")
        yield lambda _: None
        return
    columns = (TextColumn("Reading {task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(file.name, total=_lines_of(file))
        yield lambda rows: progress.update(bar, completed=rows)


def _lines_of(file: Path) -> int | None:
    if not file.is_file():
        return None
    with file.open("rb") as opened:
        chunks = iter(lambda: opened.read(_CHUNK), b"")
        return sum(chunk.count(b"\n") for chunk in chunks)


def _say(console: Console, words: str) -> None:
    console.print(words, markup=False, highlight=False)


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _operator() -> str:
    """Whoever is at the terminal, for the audit."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or ""


@contextmanager
def _loading() -> Iterator[None]:
    """The loader's own connection, for as long as this lasts; what is refused is said in words."""
    os.environ["ALONGSIDE_ROLE"] = "loader"
    with ExitStack() as open_until_done:
        try:
            open_until_done.enter_context(database())
            django.setup()
        except CANNOT_START as reason:
            _refuse(str(reason), reason)
        from alongside.access.context import connected_as

        with connected_as("loader"), _in_words():
            yield


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what may be wrong with a file, a number, a disk or the database into words and exit code 1."""
    from django.db import Error

    from alongside.areas.schools.actions import TooManyWouldEnd, UnknownSchool
    from alongside.areas.schools.reading.files import FileInTheWay
    from alongside.areas.schools.reading.refusals import TableRefused
    from alongside.areas.staffing.actions import CodeTaken

    try:
        yield
    except (TableRefused, UnknownSchool, TooManyWouldEnd, FileInTheWay, CodeTaken) as refused:
        _refuse(str(refused), refused)
    except (PackInvalid, PackNotFound) as refused:
        _refuse(str(refused), refused)
    except OSError as refused:
        _refuse(f"{refused.filename or 'The file'}: {refused.strerror}.", refused)
    except Error as refused:
        _refuse(_database_words(refused), refused)


def _database_words(error: Exception) -> str:
    """What the database would not do. Its own words may name a child, so only its code is said."""
    code = getattr(error.__cause__, "sqlstate", None) or "no answer"
    return (
        f"The database did not take this ({type(error).__name__}, {code}). Nothing was changed. "
        "See that it is running, and bring it up to date with: alongside migrate."
    )


def _refuse(words: str, cause: Exception) -> NoReturn:
    raise click.ClickException(words) from cause

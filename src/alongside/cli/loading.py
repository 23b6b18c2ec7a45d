"""Commands that bring in what others keep: schools, rolls, staff, and the authority they belong to."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from alongside.cli.as_loader import as_loader
from alongside.cli.refused_loads import Incoming, leaves_a_row

if TYPE_CHECKING:
    from alongside.areas.loads.reading.files import FileRead, RowsRead, Write
    from alongside.areas.schools.queries import School

SOME_REJECTED = 3
NOT_SERVED = "{authority} is not set up here, so nobody can see these pupils yet."
CLOSED = "{name} is closed, as the list of schools has it. Check that this is the right URN."
NO_SCHOOL = "{name} is a children's centre, which has no roll. Check that this is the right URN."
_CHUNK = 1 << 20
Parsed = TypeVar("Parsed")
Totals = Mapping[str, int]
# What each load counted, in words.
SCHOOLS = {
    "read": "Rows read",
    "taken": "Taken",
    "added": "Added",
    "changed": "Changed",
    "rejected": "Rejected",
    "authorities": "Authorities first named",
}
ROLL = {
    "read": "Rows read",
    "taken": "Taken",
    "added": "Added",
    "changed": "Changed",
    "rejoined": "Rejoined",
    "left": "Left",
    "rejected": "Rejected",
    "absent": "Absent from the file",
    "ended": "Absent and ended",
    "unsure": "Perhaps in a rejected row",
    "already_left": "Left before, not recorded",
}
STAFF = {
    "read": "Rows read",
    "taken": "Taken",
    "people_added": "People added",
    "people_renamed": "People renamed",
    "teams_added": "Teams added",
    "posted": "Postings started",
    "start_changed": "Postings whose start changed",
    "end_changed": "Postings whose end changed",
    "already_ended": "Over before, not recorded",
    "rejected": "Rejected",
}

file_argument = click.argument("file", type=click.Path(path_type=Path))
rejected_option = click.option(
    "--rejected",
    type=click.Path(path_type=Path),
    help="Where to write rejected rows. Without it: NAME.rejected.csv beside the file.",
)


def add_to(group: click.Group) -> None:
    """Give the command its loading commands."""
    from alongside.cli.councils import authority
    from alongside.cli.loading_census import cin_census
    from alongside.cli.loading_returns import ssda903
    from alongside.cli.loading_steps import steps

    load.add_command(steps)
    load.add_command(cin_census)
    load.add_command(ssda903)
    group.add_command(load)
    group.add_command(authority)


@click.group()
def load() -> None:
    """Bring in schools, a school's roll, staff, steps of a case system, or a return, from a file."""


@load.command()
@file_argument
@rejected_option
def schools(file: Path, rejected: Path | None) -> None:
    """Establishments, from a FILE of Get Information About Schools."""
    with as_loader():
        from alongside.areas.schools.actions import load_schools
        from alongside.areas.schools.gias import Establishment, read_schools_file

        def apply(found: "FileRead[Establishment]", at: datetime) -> Totals:
            done = load_schools(found, at=at, operator=operator())
            return named(done, SCHOOLS)

        incoming = Incoming(kind="schools", sender="Get Information About Schools")
        load_file(
            file, rejected, lambda read, _: read_schools_file(file, read=read), apply, incoming
        )


@load.command()
@file_argument
@click.option("--school", "urn", required=True, metavar="URN", help="Whose roll it is.")
@click.option("--complete", is_flag=True, help="The file is the whole roll: end those not in it.")
@click.option(
    "--end-more-than-a-fifth",
    "many_meant",
    is_flag=True,
    help="With --complete: so many have really left.",
)
@rejected_option
def roll(file: Path, urn: str, complete: bool, many_meant: bool, rejected: Path | None) -> None:
    """Pupils on the roll of one school, from a FILE its own system exports.

    The FILE is CSV, or a Common Transfer File (XML) that was sent to the school.
    """
    if many_meant and not complete:
        raise click.UsageError("--end-more-than-a-fifth goes with --complete.")
    with as_loader():
        from alongside.areas.schools.actions import load_roll
        from alongside.areas.schools.roll import Pupil
        from alongside.areas.schools.transfer_file import Addressee, read_pupils_file
        from alongside.foundation.calendars import local_day

        school = _named_school(urn := urn.strip())
        of = Addressee(name=school.name, urn=urn, dfe_number=school.dfe_number)

        def apply(found: "FileRead[Pupil]", at: datetime) -> Totals:
            given = {"complete": complete, "many_meant": many_meant}
            return named(load_roll(found, urn=urn, at=at, operator=operator(), **given), ROLL)

        def read(rows_read: "RowsRead", at: datetime) -> "FileRead[Pupil]":
            on = local_day(at)
            return read_pupils_file(file, of=of, complete=complete, on=on, read=rows_read)

        incoming = Incoming(
            kind="roll", sender=school.name, authority_id=school.authority_id,
            school_id=school.organisation_id,
        )  # fmt: skip
        load_file(file, rejected, read, apply, incoming)


@load.command()
@file_argument
@rejected_option
def staff(file: Path, rejected: Path | None) -> None:
    """People and the teams they work in, from a FILE with a row for each posting."""
    with as_loader():
        from alongside.areas.staffing.actions import load_staff
        from alongside.areas.staffing.staff_list import Listed, read_staff_file

        def apply(found: "FileRead[Listed]", at: datetime) -> Totals:
            done = load_staff(found, at=at, operator=operator())
            return named(done, STAFF)

        incoming = Incoming(kind="staff")
        load_file(file, rejected, lambda read, _: read_staff_file(file, read=read), apply, incoming)


def _named_school(urn: str) -> "School":
    """The school, said by its name before anything is read."""
    from alongside.areas.schools.actions import UnknownSchool
    from alongside.areas.schools.queries import school_by_urn

    school = school_by_urn(urn)
    if school is None:
        raise UnknownSchool(urn)
    click.echo(f"{school.name} ({urn})")
    for words in _worth_a_look(school):
        click.echo(words, err=True)
    return school


def _worth_a_look(school: "School") -> Iterator[str]:
    """What does not stop a roll, but may mean that the wrong school was named."""
    from alongside.register.terms import OrganisationKind

    if not school.pack:
        yield NOT_SERVED.format(authority=school.authority)
    if school.closed:
        yield CLOSED.format(name=school.name)
    if school.kind == OrganisationKind.CHILDRENS_CENTRE:
        yield NO_SCHOOL.format(name=school.name)


def named(totals: object, words: Mapping[str, str]) -> Totals:
    return {label: getattr(totals, name) for name, label in words.items()}


def load_file(
    file: Path,
    rejected: Path | None,
    read: Callable[["RowsRead", datetime], "FileRead[Parsed]"],
    apply: Callable[["FileRead[Parsed]", datetime], Totals],
    incoming: Incoming,
) -> None:
    """Read the whole file, apply it at once, say what was done, give back what could not be taken."""
    from alongside.areas.loads.reading.files import place_for_rejected, refuse_what_is_in_the_way

    at = _now()
    back = rejected or file.parent / f"{file.stem or 'rows'}.rejected.csv"
    refuse_what_is_in_the_way(back, of=file)
    console = Console(stderr=True)
    # Before anything is changed: a load whose rejected rows are lost cannot be put right.
    with place_for_rejected(back) as write:
        with leaves_a_row(incoming, file, at=at, operator=operator()):
            with _progress(console, file) as rows_read:
                found = read(rows_read, at)
            _say(console, f"Writing what {found.rows:,} rows say")
            totals = apply(found, at)
        words = _give_back(write, found, back)
    with suppress(BrokenPipeError):  # whoever read the counts has gone; what was done stays done
        for label, count in totals.items():
            click.echo(f"{label:<28}{count:>9,}")
    if words:
        click.echo(words, err=True)
        raise click.exceptions.Exit(SOME_REJECTED)


def _give_back(write: "Write", found: "FileRead[Parsed]", back: Path) -> str:
    """What to do about the rejected rows, if anything.

    What is taken is in the database by now, so a disk that is full no longer ends in 1.
    """
    try:
        write(found.rejected)
    except OSError as refused:
        return (
            f"What could be taken was loaded, but {back} could not be written: {refused.strerror}. "
            "Load the same file again, which changes nothing, with --rejected and another place."
        )
    if not found.rejected:
        return ""
    return f"Correct the rejected rows in {back} and load that file as well."


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
    """How many rows there may be; None where lines say nothing of it."""
    from alongside.areas.loads.reading.xml import is_xml

    if not file.is_file() or is_xml(file):
        return None
    with file.open("rb") as opened:
        chunks = iter(lambda: opened.read(_CHUNK), b"")
        return sum(chunk.count(b"\n") for chunk in chunks)


def _say(console: Console, words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def operator() -> str:
    """Whoever is at the terminal, for the audit."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or ""

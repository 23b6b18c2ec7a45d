"""A roll loaded by `alongside load roll`, beside a bare COPY of the very same rows.

The COPY is the floor: the rows the load wrote, into the same tables with the same indexes, foreign
keys checked, by a superuser whom row-level security does not bind. Both run in one run, in turn, on
a private server thrown away afterwards, each round from empty tables.

python3 dev.py bench roll --pupils 100000 --rounds 3
"""

import argparse
import csv
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg

from bench._showing import show

URN = "900101"
_WORD = {True: "yes", False: "no"}
BYTES = 1 if sys.platform == "darwin" else 1024
WRITTEN = (
    "register_child", "people_identity", "people_name", "people_identifier", "people_address",
    "register_relationship", "schools_registration", "chronology_event", "loads_load",
)  # fmt: skip
SURNAMES = ("Amin", "Nuñez", "O'Neill", "Khan", "Smith-Jones", "Nguyễn", "Łukasz", "de la Cruz")
FORENAMES = ("Zoë", "Omar", "Ann", "Ben", "Chloe", "Dev", "Ewa", "Finn", "Grace", "Hugo")
HEADINGS = (
    "UPN", "Legal Surname", "Legal Forename", "Preferred Forename", "Date of Birth", "Gender",
    "Year Group", "Postcode", "Address", "Date of Admission", "Date of Leaving",
)  # fmt: skip

WAYS = {
    "copy": "Bare COPY of the same rows (superuser, indexes, foreign keys)",
    "first": "Load: read, match, write 9 to 10 rows and 2 events a pupil",
    "again": "The same file again: read, match, change nothing",
    "read": "Reading and checking the file alone",
}


def main() -> int:
    """Measure, print the table, and end with 0."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, a_database(Path(folder)) as admin:
        seconds, peak = measure(Path(folder), admin, chosen.pupils, chosen.rounds)
    title = f"A roll of {chosen.pupils:,} pupils"
    show(seconds, WAYS, title=title, unit="Pupils", size=chosen.pupils)
    say_aims(seconds, chosen.pupils)
    print(f"Most memory held while the first load ran: {peak / 1_000_000:,.0f} MB")
    return 0


def say_aims(seconds: dict[str, list[float]], pupils: int) -> None:
    """Both figures that a load is held to, of which one is enough."""
    times = statistics.median(
        load / floor for load, floor in zip(seconds["first"], seconds["copy"], strict=True)
    )
    rate = pupils / statistics.median(seconds["first"])
    print(f"At most 3 times the COPY: {_WORD[times <= 3]} ({times:.2f} times)")
    print(f"At least 5,000 pupils a second: {_WORD[rate >= 5_000]} ({rate:,.0f} a second)")


@contextmanager
def a_database(folder: Path) -> Iterator[str]:
    """A private server with every table; how its administrator connects."""
    os.environ.update(ALONGSIDE_HOME=str(folder / "home"), ALONGSIDE_ROLE="loader")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    os.environ.pop("DATABASE_URL", None)
    from alongside.cli.database import DATABASE, database, home
    from alongside.foundation.embedded_postgres import EmbeddedPostgres

    with database():
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from alongside.access.context import connected_as

        with connected_as("owner"):
            call_command("migrate", verbosity=0, interactive=False)
        yield psycopg.conninfo.make_conninfo(
            EmbeddedPostgres(home() / "postgres").conninfo(), dbname=DATABASE
        )
        connections.close_all()


def measure(
    folder: Path, admin: str, pupils: int, rounds: int
) -> tuple[dict[str, list[float]], int]:
    """Seconds of each way, round by round; and the most bytes held when the first load was done."""
    peak = 0
    path = write_roll(folder / "roll.csv", pupils)
    seconds: dict[str, list[float]] = {}
    set_up_school()
    for turn in range(rounds):
        empty(admin)
        timed(seconds, "read", lambda: read(path))
        timed(seconds, "first", lambda: apply(path))
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES
        timed(seconds, "again", lambda: apply(path))
        rows = written(admin)
        empty(admin)
        timed(seconds, "copy", lambda rows=rows: copy(admin, rows))
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    return seconds, peak


def timed(seconds: dict[str, list[float]], way: str, work: Callable[[], object]) -> None:
    """Note how long the work takes."""
    began = time.perf_counter()
    work()
    seconds.setdefault(way, []).append(time.perf_counter() - began)


def write_roll(path: Path, pupils: int) -> Path:
    """A synthetic roll: nobody in it is real."""
    from alongside.foundation.identifiers import make_upn

    rng = Random(2026)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for n in range(pupils):
            number = make_upn(
                la="999",
                establishment=f"{1000 + n // 20_000}",
                year=n // 1000 % 20,
                serial=n % 1000,
            )
            writer.writerow([
                number, rng.choice(SURNAMES), rng.choice(FORENAMES), "Zed" if n % 10 == 0 else "",
                f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(2010, 2021)}",
                rng.choice("FM"), rng.randint(1, 11), f"ZZ{rng.randint(1, 9)} {rng.randint(1, 9)}AA",
                f"{rng.randint(1, 200)} Mill Lane, Thornmere", "01/09/2022", "",
            ])  # fmt: skip
    return path


def set_up_school() -> None:
    """An authority with its grants, and the school whose roll it is."""
    from django.utils import timezone

    from alongside.areas.schools.models import Establishment
    from alongside.areas.staffing.actions import set_up_authority
    from alongside.register.models import Authority, Organisation

    set_up_authority(pack="thornmere", dfe_code="999", gss_code="E99999999", at=timezone.now())
    school = Organisation.objects.create(
        authority=Authority.objects.get(), kind="school", name="Alder Primary School"
    )
    Establishment.objects.create(
        organisation=school, urn=URN, local_authority_code="999", kind="Community school", status="open",
    )  # fmt: skip


def read(path: Path) -> object:
    """Parsing alone, as the command does before its transaction."""
    from django.utils import timezone

    from alongside.areas.schools.roll import read_roll_file
    from alongside.foundation.calendars import local_day

    return read_roll_file(path, on=local_day(timezone.now()), read=lambda _: None)


def apply(path: Path) -> object:
    """The whole load as the command does it: parsing included, the loader role, row-level security."""
    from django.utils import timezone

    from alongside.areas.schools.actions import load_roll
    from alongside.cli.as_loader import without_cycle_searches

    with without_cycle_searches():
        return load_roll(read(path), urn=URN, at=timezone.now())


def written(admin: str) -> dict[str, bytes]:
    """What the load wrote, by table, as COPY reads it; the event of loading again is left out."""
    return written_in(admin, WRITTEN)


def written_in(admin: str, tables: Sequence[str]) -> dict[str, bytes]:
    """What there is in these tables, as COPY reads it."""
    rows = {}
    with psycopg.connect(admin) as connection, connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                rows[table] = b"".join(bytes(block) for block in out)
    return rows


def copy(admin: str, rows: dict[str, bytes]) -> None:
    """The same rows by COPY, in one transaction."""
    with psycopg.connect(admin) as connection, connection.cursor() as cursor:
        for table, block in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(block)


def empty(admin: str) -> None:
    """Every table that a load writes, emptied, and its statistics renewed."""
    empty_of(admin, WRITTEN)


def empty_of(admin: str, tables: Sequence[str]) -> None:
    """These tables, emptied."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    sys.exit(main())

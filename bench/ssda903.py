"""A return of looked-after children loaded by `alongside load ssda903`, beside a bare COPY of the very same rows.

The COPY is the floor: the rows the load wrote, into the same tables with the same indexes, foreign
keys checked, by a superuser whom row-level security does not bind. Both run in one run, in turn, on
a private server thrown away afterwards, each round from empty tables.

python3 dev.py bench ssda903          or    python -m bench.ssda903 2000 --rounds 1
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench._showing import show
from bench.roll import a_database, copy, timed

TABLES = (
    "looked_after_returnfile", "looked_after_returnrow", "looked_after_returnedchild",
    "looked_after_lookedafterchild", "looked_after_periodofcare", "looked_after_careepisode",
    "looked_after_carereview", "looked_after_missingepisode", "looked_after_unaccompaniedstatus",
    "looked_after_careoutcomes", "looked_after_careleaveroutcomes", "looked_after_adoptionplan",
    "looked_after_placedforadoption", "looked_after_previouspermanence",
)  # fmt: skip
WRITTEN = (
    "register_child", "people_identity", "people_identifier", "register_relationship",
    "chronology_event", "loads_load", *TABLES,
)  # fmt: skip
WAYS = {
    "copy": "Bare COPY of the same rows (superuser, indexes, foreign keys)",
    "first": "Load: read ten files, join, keep every row, derive, write",
    "again": "The same folder again: read, join, compare, change nothing",
    "read": "Reading and joining the folder alone",
}
HEADINGS = {
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
    "reviews": "CHILD,DOB,REVIEW,REVIEW_CODE",
    "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
    "uasc": "CHILD,SEX,DOB,DUC",
    "oc2": (
        "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,"
        "HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED"
    ),
    "oc3": "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
    "ad1": "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
    "placed_for_adoption": "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
    "previous_permanence": "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM",
}


def main() -> int:
    """Measure, print the table, and end with 0."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("children", type=int, nargs="?", default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--load", metavar="FOLDER", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.load:
        return _load_alone(Path(chosen.load))
    with tempfile.TemporaryDirectory() as name, a_database(Path(name)) as admin:
        folder = write_return(Path(name) / "return", chosen.children)
        seconds = measure(folder, admin, chosen.rounds)
        title = f"A return of {chosen.children:,} looked-after children"
        show(seconds, WAYS, title=title, unit="Children", size=chosen.children)
        empty(admin)
        peak = peak_of_a_load(folder)
    print(f"Most memory of a process that loads it: {peak:,} MB")
    return 0


def measure(folder: Path, admin: str, rounds: int) -> dict[str, list[float]]:
    """Seconds of each way, round by round."""
    seconds: dict[str, list[float]] = {}
    set_up_council()
    for turn in range(rounds):
        empty(admin)
        timed(seconds, "read", lambda: source(folder).check(lambda _: None))
        timed(seconds, "first", lambda: load(folder))
        rows = written(admin)
        timed(seconds, "again", lambda: load(folder))
        empty(admin)
        timed(seconds, "copy", partial(copy, admin, rows))
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    return seconds


def peak_of_a_load(folder: Path) -> int:
    """Megabytes of a process of its own that loads the folder."""
    command = [sys.executable, "-m", "bench.ssda903", "--load", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ})
    return int(done.stdout)


def _load_alone(folder: Path) -> int:
    from alongside.cli.as_loader import as_loader

    with as_loader():
        load(folder)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return 0


def set_up_council() -> None:
    """An authority with its grants."""
    from django.utils import timezone

    from alongside.areas.staffing.actions import set_up_authority

    set_up_authority(pack="thornmere", dfe_code="999", gss_code="E99999999", at=timezone.now())


def source(folder: Path) -> Any:
    """The folder as the command sees it."""
    from django.utils import timezone

    from alongside.areas.case_system.actions.loading import authority_of
    from alongside.areas.looked_after.actions import ReturnSource
    from alongside.foundation.calendars import local_day

    today = local_day(timezone.now())
    return ReturnSource(folder, authority=authority_of(""), today=today, year=None, complete=False)


def load(folder: Path) -> None:
    """The whole load as the command does it: the loader role, row-level security, batch by batch."""
    from django.utils import timezone

    from alongside.areas.loads.actions.running import run_load
    from alongside.cli.as_loader import without_cycle_searches

    with without_cycle_searches():
        run_load(source(folder), at=timezone.now(), operator="bench")


def written(admin: str) -> dict[str, bytes]:
    """What the load wrote, by table, as COPY reads it."""
    import psycopg

    rows = {}
    with psycopg.connect(admin) as connection, connection.cursor() as cursor:
        for table in WRITTEN:
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                rows[table] = b"".join(bytes(block) for block in out)
    return rows


def empty(admin: str) -> None:
    """Every table that a load writes, emptied, and its statistics renewed."""
    import psycopg

    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {', '.join(WRITTEN)} CASCADE")
        connection.execute("CHECKPOINT")


def write_return(folder: Path, children: int) -> Path:
    """A made-up return, files and rows in proportion to the sample that the field shares: nobody is real."""
    folder.mkdir()
    rng, rows = Random(2026), {name: [heading] for name, heading in HEADINGS.items()}
    for number in range(100_000, 100_000 + children):
        for name, row in _rows_of(rng, str(number)):
            rows[name].append(row)
    for name, lines in rows.items():
        # As systems export them: by no child's number.
        head, *rest = lines
        rng.shuffle(rest)
        (folder / f"{name}.csv").write_text("\n".join([head, *rest, ""]))
    return folder


def _day(rng: Random, first: int, last: int) -> str:
    return f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(first, last)}"


def _rows_of(rng: Random, number: str) -> list[tuple[str, str]]:
    """The rows of one child: three quarters have episodes, most have several reviews."""
    from alongside.foundation.identifiers import make_upn

    born = _day(rng, 2001, 2013)
    serial = int(number)
    upn = make_upn(la="999", establishment=f"{serial // 1000:04}", year=10, serial=serial % 1000)
    rows = [
        ("header", f"{number},{rng.randint(1, 2)},{born},WBRI,{upn},,"),
        ("oc2", f"{number},{born},{rng.randint(0, 40)},,0,1,1,1,1,0,0,0"),
        ("previous_permanence", f"{number},{born},Z1,,"),
    ]
    rows += [
        ("reviews", f"{number},{born},{_day(rng, year, year)},PN{rng.randint(0, 7)}")
        for year in range(2014, 2014 + rng.choice((2, 4, 5, 6, 8)))
    ]
    if rng.random() < 0.8:
        rows += [("episodes", row) for row in _episodes(rng, number)]
    if rng.random() < 0.05:
        rows.append(("uasc", f"{number},1,{born},{_day(rng, 2027, 2031)}"))
    if rng.random() < 0.02:
        rows.append(("oc3", f"{number},{born},YES,F1,U1"))
        rows.append(("missing", f"{number},{born},M,03/05/2017,05/05/2017"))
        rows.append(("ad1", f"{number},{born},03/05/2017,05/05/2017,0,2,MF,L11"))
        rows.append(("placed_for_adoption", f"{number},{born},05/06/2017,,"))
    return rows


def _episodes(rng: Random, number: str) -> list[str]:
    count = rng.choice((1, 2, 2, 3, 4))
    rows = []
    for place in range(count):
        began = f"{rng.randint(1, 28):02}/{4 + place * 2:02}/2017"
        ended = "" if place == count - 1 else "?"
        rows.append([began, ended])
    return [
        f"{number},{began},{'S' if place == 0 else rng.choice('PTB')},{rng.choice(('C1', 'C2', 'V2'))},"
        f"N1,{rng.choice(('U6', 'U4', 'K2'))},PR1,"
        f"{rows[place + 1][0] if ended else ''},{'X1' if ended else ''},CARPL,ZZ1 1AA,ZZ2 2BB,2000001"
        for place, (began, ended) in enumerate(rows)
    ]


if __name__ == "__main__":
    sys.exit(main())

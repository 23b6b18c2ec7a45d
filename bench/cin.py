"""A children in need census loaded by `alongside load cin-census`, beside a bare COPY of the very same rows.

The COPY is the floor: the rows the load wrote, into the same tables with the same indexes, foreign
keys checked, by a superuser whom row-level security does not bind. Each load is a process of its own, as
the command is, so that its peak memory is its own. Each round begins from empty tables.

python3 dev.py bench cin             or    python3 dev.py bench cin 20000 --rounds 3
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench._showing import show
from bench.roll import a_database, copy, empty_of, timed, written_in

CODE = "999"
WRITTEN = (
    "register_child", "people_identity", "people_identifier", "register_relationship", "loads_load",
    "loads_rejection", "social_care_censusreturn", "social_care_characteristics",
    "social_care_referral", "social_care_assessment", "social_care_section47enquiry",
    "social_care_childprotectionplan", "social_care_childinneedplan", "chronology_event",
)  # fmt: skip
WAYS = {
    "copy": "Bare COPY of the same rows (superuser, indexes, foreign keys)",
    "first": "Load: read twice, check, match, write {rows:.0f} rows a child, {events:.0f} of them events",
    "again": "The same file again: read, check, change nothing",
    "read": "Reading and checking the file alone",
}


def main() -> int:
    """Measure, print the table, and end with 0."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("children", nargs="?", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.load:
        return load(chosen.load)
    with tempfile.TemporaryDirectory() as folder, a_database(Path(folder)) as admin:
        measure(Path(folder), admin, chosen.children, chosen.rounds)
    return 0


def measure(folder: Path, admin: str, children: int, rounds: int) -> None:
    """Load in turn with the COPY, and show how long each took and what memory the load needed."""
    from django.utils import timezone

    from alongside.areas.staffing.actions import set_up_authority

    set_up_authority(pack="thornmere", dfe_code=CODE, gss_code="E99999999", at=timezone.now())
    path = write_census(folder / "census.xml", children)
    seconds: dict[str, list[float]] = {}
    peaks: list[float] = []
    for turn in range(rounds):
        empty_of(admin, WRITTEN)
        timed(seconds, "read", lambda: read(path))
        for way in ("first", "again"):
            took = loaded_apart(path)
            seconds.setdefault(way, []).append(took["seconds"])
            peaks.append(took["peak"])
            if way == "first":
                rows = written_in(admin, WRITTEN)
        empty_of(admin, WRITTEN)
        timed(seconds, "copy", lambda rows=rows: copy(admin, rows))
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    numbers = {table: block.count(b"\n") for table, block in rows.items()}
    given = {
        "rows": sum(numbers.values()) / children,
        "events": numbers["chronology_event"] / children,
    }
    words = {way: label.format(**given) for way, label in WAYS.items()}
    size = path.stat().st_size / 1e6
    show(
        seconds,
        words,
        title=f"A census of {children:,} children, {size:.1f} MB",
        unit="Children",
        size=children,
    )
    print(f"Peak memory of a load: {max(peaks):.0f} MB")


def loaded_apart(path: Path) -> dict[str, float]:
    """Seconds and peak megabytes of one load in a process of its own, its start left out."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.cin", "--load", str(path)],
        env={**os.environ, "ALONGSIDE_ROLE": "loader"}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def load(path: Path) -> int:
    """The load as the command does it, and what it took."""
    from alongside.cli.as_loader import as_loader

    with as_loader():
        from django.utils import timezone

        from alongside.areas.loads.actions.running import run_load
        from alongside.areas.social_care.actions import CensusSource
        from alongside.foundation.calendars import local_day
        from alongside.register.models import Authority

        authority = Authority.objects.get(dfe_code=CODE)
        began = time.perf_counter()
        source = CensusSource(path, authority=authority, today=local_day(timezone.now()))
        totals = run_load(source, at=timezone.now(), operator="bench")
        took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "peak": peak, "rejected": totals.rejected}))
    return 0


def read(path: Path) -> int:
    """Reading alone, as the load does it: the whole file once, then child by child."""
    from alongside.areas.social_care.census import read_children, survey

    whole = survey(path, today=date(2026, 1, 1), read=lambda _: None)
    return sum(1 for _ in read_children(path, whole))


# A synthetic census: nobody in it is real. Every child has two to three episodes. ---


def write_census(path: Path, children: int) -> Path:
    """A valid census of 2024 with so many children, always the same."""
    rng = Random(2024)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "<?xml version='1.0' encoding='utf-8'?>\n<Message>\n  <Header>\n    <CollectionDetails>\n"
            "      <Collection>CIN</Collection>\n      <Year>2024</Year>\n"
            "      <ReferenceDate>2024-03-31</ReferenceDate>\n    </CollectionDetails>\n    <Source>\n"
            f"      <SourceLevel>L</SourceLevel>\n      <LEA>{CODE}</LEA>\n    </Source>\n  </Header>\n"
            "  <Children>\n"
        )
        for n in range(children):
            file.write(_child(n, rng))
        file.write("  </Children>\n</Message>\n")
    return path


def _child(n: int, rng: Random) -> str:
    from alongside.foundation.identifiers import make_upn

    upn = make_upn(
        la=CODE, establishment=f"{1000 + n // 20_000}", year=n // 1000 % 20, serial=n % 1000
    )
    born = date(2006, 1, 1) + timedelta(days=rng.randrange(5000))
    day = max(born, date(2019, 1, 1)) + timedelta(days=rng.randrange(300))
    episodes = ""
    for _ in range(rng.choice((2, 2, 3))):
        text, day = _episode(day, rng)
        episodes += text
    disabled = (
        "<Disabilities>\n<Disability>LD</Disability>\n</Disabilities>\n" if n % 8 == 0 else ""
    )
    return (
        f"    <Child>\n      <ChildIdentifiers>\n<LAchildID>RND{n:012}</LAchildID>\n<UPN>{upn}</UPN>\n"
        f"<PersonBirthDate>{born}</PersonBirthDate>\n<GenderCurrent>{rng.choice('12')}</GenderCurrent>\n"
        f"      </ChildIdentifiers>\n      <ChildCharacteristics>\n<Ethnicity>{rng.choice(ETHNICITIES)}"
        f"</Ethnicity>\n{disabled}      </ChildCharacteristics>\n{episodes}    </Child>\n"
    )


ETHNICITIES = ("WBRI", "WBRI", "APKN", "BAFR", "MWBC", "NOBT")
SOURCES, NEEDS = ("1A", "2A", "3B", "5A", "6", "6", "8"), ("N1", "N1", "N1", "N2", "N4", "N5")


def _episode(begins: date, rng: Random) -> tuple[str, date]:
    """An episode: most with an assessment, a quarter with an enquiry, a tenth with a protection plan."""
    ends = begins + timedelta(days=60 + rng.randrange(300))
    assessed = begins + timedelta(days=30)
    held = ""
    if rng.random() < 0.75:
        held += (
            f"<Assessments>\n<AssessmentActualStartDate>{begins}</AssessmentActualStartDate>\n"
            f"<AssessmentAuthorisationDate>{assessed}</AssessmentAuthorisationDate>\n"
            "<FactorsIdentifiedAtAssessment>\n<AssessmentFactors>4B</AssessmentFactors>\n"
            "<AssessmentFactors>3B</AssessmentFactors>\n</FactorsIdentifiedAtAssessment>\n</Assessments>\n"
        )
    if rng.random() < 0.25:
        held += (
            f"<CINPlanDates>\n<CINPlanStartDate>{assessed}</CINPlanStartDate>\n"
            f"<CINPlanEndDate>{ends}</CINPlanEndDate>\n</CINPlanDates>\n"
        )
    enquiry = rng.random() < 0.25
    if enquiry:
        held += (
            f"<Section47>\n<S47ActualStartDate>{begins}</S47ActualStartDate>\n"
            f"<DateOfInitialCPC>{begins + timedelta(days=14)}</DateOfInitialCPC>\n"
            "<ICPCnotRequired>false</ICPCnotRequired>\n</Section47>\n"
        )
    held += "<ReferralNFA>false</ReferralNFA>\n"
    if enquiry and rng.random() < 0.4:
        held += (
            f"<ChildProtectionPlans>\n<CPPstartDate>{begins + timedelta(days=14)}</CPPstartDate>\n"
            f"<CPPendDate>{ends}</CPPendDate>\n<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>\n"
            "<LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>\n<NumberOfPreviousCPP>1"
            f"</NumberOfPreviousCPP>\n<Reviews>\n<CPPreviewDate>{begins + timedelta(days=50)}"
            "</CPPreviewDate>\n</Reviews>\n</ChildProtectionPlans>\n"
        )
    return (
        f"      <CINdetails>\n<CINreferralDate>{begins}</CINreferralDate>\n<ReferralSource>"
        f"{rng.choice(SOURCES)}</ReferralSource>\n<PrimaryNeedCode>{rng.choice(NEEDS)}</PrimaryNeedCode>\n"
        f"<CINclosureDate>{ends}</CINclosureDate>\n<ReasonForClosure>RC7</ReasonForClosure>\n{held}"
        "      </CINdetails>\n"
    ), ends + timedelta(days=20 + rng.randrange(200))


if __name__ == "__main__":
    sys.exit(main())

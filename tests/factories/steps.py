"""Feeds of a case management system, and the council's social workers whom they name."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from alongside.access.context import connected_as
from alongside.areas.case_system.actions import StepTotals, load_steps
from alongside.areas.case_system.feed import KEYS, ToldStep, read_steps_file
from alongside.areas.chronology.actions import record
from alongside.areas.loads.reading.files import FileRead
from alongside.areas.people.models import Identifier
from alongside.areas.plans.actions import Offer, offered_rows, ties_of_offer
from alongside.areas.plans.models import Help
from alongside.foundation.identifiers import make_upn
from alongside.register.models import Child, Posting, Relationship, Team
from tests.factories.council import Council, make_council, make_posting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Row = Mapping[str, str]


def upn(serial: int) -> str:
    return make_upn(la="999", establishment="2001", year=20, serial=serial)


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialWork:
    """A council with two assessment teams, three workers, and two children who have UPNs."""

    council: Council
    team: Team
    other_team: Team
    sam: Posting
    tia: Posting
    uma: Posting
    children: tuple[Child, Child]


def make_social_work() -> SocialWork:
    council = make_council()
    with connected_as("loader"):
        organisation = council.hub.organisation
        team, other = (
            Team.objects.create(organisation=organisation, kind="assessment_team", name=name)
            for name in ("Assessment North", "Assessment South")
        )
        children = (council.child, council.other_child)
        for serial, child in enumerate(children, start=1):
            Identifier.objects.create(child=child, scheme="upn", value=upn(serial))
        return SocialWork(
            council=council, team=team, other_team=other, children=children,
            sam=make_posting(team, "social_worker", "Sam North"),
            tia=make_posting(team, "social_worker", "Tia North"),
            uma=make_posting(other, "social_worker", "Uma South"),
        )  # fmt: skip


def ask_for_help(
    work: SocialWork, request_id: UUID, team: Team, *, at: datetime, child: Child | None = None
) -> Help:
    """Help that the hub has asked a team to give, for a request, with the ties that come of it."""
    with connected_as("loader"):
        help_, fact = offered_rows(
            Offer(
                authority_id=work.council.authority.id, child_id=(child or work.children[0]).id,
                request_id=request_id, outcome="assessment", team_id=team.id,
                by_posting_id=work.council.manager.id, at=at,
            )
        )  # fmt: skip
        for subject_id in ties_of_offer(help_):
            Relationship.objects.get_or_create(
                authority_id=help_.authority_id, child_id=help_.child_id, team=team,
                organisation_id=team.organisation_id, kind="allocated", subject_id=subject_id,
                defaults={"starts_at": at, "evidence": f"help:{help_.id}"},
            )  # fmt: skip
        help_.save(force_insert=True)
        record(fact)
        return help_


def step(key: str, kind: str = "opening", **cells: str) -> dict[str, str]:
    """One row, of the first child's case C1 unless said otherwise."""
    made = {
        "step": key, "case": "C1", "kind": kind, "happened_at": "2026-10-05",
        "changed_at": "2026-10-06T09:00", "upn": upn(1),
    }  # fmt: skip
    usual = {
        "opening": {"team": "Assessment North"},
        "allocation": {"team": "Assessment North", "worker": "sam.north@thornmere.example"},
        "visit": {"child_seen": "alone"},
        "meeting": {"code": "child_in_need_review"},
        "closure": {"code": "needs_met"},
        "plan_started": {"code": "child_in_need"},
        "plan_ended": {"code": "child_in_need"},
        "assessment_started": {"code": "child_and_family"},
        "assessment_completed": {"code": "child_and_family"},
    }
    return made | usual.get(kind, {}) | cells


def write_csv(path: Path, rows: Iterable[Row], keys: Iterable[str] = KEYS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(keys), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json(path: Path, rows: Iterable[Row]) -> Path:
    path.write_text(json.dumps(list(rows)), encoding="utf-8")
    return path


class Feed:
    """A council's export, loaded as the loader."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "steps.csv"
        self.file: FileRead[ToldStep] = FileRead(name="")

    def loads(self, *rows: Row, at: datetime = NOW, dry_run: bool = False) -> StepTotals:
        return self.loads_file(write_csv(self.path, rows), at=at, dry_run=dry_run)

    def loads_file(self, path: Path, *, at: datetime = NOW, dry_run: bool = False) -> StepTotals:
        self.file = read_steps_file(path, at=at, read=lambda _: None)
        with connected_as("loader"):
            return load_steps(self.file, at=at, operator="tests", dry_run=dry_run)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Of which column and why rows of the last file were rejected."""
        return [(refused.column, refused.reason) for refused, _ in self.file.rejected]

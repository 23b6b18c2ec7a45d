"""Children of files who wait for a person to say whether they are children known here."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.loads.matching import REASONS
from alongside.areas.loads.models import UnclearMatch
from alongside.areas.loads.terms import Judged, LoadKind
from alongside.areas.people.rules import full_name
from alongside.areas.people.terms import Sex

_SEXES, _KINDS, _JUDGED = dict(Sex.choices), dict(LoadKind.choices), dict(Judged.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A child as one side has them; "" for what it does not say."""

    name: str
    date_of_birth: date | None
    sex: str
    upn: str
    nhs_number: str
    own_number: str
    school: str = ""
    of_another_council: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRead:
    """A child as a file tells of them, and the child here who may be meant.

    `known` says nothing once it was judged, nor of another council's child.
    """

    match_id: UUID
    child_id: UUID
    load_id: UUID
    kind: str
    sender: str
    reason: str
    asked_at: datetime
    told: Side
    known: Side
    judged: str
    judged_label: str
    judged_by: str
    judged_at: datetime | None
    why: str
    version: int


def matches_waiting(viewer: Viewer) -> int:
    """How many wait: a number."""
    return UnclearMatch.objects.filter(judged="").count()


@discloses("identity")
def matches_seen(
    viewer: Viewer, *, waiting: bool = True, first: int = 0, most: int
) -> list[MatchRead]:
    """Those that wait, the longest first; or those that were judged, the latest first: two queries."""
    rows = UnclearMatch.objects.filter(judged="").order_by("asked_at", "id")
    if not waiting:
        rows = UnclearMatch.objects.exclude(judged="").order_by("-judged_at", "-id")
    return _read(list(rows.select_related("load", "judged_by__user")[first : first + most]))


@discloses("identity")
def match_seen(viewer: Viewer, match_id: UUID) -> MatchRead | None:
    """One of them; None where the viewer may not judge it."""
    rows = UnclearMatch.objects.filter(id=match_id).select_related("load", "judged_by__user")
    return next(iter(_read(list(rows))), None)


def _read(rows: list[UnclearMatch]) -> list[MatchRead]:
    candidates = _candidates([row.id for row in rows])
    return [_match(row, candidates[row.id]) for row in rows if row.id in candidates]


def _candidates(matches: list[UUID]) -> dict[UUID, Side]:
    """The children who may be meant: the database shows of them what tells two children apart."""
    if not matches:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT match_id, of_council, forename, surname, date_of_birth, sex, school, upn, nhs_number,"
            " case_number FROM loads_candidates(%s)",
            [matches],
        )
        found = cursor.fetchall()
    return {
        match_id: Side(
            name=full_name(forename, surname), date_of_birth=born, sex=_SEXES.get(sex, ""),
            upn=upn, nhs_number=nhs, own_number=case, school=school, of_another_council=not ours,
        )
        for match_id, ours, forename, surname, born, sex, school, upn, nhs, case in found
    }  # fmt: skip


def _match(row: UnclearMatch, known: Side) -> MatchRead:
    told = Side(
        name=row.name, date_of_birth=row.date_of_birth, sex=_SEXES.get(row.sex, row.sex),
        upn=row.upn, nhs_number=row.nhs_number, own_number=row.key,
    )  # fmt: skip
    return MatchRead(
        match_id=row.id, child_id=row.child_id, load_id=row.load_id,
        kind=_KINDS.get(row.load.kind, row.load.kind), sender=row.load.sender,
        reason=REASONS[row.code].partition(". ")[0], asked_at=row.asked_at, told=told, known=known,
        judged=row.judged, judged_label=_JUDGED.get(row.judged, ""),
        judged_by=row.judged_by.user.full_name if row.judged_by else "",
        judged_at=row.judged_at, why=row.why, version=row.version,
    )  # fmt: skip

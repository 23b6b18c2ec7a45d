"""What a row of each file tells, field by field, and which of its columns says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from alongside.areas.looked_after import codes
from alongside.areas.looked_after.codes import Codes
from alongside.areas.looked_after.terms import FileKind


class Header(NamedTuple):
    line: int
    born_on: date | None
    sex: str
    ethnicity: str
    upn: str
    mother: str
    mother_child_born_on: date | None


class Episode(NamedTuple):
    line: int
    began_on: date
    reason_new: str
    legal_status: str
    need: str
    placement: str
    provider: str
    ended_on: date | None
    reason_ended: str
    reason_of_change: str
    home_postcode: str
    placement_postcode: str
    provider_number: str


class Review(NamedTuple):
    line: int
    held_on: date
    participation: str


class Missing(NamedTuple):
    line: int
    kind: str
    began_on: date
    ended_on: date | None


class Unaccompanied(NamedTuple):
    line: int
    until: date | None


class Outcomes(NamedTuple):
    line: int
    difficulties_score: str
    difficulties_reason: str
    convicted: str
    health_check: str
    immunisations: str
    teeth_check: str
    health_assessment: str
    substance_misuse: str
    help_received: str
    help_offered: str


class LeaverOutcomes(NamedTuple):
    line: int
    in_touch: str
    activity: str
    accommodation: str


class AdoptionPlan(NamedTuple):
    line: int
    decided_on: date | None
    matched_on: date | None
    foster_carer: str
    adopters: str
    adopters_sex: str
    adopters_status: str


class PlacedForAdoption(NamedTuple):
    line: int
    placed_on: date
    ended_on: date | None
    reason_ended: str


class PreviousPermanence(NamedTuple):
    line: int
    kind: str
    by_authority: str
    on: str


Told = (
    Header | Episode | Review | Missing | Unaccompanied | Outcomes | LeaverOutcomes | AdoptionPlan
    | PlacedForAdoption | PreviousPermanence
)  # fmt: skip
Says = Literal["day", "any_day", "code", "text"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column says: a day that has been, any day, one of its codes, or words."""

    column: str
    says: Says = "text"
    codes: Codes | None = None
    needed: bool = False


def _codes(column: str, meanings: Codes, *, needed: bool = False) -> Cell:
    return Cell(column, "code", meanings, needed)


_YES_NO = {"0": codes.Meaning("No"), "1": codes.Meaning("Yes")}
# In the order of the fields of what the row tells, but for its line.
CELLS: Mapping[FileKind, tuple[type[Any], tuple[Cell, ...]]] = {
    FileKind.HEADER: (
        Header,
        (
            *(Cell("DOB", "day"), _codes("SEX", codes.SEX), Cell("ETHNIC"), Cell("UPN")),
            *(Cell("MOTHER"), Cell("MC_DOB", "day")),
        ),
    ),
    FileKind.EPISODES: (
        Episode,
        (
            Cell("DECOM", "day", needed=True),
            _codes("RNE", codes.REASON_NEW, needed=True),
            _codes("LS", codes.LEGAL_STATUS, needed=True),
            _codes("CIN", codes.NEED),
            _codes("PLACE", codes.PLACEMENT, needed=True),
            _codes("PLACE_PROVIDER", codes.PROVIDER),
            Cell("DEC", "day"),
            _codes("REC", codes.REASON_CEASED),
            _codes("REASON_PLACE_CHANGE", codes.REASON_OF_CHANGE),
            *(Cell("HOME_POST"), Cell("PL_POST"), Cell("URN")),
        ),
    ),
    FileKind.REVIEWS: (
        Review,
        (Cell("REVIEW", "day", needed=True), _codes("REVIEW_CODE", codes.PARTICIPATION)),
    ),
    FileKind.MISSING: (
        Missing,
        (
            _codes("MISSING", codes.MISSING, needed=True),
            Cell("MIS_START", "day", needed=True),
            Cell("MIS_END", "day"),
        ),
    ),
    FileKind.UASC: (Unaccompanied, (Cell("DUC", "any_day"),)),
    FileKind.OC2: (
        Outcomes,
        (
            *(Cell("SDQ_SCORE"), Cell("SDQ_REASON")),
            *(
                _codes(name, _YES_NO)
                for name in (
                    *("CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK"),
                    *("HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED"),
                    "INTERVENTION_OFFERED",
                )
            ),
        ),
    ),
    FileKind.OC3: (
        LeaverOutcomes,
        (_codes("IN_TOUCH", codes.IN_TOUCH), Cell("ACTIV"), Cell("ACCOM")),
    ),
    FileKind.AD1: (
        AdoptionPlan,
        (
            *(Cell("DATE_INT", "day"), Cell("DATE_MATCH", "day"), Cell("FOSTER_CARE")),
            *(Cell("NB_ADOPTR"), Cell("SEX_ADOPTR"), Cell("LS_ADOPTR")),
        ),
    ),
    FileKind.PLACED_FOR_ADOPTION: (
        PlacedForAdoption,
        (
            Cell("DATE_PLACED", "day", needed=True),
            Cell("DATE_PLACED_CEASED", "day"),
            _codes("REASON_PLACED_CEASED", codes.PLACED_CEASED),
        ),
    ),
    FileKind.PREVIOUS_PERMANENCE: (
        PreviousPermanence,
        (
            _codes("PREV_PERM", codes.PREVIOUS_PERMANENCE, needed=True),
            *(Cell("LA_PERM"), Cell("DATE_PERM")),
        ),
    ),
}
# Kept and not yet told from: who the social worker was, and orders that restrict liberty.
KEPT_ONLY = (FileKind.SOCIAL_WORKERS, FileKind.DEPRIVED_OF_LIBERTY)

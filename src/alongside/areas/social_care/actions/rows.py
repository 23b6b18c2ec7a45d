"""The rows that a child's record comes to, as text for their tables."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import models

from alongside.areas.social_care.models import (
    Assessment,
    Characteristics,
    ChildInNeedPlan,
    ChildProtectionPlan,
    Referral,
    Section47Enquiry,
)
from alongside.areas.social_care.rules.shape import (
    ASSESSMENTS,
    BEGINS,
    DISABILITIES,
    ENQUIRIES,
    EPISODES,
    FACTORS,
    NEED_PLANS,
    PROTECTION_PLANS,
    REFERRED,
    REVIEWS,
    Path,
    Record,
    held_by,
)
from alongside.areas.social_care.terms import YES_OR_NO
from alongside.foundation.ids import texts_of_ids_at
from alongside.register.bulk import insert_texts

Row = tuple[str | None, ...]
Ids = dict[Path, str]

_OF = ("id", "child_id", "referral_id", "begun_on")
TABLES: Mapping[str, type[models.Model]] = {
    ASSESSMENTS: Assessment,
    NEED_PLANS: ChildInNeedPlan,
    ENQUIRIES: Section47Enquiry,
    PROTECTION_PLANS: ChildProtectionPlan,
}
_COLUMNS: Mapping[type[models.Model], Sequence[str]] = {
    Characteristics: ("child_id", "ethnicity", "disabilities", "expected_on", "died_on"),
    Referral: (
        *("id", "child_id", "referred_on", "source", "primary_need", "no_further_action"),
        *("conference_on", "closed_on", "closure_reason"),
    ),
    Assessment: (*_OF, "review_on", "done_on", "factors"),
    Section47Enquiry: (*_OF, "conference_target_on", "conference_on", "conference_not_required"),
    ChildProtectionPlan: (
        *(*_OF, "ended_on", "initial_category", "latest_category", "previous_plans"),
        "reviewed_on",
    ),
    ChildInNeedPlan: (*_OF, "ended_on"),
}


class Rows:
    """Rows of many children, to be written at once; the id of each thing by child and path."""

    def __init__(self, authority_id: UUID, at: int) -> None:
        self.authority_id, self.at = authority_id, at
        self.rows: dict[type[models.Model], list[Row]] = {table: [] for table in _COLUMNS}

    def add(self, child_id: str, record: Record, held: Mapping[Path, str]) -> Ids:
        """Add a child's rows; what was there before keeps its id."""
        paths: list[Path] = []
        for episode in record[EPISODES]:
            referred = episode[REFERRED]
            paths.append((referred,))
            paths += [(referred, kind, one[BEGINS[kind]]) for kind, one in held_by(episode)]
        new = texts_of_ids_at([self.at] * len(paths))
        ids = {path: held.get(path) or fresh for path, fresh in zip(paths, new, strict=True)}
        self.add_characteristics(child_id, record)
        for episode in record[EPISODES]:
            self._add_episode(child_id, episode, ids)
        return ids

    def add_characteristics(self, child_id: str, record: Record) -> None:
        """Add what a record says of the child, without what it says has happened."""
        self.rows[Characteristics].append(_characteristics(child_id, record))

    def _add_episode(self, child_id: str, episode: Record, ids: Ids) -> None:
        path = (episode[REFERRED],)
        self.rows[Referral].append(_referral(ids[path], child_id, episode))
        for kind, one in held_by(episode):
            begun = one[BEGINS[kind]]
            of = (ids[(*path, kind, begun)], child_id, ids[path], begun)
            self.rows[TABLES[kind]].append(of + _REST[kind](one))

    def write(self) -> None:
        """Insert all of them, those that others point at first."""
        for table, rows in self.rows.items():
            same = {"authority_id": self.authority_id} if table is Referral else None
            if rows:
                insert_texts(table, _COLUMNS[table], rows, same=same)


def _characteristics(child_id: str, record: Record) -> Row:
    return (
        child_id,
        record.get("Ethnicity", ""),
        _array(record.get(DISABILITIES, ())),
        record.get("ExpectedPersonBirthDate"),
        record.get("PersonDeathDate"),
    )


def _referral(row_id: str, child_id: str, episode: Record) -> Row:
    told = episode.get
    return (
        row_id,
        child_id,
        episode[REFERRED],
        told("ReferralSource", ""),
        told("PrimaryNeedCode", ""),
        _yes_or_no(told("ReferralNFA")),
        told("DateOfInitialCPC"),
        told("CINclosureDate"),
        told("ReasonForClosure", ""),
    )


def _assessment(one: Record) -> Row:
    return (
        one.get("AssessmentInternalReviewDate"),
        one.get("AssessmentAuthorisationDate"),
        _array(one.get(FACTORS, ())),
    )


def _enquiry(one: Record) -> Row:
    return (
        one.get("InitialCPCtarget"),
        one.get("DateOfInitialCPC"),
        _yes_or_no(one.get("ICPCnotRequired")),
    )


def _protection_plan(one: Record) -> Row:
    return (
        one.get("CPPendDate"),
        one.get("InitialCategoryOfAbuse", ""),
        one.get("LatestCategoryOfAbuse", ""),
        one.get("NumberOfPreviousCPP"),
        _array(one.get(REVIEWS, ())),
    )


def _need_plan(one: Record) -> Row:
    return (one.get("CINPlanEndDate"),)


_REST = {
    ASSESSMENTS: _assessment,
    ENQUIRIES: _enquiry,
    PROTECTION_PLANS: _protection_plan,
    NEED_PLANS: _need_plan,
}


def _array(codes: Sequence[str]) -> str:
    """Codes and days as PostgreSQL reads an array of them: none holds a comma or a quotation mark."""
    return f"{{{','.join(codes)}}}"


def _yes_or_no(told: str | None) -> str | None:
    if told is None:
        return None
    return "t" if YES_OR_NO[told] else "f"

"""A person says whether a child of a file is a child known here; the next load of the file follows it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, require_role
from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.loads.models import UnclearMatch
from alongside.areas.loads.permissions import JUDGE_MATCH
from alongside.areas.loads.terms import Judged

LONGEST = 500


class JudgementIncomplete(Exception):
    """Something is missing or too long: field to words."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


class ChangedMeanwhile(Exception):
    """It was decided since this page was opened."""

    def __init__(self) -> None:
        super().__init__("Somebody decided this since you opened it. Read what they wrote first.")


@transaction.atomic
def judge_match(
    *, match_id: UUID, judged: str, why: str, version: int, by: Viewer, at: datetime
) -> None:
    """Decide it, or decide it again; the same twice is once. Nothing of either child is changed.

    Raises `JudgementIncomplete` or `ChangedMeanwhile`.
    """
    require_role(by, JUDGE_MATCH)
    row = UnclearMatch.objects.select_for_update().filter(id=match_id).first()
    if row is None:
        raise NotFound
    by.ledger.note(row.child_id, "identity")
    if problems := _problems(judged, why):
        raise JudgementIncomplete(problems)
    if (row.judged, row.why) == (judged, why):
        return
    if row.version != version:
        raise ChangedMeanwhile
    row.judged, row.why = judged, why
    row.judged_by_id, row.judged_at, row.version = by.posting_id, at, version + 1
    row.save(update_fields=["judged", "why", "judged_by", "judged_at", "version"])
    record(_fact(row, at=at))


def _fact(row: UnclearMatch, *, at: datetime) -> Fact:
    return Fact(
        kind="match_judged",
        authority_id=row.authority_id,
        subject_id=row.id,
        by_posting_id=row.judged_by_id,
        at=at,
        payload={"load": row.load_id, "same": row.judged == Judged.SAME},
    )


def _problems(judged: str, why: str) -> dict[str, str]:
    problems = {}
    if judged not in Judged.values:
        problems["judged"] = "Select whether they are the same child"
    if not why:
        problems["why"] = "Enter how you know"
    elif len(why) > LONGEST:
        problems["why"] = f"How you know must be {LONGEST} characters or fewer"
    return problems

"""What ends with imported help: who was around the child, meetings planned on pages, answers that were owed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from alongside.areas.chronology.actions import Fact
from alongside.areas.clocks.queries import running_subjects
from alongside.areas.plans.models import Help, Meeting
from alongside.areas.plans.queries.owing import OWED
from alongside.areas.plans.rules import TAKEN_ON
from alongside.areas.plans.terms import MeetingState
from alongside.register.bulk import update_rows
from alongside.register.models import Relationship

OWED_BY = "request:"  # how the evidence of a tie for an answer begins


def end_what_is_over(helps: Iterable[Help], children: set[UUID], *, at: datetime) -> list[Fact]:
    """End what went with help of these children that nobody gives any more; what to record of it."""
    _end_around(helps, at=at)
    return _give_back_answers(children, at=at)


def _end_around(helps: Iterable[Help], *, at: datetime) -> None:
    """The ties of others, and what was planned on pages."""
    over = {row.id: row.ended_at or at for row in helps if row.state not in TAKEN_ON}
    members = Relationship.objects.filter(kind="plan_member", subject_id__in=over, ends_at=None)
    update_rows(
        Relationship, ("id", "ends_at"),
        [(tie.id, max(tie.starts_at, over[tie.subject_id])) for tie in members if tie.subject_id],
    )  # fmt: skip
    Meeting.objects.filter(help_id__in=over, state=MeetingState.PLANNED, source_key="").update(
        state=MeetingState.CANCELLED, version=F("version") + 1
    )


def _give_back_answers(children: set[UUID], *, at: datetime) -> list[Fact]:
    """End the ties for answers of teams that help these children no more; of those still owed, what to record."""
    helps = Help.objects.filter(
        child_id=OuterRef("child_id"), team_id=OuterRef("team_id"), state__in=TAKEN_ON
    )
    left = Relationship.objects.filter(
        ~Exists(helps), child_id__in=children, kind="allocated", ends_at=None, user=None,
        evidence__startswith=OWED_BY,
    )  # fmt: skip
    ties = list(left)
    if not ties:
        return []
    update_rows(Relationship, ("id", "ends_at"), [(tie.id, max(tie.starts_at, at)) for tie in ties])
    owed = set(running_subjects(OWED))
    return [
        Fact(
            kind="request_returned", authority_id=tie.authority_id, child_id=tie.child_id,
            subject_id=tie.subject_id, at=at, recorded_at=at,
        )
        for tie in ties
        if tie.subject_id in owed
    ]  # fmt: skip

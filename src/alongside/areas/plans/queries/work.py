"""The team's work list, and what needs somebody's attention in it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Exists, Min, OuterRef, Q, QuerySet, When

from alongside.access.disclosure import discloses
from alongside.access.gate import is_live
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.people.queries import Person, people_by_id
from alongside.areas.plans.models import Handover, Help
from alongside.areas.plans.queries.owing import UNNAMED
from alongside.areas.plans.rules import OPEN
from alongside.areas.plans.terms import HelpState, MeetingState
from alongside.packs import load_pack

ACCEPT_CLOCK, LEAD_CLOCK, SILENCE = "help_accepted", "lead_named", "silence"
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One child with whom the team helps, or is asked to."""

    help_id: UUID
    child_id: UUID
    name: str
    date_of_birth: date | None
    outcome: str
    state: str
    lead: str
    is_mine: bool
    lead_left: bool
    offered_at: datetime
    due_at: datetime | None
    overdue: bool
    silent: bool
    next_meeting: datetime | None
    meeting_unwritten: bool
    last_recorded_at: datetime

    @property
    def order(self) -> tuple[int, datetime]:
        """Asked first, then without a lead, then silent, then by the next meeting."""
        if self.state == HelpState.OFFERED:
            return 0, self.due_at or self.offered_at
        if not self.lead:
            return 1, self.due_at or self.offered_at
        if self.silent:
            return 2, self.last_recorded_at
        return (3, self.next_meeting) if self.next_meeting else (4, self.last_recorded_at)


def _open(viewer: Viewer) -> QuerySet[Help]:
    planned = Q(meetings__state=MeetingState.PLANNED)
    return (
        Help.objects.select_related("lead__user")
        .filter(team_id=viewer.team_id, state__in=OPEN)
        .annotate(
            next_meeting=Min("meetings__starts_at", filter=planned),
            was_led=Exists(Handover.objects.filter(help_id=OuterRef("id"))),
        )
    )


@discloses("identity", "plan")
def team_work(viewer: Viewer, *, now: datetime, mine: bool = False) -> list[WorkRow]:
    """What the team is asked to do and does, or what the viewer leads: a fixed number of queries."""
    helps = _open(viewer)
    if mine:
        helps = helps.filter(lead__user_id=viewer.user_id)
    return _rows(viewer, helps, now=now)


@discloses("identity", "plan")
def left_without_a_lead(viewer: Viewer, *, now: datetime) -> list[WorkRow]:
    """Children whose lead practitioner has left, and who have no other yet."""
    return [row for row in team_work(viewer, now=now) if row.lead_left]


@discloses("identity", "plan")
def work_needing_attention(viewer: Viewer, *, now: datetime) -> list[WorkRow]:
    """For the manager: not taken on in time, without a lead in time, or silent."""
    return [row for row in team_work(viewer, now=now) if row.overdue or row.silent or row.lead_left]


def _rows(viewer: Viewer, helps: QuerySet[Help], *, now: datetime) -> list[WorkRow]:
    # As `WorkRow.order` has it, as far as the rows alone say: what is new or has no lead is never cut off.
    first = Case(When(state=HelpState.OFFERED, then=0), When(lead=None, then=1), default=2)
    found = list(helps.order_by(first, "last_recorded_at", "id")[:MOST])
    ids = [help_.id for help_ in found]
    due = due_moments(ids, ACCEPT_CLOCK) | due_moments(ids, LEAD_CLOCK)
    silence = due_moments(ids, SILENCE)
    people = {p.child_id: p for p in people_by_id(viewer, [help_.child_id for help_ in found])}
    rows = [
        _row(
            viewer, help_, people.get(help_.child_id), due.get(help_.id), silence.get(help_.id), now
        )
        for help_ in found
    ]
    return sorted(rows, key=lambda row: row.order)


def _row(
    viewer: Viewer,
    help_: Help,
    person: Person | None,
    due: datetime | None,
    silence: datetime | None,
    now: datetime,
) -> WorkRow:
    lead = help_.lead
    there = lead is not None and lead.user.is_active and is_live(lead, now)
    meeting: datetime | None = help_.next_meeting  # type: ignore[attr-defined]
    outcome = load_pack(viewer.pack).wording.outcomes.get(help_.outcome)
    return WorkRow(
        help_id=help_.id,
        child_id=help_.child_id,
        name=person.name if person else UNNAMED,
        date_of_birth=person.date_of_birth if person else None,
        outcome=outcome.label if outcome else "",
        state=help_.state,
        lead=lead.user.full_name if lead and there else "",
        is_mine=lead is not None and lead.user_id == viewer.user_id,
        lead_left=help_.state != HelpState.OFFERED and not there and help_.was_led,  # type: ignore[attr-defined]
        offered_at=help_.offered_at,
        due_at=due,
        overdue=due is not None and due < now,
        silent=silence is not None and silence < now,
        next_meeting=meeting,
        meeting_unwritten=meeting is not None and meeting < now,
        last_recorded_at=help_.last_recorded_at,
    )

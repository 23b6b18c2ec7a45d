"""What people did with help in the past, each act by the same pure moves as when they do it now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from alongside.access.viewer import Acting, Permission
from alongside.areas.plans.actions.accepting import Agreement, accepted, declined
from alongside.areas.plans.actions.ending import ended
from alongside.areas.plans.actions.leading import led
from alongside.areas.plans.actions.meetings import Planned, meeting_held, meeting_planned
from alongside.areas.plans.actions.moves import Moved
from alongside.areas.plans.actions.recording import Met, contacted, updated
from alongside.areas.plans.actions.telling_back import NOTHING_ADDED, ForSchool
from alongside.areas.plans.models import Help, Meeting
from alongside.areas.plans.permissions import (
    ACCEPT,
    END_HELP,
    GIVE_FEEDBACK,
    NAME_LEAD,
    RECORD_CONTACT,
    RECORD_PLAN,
)
from alongside.areas.plans.terms import MeetingState
from alongside.foundation.ids import id_at
from alongside.register.models import Posting


@dataclass(slots=True)
class SoFar:
    """One period of help while its past is told: who led it last, and its meetings in order."""

    help_: Help
    posting: Callable[[UUID], Posting]
    last_lead: Posting | None = None
    meetings: list[Meeting] = field(default_factory=list)


class PastAct(Protocol):
    """Something that somebody did."""

    @property
    def needs(self) -> Permission: ...

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    agreement: Agreement
    for_school: ForSchool = NOTHING_ADDED
    needs: Permission = ACCEPT

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        return accepted(past.help_, self.agreement, self.for_school, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    reason: str
    needs: Permission = ACCEPT

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        return declined(past.help_, self.reason, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    lead_posting_id: UUID
    handover_note: str = ""
    for_school: ForSchool = NOTHING_ADDED
    needs: Permission = NAME_LEAD

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        lead, previous = past.posting(self.lead_posting_id), past.last_lead
        past.last_lead = lead
        return led(past.help_, lead, previous, self.handover_note, self.for_school, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    met: Met
    needs: Permission = RECORD_CONTACT

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        return contacted(past.help_, id_at(at), self.met, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlanned:
    planned: Planned
    for_school: ForSchool = NOTHING_ADDED
    needs: Permission = RECORD_PLAN

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        moved = meeting_planned(past.help_, id_at(at), self.planned, self.for_school, by=by, at=at)
        past.meetings += [row for row in moved.rows if isinstance(row, Meeting)]
        return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMeetingHeld:
    outcome: str
    needs: Permission = RECORD_PLAN

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        return meeting_held(past.help_, past.meetings[-1], self.outcome, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    for_school: ForSchool
    needs: Permission = GIVE_FEEDBACK

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        return updated(past.help_, self.for_school, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    reason: str
    what_changed: str
    for_school: ForSchool = NOTHING_ADDED
    needs: Permission = END_HELP

    def moved(self, past: SoFar, *, by: Acting, at: datetime) -> Moved:
        planned = [one for one in past.meetings if one.state == MeetingState.PLANNED]
        return ended(
            past.help_, self.reason, self.what_changed, planned, self.for_school, by=by, at=at
        )

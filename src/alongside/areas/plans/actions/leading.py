"""Name the lead practitioner, and change them with a handover."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import is_live
from alongside.access.viewer import Acting, Viewer
from alongside.areas.plans.actions.accepting import team_name
from alongside.areas.plans.actions.moves import (
    Moved,
    Tied,
    keep,
    locked_help,
    refuse_if_changed,
    refuse_unfinished,
)
from alongside.areas.plans.actions.telling_back import NOTHING_ADDED, ForSchool, tell_of_act
from alongside.areas.plans.models import Handover, Help
from alongside.areas.plans.permissions import NAME_LEAD
from alongside.areas.plans.rules import is_discreet, move, problems_with_words
from alongside.areas.plans.terms import About, HelpState
from alongside.foundation.ids import id_at
from alongside.register.models import Posting

NOT_IN_THE_TEAM = "Select somebody who works in your team now"


@transaction.atomic
def name_lead(
    *,
    help_id: UUID,
    version: int,
    lead_posting_id: UUID | None,
    handover_note: str = "",
    for_school: ForSchool = NOTHING_ADDED,
    by: Viewer,
    at: datetime,
) -> None:
    """Name or change the lead practitioner; a change needs a note from one to the other. Twice is once."""
    help_ = locked_help(help_id, NAME_LEAD, by=by, at=at)
    lead = lead_of_team(help_, lead_posting_id, at=at)
    if lead and help_.state == HelpState.ACTIVE and help_.lead_id == lead.id:
        return
    previous = last_lead(help_)
    missing = "Enter what the next lead practitioner needs to know" if previous else ""
    refuse_unfinished(
        {} if lead else {"lead": NOT_IN_THE_TEAM},
        problems_with_words("handover_note", handover_note, missing=missing),
        for_school.problems(),
    )
    assert lead
    refuse_if_changed(help_, version)
    moved = led(help_, lead, previous, handover_note, for_school, by=by, at=at)
    keep(moved, by=by, at=at)


def lead_of_team(help_: Help, posting_id: UUID | None, *, at: datetime) -> Posting | None:
    """The posting, if it is live in the help's own team."""
    found = Posting.objects.select_related("user").filter(
        id__in=[posting_id] if posting_id else [], team_id=help_.team_id, user__is_active=True
    )
    return next((posting for posting in found if is_live(posting, at)), None)


def last_lead(help_: Help) -> Posting | None:
    """Who leads, or led last before they left."""
    handover = help_.handovers.select_related("next_lead__user").order_by("-at", "-id").first()
    return handover.next_lead if handover else None


def led(
    help_: Help,
    lead: Posting,
    previous: Posting | None,
    note: str,
    for_school: ForSchool,
    *,
    by: Acting,
    at: datetime,
) -> Moved:
    """The help with its new lead, whoever led it before."""
    transition = move(
        help_.state, "change_lead" if help_.state == HelpState.ACTIVE else "name_lead"
    )
    help_.state, help_.lead, help_.lead_since = transition.after, lead, at
    moved = Moved(help_=help_)
    moved.touch(at=at)
    moved.rows.append(
        Handover(
            id=id_at(at), help=help_, child_id=help_.child_id, previous_lead=previous, next_lead=lead,
            note=moved.text(note, part="assessment", by=by, at=at), recorded_by_id=by.posting_id, at=at,
        )
    )  # fmt: skip
    moved.fact(transition.event, by=by, at=at)
    about, name = About.LEAD_CHANGED if previous else About.LEAD_NAMED, lead.user.full_name
    hidden = is_discreet(About.LEAD_NAMED, basis=help_.basis, agreed=frozenset(help_.agreed))
    moved.starts.append(tie_of_lead(help_, lead, discreet=hidden))
    if previous and previous.user_id != lead.user_id:
        moved.ends.append(tie_of_lead(help_, previous))
    tell_of_act(
        moved, about, for_school, by=by, at=at,
        details={"lead_name": name}, team=team_name(help_), lead=name,
    )  # fmt: skip
    return moved


def tie_of_lead(help_: Help, posting: Posting, *, discreet: bool = False) -> Tied:
    """What makes a lead known by name to others."""
    return Tied(
        kind="allocated", subject_id=help_.id, team_id=help_.team_id,
        user_id=posting.user_id, discreet=discreet,
    )  # fmt: skip

"""One line of status that a parent could understand, in the authority's words."""

from datetime import datetime
from uuid import UUID

from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries.since import Since
from alongside.areas.front_door.rules import HANDS_ON
from alongside.areas.front_door.terms import Outcome, RequestState
from alongside.areas.plans.queries import FeedbackLine
from alongside.areas.plans.terms import HelpState
from alongside.foundation.calendars import local_day
from alongside.foundation.time_in_words import moment_in_words
from alongside.packs import Pack, Wording


def may_be_read(request: Request) -> bool:
    """Whether the school may read the decision: once it was delivered, or could not be to anyone there."""
    delivered = request.told_at is not None or request.telling_failed_at is not None
    return request.state == RequestState.DECIDED and delivered


def pack_of_request(request_id: UUID) -> str | None:
    """The pack of the authority that a request went to, if the viewer may read the request at all."""
    return Request.objects.filter(id=request_id).values_list("authority__pack", flat=True).first()


def status_line(
    request: Request, *, due: datetime | None, since: Since, pack: Pack, now: datetime
) -> str:
    """Where a request stands, for the school that sent it."""
    wording: Wording = pack.wording
    team = request.receiving_team.name
    if may_be_read(request):
        return _after_decision(request, since, pack=pack, now=now)
    moment = due or request.sent_at
    said = {"team": team, "due": moment_in_words(moment, now=now)}
    if due and now > due:
        return wording.status_line("overdue", duty_line=pack.front_door.duty_line, **said)
    if request.state != RequestState.DECIDED and since.question_open:
        return wording.status_line("information_asked", **said)
    if request.state == RequestState.DECIDED:
        return wording.status_line("proposed", **said)
    if request.state == RequestState.ACKNOWLEDGED and request.claimed_by_id is None:
        return wording.status_line("handed_back", **said)
    return wording.status_line(request.state, **said)


def _after_decision(request: Request, since: Since, *, pack: Pack, now: datetime) -> str:
    """The latest that the school was told; before anything was, what the decision set going."""
    wording, decision, team = pack.wording, request.decision, request.receiving_team.name
    if since.told and since.told.state:
        return _told_line(since.told, decision.outcome, pack=pack, now=now)
    if since.taken_on_by:
        return wording.status_line("transfer_accepted", authority=since.taken_on_by)
    if since.transfer_open:
        return wording.status_line("transfer_waiting", team=team)
    if since.answer_owed_by:
        due = moment_in_words(since.answer_owed_by, now=now)
        return wording.status_line("answer_owed", team=team, due=due)
    label = wording.outcomes[decision.outcome].label
    if decision.outcome in HANDS_ON and decision.help_team:
        return wording.status_line("offered", team=decision.help_team.name, outcome=label)
    return wording.status_line("decided", team=team, outcome=label)


def _told_line(told: FeedbackLine, decided: str, *, pack: Pack, now: datetime) -> str:
    label = pack.wording.outcomes[Outcome(told.outcome or decided)].label
    key, said = told.state, {"team": told.team, "outcome": label}
    if key == HelpState.ACTIVE and not told.lead_name:  # somebody leads, and may not be named
        key = HelpState.ACCEPTED
    if key == HelpState.ACTIVE:
        said["lead"] = told.lead_name
        if told.meeting_on and told.meeting_on >= local_day(now):
            key, said["day"] = "active_meeting", f"{told.meeting_on.day} {told.meeting_on:%B}"
    return pack.wording.status_line(str(key), **said)

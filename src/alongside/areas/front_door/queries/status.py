"""One line of status that a parent could understand, in the authority's words."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.areas.front_door.models import Request
from alongside.areas.front_door.terms import RequestState
from alongside.packs import Pack, Wording

LONDON = ZoneInfo("Europe/London")
SAME_YEAR = 300  # days within which a day and month cannot be misread
NOON = 12


def moment_in_words(moment: datetime, *, now: datetime) -> str:
    """A moment as GOV.UK writes it: "today at 3:40pm", "Monday 30 November at 9am"."""
    there, today = moment.astimezone(LONDON), now.astimezone(LONDON).date()
    days = (there.date() - today).days
    day = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(
        days, f"{there:%A} {there.day} {there:%B}"
    )
    if abs(days) > SAME_YEAR:
        day += f" {there.year}"
    return f"{day} at {time_in_words(there)}"


def time_in_words(there: datetime) -> str:
    """A time of day as GOV.UK writes it: 9am, 3:40pm, midday, midnight."""
    if there.minute == 0 and there.hour in (0, NOON):
        return "midnight" if there.hour == 0 else "midday"
    minutes = f":{there.minute:02d}" if there.minute else ""
    return f"{there.hour % NOON or NOON}{minutes}{'am' if there.hour < NOON else 'pm'}"


def may_be_read(request: Request) -> bool:
    """Whether the school may read the decision: once it was delivered, or could not be to anyone there."""
    delivered = request.told_at is not None or request.telling_failed_at is not None
    return request.state == RequestState.DECIDED and delivered


def pack_of_request(request_id: UUID) -> str | None:
    """The pack of the authority that a request went to, if the viewer may read the request at all."""
    return Request.objects.filter(id=request_id).values_list("authority__pack", flat=True).first()


def status_line(
    request: Request, *, due: datetime | None, pack: Pack, now: datetime, asked: bool = False
) -> str:
    """Where a request stands, for the school that sent it; `asked` where a question waits for them."""
    wording: Wording = pack.wording
    team = request.receiving_team.name
    if may_be_read(request):
        return wording.status_line("decided", team=team, outcome=_outcome(request, pack))
    moment = due or request.sent_at
    said = {"team": team, "due": moment_in_words(moment, now=now)}
    if due and now > due:
        return wording.status_line("overdue", duty_line=pack.front_door.duty_line, **said)
    if asked:
        return wording.status_line("information_asked", **said)
    if request.state == RequestState.DECIDED:
        return wording.status_line("proposed", **said)
    if request.state == RequestState.ACKNOWLEDGED and request.claimed_by_id is None:
        return wording.status_line("handed_back", **said)
    return wording.status_line(request.state, **said)


def _outcome(request: Request, pack: Pack) -> str:
    return pack.wording.outcomes[request.decision.outcome].label

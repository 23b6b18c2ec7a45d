"""What must always hold of a request and of the help that follows: looked at whenever anything has changed."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from alongside.access.context import acting_as, connected_as
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import queries
from alongside.areas.front_door.models import Decision, Request, Transfer
from alongside.areas.plans.models import Feedback, Help, Meeting
from alongside.areas.plans.rules import TRANSITIONS
from alongside.areas.plans.terms import About
from alongside.packs import load_pack

LEGAL_HELP = {(str(before), str(t.after)) for t in TRANSITIONS for before in t.before}
OPEN = ("offered", "accepted", "active")
STAMP = """
SELECT r.version, r.told_at, r.telling_failed_at, r.read_at, r.telephone_first, r.called_at,
    (SELECT count(*) FROM chronology_event e WHERE e.child_id = r.child_id),
    (SELECT sum(h.version) FROM plans_help h WHERE h.request_id = r.id)
FROM front_door_request r WHERE r.id = %s
"""


def stamp_of(request_id: UUID) -> tuple[object, ...]:
    """What differs whenever anything has happened."""
    with connections["loader"].cursor() as cursor:
        cursor.execute(STAMP, [request_id])
        return cursor.fetchone()


@dataclass(frozen=True)
class Stands:
    """How everything stands now."""

    request: Request
    helped: list[Help]
    transfer: Transfer | None
    decision: Decision | None
    clocks: dict[tuple[UUID, str], Clock]
    told: list[Feedback]


def stands(request_id: UUID) -> Stands:
    with connected_as("loader"):
        helped = list(Help.objects.filter(request_id=request_id).order_by("offered_at", "id"))
        clocks = Clock.objects.filter(subject_id__in=[request_id, *(h.id for h in helped)])
        decisions = Decision.objects.select_related("reasons", "next_steps", "decided_by")
        return Stands(
            request=Request.objects.get(id=request_id),
            helped=helped,
            transfer=Transfer.objects.filter(request_id=request_id).first(),
            decision=decisions.filter(request_id=request_id).first(),
            clocks={(c.subject_id, c.timescale): c for c in clocks.order_by("started_at", "id")},
            told=list(Feedback.objects.filter(request_id=request_id).select_related("help")),
        )


def a_team_is_always_responsible(life, now: Stands) -> None:
    request = now.request
    assert request.receiving_team_id == life.council.hub.id
    declined = any(h.state == "declined" and h.passed_on_at is None for h in now.helped)
    asked_elsewhere = now.transfer is not None and (
        now.transfer.state == "offered" or (now.transfer.state == "refused" and not now.helped)
    )
    to_ring = request.telephone_first and request.called_at is None
    untold = request.decided_at is None or request.told_at is None
    with acting_as(life.council.manager.id, at=life.now) as viewer:
        rows = queries.team_queue(viewer, now=life.now)
    in_queue = request.id in {row.request_id for row in rows}
    assert in_queue == (untold or to_ring or declined or asked_elsewhere)
    open_help = [h for h in now.helped if h.state in OPEN]
    assert len(open_help) + declined <= 1, "two teams, or a team and the hub, hold it at once"
    handed_on = now.decision is not None and now.decision.help_team_id is not None
    assert not handed_on or now.helped, "handed on to nobody"


def a_clock_stops_with_what_it_waits_for_and_nothing_else(life, now: Stands) -> None:
    request, clocks = now.request, now.clocks
    assert clocks[request.id, "request_acknowledged"].stopped_at == request.acknowledged_at
    assert clocks[request.id, "request_decided"].stopped_at == request.decided_at
    assert clocks[request.id, "referrer_told"].stopped_at == request.told_at


def a_decision_is_a_social_worker_s_and_has_reasons_and_a_next_step(life, now: Stands) -> None:
    assert (now.decision is not None) == (now.request.state == "decided")
    if now.decision:
        role = load_pack(life.council.authority.pack).roles[now.decision.decided_by.role]
        assert role.registered_social_worker
        assert now.decision.reasons.body
        assert now.decision.next_steps.body


def help_moves_only_as_it_may(life, now: Stands) -> None:
    for help_ in now.helped:
        before = life.helps.get(help_.id, "offered")
        assert before == help_.state or (before, help_.state) in LEGAL_HELP
    assert set(life.helps) <= {help_.id for help_ in now.helped}
    life.helps = {help_.id: help_.state for help_ in now.helped}


def the_clocks_of_help_say_how_it_stands(life, now: Stands) -> None:
    for help_ in now.helped:
        running = {
            timescale
            for (subject, timescale), clock in now.clocks.items()
            if subject == help_.id and clock.state == "running"
        }
        assert ("help_accepted" in running) == (help_.state == "offered")
        assert ("lead_named" in running) == (help_.state == "accepted")
        assert ("silence" in running) == (help_.state in ("accepted", "active"))


def a_school_is_told_what_may_be_told_and_nothing_else(life, now: Stands) -> None:
    quiet = [one for one in now.told if one.help and one.help.basis == "agreement"]
    assert all(one.about == About.PASSED_ON for one in quiet)
    for help_ in now.helped:
        if help_.basis == "statutory" and help_.accepted_at:
            assert any(one.help_id == help_.id and one.about == About.ACCEPTED for one in now.told)


def no_meeting_is_left_planned_where_help_has_ended(life, now: Stands) -> None:
    ended = [help_.id for help_ in now.helped if help_.state == "ended"]
    if ended:
        with connected_as("loader"):
            assert not Meeting.objects.filter(help_id__in=ended, state="planned").exists()


ALWAYS = (
    a_team_is_always_responsible,
    a_clock_stops_with_what_it_waits_for_and_nothing_else,
    a_decision_is_a_social_worker_s_and_has_reasons_and_a_next_step,
    help_moves_only_as_it_may,
    the_clocks_of_help_say_how_it_stands,
    a_school_is_told_what_may_be_told_and_nothing_else,
    no_meeting_is_left_planned_where_help_has_ended,
)

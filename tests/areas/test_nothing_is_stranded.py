"""For every role: when a posting ends, no child, request, task or unread message is left without a live team.

Each table is asked for itself what is open in it; and each person who is still there, what their lists show.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import is_live
from alongside.areas.allegations import queries as allegations
from alongside.areas.allegations.models import Concern
from alongside.areas.challenges import queries as challenges
from alongside.areas.challenges.models import Challenge
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import queries as front_door
from alongside.areas.front_door.models import DecisionDraft, Draft, Enquiry, Request, Transfer
from alongside.areas.front_door.queries.drafts import teams_that_cannot_send
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.queries import inbox
from alongside.areas.plans import queries as plans
from alongside.areas.plans.models import Feedback, Help, Meeting
from alongside.areas.schools import queries as schools
from alongside.packs import load_pack
from alongside.register.models import Posting, Relationship
from tests.factories.leavers import HUB, LEFT, SCHOOL, make_leaving

SIGN_IN = sorted(key for key, role in load_pack("thornmere").roles.items() if role.can_sign_in)
OPEN_HELP = ("offered", "accepted", "active")


@dataclass
class Seen:
    """What those who are still there see, all of them together; and who they are."""

    there: list[Posting]
    queue: dict = field(default_factory=dict)
    written: set = field(default_factory=set)
    asked: dict = field(default_factory=dict)
    school: dict = field(default_factory=dict)
    drafts: set = field(default_factory=set)
    questions: set = field(default_factory=set)
    work: dict = field(default_factory=dict)
    without_lead: set = field(default_factory=set)
    owed: set = field(default_factory=set)
    hub_challenges: dict = field(default_factory=dict)
    school_challenges: set = field(default_factory=set)
    concerns: set = field(default_factory=set)
    told_by: dict = field(default_factory=dict)
    inbox: set = field(default_factory=set)
    feedback: set = field(default_factory=set)
    know: dict = field(default_factory=dict)

    def posted_in(self, team_id: UUID) -> bool:
        return any(posting.team_id == team_id for posting in self.there)

    def is_there(self, posting_id: UUID | None) -> bool:
        return any(posting.id == posting_id for posting in self.there)

    def works_in(self, team_id: UUID, user_id: UUID) -> bool:
        return any((p.team_id, p.user_id) == (team_id, user_id) for p in self.there)


@dataclass
class Rows:
    """What is there of each table, as the owner of the tables reads it."""

    requests: list[Request]
    enquiries: list[Enquiry]
    concerns: list[Concern]
    unread: set[UUID]  # the requests of which feedback lies unread


def look(now: datetime) -> tuple[Seen, Rows]:
    with connected_as("owner"):  # it alone may read concerns of both sides
        postings = Posting.objects.select_related("user", "team").order_by("id")
        seen = Seen([p for p in postings if p.user.is_active and is_live(p, now)])
        unread = set(Feedback.objects.filter(read_at=None).values_list("request_id", flat=True))
        rows = Rows(*(list(m.objects.all()) for m in (Request, Enquiry, Concern)), unread)
    # Of each team somebody in each role: colleagues in one role see the same of its lists.
    for posting in {(p.team_id, p.role): p for p in seen.there}.values():
        with acting_as(posting.id, at=now) as viewer:
            look_as(viewer, seen, rows, now)
    return seen, rows


def look_as(viewer, seen: Seen, rows: Rows, now: datetime) -> None:
    """Open every list there is, as one person."""
    seen.inbox |= {message.delivery_id for message in inbox(viewer, unread_only=True, most=500)}
    seen.questions |= {one.enquiry_id for one in front_door.questions_to_answer(viewer)}
    told = [one for request_id in rows.unread for one in plans.feedback_of(viewer, request_id)[:1]]
    seen.feedback |= {one.request_id for one in told}
    for concern in rows.concerns:
        if read := allegations.concern_for_reporter(viewer, concern.id, now=now):
            seen.told_by[concern.id] = read
    by_team = {"front_door": look_as_hub, "safeguarding_team": look_as_school}
    by_team.get(viewer.team_kind, look_as_others)(viewer, seen, rows, now)


def look_as_hub(viewer, seen: Seen, rows: Rows, now: datetime) -> None:
    seen.queue |= {row.request_id: row for row in front_door.team_queue(viewer, now=now)}
    found = challenges.challenges_for_hub(viewer, now=now)
    seen.hub_challenges |= {row.challenge_id: row for row in found}
    for request_id in {one.id for one in rows.requests if one.decided_at is None}:
        if front_door.decision_draft(viewer, request_id):
            seen.written.add(request_id)
    for request_id in {one.request_id for one in rows.enquiries}:
        asked = front_door.enquiries_of(viewer, request_id)
        seen.asked |= {one.enquiry_id: one for one in asked}


def look_as_others(viewer, seen: Seen, _: Rows, now: datetime) -> None:
    seen.concerns |= {row.matter_id for row in allegations.concerns_of_officers(viewer, now=now)}
    seen.work |= {row.help_id: row for row in plans.team_work(viewer, now=now)}
    seen.without_lead |= {r.help_id for r in plans.left_without_a_lead(viewer, now=now)}
    seen.owed |= {one.request_id for one in plans.answers_owed(viewer, now=now)}


def look_as_school(viewer, seen: Seen, rows: Rows, now: datetime) -> None:
    seen.drafts |= {draft.draft_id for draft in front_door.drafts_of_team(viewer)}
    open_ = front_door.children_with_something_open(viewer, now=now)
    seen.school |= {row.request_id: row for row in open_}
    for request in rows.requests:
        if request.decided_at and (
            row := challenges.challenge_of_request(viewer, request.id, now=now)
        ):
            seen.school_challenges.add(row.challenge_id)
        for one in schools.who_knows(viewer, request.child_id, now=now):
            seen.know[request.child_id, one.user_id] = one.posted


def stranded(scene, now: datetime) -> list[str]:
    """What is open and that nobody who is still there sees: table, why, and id."""
    seen, rows = look(now)
    hub, school = scene.council.hub.id, scene.council.school.id
    # A partner in the hub and pastoral staff see some of it; without those who act, the others are told.
    acting = {hub: HUB[:3], school: SCHOOL[:2]}
    gone = {
        team for team, roles in acting.items()
        if not any(p.team_id == team and p.role in roles for p in seen.there)
    }  # fmt: skip
    with connected_as("owner"):
        return [
            *_requests(seen, rows, hub_gone=hub in gone),
            *_unfinished(seen, hub_gone=hub in gone),
            *_questions(seen, rows, hub),
            *_help(seen, hub_gone=hub in gone),
            *_disagreements(seen, gone, hub, school),
            *_concerns(seen, rows),
            *_messages(seen, gone, now),
            *_clocks(seen, hub_gone=hub in gone),
            *_ties(seen, now),
        ]


def _requests(seen: Seen, rows: Rows, *, hub_gone: bool) -> Iterator[str]:
    # Where the whole hub is gone, the school sees that nothing comes; its receipt says whom to ring.
    responsible = {**seen.queue, **seen.school} if hub_gone else seen.queue
    for request in rows.requests:
        told = request.decided_at and request.told_at
        if not told and request.id not in responsible:
            yield f"request: in nobody's queue {request.id}"
        if told and request.read_at is None and not _lies_unread(seen, request.id):
            yield f"request: told, and nobody is there to read it {request.id}"
        row = seen.queue.get(request.id)
        if row and row.held_by and not seen.is_there(request.claimed_by_id):
            yield f"request: held by somebody who has left {request.id}"
    for transfer in Transfer.objects.filter(state="offered"):
        if transfer.request_id not in responsible:
            yield f"transfer: nobody waits for the answer {transfer.id}"


def _lies_unread(seen: Seen, request_id: UUID) -> bool:
    return request_id in seen.school and seen.school[request_id].unread


def _unfinished(seen: Seen, *, hub_gone: bool) -> Iterator[str]:
    for draft in DecisionDraft.objects.all():
        if draft.request_id not in seen.written and not hub_gone:
            yield f"decision draft: read by nobody {draft.request_id}"
    # What a school has not sent is no other organisation's to know: whoever runs the deployment is told.
    said = {team.id for team in teams_that_cannot_send(using="owner")}
    for draft in Draft.objects.all():
        if draft.id not in seen.drafts and draft.team_id not in said:
            yield f"draft: nobody can send it {draft.id}"


def _questions(seen: Seen, rows: Rows, hub: UUID) -> Iterator[str]:
    for enquiry in rows.enquiries:
        known_to_hub = enquiry.id in seen.asked and seen.asked[enquiry.id].nobody_left
        if enquiry.state == "asked" and enquiry.id not in seen.questions and not known_to_hub:
            yield f"question: nobody can answer it {enquiry.id}"
        if enquiry.state == "left":
            told = Delivery.objects.filter(subject_id=enquiry.id, event_kind="consultation_left")
            if not known_to_hub or not told.filter(team_id=hub, state="delivered").exists():
                yield f"question: taken back, and nobody knows {enquiry.id}"


def _help(seen: Seen, *, hub_gone: bool) -> Iterator[str]:
    for help_ in Help.objects.select_related("team"):
        back = help_.state in ("declined", "returned") and help_.passed_on_at is None
        row = seen.queue.get(help_.request_id)
        if back and not hub_gone and not (row and row.standing == "declined"):
            yield f"help: back with the hub, and not in its queue {help_.team}"
        if help_.state in OPEN_HELP:
            yield from _open_help(seen, help_)
    for meeting in Meeting.objects.filter(state="planned"):
        if meeting.help_id not in seen.work:
            yield f"meeting: planned by nobody who is there {meeting.id}"
    for feedback in Feedback.objects.filter(read_at=None):
        if feedback.request_id not in seen.feedback:
            yield f"feedback: nobody sees that it is unread {feedback.id}"


def _open_help(seen: Seen, help_: Help) -> Iterator[str]:
    row = seen.work.get(help_.id)
    if row is None:
        yield f"help: {help_.state}, and on nobody's list {help_.team}"
    elif help_.lead_id and not seen.is_there(help_.lead_id):
        yield f"help: led by somebody who has left {help_.team}"
    elif help_.handovers.exists() and not row.lead and help_.id not in seen.without_lead:
        yield f"help: nobody sees that its lead has left {help_.team}"


def _disagreements(seen: Seen, gone: set, hub: UUID, school: UUID) -> Iterator[str]:
    for challenge in Challenge.objects.filter(state__in=("open", "answered")):
        by_hub, by_school = (
            challenge.id in seen.hub_challenges, challenge.id in seen.school_challenges
        )  # fmt: skip
        waits_for_hub = challenge.state == "open"
        whose, theirs, others = (
            (hub, by_hub, by_school) if waits_for_hub else (school, by_school, by_hub)
        )
        if not (theirs or (whose in gone and others)):
            yield f"challenge: {challenge.state}, and nobody sees it {challenge.id}"


def _concerns(seen: Seen, rows: Rows) -> Iterator[str]:
    for concern in rows.concerns:
        told = seen.told_by.get(concern.id)
        unread = concern.state != "closed" and concern.id not in seen.concerns
        # Where its reporter has left as well, the deployment's doctor says that nobody reads concerns.
        somebody = seen.is_there(concern.reported_by_id) or seen.posted_in(concern.team_id)
        if unread and somebody and not (told and told.nobody_left):
            yield f"concern: nobody reads it, and its reporter does not know {concern.id}"


def _lies_in_an_inbox(seen: Seen, gone: set, one: Delivery) -> bool:
    """Somebody there can open it; or those who are left may not, and it waits for who comes next."""
    return one.id in seen.inbox or (one.team_id in gone and seen.posted_in(one.team_id))


def _should_have_come(seen: Seen, gone: set, one: Delivery) -> bool:
    return seen.posted_in(one.team_id) and one.team_id not in gone and not one.posting_id


def _messages(seen: Seen, gone: set, now: datetime) -> Iterator[str]:
    for one in Delivery.objects.filter(channel="inbox", read_at=None):
        what = f"message {one.event_kind} to {one.team}"
        if one.state == "waiting" and one.next_try_at <= now:
            yield f"{what}: waits"
        elif one.state == "delivered" and one.child_id and not _lies_in_an_inbox(seen, gone, one):
            yield f"{what}: delivered, and nobody there can read it"
        elif one.state == "delivered" and one.posting_id and not seen.is_there(one.posting_id):
            yield f"{what}: delivered to somebody who has left"
        elif one.failure == "no_live_reader" and _should_have_come(seen, gone, one):
            yield f"{what}: not delivered, although somebody is there"


def _clocks(seen: Seen, *, hub_gone: bool) -> Iterator[str]:
    known = {*seen.queue, *seen.work, *seen.questions, *seen.concerns, *seen.owed, *seen.told_by}
    known |= {row.request_id for row in seen.hub_challenges.values() if row.state == "open"}
    known |= {key for key, one in seen.asked.items() if one.nobody_left}
    if hub_gone:
        known |= set(seen.school)
    for clock in Clock.objects.filter(state="running"):
        if clock.subject_id not in known:
            yield f"clock: {clock.timescale} runs for nobody {clock.subject_id}"
        elif clock.timescale == "owed_answer" and not {*seen.owed, *seen.queue} & {
            clock.subject_id
        }:
            yield f"clock: an answer is owed by nobody {clock.subject_id}"


def _ties(seen: Seen, now: datetime) -> Iterator[str]:
    for tie in Relationship.objects.select_related("team", "user"):
        if not is_live(tie, now):
            continue
        if tie.kind in ("allocated", "consulted") and not seen.posted_in(tie.team_id):
            yield f"tie: {tie.kind} to a team where nobody is {tie.team}"
        # At school the lead sees that they have left: who may know is theirs to say.
        known = tie.kind == "assigned" and not seen.know.get((tie.child_id, tie.user_id), False)
        if tie.user_id and not seen.works_in(tie.team_id, tie.user_id) and not known:
            yield f"tie: {tie.kind} to somebody who has left {tie.user}"


@pytest.mark.parametrize("last", [False, True], ids=["first to leave", "last to leave"])
@pytest.mark.parametrize("role", SIGN_IN)
def test_nothing_is_left_without_a_live_team(db, tmp_path, role, last):
    scene = make_leaving(role)
    # By the list of staff where colleagues are left; by signing in no more where nobody is.
    groups = [[scene.leaver], scene.colleagues[role]]
    for number, leaving in enumerate(groups[::-1] if last else groups):
        now = LEFT + timedelta(hours=number)
        for place, posting in enumerate(leaving):
            listed = tmp_path / f"{number}-{place}.csv" if number == int(last) else None
            scene.leaves(posting, listed_in=listed)
        scene.works(at=now)
        assert stranded(scene, now) == []


def test_before_anybody_leaves_somebody_sees_everything(db):
    assert stranded(make_leaving("hub_social_worker"), LEFT) == []

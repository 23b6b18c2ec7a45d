"""A council with teams that help, and help offered to one of them as a decision does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions as front_door
from alongside.areas.front_door import queries as front_door_queries
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.plans import actions
from alongside.areas.plans.models import Help
from alongside.jobs.working import deliver_all
from alongside.register.models import Organisation, Posting, Team
from tests.factories.council import Council, make_council, make_posting

FRIDAY = datetime(2026, 10, 2, 9, 40, tzinfo=UTC)
STATUTORY = actions.Agreement(basis="statutory")
NO_CONSENT = actions.Agreement(basis="agreement", agreed_by="family")


def minutes(number: float) -> datetime:
    """A moment after the help was offered."""
    return FRIDAY + timedelta(minutes=number)


def days(number: float) -> datetime:
    return FRIDAY + timedelta(days=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helping:
    """What a test of help needs to name."""

    council: Council
    team: Team
    other_team: Team
    manager: Posting
    worker: Posting
    colleague: Posting
    nurse: Posting
    request_id: UUID
    help_id: UUID

    def help_(self) -> Help:
        with connected_as("loader"):
            return Help.objects.get(id=self.help_id)

    def accept(self, agreement=STATUTORY, at=None, by=None, **more):
        self.do(actions.accept_help, by=by, at=at or minutes(10), agreement=agreement, **more)

    def lead(self, posting=None, at=None, by=None, **more):
        posting = posting or self.worker
        self.do(actions.name_lead, by=by, at=at or minutes(20), lead_posting_id=posting.id, **more)

    def do(self, act, *, at, by=None, version=None, **more):
        """Do something to the help as it stands, as the team's manager unless somebody else is named."""
        if version is None:
            version = self.help_().version
        with acting_as((by or self.manager).id, at=at) as viewer:
            return act(help_id=self.help_id, version=version, by=viewer, at=at, **more)


def team_of(council: Council, kind: str, organisation_kind: str, name: str) -> Team:
    organisation = Organisation.objects.create(
        authority=council.authority, kind=organisation_kind, name=f"{name} organisation"
    )
    return Team.objects.create(
        organisation=organisation, kind=kind, name=name, telephone="01632 960111"
    )


def ask(council: Council, *, at: datetime) -> UUID:
    """A request, sent and decided."""
    with acting_as(council.lead.id, at=at) as lead:
        draft_id = front_door.begin_draft(child_id=council.child.id, by=lead, at=at)
        words = {
            q.key: {"danger": "no", "family_knows": "yes"}.get(q.key, "Words") for q in QUESTIONS
        }
        front_door.save_answers(
            draft_id=draft_id, questions=list(words), words=words, version=1, by=lead, at=at
        )
        request_id = front_door.send_request(draft_id=draft_id, by=lead, at=at)
    with acting_as(council.social_worker.id, at=at) as viewer:
        read = front_door_queries.request_for_hub(viewer, request_id, now=at)
        front_door.acknowledge_request(
            request_id=request_id, version=read.version, by=viewer, at=at
        )
        decision = DecisionWords(
            outcome="advice", need="N4", level_of_need=2, local_offer="The family hub",
            reasons="Mum has asked for help.",
            next_steps="Sam rings on Tuesday.", family_told="yes",
        )  # fmt: skip
        version = front_door.save_decision_draft(
            request_id=request_id, words=decision, version=0, by=viewer, at=at
        )
        front_door.confirm_decision(request_id=request_id, version=version, by=viewer, at=at)
    deliver(at)
    return request_id


def offer(council: Council, team: Team, request_id: UUID, *, at: datetime = FRIDAY) -> UUID:
    with acting_as(council.social_worker.id, at=at) as viewer:
        return actions.offer_help(
            actions.Offer(
                authority_id=council.authority.id, child_id=council.child.id, request_id=request_id,
                outcome="family_help", team_id=team.id, by_posting_id=viewer.posting_id, at=at,
            )
        )  # fmt: skip


def deliver(at: datetime) -> None:
    with connected_as("worker"):
        deliver_all(at=at)


def make_helping() -> Helping:
    council = make_council()
    with connected_as("loader"):
        team = team_of(council, "family_help_team", "local_authority", "Mill Lane family help")
        other = team_of(council, "school_nursing", "health_provider", "Mill Lane school nurses")
        people = {
            "manager": make_posting(team, "team_manager", "Gus Manager"),
            "worker": make_posting(team, "lead_practitioner", "Hal Worker"),
            "colleague": make_posting(team, "social_worker", "Ida Colleague"),
            "nurse": make_posting(other, "school_nurse", "Jo Nurse"),
        }
    request_id = ask(council, at=FRIDAY - timedelta(hours=1))
    help_id = offer(council, team, request_id)
    return Helping(
        council=council, team=team, other_team=other, request_id=request_id, help_id=help_id, **people
    )  # fmt: skip


@pytest.fixture
def helping(db: None) -> Helping:
    return make_helping()

"""Whoever may start a tie may not start it for just anybody: as the web role."""

from dataclasses import dataclass

import pytest
from django.db import DatabaseError, transaction

from alongside.access.context import acting_as, connected_as
from alongside.access.ties import start_tie
from alongside.register.models import Organisation, Relationship, Team
from tests.areas.front_door.test_telling_to_told import FRIDAY, send
from tests.factories.council import make_council


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A front door and a family help team of another authority."""

    hub: Team
    family_help: Team


@pytest.fixture
def council(db):
    return make_council()


@pytest.fixture
def elsewhere(council) -> Elsewhere:
    with connected_as("loader"):
        office = Organisation.objects.create(
            authority=council.elsewhere, kind="local_authority", name="Eastmere Council"
        )
        hub, family_help = (
            Team.objects.create(organisation=office, kind=kind, name=f"Eastmere {kind}")
            for kind in ("front_door", "family_help_team")
        )
    return Elsewhere(hub=hub, family_help=family_help)


def started(council, posting, team, kind, subject_id) -> bool:
    """Whether the tie could be started, and is there."""
    with acting_as(posting.id, at=FRIDAY):
        try:
            with transaction.atomic():
                start_tie(child_id=council.child.id, team=team, kind=kind, subject_id=subject_id,
                          at=FRIDAY, evidence="test:made")  # fmt: skip
        except DatabaseError:
            pass
    with connected_as("loader"):
        made = Relationship.objects.filter(team=team, kind=kind, evidence="test:made")
        return made.exists()


@pytest.mark.parametrize(
    ("team", "allowed"),
    [("hub", True), ("family_help", False), ("school", False), ("other_school", False)],
)
def test_a_school_s_request_is_held_by_a_team_that_receives_requests(council, team, allowed):
    request_id = send(council)
    team = getattr(council, team)
    if allowed:
        with connected_as("loader"):  # as if it had not been sent to them
            Relationship.objects.filter(kind="received").update(ends_at=FRIDAY)
    assert started(council, council.lead, team, "received", request_id) is allowed


def test_a_school_s_request_is_never_held_by_another_authority(council, elsewhere):
    request_id = send(council)
    assert not started(council, council.lead, elsewhere.hub, "received", request_id)


@pytest.mark.parametrize("kind", ["allocated", "consulted"])
def test_the_hub_ties_teams_of_its_own_authority_alone(council, elsewhere, kind):
    request_id = send(council)
    hub = council.social_worker
    assert not started(council, hub, elsewhere.family_help, kind, request_id)
    assert started(council, hub, council.family_help, kind, request_id)


def test_a_team_is_not_passed_off_as_another_organisation_s(council, elsewhere):
    request_id = send(council)
    team = council.family_help
    with connected_as("loader"):
        there = Team.objects.select_related("organisation").get(id=elsewhere.family_help.id)
    mixed = Team(id=team.id, organisation=there.organisation, kind=team.kind, name=team.name)
    assert not started(council, council.social_worker, mixed, "allocated", request_id)

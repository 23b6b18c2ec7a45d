"""Another team that is tied to the same child writes nothing of this team's help: as the web role."""

from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from alongside.access.context import acting_as, connected_as
from alongside.access.ties import end_ties, start_tie
from alongside.areas.messages.models import Delivery
from alongside.areas.plans import actions
from alongside.areas.plans.models import Contact, Feedback, Handover, Help, Meeting
from alongside.foundation.ids import new_id
from alongside.register.models import Relationship
from tests.areas.plans.conftest import STATUTORY, ask, days, deliver, minutes, offer


@pytest.fixture(params=["another request", "the same request"])
def beside(request, helping):
    """A nurse whose team helps the same child: for another request, or for the very same one."""
    helping.accept()
    helping.lead()
    asked = helping.request_id
    if request.param == "another request":
        asked = ask(helping.council, at=minutes(30))
    offer(helping.council, helping.other_team, asked, at=minutes(40))
    return helping


def of(helping, **more):
    return {
        "id": new_id(),
        "help_id": helping.help_id,
        "child_id": helping.council.child.id,
        **more,
    }


def rows_about_this_help(helping):
    posting, at = helping.nurse, days(1)
    yield Contact(**of(helping, kind="call", happened_at=at, child_seen="not_seen",
                       recorded_by=posting, recorded_at=at))  # fmt: skip
    yield Meeting(**of(helping, kind="review", starts_at=at, recorded_by=posting, recorded_at=at))
    yield Handover(**of(helping, next_lead=posting, recorded_by=posting, at=at))
    yield Feedback(
        **of(helping, authority_id=helping.council.authority.id, request_id=helping.request_id,
             about="ended", team=helping.team, given_by=posting, given_at=at)
    )  # fmt: skip


@pytest.mark.parametrize("place", range(4))
def test_it_adds_nothing_to_this_team_s_help(beside, place):
    row = list(rows_about_this_help(beside))[place]
    refused = pytest.raises(DatabaseError, match="row-level security")
    with acting_as(beside.nurse.id, at=days(1)), refused, transaction.atomic():
        row.save(force_insert=True)


def test_the_team_itself_may(beside):
    """The same rows by somebody of the team: what is refused above is refused for whose help it is."""
    with acting_as(beside.worker.id, at=days(1)):
        rows = list(rows_about_this_help(beside))
        for row in rows:
            row.save(force_insert=True)
        assert all(type(row).objects.filter(pk=row.pk).exists() for row in rows)


def test_it_changes_nothing_of_this_team_s_help(beside):
    with acting_as(beside.nurse.id, at=days(1)):
        assert Help.objects.filter(id=beside.help_id).update(version=99) == 0
        assert Meeting.objects.filter(help_id=beside.help_id).update(place="x") == 0
    with acting_as(beside.worker.id, at=days(1)):
        assert Help.objects.filter(id=beside.help_id).update(version=99) == 1


def test_it_ends_and_starts_no_tie_of_this_team(beside):
    child_id = beside.council.child.id
    with acting_as(beside.nurse.id, at=days(1)):
        for subject_id in (beside.help_id, beside.request_id):
            with pytest.raises(DatabaseError), transaction.atomic():
                end_ties(child_id=child_id, kind="allocated", team_id=beside.team.id,
                         subject_id=subject_id, at=days(1))  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            start_tie(child_id=child_id, team=beside.other_team, kind="plan_member",
                      subject_id=beside.help_id, at=days(1), evidence="test:made")  # fmt: skip


def test_a_team_that_helps_gives_no_other_team_its_help(helping):
    helping.accept()
    with (
        acting_as(helping.manager.id, at=days(1)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        start_tie(child_id=helping.council.child.id, team=helping.other_team, kind="allocated",
                  subject_id=helping.help_id, at=days(1), evidence="test:made")  # fmt: skip


def test_what_the_team_does_still_reaches_the_school_and_the_hub(helping):
    helping.accept(STATUTORY)
    deliver(minutes(11))
    with connected_as("loader"):
        told = Delivery.objects.filter(subject_id=helping.request_id, channel="inbox")
        assert told.get(event_kind="feedback_accepted").team == helping.council.school
    help_two = offer(helping.council, helping.other_team, helping.request_id, at=minutes(20))
    decline(helping, help_two)
    with connected_as("loader"):
        assert told.get(event_kind="request_returned").team == helping.council.hub


def decline(helping, help_id: UUID) -> None:
    at = minutes(30)
    with acting_as(helping.nurse.id, at=at) as nurse:
        actions.decline_help(help_id=help_id, version=1, reason="We are full.", by=nurse, at=at)
    with connected_as("loader"):
        live = Relationship.objects.filter(kind="allocated", team=helping.other_team, ends_at=None)
        assert not live.exists()

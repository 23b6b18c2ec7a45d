"""Help that ends takes no answer with it: what is still owed is the hub's to pass on again."""

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.areas.messages.models import Delivery
from alongside.areas.plans import actions
from alongside.register.models import Relationship
from tests.areas.plans.conftest import NO_CONSENT, ask, days, deliver, offer
from tests.areas.plans.test_empty_teams import standing
from tests.areas.plans.test_nothing_is_left_alone import owe


def end(helping) -> None:
    helping.do(actions.end_help, at=days(4), reason="needs_met", what_changed="Mum has help.")
    deliver(days(4))


def still_tied(helping, request_id) -> bool:
    with connected_as("loader"):
        ties = Relationship.objects.filter(team=helping.team, kind="allocated", ends_at=None)
        return ties.filter(subject_id=request_id).exists()


@pytest.mark.parametrize("answered", [False, True])
def test_an_answer_owed_is_back_with_the_hub_when_the_help_ends(helping, answered):
    helping.accept()
    request_id = owe(helping)
    if answered:
        helping.do(
            actions.write_update, at=days(4), answers_request_id=request_id,
            for_school=actions.ForSchool(words="We see Zoë on Friday."),
        )  # fmt: skip
    end(helping)
    back = {} if answered else {request_id: "No longer helped by Mill Lane family help: hand on"}
    assert standing(helping) == back
    assert not still_tied(helping, request_id)
    with connected_as("loader"):
        told = Delivery.objects.filter(event_kind="request_returned", channel="inbox")
        assert [one.team for one in told] == ([] if answered else [helping.council.hub])


def test_other_help_of_the_team_goes_on_owing_the_answer(helping):
    helping.accept()
    second = offer(helping.council, helping.team, ask(helping.council, at=days(1)), at=days(1))
    with acting_as(helping.manager.id, at=days(2)) as manager:
        actions.accept_help(
            help_id=second, version=1, agreement=actions.Agreement(basis="statutory"),
            by=manager, at=days(2),
        )  # fmt: skip
    request_id = owe(helping)
    end(helping)
    assert standing(helping) == {}
    assert still_tied(helping, request_id)


def test_help_that_is_only_offered_owes_no_answer(helping):
    helping.accept()
    second = offer(helping.council, helping.team, ask(helping.council, at=days(1)), at=days(1))
    request_id = owe(helping)
    end(helping)
    assert request_id in standing(helping)
    with acting_as(helping.manager.id, at=days(5)) as manager:
        actions.decline_help(help_id=second, version=1, reason="Full.", by=manager, at=days(5))
    assert request_id in standing(helping)


def test_what_the_team_owes_is_as_discreet_as_the_help_that_it_gives(helping):
    helping.accept()
    request_id = owe(helping)
    helping.do(actions.change_agreement, at=days(4), agreement=NO_CONSENT)
    with connected_as("loader"):
        ties = Relationship.objects.filter(team=helping.team, kind="allocated")
        assert ties.get(subject_id=request_id).discreet

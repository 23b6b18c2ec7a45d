"""Questions to a team in which nobody is left who could answer: the hub learns that it waits for nobody."""

from alongside.access.context import acting_as, connected_as
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import queries
from alongside.jobs.watching import watch_empty_teams
from alongside.register.models import Posting, Relationship
from tests.areas.front_door.test_asking import (  # noqa: F401
    EVEN_LATER,
    ask,
    consult,
    council,
    police,
    told,
)
from tests.areas.front_door.test_telling_to_told import deliver, send
from tests.factories.council import make_posting


def test_a_question_to_a_team_in_which_nobody_is_left_is_the_hub_s_again(council, police):  # noqa: F811
    request_id = send(council)
    enquiry_id = consult(council, request_id, police.team)
    with connected_as("loader"):
        Posting.objects.filter(id=police.id).update(ends_at=EVEN_LATER)
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        [read] = queries.enquiries_of(hub, request_id)
        assert (read.state, read.nobody_left) == ("asked", True)  # before the worker looks
    with connected_as("worker"):
        assert [watch_empty_teams(at=EVEN_LATER) for _ in range(2)] == [1, 0]
    deliver(at=EVEN_LATER)
    assert told("consultation_left") == {"Thornmere Front Door"}
    with connected_as("loader"):
        assert Clock.objects.get(subject_id=enquiry_id).state == "cancelled"
        assert not Relationship.objects.filter(kind="consulted", ends_at=None).exists()
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        [read] = queries.enquiries_of(hub, request_id)
        assert (read.state, read.nobody_left) == ("left", True)


def test_a_school_s_question_waits_for_whoever_comes_and_the_hub_sees_that_nobody_is_there(council):  # noqa: F811
    request_id = send(council)
    ask(council, request_id)
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=EVEN_LATER)
    with connected_as("worker"):
        assert watch_empty_teams(at=EVEN_LATER) == 0
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        [read] = queries.enquiries_of(hub, request_id)
        assert (read.state, read.nobody_left) == ("asked", True)
    with connected_as("loader"):
        late = make_posting(council.school, "designated_safeguarding_lead", "Di New")
    with acting_as(late.id, at=EVEN_LATER) as viewer:
        assert len(queries.questions_to_answer(viewer)) == 1

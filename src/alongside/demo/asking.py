"""Scenes at the front door: a question to the school, one to the police, another council, an answer owed."""

from uuid import UUID

from alongside.access.context import connected_as
from alongside.areas.front_door import actions
from alongside.areas.plans.queries import teams_at_work
from alongside.demo.families import SyntheticChild
from alongside.demo.scenes import Stage
from alongside.demo.wording import in_one_list

TO_SCHOOL = (
    "Who collects the child on the days when nobody can be reached? "
    "And has the school spoken with both parents, or with one?"
)
ANSWER = (
    "An aunt on Mondays and Thursdays; her number is on our contact sheet. "
    "We have spoken with both parents, most recently on the day before we wrote to you."
)
TO_POLICE = (
    "Have you been called to this family in the last twelve months, and what did you find? "
    "The adults at home are {adults}."
)
TO_VIRTUAL_SCHOOL = "Has this child been in care before, and which school did they go to then?"
POLICE, VIRTUAL_SCHOOL = "police_unit", "virtual_school"


def ask_around(stage: Stage) -> None:
    """One question that waits for the school, one that it answered, and two that wait elsewhere."""
    _ask_school(stage, answered=False)
    _ask_school(stage, answered=True)
    _consult(stage, POLICE, TO_POLICE)
    _consult(stage, VIRTUAL_SCHOOL, TO_VIRTUAL_SCHOOL)


def _ask_school(stage: Stage, *, answered: bool) -> None:
    request_id, at = stage.looked_at(stage.free.pop())
    with stage.sessions.acting_as(stage.screener) as viewer:
        enquiry_id = actions.ask_referrer(
            request_id=request_id, question=TO_SCHOOL, by=viewer, at=stage.between(at, 0.2)
        )
    stage.deliver(stage.between(at, 0.2))
    if not answered:
        return
    answered_at = stage.between(at, 0.6)
    with stage.sessions.acting_as(stage.lead) as viewer:
        version = actions.save_answer_draft(
            enquiry_id=enquiry_id, words=ANSWER, version=1, by=viewer, at=answered_at
        )
        actions.answer_enquiry(enquiry_id=enquiry_id, version=version, by=viewer, at=answered_at)
    stage.deliver(answered_at)


def _consult(stage: Stage, kind: str, question: str) -> None:
    child = stage.free.pop()
    question = question.format(adults=in_one_list([adult.name for adult in child.adults]))
    request_id, at = stage.looked_at(child)
    moment = stage.between(at, 0.4)
    with stage.sessions.acting_as(stage.screener) as viewer:
        team_id = stage.whole.teams[kind][0]
        actions.consult(
            request_id=request_id, team_id=team_id, question=question, by=viewer, at=moment
        )
    stage.deliver(moment)


def hand_elsewhere(stage: Stage, own: dict[UUID, SyntheticChild]) -> None:
    """A child of another council who waits to be taken on, and one whose own worker owes an answer.

    `own` are the school's children, by id.
    """
    stage.decided(
        stage.free.pop(), "another_authority", days_ago=2, other_authority=stage.whole.neighbour
    )
    with connected_as("loader"):
        helped = [(child, team) for child, team in teams_at_work() if child in own]
    if helped:
        child_id, team_id = helped[0]
        stage.decided(own[child_id], "already_open", days_ago=1, help_team=team_id)

"""Asking the school and other organisations: who may, who is told, and what nobody else sees."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, connections

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.access.ties import involved_with, start_tie
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.chronology.queries import chronology_of
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.models import Enquiry, Request
from alongside.areas.front_door.rules import ENQUIRY_TRANSITIONS
from alongside.areas.messages.models import Delivery
from alongside.areas.people.queries import person
from alongside.register.models import Organisation, Posting, Relationship, Team
from tests.areas.front_door.test_telling_to_told import (
    FRIDAY,
    acknowledge,
    clock,
    decide,
    deliver,
    send,
)
from tests.factories.council import Council, make_council, make_posting

LATER = FRIDAY + timedelta(minutes=20)
EVEN_LATER = FRIDAY + timedelta(minutes=40)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def police(council) -> Posting:
    with connected_as("loader"):
        force = Organisation.objects.create(
            authority=council.authority, kind="police_force", name="Thornmere Police"
        )
        unit = Team.objects.create(organisation=force, kind="police_unit", name="Safeguarding unit")
        return make_posting(unit, "police_coordinator", "Gus Constable")


def ask(council, request_id, question="Was he in school on Friday?", *, at=LATER):
    with acting_as(council.screener.id, at=at) as hub:
        return actions.ask_referrer(request_id=request_id, question=question, by=hub, at=at)


def consult(council, request_id, team, question="Have you been called to the home?", *, at=LATER):
    with acting_as(council.screener.id, at=at) as hub:
        return actions.consult(
            request_id=request_id, team_id=team.id, question=question, by=hub, at=at
        )


def answer(posting, enquiry_id, words, *, at=EVEN_LATER) -> None:
    with acting_as(posting.id, at=at) as viewer:
        version = queries.question_to_team(viewer, enquiry_id).version
        version = actions.save_answer_draft(
            enquiry_id=enquiry_id, words=words, version=version, by=viewer, at=at
        )
        actions.answer_enquiry(enquiry_id=enquiry_id, version=version, by=viewer, at=at)


def told(event) -> set[str]:
    with connected_as("loader"):
        rows = Delivery.objects.filter(event_kind=event, channel="inbox")
        return set(rows.values_list("team__name", flat=True))


def test_the_school_is_asked_and_answers_and_both_are_told_while_no_clock_pauses(council):
    request_id = send(council)
    before = clock(request_id)
    enquiry_id = ask(council, request_id)
    with acting_as(council.lead.id, at=LATER) as lead:
        [row] = queries.children_with_something_open(lead, now=LATER)
        assert row.status.startswith("Thornmere Front Door has asked you a question")
        [question] = queries.questions_about(lead, request_id)
        assert question.question == "Was he in school on Friday?"
    answer(council.lead, enquiry_id, "No, he was not.")
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        [read] = queries.enquiries_of(hub, request_id)
        assert (read.answer, read.answered_by) == ("No, he was not.", "Ada Lead")
        assert read.answered_at == EVEN_LATER
    after = clock(request_id)
    assert (after.state, after.due_at) == ("running", before.due_at)
    with connected_as("loader"):
        assert not Clock.objects.filter(state="paused").exists()
    assert told("information_asked") == {council.school.name}
    assert told("information_given") == {"Thornmere Front Door"}


def withdraw(council, enquiry_id) -> None:
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        actions.withdraw_enquiry(enquiry_id=enquiry_id, by=hub, at=EVEN_LATER)


def school_clock(request_id):
    return clock(request_id, "information_given").state


def test_the_school_s_clock_runs_until_its_last_open_question_is_answered(council):
    request_id = send(council)
    first, second = ask(council, request_id), ask(council, request_id, "Who collects him?")
    answer(council.lead, first, "No, he was not.")
    assert school_clock(request_id) == "running"
    assert (told("information_partly_given"), told("information_given")) == (
        {council.hub.name},
        set(),
    )
    answer(council.lead, second, "His gran.")
    assert school_clock(request_id) == "stopped"


def test_withdrawing_the_last_question_cancels_the_school_s_clock(council):
    request_id = send(council)
    first, second = ask(council, request_id), ask(council, request_id, "Who collects him?")
    withdraw(council, first)
    assert school_clock(request_id) == "running"
    withdraw(council, second)
    assert school_clock(request_id) == "cancelled"


def test_another_organisation_is_asked_and_answers_and_knows_nothing_from_then_on(council, police):
    request_id = send(council)
    enquiry_id = consult(council, request_id, police.team)
    with acting_as(police.id, at=LATER) as officer:
        [question] = queries.questions_to_answer(officer)
        assert (question.name, question.request_id) == ("Zoë O’Neill", None)
        assert [i.organisation for i in involved_with(officer, council.child.id)] == [
            "Alder Primary School"
        ]
    answer(police, enquiry_id, "Twice since June.")
    with acting_as(police.id, at=EVEN_LATER) as officer:
        assert queries.questions_to_answer(officer) == []
        assert queries.question_to_team(officer, enquiry_id) is None
        assert person(officer, council.child.id) is None
        assert involved_with(officer, council.child.id) == []
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        [read] = queries.enquiries_of(hub, request_id)
        assert (read.organisation, read.answer) == ("Thornmere Police", "Twice since June.")
        assert read.answered_by_role == "Police safeguarding coordinator"
    assert told("consultation_asked") == {"Safeguarding unit"}
    assert told("consultation_answered") == {"Thornmere Front Door"}
    assert clock(enquiry_id, "consultation_answered").state == "stopped"
    assert clock(request_id).state == "running"


def test_who_is_consulted_reads_the_question_and_who_the_child_is_and_nothing_else(council, police):
    request_id = send(council)
    ask(council, request_id)
    enquiry_id = consult(council, request_id, police.team)
    with acting_as(police.id, at=LATER) as officer:
        assert [row.id for row in Enquiry.objects.all()] == [enquiry_id]
        assert [block.part for block in TextBlock.objects.all()] == ["enquiry"]
        assert not Request.objects.exists()
        assert queries.request_for_referrer(officer, request_id, now=LATER) is None
        assert {e.kind for e in chronology_of(officer, council.child.id)} == {"consultation_asked"}
        assert not Event.objects.exclude(kind="consultation_asked").exists()
        with connection.cursor() as cursor:
            for table in ("front_door_answer", "front_door_decisiondraft", "people_address"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), table


def test_the_school_reads_nothing_of_what_others_were_asked_for_its_request(council, police):
    request_id = send(council)
    of_school, of_police = ask(council, request_id), consult(council, request_id, police.team)
    with acting_as(police.id, at=LATER) as officer:
        actions.save_answer_draft(
            enquiry_id=of_police, words="Not sent", version=1, by=officer, at=LATER
        )
    assert read_by_the_school(council) == [of_school]
    answer(police, of_police, "Twice.")
    assert read_by_the_school(council) == [of_school]


def read_by_the_school(council) -> list:
    """The enquiries that the school's connection reads; no words and no event of another are among them."""
    with acting_as(council.lead.id, at=EVEN_LATER) as lead:
        assert TextBlock.objects.filter(part="enquiry").count() == 1
        kinds = {entry.kind for entry in chronology_of(lead, council.child.id)}
        assert kinds == {"request_sent", "information_asked"}
        return list(Enquiry.objects.values_list("id", flat=True))


@pytest.mark.parametrize("who", ["lead", "other_lead"])
def test_a_school_asks_nobody(council, police, who):
    request_id = send(council)
    with acting_as(getattr(council, who).id, at=LATER) as school:
        with pytest.raises((NotPermitted, NotFound)):
            actions.ask_referrer(request_id=request_id, question="Why?", by=school, at=LATER)
        with pytest.raises((NotPermitted, NotFound)):
            actions.consult(
                request_id=request_id, team_id=police.team_id, question="Why?", by=school, at=LATER
            )


def test_nobody_answers_for_another_team_and_the_hub_not_for_the_school(council, police):
    request_id = send(council)
    of_school, of_police = ask(council, request_id), consult(council, request_id, police.team)
    for posting, enquiry_id in (
        (council.other_lead, of_school),
        (police, of_school),
        (council.screener, of_school),
        (council.lead, of_police),
        (council.screener, of_police),
    ):
        with acting_as(posting.id, at=LATER) as viewer, pytest.raises(NotFound):
            actions.save_answer_draft(
                enquiry_id=enquiry_id, words="Ours", version=1, by=viewer, at=LATER
            )


def test_a_school_starts_no_tie_of_somebody_consulted(council, police):
    send(council)
    with (
        pytest.raises(ProgrammingError, match="may not start consulted"),
        acting_as(council.lead.id, at=LATER),
    ):
        start_tie(
            child_id=council.child.id, team=police.team, kind="consulted", subject_id=None,
            at=LATER, evidence="test:forged",
        )  # fmt: skip


def test_the_same_question_asked_twice_is_once(council, police):
    request_id = send(council)
    assert ask(council, request_id) == ask(council, request_id)
    asked = consult(council, request_id, police.team)
    assert asked == consult(council, request_id, police.team)


def test_two_who_send_the_same_answer_at_once_send_it_once(council, police):
    request_id = send(council)
    enquiry_id = consult(council, request_id, police.team)
    with acting_as(police.id, at=LATER) as officer:
        version = actions.save_answer_draft(
            enquiry_id=enquiry_id, words="Twice.", version=1, by=officer, at=LATER
        )

    def press(_) -> str:
        try:
            with acting_as(police.id, at=LATER) as officer:
                actions.answer_enquiry(enquiry_id=enquiry_id, version=version, by=officer, at=LATER)
        except NotFound:
            return "gone"
        else:
            return "sent"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as presses:
        outcomes = list(presses.map(press, range(2)))
    assert "sent" in outcomes
    with connected_as("loader"):
        assert Event.objects.filter(kind="consultation_answered").count() == 1
        assert TextBlock.objects.filter(body="Twice.").count() == 1


def test_a_draft_that_a_colleague_saved_is_not_written_over_unseen_and_what_is_replaced_is_kept(
    council,
):
    enquiry_id = ask(council, send(council))
    with acting_as(council.lead.id, at=LATER) as lead:
        actions.save_answer_draft(
            enquiry_id=enquiry_id, words="Ada's", version=1, by=lead, at=LATER
        )
    with acting_as(council.deputy.id, at=LATER) as deputy:
        with pytest.raises(actions.ChangedMeanwhile, match="Ada Lead"):
            actions.save_answer_draft(
                enquiry_id=enquiry_id, words="Bea's", version=1, by=deputy, at=LATER
            )
        actions.save_answer_draft(
            enquiry_id=enquiry_id, words="Bea's", version=2, by=deputy, at=LATER
        )
    with acting_as(council.lead.id, at=LATER) as lead:
        read = queries.question_to_team(lead, enquiry_id)
        assert read.draft == "Bea's"
        assert read.replaced == (("Ada Lead", "Ada's"),)


def test_an_empty_answer_is_not_sent(council):
    enquiry_id = ask(council, send(council))
    with acting_as(council.lead.id, at=LATER) as lead, pytest.raises(actions.NothingWritten):
        actions.answer_enquiry(enquiry_id=enquiry_id, version=1, by=lead, at=LATER)


def test_a_question_that_is_withdrawn_is_nobodys_to_answer(council, police):
    request_id = send(council)
    enquiry_id = consult(council, request_id, police.team)
    with acting_as(council.social_worker.id, at=LATER) as hub:
        actions.withdraw_enquiry(enquiry_id=enquiry_id, by=hub, at=LATER)
        actions.withdraw_enquiry(enquiry_id=enquiry_id, by=hub, at=LATER)
    with acting_as(police.id, at=EVEN_LATER) as officer:
        assert person(officer, council.child.id) is None
        with pytest.raises(NotFound):
            actions.save_answer_draft(
                enquiry_id=enquiry_id, words="Late", version=2, by=officer, at=EVEN_LATER
            )
    with connected_as("loader"):
        assert Event.objects.filter(kind="consultation_withdrawn").count() == 1


def test_a_decision_withdraws_what_is_still_asked_in_its_own_transaction(council, police):
    request_id = send(council)
    of_school, of_police = ask(council, request_id), consult(council, request_id, police.team)
    acknowledge(request_id, council.social_worker, at=LATER)
    decide(request_id, council.social_worker, at=EVEN_LATER)
    with connected_as("loader"):
        assert set(Enquiry.objects.values_list("state", flat=True)) == {"withdrawn"}
        open_ties = Relationship.objects.filter(kind="consulted", ends_at=None)
        assert not open_ties.exists()
    assert clock(of_police, "consultation_answered").state == "cancelled"
    with (
        acting_as(council.lead.id, at=EVEN_LATER) as lead,
        pytest.raises(actions.NotPossibleNow, match="no longer asked"),
    ):
        actions.save_answer_draft(
            enquiry_id=of_school, words="Late", version=2, by=lead, at=EVEN_LATER
        )
    with pytest.raises(actions.NotPossibleNow, match="decided"):
        ask(council, request_id, "And?", at=EVEN_LATER)


def test_a_team_in_which_nobody_could_answer_is_not_asked(council, police):
    request_id = send(council)
    with connected_as("loader"):
        empty = Team.objects.create(
            organisation_id=police.team.organisation_id, kind="police_unit", name="Empty unit"
        )
    with pytest.raises(actions.AskedNobody):
        consult(council, request_id, empty)


def test_every_act_on_an_enquiry_needs_an_act_that_the_matrix_grants(council):
    from alongside.packs import load_pack

    granted = {(r.part, r.act) for r in load_pack("thornmere").grant_rows()}
    assert {("enquiry", t.needs) for t in ENQUIRY_TRANSITIONS} <= granted


def test_an_answer_arrives_in_the_hub_s_inbox_and_leads_to_its_request(council, police):
    request_id = send(council)
    enquiry_id = consult(council, request_id, police.team)
    answer(police, enquiry_id, "Twice.")
    deliver(at=EVEN_LATER + timedelta(minutes=1))
    with acting_as(council.screener.id, at=EVEN_LATER + timedelta(minutes=2)) as hub:
        assert queries.requests_of_enquiries(hub, [enquiry_id]) == {enquiry_id: request_id}


@pytest.fixture
def partner(council) -> Posting:
    with connected_as("loader"):
        return make_posting(council.hub, "hub_partner", "Ida Partner")


def test_a_hub_partner_adds_what_their_organisation_knows_and_asks_nobody(council, partner, police):
    request_id = send(council)
    for _ in range(2):  # twice is once
        with acting_as(partner.id, at=LATER) as hub:
            actions.add_what_is_known(
                request_id=request_id, words="Called there twice.", source="Police records", by=hub,
                at=LATER,
            )  # fmt: skip
    with acting_as(council.social_worker.id, at=LATER) as hub:
        [read] = queries.enquiries_of(hub, request_id)
        assert (read.question, read.answer) == ("Police records", "Called there twice.")
        assert (read.answered_by, read.unasked, read.state) == ("Ida Partner", True, "answered")
    assert clock(request_id).state == "running"
    with acting_as(partner.id, at=LATER) as hub, pytest.raises(NotPermitted):
        actions.consult(
            request_id=request_id, team_id=police.team_id, question="And?", by=hub, at=LATER
        )
    with acting_as(council.lead.id, at=LATER) as lead:
        assert queries.questions_about(lead, request_id) == []
        assert not Enquiry.objects.exists()
        assert not TextBlock.objects.filter(part="enquiry").exists()
        assert "consultation_answered" not in {
            e.kind for e in chronology_of(lead, council.child.id)
        }


def test_a_hub_partner_is_asked_as_the_hub_s_own_colleague_and_answers(council, partner):
    request_id = send(council)
    enquiry_id = consult(council, request_id, council.hub)
    answer(partner, enquiry_id, "Not known to us.")
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        [read] = queries.enquiries_of(hub, request_id)
        assert (read.answered_by, read.answer) == ("Ida Partner", "Not known to us.")

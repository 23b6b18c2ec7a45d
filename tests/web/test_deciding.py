"""The hub's pages on what is decided and what follows: who may, what is read first, and nothing lost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions
from alongside.areas.front_door.models import DecisionDraft, Draft, Request, Transfer
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.plans.models import Feedback, Help
from tests.areas.front_door.test_telling_to_told import ANSWERS, acknowledge, deliver
from tests.areas.front_door.test_telling_to_told import send as sent_earlier
from tests.factories.council import (
    ASSESSMENT,
    ELSEWHERE,
    FAMILY_HELP,
    Council,
    make_child,
    make_council,
    make_posting,
)
from tests.web.signing_in import signed_in

WORDS = {
    "version": "0", "outcome": "family_help", "need": "N4", "level_of_need": "2", "help_team": str(FAMILY_HELP),
    "reasons": "Mum has asked for help.", "next_steps": "Sam rings on Tuesday.", "family_told": "yes",
}  # fmt: skip
ELSEWHERE_S = {**WORDS, "outcome": "another_authority", "other_authority": str(ELSEWHERE)}


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


def taken_on(council: Council) -> str:
    request_id = sent_earlier(council, at=timezone.now())
    acknowledge(request_id, council.social_worker, at=timezone.now())
    return f"/hub/requests/{request_id}/"


def decided(council: Council, words=WORDS) -> tuple[str, Client]:
    at_hub, hub = taken_on(council), signed_in(council.social_worker)
    hub.post(hub.post(at_hub + "decide/", words).url, {"version": "1"})
    deliver(at=timezone.now())
    return at_hub, hub


def declined(at_hub: str) -> None:
    with connected_as("loader"):
        Help.objects.update(state="declined", declined_at=timezone.now())


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_form_offers_the_pack_s_needs_and_offers_the_teams_and_the_councils(council):
    page = shown(signed_in(council.social_worker), taken_on(council) + "decide/")
    assert "Abuse or neglect" in page
    assert '<option value="Thornmere Family Hub">' in page
    assert '<optgroup label="Family help team">' in page
    assert "Mill family help team, Thornmere Council" in page
    assert ">Eastmere</option>" in page
    assert "safeguarding team, Alder" not in page  # nobody there may take help on


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ({}, "Mill family help team"),
        ({"outcome": "advice", "local_offer": "Thornmere Family Hub"}, "Thornmere Family Hub"),
        ({"outcome": "another_authority", "other_authority": str(ELSEWHERE)}, "Eastmere"),
    ],
)
def test_the_check_page_and_the_school_read_the_same(council, change, read):
    at_hub, hub = taken_on(council), signed_in(council.social_worker)
    check = hub.post(at_hub + "decide/", {**WORDS, **change}).url
    assert read in shown(hub, check)
    assert "Family in acute stress" not in shown(hub, check)  # the need is the hub's
    hub.post(check, {"version": "1"})
    deliver(at=timezone.now())
    page = shown(signed_in(council.lead), at_hub.removeprefix("/hub"))
    assert read in page
    assert "Family in acute stress" not in page
    assert "Family in acute stress" in shown(hub, at_hub)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"help_team": ""}, "Select the team that you ask to help"),
        ({"help_team": "no id"}, "Select the team that you ask to help"),
        ({"outcome": "advice"}, "advice always names a local offer"),
        ({"outcome": "already_open"}, "Select the team that works with this child already"),
        ({"outcome": "another_authority"}, "Select the council whose child this is"),
        ({"need": ""}, "Select the main need"),
    ],
)
def test_what_is_not_named_is_said_and_the_words_stay(council, change, words):
    at_hub, hub = taken_on(council), signed_in(council.social_worker)
    page = hub.post(at_hub + "decide/", {**WORDS, **change}).content.decode()
    assert words in page
    assert "Mum has asked for help." in page


def test_a_decided_request_shows_what_followed(council):
    at_hub, hub = decided(council)
    page = shown(hub, at_hub)
    assert "What followed" in page
    assert "Waiting for the team to take it on" in page


def test_a_declined_request_is_handed_on_after_seeing_what_the_school_will_read(council):
    at_hub, hub = decided(council)
    declined(at_hub)
    assert "Declined by Mill family help team: hand on" in shown(hub, "/hub/")
    assert f"{at_hub}hand-on/" in shown(hub, at_hub)
    form = {"help_team": str(ASSESSMENT), "words": "The first team is full."}
    check = hub.post(at_hub + "hand-on/", form).content.decode()
    assert "This is what Alder Primary School will read" in check
    assert "Assessment team 1" in check
    changed = hub.post(at_hub + "hand-on/", {**form, "change": "yes"}).content.decode()
    assert "The first team is full." in changed
    with connected_as("loader"):
        assert not Feedback.objects.exists()
    assert hub.post(at_hub + "hand-on/", {**form, "send": "yes"}).url == at_hub
    with connected_as("loader"):
        assert Feedback.objects.get().words.body == "The first team is full."
    assert "Nothing is waiting." in shown(hub, "/hub/")


def test_handing_on_without_a_team_or_words_keeps_what_was_typed(council):
    at_hub, hub = decided(council)
    declined(at_hub)
    page = hub.post(at_hub + "hand-on/", {"words": "Full.", "help_team": str(FAMILY_HELP)})
    assert "This team has declined. Select another" in page.content.decode()
    assert "Full." in page.content.decode()
    page = hub.post(at_hub + "hand-on/", {"help_team": str(ASSESSMENT)}).content.decode()
    assert "Enter what the school will read" in page
    assert f'value="{ASSESSMENT}" selected' in page


def test_another_council_s_answer_is_recorded(council):
    at_hub, hub = decided(council, ELSEWHERE_S)
    assert "Waiting for Eastmere" in shown(hub, "/hub/")
    page = hub.post(at_hub + "transfer/", {"accepted": "no", "by_whom": "A. Duty"})
    assert "Enter why they have not taken it on" in page.content.decode()
    assert 'value="A. Duty"' in page.content.decode()
    answer = {"accepted": "no", "by_whom": "A. Duty", "words": "He lives here."}
    assert hub.post(at_hub + "transfer/", answer).url == at_hub
    assert "Eastmere did not take it on: hand on" in shown(hub, at_hub)
    again = hub.post(at_hub + "transfer/", answer).content.decode()
    assert "has been recorded already" in again
    with connected_as("loader"):
        assert Transfer.objects.get().version == 2


@pytest.mark.parametrize("address", ["", "decide/", "hand-on/", "transfer/"])
@pytest.mark.parametrize("who", ["lead", "practitioner"])
def test_nobody_outside_the_hub_opens_its_pages(council, address, who):
    at_hub, _ = decided(council, ELSEWHERE_S)
    assert signed_in(getattr(council, who)).get(at_hub + address).status_code in (403, 404)


def test_a_hub_colleague_from_another_service_reads_and_does_nothing(council):
    with connected_as("loader"):
        partner = make_posting(council.hub, "hub_partner", "Ida Partner")
    at_hub, _ = decided(council)
    declined(at_hub)
    page = shown(signed_in(partner), at_hub)
    assert "What followed" in page
    for act in ("hand-on/", "Take this on", "Write the decision"):
        assert act not in page
    assert signed_in(partner).get(at_hub + "hand-on/").status_code == 403


def test_only_who_may_take_over_is_offered_to(council):
    at_hub = taken_on(council)
    assert "Take over from Eli Worker" in shown(signed_in(council.manager), at_hub)
    assert "Take over" not in shown(signed_in(council.screener), at_hub)


def test_the_queue_shows_yours_and_what_nobody_has(council):
    at_hub = taken_on(council)
    worker, manager = signed_in(council.social_worker), signed_in(council.manager)
    assert at_hub in shown(worker, "/hub/?show=mine")
    assert at_hub not in shown(manager, "/hub/?show=mine")
    assert at_hub not in shown(worker, "/hub/?show=nobody")
    worker.post(at_hub + "hand-back/", {"version": "2"})
    assert at_hub in shown(manager, "/hub/?show=nobody")
    assert "<strong>1</strong> Being looked at" in shown(manager, "/hub/")
    assert at_hub in shown(manager, "/hub/?show=anything")


def test_a_colleague_s_replaced_words_are_shown_to_both(council):
    at_hub = taken_on(council)
    worker, manager = signed_in(council.social_worker), signed_in(council.manager)
    worker.post(at_hub + "decide/", WORDS)
    manager.post(at_hub + "decide/", {**WORDS, "version": "1", "reasons": "She is alone at night."})
    for hub in (worker, manager):
        page = shown(hub, at_hub + "decide/")
        assert "Words that a colleague’s save replaced" in page
        assert "Mum has asked for help." in page
        assert "Eli Worker" in page


@pytest.fixture
def siblings(council) -> tuple[str, str]:
    """Two requests that were sent together, both taken on; the pages of both."""
    first = taken_on(council)
    with connected_as("loader"):
        sister = make_child(council.authority, council.school, "Mia", "O’Neill")
    address = signed_in(council.lead).post(f"/children/{sister.id}/tell/").url
    assert address
    with acting_as(council.lead.id, at=timezone.now()) as lead:
        draft = Draft.objects.get()
        words = {q.key: ANSWERS.get(q.key, "Some words") for q in QUESTIONS}
        actions.save_answers(
            draft_id=draft.id, questions=list(words), words=words, version=draft.version, by=lead,
            at=timezone.now(),
        )  # fmt: skip
        second = actions.send_request(draft_id=draft.id, by=lead, at=timezone.now())
    acknowledge(second, council.social_worker, at=timezone.now())
    with connected_as("loader"):
        Request.objects.update(told_together=uuid4())
    return first, f"/hub/requests/{second}/"


def test_a_sibling_is_decided_in_the_same_words_which_nobody_has_saved_yet(council, siblings):
    first, second = siblings
    hub = signed_in(council.social_worker)
    hub.post(first + "decide/", WORDS)
    page = shown(hub, first)
    assert "Decide for Mia O’Neill in the same words" in page
    like = first.rstrip("/").rsplit("/", 1)[1]
    page = shown(hub, f"{second}decide/?like={like}")
    assert "These words were written about Zoë O’Neill" in page
    assert "Mum has asked for help." in page
    with connected_as("loader"):
        assert DecisionDraft.objects.count() == 1


def test_words_are_never_taken_from_a_request_that_was_not_sent_together(council, siblings):
    first, second = siblings
    hub = signed_in(council.social_worker)
    hub.post(first + "decide/", WORDS)
    with connected_as("loader"):
        Request.objects.filter(id=second.rstrip("/").rsplit("/", 1)[1]).update(told_together=None)
    like = first.rstrip("/").rsplit("/", 1)[1]
    assert "Mum has asked for help." not in shown(hub, f"{second}decide/?like={like}")
    assert hub.get(f"{second}decide/?like=x").status_code == 404


def test_the_query_counts_of_the_queue_and_of_the_school_s_list_do_not_grow(council):
    hub, school, counts = signed_in(council.social_worker), signed_in(council.lead), []
    for words in (WORDS, ELSEWHERE_S) * 3:
        decided(council, words)
        declined("")
        with CaptureQueriesContext(connection) as queue:
            hub.get("/hub/")
        with CaptureQueriesContext(connection) as children:
            school.get("/children/")
        counts.append((len(queue), len(children)))
    assert len(set(counts[1:])) == 1, counts

"""The pages of asking: the hub's, the school's, and those of whoever is consulted."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions
from alongside.areas.front_door.models import Enquiry
from alongside.areas.people.models import Name
from alongside.areas.plans.actions.offering import Offer, offer_help
from alongside.jobs.working import deliver_all
from alongside.register.models import Organisation, Posting, Team
from tests.areas.front_door.test_telling_to_told import acknowledge, decide, send
from tests.factories.council import Council, make_child, make_council, make_posting
from tests.web.signing_in import signed_in

MARKUP = "<script>alert('x')</script> & \"quoted\" \u202e\x07 Zoë 🙂"


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


@pytest.fixture
def police(council) -> Posting:
    with connected_as("loader"):
        force = Organisation.objects.create(
            authority=council.authority, kind="police_force", name="Thornmere Police"
        )
        unit = Team.objects.create(organisation=force, kind="police_unit", name="Safeguarding unit")
        return make_posting(unit, "police_coordinator", "Gus Constable")


@pytest.fixture
def request_id(council):
    return send(council, at=timezone.now() - timedelta(minutes=5))


def shown(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def ask(hub, address, words="Was he in school?") -> None:
    assert words.split("<")[0] in hub.post(address, {"question": words}).content.decode()
    assert hub.post(address, {"question": words, "send": "yes"}).status_code == 302


def only_enquiry() -> Enquiry:
    with connected_as("loader"):
        return Enquiry.objects.get()


def write(client, enquiry, words, version="1"):
    return client.post(f"/questions/{enquiry.id}/", {"answer": words, "version": version})


def send_answer(client, enquiry, version="2"):
    return client.post(f"/questions/{enquiry.id}/check/", {"version": version})


def test_the_school_is_asked_on_its_request_s_page_and_answers_there(council, request_id):
    hub, school = signed_in(council.screener), signed_in(council.lead)
    ask(hub, f"/hub/requests/{request_id}/ask/")
    at_school = f"/requests/{request_id}/"
    assert "has asked you a question" in shown(school, "/children/")
    page = shown(school, at_school)
    assert "Was he in school?" in page
    assert "Your answer" in page
    enquiry = only_enquiry()
    later = school.post(
        f"/questions/{enquiry.id}/", {"answer": "He was", "version": "1", "later": "yes"}
    )
    assert "has not been sent yet" in shown(school, later.url)
    assert "He was" in shown(school, at_school)
    assert write(school, enquiry, "He was not.", "2").url.endswith("/check/")
    assert "He was not." in shown(school, f"/questions/{enquiry.id}/check/")
    assert "Your answer has been sent" in shown(school, send_answer(school, enquiry, "3").url)
    page = shown(hub, f"/hub/requests/{request_id}/")
    assert "He was not." in page
    assert "Ada Lead" in page
    assert "Alder Primary School" in page


def test_a_head_reads_the_question_and_has_no_place_to_answer(council, request_id):
    with connected_as("loader"):
        head = make_posting(council.school, "head", "Hal Head")
    ask(signed_in(council.screener), f"/hub/requests/{request_id}/ask/")
    page = shown(signed_in(head), f"/requests/{request_id}/")
    assert "Was he in school?" in page
    assert "<textarea" not in page


def test_the_police_are_chosen_asked_and_answer_and_the_page_is_gone(council, police, request_id):
    hub, officer = signed_in(council.screener), signed_in(police)
    choose = f"/hub/requests/{request_id}/consult/"
    assert "Safeguarding unit" in shown(hub, choose)
    assert "Safeguarding unit" in shown(hub, choose + "?q=thornmere+pol")
    assert "Nobody by that name" in shown(hub, choose + "?q=nowhere")
    preview = hub.post(f"{choose}{police.team_id}/", {"question": "Have you been there?"})
    assert "Alder Primary School" in preview.content.decode()
    ask(hub, f"{choose}{police.team_id}/", "Have you been there?")
    listed = shown(officer, "/questions/")
    assert "Zoë O’Neill" in listed
    enquiry = only_enquiry()
    page = shown(officer, f"/questions/{enquiry.id}/")
    assert "Have you been there?" in page
    assert "Alder Primary School" in page
    assert "4 May 2015" in page
    assert "Words about" not in page
    write(officer, enquiry, "Twice since June.")
    receipt = send_answer(officer, enquiry).url
    thanks = shown(officer, receipt)
    assert "Answered, thank you" in thanks
    assert "Zoë" not in thanks
    assert send_answer(officer, enquiry).url == receipt  # pressed twice
    assert signed_in(police).get(f"/questions/{enquiry.id}/").status_code == 404
    page = shown(hub, f"/hub/requests/{request_id}/")
    assert "Twice since June." in page
    assert "Gus Constable" in page
    assert "Thornmere Police" in page


def test_a_question_withdrawn_while_it_is_answered_gives_the_words_back(
    council, police, request_id
):
    hub, officer = signed_in(council.screener), signed_in(police)
    ask(hub, f"/hub/requests/{request_id}/consult/{police.team_id}/")
    enquiry = only_enquiry()
    hub.post(f"/hub/requests/{request_id}/asked/{enquiry.id}/withdraw/")
    answer = write(officer, enquiry, "We were there twice.")
    assert answer.status_code == 409
    assert "We were there twice." in answer.content.decode()
    assert "No longer asked." in shown(hub, f"/hub/requests/{request_id}/")


def test_two_colleagues_answering_see_each_other_s_words(council, request_id):
    ask(signed_in(council.screener), f"/hub/requests/{request_id}/ask/")
    enquiry = only_enquiry()
    write(signed_in(council.lead), enquiry, "Ada wrote this.")
    page = write(signed_in(council.deputy), enquiry, "Bea wrote that.").content.decode()
    assert "Ada Lead changed this while you had it open" in page
    assert "Ada wrote this." in page
    assert "Bea wrote that." in page


def test_an_empty_question_and_an_empty_answer_say_so(council, request_id):
    hub = signed_in(council.screener)
    address = f"/hub/requests/{request_id}/ask/"
    assert "Enter your question" in hub.post(address, {"question": " "}).content.decode()
    ask(hub, address)
    assert (
        "Enter your answer" in write(signed_in(council.lead), only_enquiry(), " ").content.decode()
    )


def test_200_000_characters_and_markup_are_kept_as_typed_and_shown_safely(council, request_id):
    hub, school = signed_in(council.screener), signed_in(council.lead)
    ask(hub, f"/hub/requests/{request_id}/ask/", MARKUP.strip())
    enquiry = only_enquiry()
    words = (MARKUP * 6000)[:199_999] + "."
    assert len(words) == 200_000
    assert write(school, enquiry, words).status_code == 302
    assert send_answer(school, enquiry).status_code == 302
    with connected_as("loader"):
        assert Enquiry.objects.get().answer.body == words
    page = shown(hub, f"/hub/requests/{request_id}/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    too_long = write(school, enquiry, words)
    assert too_long.status_code == 409


def test_one_character_too_many_is_said_and_nothing_typed_is_lost(council, request_id):
    ask(signed_in(council.screener), f"/hub/requests/{request_id}/ask/")
    page = write(signed_in(council.lead), only_enquiry(), "x" * 200_001).content.decode()
    assert "Shorten this to 200,000 characters" in page
    assert "x" * 200_001 in page


def test_absent_and_another_team_s_question_are_the_same_bytes(council, police, request_id):
    hub = signed_in(council.screener)
    ask(hub, f"/hub/requests/{request_id}/consult/{police.team_id}/")
    other = signed_in(council.other_lead)
    forbidden = other.get(f"/questions/{only_enquiry().id}/")
    absent = other.get("/questions/00000000-0000-7000-8000-000000000000/")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert forbidden.content == absent.content


def test_the_list_of_questions_asks_as_much_of_the_database_for_many_as_for_one(
    council, police, request_id
):
    officer = signed_in(police)

    def consult(number) -> None:
        at = timezone.now() - timedelta(minutes=1)
        with acting_as(council.screener.id, at=at) as hub:
            actions.consult(
                request_id=request_id,
                team_id=police.team_id,
                question=f"No {number}?",
                by=hub,
                at=at,
            )

    def queries() -> int:
        with CaptureQueriesContext(connection) as run:
            shown(officer, "/questions/")
        return len(run)

    consult(0)
    queries()
    few = queries()
    for number in range(1, 6):
        consult(number)
    assert queries() == few
    assert shown(officer, "/questions/").count("Zoë O’Neill</a>") == 6


def test_a_child_whose_name_is_not_held_is_asked_about_all_the_same(council, police, request_id):
    ask(signed_in(council.screener), f"/hub/requests/{request_id}/consult/{police.team_id}/")
    with connected_as("loader"):
        Name.objects.filter(child=council.child).delete()
    officer = signed_in(police)
    for address in ("/questions/", f"/questions/{only_enquiry().id}/"):
        assert "O’Neill" not in (page := shown(officer, address))
        assert "Was he in school?" in page or "Name not known" in page


def test_an_answer_in_the_hub_s_inbox_leads_to_its_request(council, police, request_id):
    hub, officer = signed_in(council.screener), signed_in(police)
    ask(hub, f"/hub/requests/{request_id}/consult/{police.team_id}/")
    write(officer, only_enquiry(), "Twice.")
    send_answer(officer, only_enquiry())
    with connected_as("worker"):
        deliver_all(at=timezone.now() + timedelta(seconds=1))
    inbox = shown(hub, "/inbox/")
    assert "Said what they know" in inbox
    assert set(re.findall(r"/hub/requests/([0-9a-f-]{36})/", inbox)) == {str(request_id)}


def test_records_that_may_be_the_same_child_are_put_side_by_side_and_judged(council, request_id):
    hub, at_hub = signed_in(council.screener), f"/hub/requests/{request_id}/"
    page = shown(hub, at_hub)
    assert "1 record has the same birth date" in page
    assert "Oneill" not in page
    page = shown(hub, at_hub + "same/")
    assert "Zoe Oneill" in page
    assert "Birch Primary School" in page
    nothing = hub.post(at_hub + "same/").content.decode()
    assert "Select whether each record is of the same child" in nothing
    hub.post(at_hub + "same/", {f"same-{council.other_child.id}": "yes"})
    page = shown(hub, at_hub)
    assert "Also held as Zoe Oneill" in page
    assert "Dee Screener decided that it is the same child" in page
    hub.post(at_hub + "same/", {f"same-{council.other_child.id}": "no"})
    assert "Also held as" not in shown(hub, at_hub)


def test_who_is_away_is_listed_with_what_they_hold_and_colleagues_cover(council, request_id):
    screener, worker = signed_in(council.screener), signed_in(council.social_worker)
    at_hub = f"/hub/requests/{request_id}/"
    screener.post(at_hub + "claim/", {"version": "1"})
    assert "ask Dee Screener to hand it back" in shown(worker, at_hub)
    worker.post(f"/away/{council.screener.id}/")
    page = shown(worker, "/away/")
    assert "Say that Dee Screener is back" in page
    assert "Zoë O’Neill" in page
    assert "Dee Screener is away" in shown(worker, "/hub/")
    assert "You can take this on for them" in shown(worker, at_hub)
    worker.post(at_hub + "claim/", {"version": "2"})
    assert "with you" in shown(worker, at_hub)
    screener.post(f"/away/{council.screener.id}/back/")
    assert "Say that I am away" in shown(screener, "/away/")


def test_a_school_has_no_page_of_who_is_away(council):
    assert signed_in(council.lead).get("/away/").status_code == 403


def test_a_team_of_many_asks_no_more_of_the_database(council, request_id):
    worker = signed_in(council.social_worker)

    def queries() -> int:
        with CaptureQueriesContext(connection) as run:
            shown(worker, "/away/")
        return len(run)

    queries()
    few = queries()
    with connected_as("loader"):
        for name in ("Una One", "Una Two", "Una Three"):
            make_posting(council.hub, "hub_screener", name)
        make_child(council.authority, council.school, "Ann", "Other")
    assert queries() == few


def test_a_colleague_in_the_hub_adds_what_they_know(council, request_id):
    with connected_as("loader"):
        partner = signed_in(make_posting(council.hub, "hub_partner", "Ida Partner"))
    at_hub = f"/hub/requests/{request_id}/"
    assert "Ask the school" not in shown(partner, at_hub)
    nothing = partner.post(at_hub + "add-known/", {"source": "Police records"}).content.decode()
    assert "Enter what is known" in nothing
    assert "Police records" in nothing
    partner.post(at_hub + "add-known/", {"source": "Police records", "words": "Called twice."})
    page = shown(partner, at_hub)
    assert "Called twice." in page
    assert "Ida Partner" in page
    assert partner.post(at_hub + "ask/", {"question": "Why?", "send": "yes"}).status_code == 403


def test_who_sent_the_request_and_who_asks_are_not_among_the_other_organisations(
    council, request_id
):
    with connected_as("loader"):
        make_posting(
            council.hub, "hub_partner", "Ida Partner"
        )  # who could answer, as the police can
    page = shown(signed_in(council.screener), f"/hub/requests/{request_id}/consult/")
    assert "Birch Primary School" in page
    assert "Alder Primary School" not in page
    assert f"/consult/{council.hub.id}/" not in page


def test_an_earlier_request_says_what_was_decided_whether_it_was_told_and_what_became_of_it(
    council,
):
    at = timezone.now() - timedelta(days=1)
    earlier = send(council, at=at)
    acknowledge(earlier, council.social_worker, at=at)
    decide(earlier, council.social_worker, at=at)
    with connected_as("worker"):
        deliver_all(at=at + timedelta(minutes=1))
    with connected_as("loader"):
        team = Team.objects.create(
            organisation_id=council.hub.organisation_id, kind="family_help_team", name="Hollin team"
        )
    offer = Offer(
        authority_id=council.authority.id, child_id=council.child.id, request_id=earlier,
        outcome="family_help", team_id=team.id, by_posting_id=council.screener.id, at=at,
    )  # fmt: skip
    with acting_as(council.screener.id, at=at):
        offer_help(offer)
    now = send(council, at=timezone.now())
    page = shown(signed_in(council.screener), f"/hub/requests/{now}/")
    assert "The school was told" in page
    assert "Hollin team: waiting for the team to take it on" in page
    assert page.count("Hollin team") == 2  # there, and among who is involved


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("ask/", {"question": "Was he in?", "send": "yes"}),
        ("add-known/", {"source": "Calls", "words": "Was he in?"}),
    ],
)
def test_what_is_typed_about_a_request_that_is_decided_meanwhile_is_given_back(
    council, request_id, page, typed
):
    hub = signed_in(council.screener)
    acknowledge(request_id, council.social_worker, at=timezone.now())
    decide(request_id, council.social_worker, at=timezone.now())
    answered = hub.post(f"/hub/requests/{request_id}/{page}", typed)
    assert answered.status_code == 409
    assert "Was he in?" in answered.content.decode()
    assert hub.get(f"/hub/requests/{request_id}/{page}").status_code == 302

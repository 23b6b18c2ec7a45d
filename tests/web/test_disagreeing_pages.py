"""The pages of a disagreement, over HTTP: words kept, previews exact, refusals alike, queries constant."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from alongside.access.context import connected_as
from alongside.areas.challenges.models import Challenge
from tests.factories.council import Council, make_child, make_council
from tests.web.signing_in import signed_in
from tests.web.test_pages import decide, deliver, tell

WORDS = "Mum has not been\nspoken to."


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


def told(council, school, hub, child=None) -> str:
    request = tell(school, (child or council.child).id)
    decide(hub, f"/hub{request}")
    deliver()
    return request


def disagree(school, request: str) -> str:
    """Disagree with a told decision; the address of the challenge."""
    return school.post(request + "disagree/", {"words": WORDS, "step": "send"}).url


def answer(hub, challenge: str, **changed) -> str:
    words = {"result": "stands", "reasons": "We asked again.", "next_steps": "", "version": "1"}
    sent = hub.post(f"/hub{challenge}answer/", {**words, "step": "send", **changed})
    return sent.content.decode()


def test_from_disagreeing_to_answered_and_accepted(council):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    request = told(council, school, hub)
    assert "Disagree with this decision" in school.get(request).content.decode()
    form = school.get(request + "disagree/").content.decode()
    assert "1 working day" in form
    assert "Manager to manager" in form
    preview = school.post(request + "disagree/", {"words": WORDS}).content.decode()
    assert "This is what Thornmere Front Door will read" in preview
    challenge = disagree(school, request)
    assert "An answer is due by" in school.get(challenge).content.decode()
    assert "Zoë O’Neill" in hub.get("/hub/challenges/").content.decode()
    read = {"result": "changed", "reasons": "New facts.", "next_steps": "A visit.", "version": "1"}
    as_read = hub.post(f"/hub{challenge}answer/", read).content.decode()
    answer(hub, challenge, **read)
    deliver()
    shown = school.get(challenge).content.decode()
    for words in ("The decision changes", "New facts.", "A visit."):
        assert words in as_read
        assert words in shown
    assert "hand it on from there" in hub.get(f"/hub{challenge}").content.decode()
    standing = hub.get(f"/hub{request}").content.decode()
    for words in ("To hand on after a disagreement", "Nothing is to be handed on"):
        assert words in standing
    school.post(challenge + "accept/", {"version": "2"})
    assert "Closed: the school accepts the answer" in school.get(challenge).content.decode()


@pytest.mark.parametrize("step", ["", "send", "change"])
def test_words_survive_each_step_of_writing(council, step):
    school, hub = signed_in(council.lead), signed_in(council.screener)
    request = told(council, school, signed_in(council.social_worker))
    challenge = disagree(school, request)
    missing = {"result": "changed", "reasons": "Only reasons.", "step": step, "version": "1"}
    assert "Only reasons." in hub.post(f"/hub{challenge}answer/", missing).content.decode()
    whole = {**missing, "next_steps": "A visit."}
    # A screener may not answer: what was typed is given back with the reason.
    shown = hub.post(f"/hub{challenge}answer/", whole).content.decode()
    assert "Only reasons." in shown
    assert "A visit." in shown


def test_an_answer_to_what_was_withdrawn_meanwhile_gives_the_words_back(council):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    challenge = disagree(school, told(council, school, hub))
    school.post(challenge + "withdraw/", {"version": "1"})
    shown = answer(hub, challenge, reasons="Written for an hour.")
    assert "Written for an hour." in shown
    assert "There is a problem" in shown


def test_a_withdrawal_asks_first(council):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    challenge = disagree(school, told(council, school, hub))
    assert "Withdraw your disagreement?" in school.get(challenge + "withdraw/").content.decode()
    with connected_as("loader"):
        assert Challenge.objects.get().state == "open"


def test_another_school_s_challenge_and_none_are_the_same_bytes(council):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    challenge, other = disagree(school, told(council, school, hub)), signed_in(council.other_lead)
    forbidden = other.get(challenge)
    absent = other.get("/challenges/00000000-0000-7000-8000-000000000000/")
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.content == absent.content


@pytest.mark.parametrize(
    ("path", "who", "act"),
    [("accept/", "lead", "challenge"), ("answer/", "social_worker", "answer_challenge")],
)
def test_each_act_is_audited_as_itself_with_the_child(council, path, who, act):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    challenge = disagree(school, told(council, school, hub))
    if who == "lead":
        answer(hub, challenge)
        school.post(challenge + path, {"version": "2"})
    else:
        answer(hub, challenge)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT outcome, act, cardinality(child_ids) FROM audit_entry ORDER BY at DESC LIMIT 1"
        )
        assert cursor.fetchone() == ("changed", act, 1)


def test_query_count_of_the_hub_s_list_does_not_grow(council):
    school, hub, counts = signed_in(council.lead), signed_in(council.social_worker), []
    for number in range(3):
        with connected_as("loader"):
            child = make_child(council.authority, council.school, f"Child{number}", "Test")
        disagree(school, told(council, school, hub, child))
        with CaptureQueriesContext(connection) as queries:
            assert f"Child{number} Test" in hub.get("/hub/challenges/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]

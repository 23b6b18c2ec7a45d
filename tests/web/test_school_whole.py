"""The school's pages over HTTP: who knows, who else is affected, what was said before, what is not sent."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Draft, Request
from alongside.areas.messages.models import Delivery
from alongside.areas.people.models import Address
from alongside.jobs.watching import watch_drafts
from alongside.jobs.working import deliver_all
from alongside.packs import load_pack
from alongside.register.models import Posting
from alongside.web.middleware.keep_trying import ASKED, LEADS_TO
from alongside.web.school import telling
from tests.factories.council import LONG_AGO, Council, make_child, make_council, make_posting
from tests.web.signing_in import signed_in
from tests.web.test_pages import audited, decide, deliver, tell


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


@pytest.fixture
def pat(council) -> Posting:
    with connected_as("loader"):
        return make_posting(council.school, "pastoral_staff", "Pat Pastoral")


@pytest.fixture
def brother(council):
    with connected_as("loader"):
        made = make_child(council.authority, council.school, "Bo", "O’Neill")
        for child in (council.child, made):
            Address.objects.create(
                child=child, lines="2 Mill Lane", postcode="ZZ1 1AA", starts_on=date(2026, 1, 1)
            )
    return made


def who_knows(council) -> str:
    return f"/children/{council.child.id}/who-knows/"


def test_a_lead_shares_a_child_and_ends_it_and_each_is_audited(council, pat):
    lead, pastoral = signed_in(council.lead), signed_in(pat)
    assert "Zoë" not in pastoral.get("/children/", {"q": "zo"}).content.decode()
    assert pastoral.get(f"/children/{council.child.id}/").status_code == 404
    lead.post(who_knows(council), {"colleague": str(pat.id)})
    assert "Pat Pastoral" in lead.get(who_knows(council)).content.decode()
    assert "Zoë O’Neill" in pastoral.get("/children/").content.decode()
    shown = pastoral.get(f"/children/{council.child.id}/").content.decode()
    assert "Tell us about" not in shown
    assert "Who at school knows" not in shown
    stop = f"{who_knows(council)}{pat.user_id}/stop/"
    assert "Stop sharing Zoë O’Neill with Pat Pastoral?" in lead.get(stop).content.decode()
    assert lead.post(stop).url == who_knows(council)
    assert pastoral.get(f"/children/{council.child.id}/").status_code == 404
    changed = [route for outcome, route, _ in audited() if outcome == "changed"]
    assert len(changed) == 2


@pytest.mark.parametrize("given", ["", "not an id", "00000000-0000-7000-8000-000000000000"])
def test_whom_to_share_with_must_be_chosen(council, pat, given):
    shown = signed_in(council.lead).post(who_knows(council), {"colleague": given}).content.decode()
    assert "There is a problem" in shown


@pytest.mark.parametrize(("who", "answer"), [("pat", 403), ("other_lead", 404), ("screener", 403)])
def test_who_may_not_share_is_refused(council, pat, who, answer):
    client = signed_in(pat if who == "pat" else getattr(council, who))
    assert client.get(who_knows(council)).status_code == answer
    assert client.post(who_knows(council), {"colleague": str(pat.id)}).status_code == answer


def test_pastoral_staff_follow_what_becomes_of_a_request(council, pat):
    lead, pastoral = signed_in(council.lead), signed_in(pat)
    lead.post(who_knows(council), {"colleague": str(pat.id)})
    request = tell(lead, council.child.id)
    decide(signed_in(council.social_worker), f"/hub{request}")
    assert "Mum has asked" not in pastoral.get(request).content.decode()
    deliver()
    shown = pastoral.get(request).content.decode()
    assert "Mum has asked for help." in shown
    assert "I have read this" not in shown
    assert "Request decided" in pastoral.get("/inbox/").content.decode()


def test_who_works_at_several_schools_changes_between_them(council):
    lead = signed_in(council.lead)
    assert "Work somewhere else" not in lead.get("/children/").content.decode()
    with connected_as("loader"):
        second = Posting.objects.create(
            user=council.lead.user, team=council.other_school, role="deputy_safeguarding_lead",
            starts_at=LONG_AGO,
        )  # fmt: skip
    assert "Work somewhere else" in lead.get("/children/").content.decode()
    assert str(council.other_child.id) not in lead.get("/children/?q=zoe").content.decode()
    assert "Birch Primary School" in lead.get("/posting/").content.decode()
    lead.post("/posting/", {"posting": str(second.id)})
    shown = lead.get("/children/?q=zoe").content.decode()
    assert str(council.other_child.id) in shown
    assert str(council.child.id) not in shown


def begin(client, council) -> str:
    return client.post(f"/children/{council.child.id}/tell/").url.removesuffix("danger/")


def answer(client, address: str, words: str, version: int = 1):
    key = address.rstrip("/").rsplit("/", 1)[1]
    return client.post(address, {key: words, "version": str(version)})


def test_who_else_lives_there_is_asked_after_the_worries(council, brother):
    lead = signed_in(council.lead)
    draft = begin(lead, council)
    assert answer(lead, draft + "worries/", "It goes on").url == draft + "others/"
    shown = lead.get(draft + "others/").content.decode()
    assert "Bo O’Neill" in shown
    assert "Mill Lane" not in shown
    lead.post(draft + "others/", {"others": str(brother.id), "version": "2"})
    assert "one for Bo O’Neill" in lead.get(draft + "check/").content.decode()
    for key in (
        "danger",
        "what_happened",
        "harm",
        "child_voice",
        "family_knows",
        "needs_to_happen",
    ):
        answer(lead, f"{draft}{key}/", {"danger": "no", "family_knows": "yes"}.get(key, "Words"))
    missing = lead.post(draft + "check/").url
    while "/sent/" not in missing:
        answer(lead, missing.split("?")[0], "Words", 99)
        missing = lead.post(draft + "check/").url
    receipt = lead.get(missing).content.decode()
    assert "Each child has a reference of their own" in receipt
    assert "Thornmere Front Door" in receipt
    assert "You will be told what was decided by" in receipt
    with connected_as("loader"):
        assert Request.objects.count() == 2


def test_nobody_else_is_asked_about_where_nobody_else_lives_there(council):
    lead = signed_in(council.lead)
    draft = begin(lead, council)
    assert not answer(lead, draft + "worries/", "It goes on").url.endswith("/others/")
    assert "anyone else in the family" not in lead.get(draft + "check/").content.decode()


def test_what_a_colleague_replaced_is_shown_to_both(council):
    lead, deputy = signed_in(council.lead), signed_in(council.deputy)
    draft = begin(lead, council)
    answer(lead, draft + "harm/", "<i>What Ada saw</i>")
    answer(deputy, draft + "harm/", "What Bea saw", 2)
    for client in (lead, deputy):
        for page in ("harm/", "check/"):
            shown = client.get(draft + page).content.decode()
            assert "Bea Deputy replaced" in shown
            assert "&lt;i&gt;What Ada saw&lt;/i&gt;" in shown


def test_what_the_school_said_before_lies_in_the_box_and_is_sent_only_once_saved(council):
    lead = signed_in(council.lead)
    tell(lead, council.child.id)
    draft = begin(lead, council)
    shown = lead.get(draft + "household/").content.decode()
    assert "You said this today" in shown
    assert ">Some words</textarea>" in shown.replace("\r", "")
    assert "Some words" not in lead.get(draft + "check/").content.decode()
    answer(lead, draft + "household/", "")
    assert "You said this" not in lead.get(draft + "household/").content.decode()
    assert "You said this" not in lead.get(draft + "harm/").content.decode()


@pytest.mark.parametrize(
    ("opens", "number"), [("closed", "emergency_duty_team"), ("open", "duty_line")]
)
def test_the_number_to_ring_stands_on_the_first_question(council, monkeypatch, opens, number):
    monkeypatch.setattr(telling, "is_office_open", lambda at, office: opens == "open")
    lead = signed_in(council.lead)
    draft = begin(lead, council)
    front_door = load_pack("thornmere").front_door
    shown = lead.get(draft + "danger/").content.decode().partition("<main")[2]
    assert getattr(front_door, number) in shown
    assert shown.index(getattr(front_door, number)) < shown.index("in immediate danger now?")
    assert "If it cannot wait" not in lead.get(draft + "harm/").content.decode()


def test_levels_of_need_stand_beside_every_question_as_an_aid(council):
    lead = signed_in(council.lead)
    draft = begin(lead, council)
    for level in load_pack("thornmere").levels:
        assert level.name in lead.get(draft + "harm/").content.decode()
    assert "not a score" in lead.get(draft + "danger/").content.decode()


def test_to_be_rung_is_chosen_on_a_page_of_its_own(council):
    lead = signed_in(council.lead)
    draft = begin(lead, council)
    assert "In your inbox, with an email" in lead.get(draft + "check/").content.decode()
    assert lead.post(draft + "how/", {"how": "telephone"}).url == draft + "check/"
    assert "Ring the school first" in lead.get(draft + "check/").content.decode()
    lead.post(draft + "how/", {})
    with connected_as("loader"):
        assert not Draft.objects.get().telephone_first


def test_an_unsent_draft_lies_in_the_inbox_and_on_the_child_s_page(council):
    lead, deputy = signed_in(council.lead), signed_in(council.deputy)
    begin(lead, council)
    with connected_as("loader"):
        Draft.objects.update(saved_at=LONG_AGO)
    at = timezone.now().replace(year=2026, month=11, day=19, hour=15)
    with connected_as("worker"):
        assert watch_drafts(at=at) == 1
        deliver_all(at=at)
    shown = deputy.get("/inbox/").content.decode()
    assert "Something written and not sent" in shown
    assert f'href="/children/{council.child.id}/"' in shown
    assert (
        "nothing of it has been sent"
        in deputy.get(f"/children/{council.child.id}/").content.decode()
    )
    deputy.post("/inbox/read/")
    with connected_as("loader"):
        assert Delivery.objects.get(channel="inbox").read_by_id == council.deputy.id


def test_a_form_that_keeps_trying_is_told_where_to_go_and_audited_as_ever(council):
    lead = signed_in(council.lead)
    draft = begin(lead, council)
    form = {"harm": "Words", "version": "1"}
    sent = lead.post(draft + "harm/", form, headers={ASKED: "1"})
    assert (sent.status_code, sent[LEADS_TO]) == (204, draft + "worries/")
    wrong = lead.post(draft + "harm/", {"harm": "", "version": "2"}, headers={ASKED: "1"})
    assert (wrong.status_code, "There is a problem" in wrong.content.decode()) == (200, True)
    assert [row[0] for row in audited()] == ["changed"] * 3


def test_the_same_form_sent_twice_changes_nothing_more(council):
    lead = signed_in(council.lead)
    draft = begin(lead, council)
    for _ in range(2):
        assert answer(lead, draft + "harm/", "Words").url == draft + "worries/"
    with connected_as("loader"):
        assert (Draft.objects.get().answers["harm"], Draft.objects.get().replaced) == ("Words", [])


@pytest.mark.parametrize("page", ["who-knows", "children", "question"])
def test_query_counts_do_not_grow(council, page):
    lead, counts = signed_in(council.lead), []
    draft = begin(lead, council)
    address = {
        "who-knows": who_knows(council),
        "children": "/children/",
        "question": draft + "harm/",
    }
    for number in range(3):
        with connected_as("loader"):
            colleague = make_posting(council.school, "pastoral_staff", f"Pat Number{number}")
        lead.post(who_knows(council), {"colleague": str(colleague.id)})
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(address[page]).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_query_count_of_what_is_shared_does_not_grow(council, pat):
    lead, pastoral, counts = signed_in(council.lead), signed_in(pat), []
    for number in range(3):
        with connected_as("loader"):
            child = make_child(council.authority, council.school, f"Child{number}", "Test")
        lead.post(f"/children/{child.id}/who-knows/", {"colleague": str(pat.id)})
        with CaptureQueriesContext(connection) as queries:
            assert f"Child{number} Test" in pastoral.get("/children/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]

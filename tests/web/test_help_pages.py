"""The pages of teams that help, over HTTP: what they show, what they keep, what they refuse."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.plans.models import Contact, Feedback
from alongside.jobs.working import deliver_all
from tests.areas.plans.conftest import FRIDAY, NO_CONSENT, Helping, ask, make_helping, offer
from tests.factories.council import make_child
from tests.web.signing_in import signed_in


@pytest.fixture
def helping(db: None, settings) -> Helping:
    settings.DEMO = True
    return make_helping()


def field(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def send(client, address: str, **typed):
    """Fill the form in, and send it from its check page where it has one."""
    page = client.get(address).content.decode()
    form = {"version": field(page, "version"), "key": field(page, "key"), **typed}
    answered = client.post(address, form)
    if answered.status_code == 200 and "Check before you send" in answered.content.decode():
        client.checked = answered.content.decode()
        answered = client.post(address, {**form, "step": "send"})
    return answered


CONTACT = {
    "kind": "visit", "child_seen": "alone", "words": "Zoë showed me her room.",
    "day": "5", "month": "10", "year": "2026", "time": "3:40pm",
}  # fmt: skip


def test_a_whole_course_over_pages(helping):
    team, school = signed_in(helping.manager), signed_in(helping.council.lead)
    assert "New" in team.get("/help/").content.decode()
    at = f"/help/{helping.help_id}/"
    assert "Take it on" in team.get(at).content.decode()
    assert "Mum has asked for help." in team.get(at + "request/").content.decode()
    assert send(team, at + "accept/", basis="statutory", words="We ring today.").status_code == 302
    assert "Alder Primary School will read this" in team.checked
    assert "has taken this on.\n\nWe ring today." in team.checked
    assert send(team, at + "lead/", lead=str(helping.worker.id)).status_code == 302
    assert "Hal Worker leads" in team.get(at).content.decode()
    assert send(team, at + "contact/", **CONTACT).status_code == 302
    day = timezone.localdate() + timedelta(days=9)
    meeting = {
        "kind": "core_group",
        "day": day.day,
        "month": day.month,
        "year": day.year,
        "time": "10",
    }
    assert send(team, at + "meeting/", **meeting).status_code == 302
    assert f"{day:%A} {day.day} {day:%B %Y} at 10am" in team.checked
    assert send(team, at + "update/", words="Mornings go well.").status_code == 302
    with connected_as("worker"):
        deliver_all(at=timezone.now())
    request = f"/requests/{helping.request_id}/"
    shown = school.get(request).content.decode()
    assert f"Hal Worker is the lead practitioner, next meeting {day.day} {day:%B}" in shown
    assert shown.index("Mornings go well.") < shown.index("We ring today.")
    assert "her room" not in shown
    school.post(request + "read/")
    assert "I have read this" not in school.get(request).content.decode()
    assert "Read by the school" in team.get(at).content.decode()
    ended = send(team, at + "end/", end_reason="needs_met", what_changed="Calm mornings.")
    assert "The help has ended." in team.get(ended.url).content.decode()
    assert team.get(at).status_code == 404


def test_what_may_not_be_told_is_said_plainly_and_nothing_is_sent(helping):
    helping.accept(NO_CONSENT)
    team, at = signed_in(helping.worker), f"/help/{helping.help_id}/"
    assert (
        send(team, at + "lead/", lead=str(helping.worker.id), words="Ring me.").status_code == 302
    )
    assert "will not be told" in team.checked
    again = send(team, at + "update/", words="Mornings go well.").content.decode()
    assert "has not agreed" in again
    assert "Mornings go well." in again
    why = "A man she fears collects her."
    sent = send(team, at + "update/", words="Only mum collects.", override_reason=why)
    assert sent.status_code == 302
    assert "The school does not read this reason" in team.checked
    shown = signed_in(helping.council.lead).get(f"/requests/{helping.request_id}/").content.decode()
    assert "Only mum collects." in shown
    assert "she fears" not in shown
    assert why in team.get(at).content.decode()
    with connected_as("loader"):
        assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"time": "25:99"}, "Enter the day and time"),
        ({"day": "31", "month": "2"}, "Enter the day and time"),
        ({"year": "2031"}, "must be in the past"),
        ({"kind": ""}, "Select what kind of contact it was"),
    ],
)
def test_a_contact_with_something_wrong_keeps_what_was_typed(helping, wrong, words):
    helping.accept()
    team = signed_in(helping.worker)
    shown = send(team, f"/help/{helping.help_id}/contact/", **{**CONTACT, **wrong})
    assert shown.status_code == 200
    page = shown.content.decode()
    assert words in page
    assert "Zoë showed me her room." in page
    with connected_as("loader"):
        assert not Contact.objects.exists()


def test_a_form_sent_twice_leaves_one_contact(helping):
    helping.accept()
    team, at = signed_in(helping.worker), f"/help/{helping.help_id}/contact/"
    form = {"key": field(team.get(at).content.decode(), "key"), **CONTACT}
    assert [team.post(at, form).status_code for _ in range(2)] == [302, 302]
    with connected_as("loader"):
        assert Contact.objects.count() == 1


def test_what_a_colleague_changed_meanwhile_is_said_and_what_was_typed_stays(helping):
    helping.accept()
    team, at = signed_in(helping.worker), f"/help/{helping.help_id}/update/"
    form = {"version": "1", "words": "Mornings go well.", "step": "send"}
    shown = team.post(at, form).content.decode()
    assert "A colleague changed this" in shown
    assert "Mornings go well." in shown
    assert team.post(at, {**form, "version": field(shown, "version")}).status_code == 302


def test_going_back_from_the_check_page_keeps_what_was_typed(helping):
    team, at = signed_in(helping.worker), f"/help/{helping.help_id}/accept/"
    form = {
        "version": "1",
        "basis": "agreement",
        "agreed_by": "family",
        "agreed": ["accepted", "ended"],
        "words": "We ring.",
    }
    checked = team.post(at, form).content.decode()
    assert "The family" in checked
    page = team.post(at, {**form, "step": "change"}).content.decode()
    assert page.count("checked") == 4
    assert "We ring." in page


@pytest.mark.parametrize(
    "page",
    ["accept", "decline", "lead", "contact", "update", "meeting", "agreement", "team", "end", "request", ""],
)  # fmt: skip
def test_whoever_has_nothing_to_do_with_it_finds_nothing(helping, page):
    address = f"/help/{helping.help_id}/{page}{'/' if page else ''}"
    for posting in (helping.nurse, helping.council.other_lead):
        assert signed_in(posting).get(address).status_code in (403, 404)
    assert signed_in(helping.council.lead).get(address).status_code in (403, 404)


def test_only_a_manager_sees_what_is_late_or_silent(helping):
    assert signed_in(helping.manager).get("/help/attention/").status_code == 200
    assert signed_in(helping.worker).get("/help/attention/").status_code == 403
    assert signed_in(helping.council.manager).get("/help/attention/").status_code == 403


def test_another_team_is_found_and_joins_and_reads_the_plan_alone(helping):
    helping.accept()
    helping.lead()
    team, at = signed_in(helping.worker), f"/help/{helping.help_id}/"
    assert (
        "Alder Primary School safeguarding team" in team.get(at + "team/?q=alder").content.decode()
    )
    assert "Select a team" in team.post(at + "team/?q=alder", {}).content.decode()
    joined = team.post(at + "team/?q=alder", {"team": str(helping.council.school.id)})
    assert joined.status_code == 302
    shown = signed_in(helping.council.lead).get(at).content.decode()
    assert "Hal Worker leads" in shown
    assert "Record a contact" not in shown
    assert "Contacts" not in shown
    team.post(f"{at}team/{helping.council.school.id}/leave/")
    assert signed_in(helping.council.lead).get(at).status_code == 404


LISTS = ["/help/", "/help/?show=mine", "/help/left/", "/inbox/",
         "/help/attention/", "/help/owed/"]  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_query_counts_of_lists_do_not_grow(helping, address):
    client, counts, council = signed_in(helping.manager), [], helping.council
    for number in range(3):
        with connected_as("loader"):
            make_child(council.authority, council.school, f"Child{number}", "Test")
        offer(council, helping.team, ask(council, at=FRIDAY))
        with connected_as("worker"):
            deliver_all(at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_a_team_begins_at_its_work(helping):
    assert signed_in(helping.nurse).get("/").url == "/help/"
    assert signed_in(helping.council.screener).get("/").url == "/hub/"


def test_what_is_sent_again_once_the_help_has_ended_leads_where_it_led(helping):
    team, at = signed_in(helping.manager), f"/help/{helping.help_id}/"
    send(team, at + "accept/", basis="statutory")
    page = team.get(at + "end/").content.decode()
    form = {
        "version": field(page, "version"), "key": field(page, "key"), "end_reason": "needs_met",
        "what_changed": "Calm mornings.", "step": "send",
    }  # fmt: skip
    first = team.post(at + "end/", form)
    assert first.url == "/help/?done=ended"
    assert team.post(at + "end/", form).url == first.url


def test_words_about_help_that_has_ended_meanwhile_are_given_back(helping):
    team, at = signed_in(helping.manager), f"/help/{helping.help_id}/"
    send(team, at + "accept/", basis="statutory")
    form = {**CONTACT, "key": field(team.get(at + "contact/").content.decode(), "key")}
    send(team, at + "end/", end_reason="needs_met", what_changed="Calm mornings.")
    answered = team.post(at + "contact/", form)
    assert answered.status_code == 409
    assert CONTACT["words"] in answered.content.decode()
    assert team.get(at + "contact/").status_code == 404


@pytest.mark.parametrize("year", ["9" * 20, "9999", "1", "٢٠٢٦٢٠٢٦"])
def test_a_year_that_is_none_is_said_to_be_none(helping, year):
    team, at = signed_in(helping.manager), f"/help/{helping.help_id}/"
    send(team, at + "accept/", basis="statutory")
    answered = send(team, at + "contact/", **{**CONTACT, "year": year})
    assert answered.status_code == 200
    assert "There is a problem" in answered.content.decode()


def test_only_what_the_school_has_seen_is_marked_as_read(helping):
    team, school = signed_in(helping.manager), signed_in(helping.council.lead)
    at, request = f"/help/{helping.help_id}/", f"/requests/{helping.request_id}/"
    send(team, at + "accept/", basis="statutory")
    seen_at = field(school.get(request).content.decode(), "seen_at")
    send(team, at + "update/", words="Mornings go well.")
    school.post(request + "read/", {"seen_at": seen_at})
    with connected_as("loader"):
        read = dict(Feedback.objects.values_list("about", "read_at"))
    assert read["accepted"] is not None
    assert read["update"] is None


@pytest.mark.parametrize(
    ("given_by", "said"),
    [("Hal Worker", ">Hal Worker, Mill team, "), ("", ">Mill team, ")],
)
def test_what_a_case_system_told_is_signed_by_its_team_alone(given_by, said):
    told = {
        "title": "How it is going",
        "words": "Well.",
        "given_by": given_by,
        "team": "Mill team",
        "given_by_team": "Mill team",
    }
    told |= {"given_at": timezone.now(), "telephone": ""}
    assert said in render_to_string("school/feedback.html", {"told": told})

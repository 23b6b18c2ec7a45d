"""What a school wrote and did not send: the worker alerts the team, on the right days, reading no word of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError, connections
from django.test.utils import CaptureQueriesContext

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.clocks.models import SchoolClosure, SchoolTerm
from alongside.areas.front_door import actions
from alongside.areas.front_door.models import Draft
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.queries import inbox, unread_count
from alongside.jobs.watching import watch_drafts
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.factories.council import Council, make_council, make_posting, tie

ENGLAND = ZoneInfo("Europe/London")
THURSDAY = date(2026, 11, 19)


def at(clock: str, day: date = THURSDAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ENGLAND)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def begin(council, *, by=None, when=None):
    when = when or at("09:00")
    with acting_as((by or council.lead).id, at=when) as viewer:
        draft_id = actions.begin_draft(child_id=council.child.id, by=viewer, at=when)
        actions.save_answer(
            draft_id=draft_id, question="what_happened", words={"what_happened": "A bruise"},
            version=1, by=viewer, at=when,
        )  # fmt: skip
    return draft_id


def watch(when: datetime) -> int:
    with connected_as("worker"):
        found = watch_drafts(at=when)
        deliver_all(at=when)
    return found


def emailed() -> set[str]:
    with connected_as("loader"):
        sent = Delivery.objects.filter(channel="email", event_kind="draft_unsent")
        return set(sent.values_list("posting__user__full_name", flat=True))


def test_the_other_leads_are_emailed_and_the_team_finds_it_in_its_inbox(council, mailoutbox):
    begin(council)
    assert [watch(at("14:29")), watch(at("14:30")), watch(at("14:31"))] == [0, 1, 0]
    assert emailed() == {"Bea Deputy"}
    assert not any("Zo" in mail.subject + mail.body for mail in mailoutbox)
    with acting_as(council.lead.id, at=at("15:00")) as lead:
        (message,) = inbox(lead)
        assert (message.event_kind, message.child_id) == ("draft_unsent", council.child.id)
    with connected_as("loader"):
        event = Event.objects.get(kind="draft_unsent")
        assert (event.by_posting_id, event.subject_id) == (council.lead.id, None)


def test_it_is_said_again_on_the_next_school_day_and_not_at_the_weekend(council):
    begin(council)
    days = [THURSDAY + timedelta(days=n) for n in range(5)]
    assert [watch(at("15:00", day)) for day in days] == [1, 1, 0, 0, 1]


@pytest.mark.parametrize(
    ("case", "found"),
    [("in term", 1), ("half term", 0), ("closed", 0), ("after the last term that is known", 1)],
)
def test_the_school_s_own_term_dates_decide(council, case, found):
    first, last = {
        "half term": (date(2026, 11, 23), date(2026, 12, 18)),
        "after the last term that is known": (date(2026, 9, 1), date(2026, 11, 18)),
    }.get(case, (date(2026, 11, 2), date(2026, 12, 18)))
    with connected_as("loader"):
        school = council.school.organisation
        SchoolTerm.objects.create(school=school, first_day=first, last_day=last)
        if case == "closed":
            SchoolClosure.objects.create(school=school, day=THURSDAY, reason="INSET")
    begin(council)
    assert watch(at("15:00")) == found


def test_whoever_saved_last_is_not_emailed_but_their_colleagues_are(council):
    draft_id = begin(council)
    with acting_as(council.deputy.id, at=at("10:00")) as deputy:
        actions.save_answer(
            draft_id=draft_id, question="harm", words={"harm": "None"}, version=2,
            by=deputy, at=at("10:00"),
        )  # fmt: skip
    watch(at("14:30"))
    assert emailed() == {"Ada Lead"}


def test_a_lead_who_is_the_only_one_is_reminded(council):
    begin(council)
    with connected_as("loader"):
        Posting.objects.filter(id=council.deputy.id).update(ends_at=at("08:00"))
    watch(at("14:30"))
    assert emailed() == {"Ada Lead"}


def test_neither_the_head_nor_pastoral_staff_nor_another_school_of_the_child_is_told(council):
    with connected_as("loader"):
        make_posting(council.school, "head", "Hal Head")
        make_posting(council.school, "pastoral_staff", "Pat Pastoral")
        tie(council.child, council.other_school, "on_roll")
    begin(council)
    watch(at("14:30"))
    assert emailed() == {"Bea Deputy"}
    with connected_as("loader"):
        teams = Delivery.objects.filter(event_kind="draft_unsent").values_list("team_id", flat=True)
        assert set(teams) == {council.school.id}


def test_what_is_sent_or_deleted_in_time_alerts_nobody_and_clears_what_was_said(council):
    draft_id = begin(council)
    watch(at("14:30"))
    with acting_as(council.lead.id, at=at("15:00")) as lead:
        assert unread_count(lead) == 1
        actions.discard_draft(draft_id=draft_id, by=lead, at=at("15:00"))
        assert unread_count(lead) == 0
    assert watch(at("15:00", THURSDAY + timedelta(days=1))) == 0


@pytest.mark.parametrize("column", ["answers", "replaced", "siblings"])
def test_the_worker_cannot_read_a_word_of_a_draft(council, column):
    begin(council)
    with connected_as("worker"), pytest.raises(ProgrammingError, match="permission denied"):
        list(Draft.objects.values_list(column, flat=True))


@pytest.mark.parametrize("change", [{"saved_at": at("12:00")}, {"answers": {}}])
def test_the_worker_cannot_change_a_draft(council, change):
    begin(council)
    with connected_as("worker"), pytest.raises(ProgrammingError, match="permission denied"):
        Draft.objects.update(**change)


def test_no_draft_is_looked_at_before_the_earliest_time_of_any_council(council):
    begin(council)
    with connected_as("worker"), CaptureQueriesContext(connections["worker"]) as asked:
        assert watch_drafts(at=at("14:29")) == 0
    assert not [query for query in asked if "front_door_draft" in query["sql"]]
    with connected_as("worker"), CaptureQueriesContext(connections["worker"]) as asked:
        assert watch_drafts(at=at("14:30")) == 1
    assert [query for query in asked if "front_door_draft" in query["sql"]]

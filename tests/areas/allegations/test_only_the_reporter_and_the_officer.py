"""A concern about somebody who works with children is seen by who told it and by the designated officer.

Nobody else: not the head whom it is about, not a colleague, not another authority's officer. As the web role.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.db.models import QuerySet

from alongside.access.context import PostingNotLive, acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.allegations import actions, queries
from alongside.areas.allegations.models import Concern, ConcernDraft, ConcernEntry
from alongside.areas.allegations.terms import QUESTIONS
from alongside.areas.chronology.models import Event
from alongside.areas.clocks.models import Clock
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.queries import inbox, unread_by_oneself, unread_count
from alongside.jobs.watching import watch_clocks
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting, User
from tests.factories.officers import HEAD, Officers, make_officers, tell_the_officer

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=1)
TABLES = (
    "allegations_concern", "allegations_concernentry", "allegations_concerndraft", "messages_delivery",
    "clocks_clock", "chronology_event",
)  # fmt: skip


@pytest.fixture
def council(db: None) -> Officers:
    return make_officers()


def tell(council: Officers, *, by: Posting | None = None, at: datetime = MONDAY):
    return tell_the_officer(by or council.deputy, at=at)


def acknowledge(council, concern_id, *, at=LATER):
    with acting_as(council.officer.id, at=at) as officer:
        actions.acknowledge_concern(concern_id=concern_id, by=officer, at=at)


def write(council, concern_id, words="Do not speak to the head. I ring you at 2pm.", *, version=1):
    with acting_as(council.officer.id, at=LATER) as officer:
        actions.write_to_reporter(
            concern_id=concern_id, words=words, version=version, by=officer, at=LATER
        )


def deliver(*, at=LATER):
    with connected_as("worker"):
        deliver_all(at=at)


def rows_seen_by(posting: Posting) -> dict[str, int]:
    """How many rows of each table PostgreSQL itself shows to this posting."""
    with acting_as(posting.id, at=LATER), connection.cursor() as cursor:
        seen = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            seen[table] = cursor.fetchone()[0]
    return {table: number for table, number in seen.items() if number}


def test_incident_a_head_reads_what_was_told_about_the_head(council, mailoutbox):
    """The head, every other lead, the hub and another authority's officer see nothing of it anywhere."""
    concern_id = tell(council)
    write(council, concern_id)
    deliver()
    council.everybody_else.append(council.head)
    for other in council.everybody_else:
        assert rows_seen_by(other) == {}, other.role
        with acting_as(other.id, at=LATER) as viewer:
            assert queries.concerns_told_by(viewer, now=LATER) == []
            assert queries.concerns_of_officers(viewer, now=LATER) == []
            assert queries.concern_for_reporter(viewer, concern_id, now=LATER) is None
            assert queries.concern_for_officers(viewer, concern_id, now=LATER) is None
            assert queries.own_draft(viewer) is None
            assert (unread_count(viewer), unread_by_oneself(viewer), inbox(viewer)) == (
                0,
                False,
                [],
            )
            with pytest.raises((NotFound, NotPermitted)):
                actions.acknowledge_concern(concern_id=concern_id, by=viewer, at=LATER)
    written_to = {address for mail in mailoutbox for address in mail.to}
    assert written_to == {p.user.email for p in (council.deputy, council.officer, council.second)}
    for mail in mailoutbox:
        said = (mail.subject + mail.body.partition("\n")[2]).lower()  # after "Dear ..."
        assert not any(
            word in said for word in (HEAD.lower(), "head", "officer", "concern", "alder")
        )


def test_the_officers_see_it_and_the_reporter_sees_their_own_and_no_note(council):
    concern_id = tell(council)
    with acting_as(council.officer.id, at=MONDAY) as officer:
        actions.add_note(concern_id=concern_id, words="Ring HR.", by=officer, at=MONDAY)
    write(council, concern_id)
    with acting_as(council.second.id, at=LATER) as second:
        read = queries.concern_for_officers(second, concern_id, now=LATER)
        assert [entry.words for entry in read.entries] == [
            "Ring HR.",
            "Do not speak to the head. I ring you at 2pm.",
        ]
        assert read.answers["about_name"] == HEAD
    with acting_as(council.deputy.id, at=LATER) as reporter:
        read = queries.concern_for_reporter(reporter, concern_id, now=LATER)
        assert [entry.words for entry in read.entries] == [
            "Do not speak to the head. I ring you at 2pm."
        ]
        assert ConcernEntry.objects.count() == 1


def test_whoever_has_left_sees_nothing_and_the_officer_is_told_that_nobody_can_be_told(council):
    concern_id = tell(council)
    with connected_as("loader"):
        Posting.objects.filter(id=council.deputy.id).update(ends_at=LATER)
    with pytest.raises(PostingNotLive), acting_as(council.deputy.id, at=LATER):
        pass
    with acting_as(council.officer.id, at=LATER) as officer:
        assert not queries.concern_for_officers(officer, concern_id, now=LATER).can_be_told


def test_in_a_new_posting_the_reporter_sees_nothing_of_the_old_one(council):
    tell(council)
    with connected_as("loader"):
        again = Posting.objects.create(
            user=User.objects.get(id=council.deputy.user_id), team=council.school,
            role="designated_safeguarding_lead", starts_at=MONDAY,
        )  # fmt: skip
    assert rows_seen_by(again) == {}


def test_not_even_the_loader_or_the_worker_reads_a_concern(council):
    tell(council)
    for role in ("loader", "worker"):
        for model in (Concern, ConcernEntry, ConcernDraft):
            with connected_as(role), pytest.raises(ProgrammingError, match="permission denied"):
                model.objects.count()


def test_the_spine_says_neither_who_told_nor_anything_that_was_said(council):
    concern_id = tell(council)
    acknowledge(council, concern_id)
    with connected_as("loader"):
        for event in Event.objects.filter(part="allegation"):
            assert (event.by_posting_id, event.child_id, event.payload) == (None, None, {})
            assert event.subject_id == concern_id
        assert set(Delivery.objects.values_list("caused_by_id", flat=True)) == {None}


def test_a_draft_is_its_writer_s_alone(council):
    with acting_as(council.deputy.id, at=MONDAY) as writer:
        actions.save_draft(answers={"about_name": HEAD}, version=0, by=writer, at=MONDAY)
    for other in (council.lead, council.head, council.officer):
        assert rows_seen_by(other) == {}


def test_nobody_writes_a_concern_in_another_s_name(council):
    concern_id = tell(council)
    with pytest.raises(ProgrammingError), acting_as(council.lead.id, at=LATER):
        Concern(
            id=concern_id, authority=council.authority, draft_id=concern_id, reported_by=council.deputy,
            organisation=council.school.organisation, team=council.officers, danger=False, reported_at=LATER,
        ).save(force_insert=True)  # fmt: skip


def test_nobody_but_the_officer_changes_a_concern(council):
    tell(council)
    for posting in (council.deputy, council.head, council.manager):
        with acting_as(posting.id, at=LATER):
            assert Concern.objects.update(state="acknowledged") == 0


def test_nobody_records_an_event_about_a_concern_they_may_not_see(council):
    concern_id = tell(council)
    with pytest.raises(ProgrammingError), acting_as(council.head.id, at=LATER) as head:
        Event(
            authority_id=head.authority_id, subject_id=concern_id, kind="concern_closed", version=1,
            part="allegation", occurred_at=LATER, recorded_at=LATER,
        ).save(force_insert=True)  # fmt: skip


def test_the_clock_runs_for_one_working_day_and_stops_when_an_officer_looks(council):
    concern_id = tell(council)
    with connected_as("loader"):
        assert Clock.objects.get(subject_id=concern_id).due_at == MONDAY + timedelta(days=1)
    acknowledge(council, concern_id)
    acknowledge(council, concern_id)
    with connected_as("loader"):
        assert Clock.objects.get(subject_id=concern_id).state == "stopped"
        assert Event.objects.filter(kind="concern_acknowledged").count() == 1


def test_the_reporter_alone_has_something_unread_until_they_say_they_read_it(council):
    concern_id = tell(council)
    write(council, concern_id)
    deliver()
    with acting_as(council.deputy.id, at=LATER) as reporter:
        assert unread_by_oneself(reporter)
        assert unread_count(reporter) == 0
        actions.seen_by_reporter(concern_id=concern_id, by=reporter, at=LATER)
        assert not unread_by_oneself(reporter)


def test_what_is_for_a_leaver_reaches_no_colleague_however_often_it_is_tried(council):
    from alongside.jobs.watching import watch_inboxes

    concern_id = tell(council)
    with connected_as("loader"):
        Posting.objects.filter(id=council.deputy.id).update(ends_at=LATER)
    write(council, concern_id)
    deliver()
    with connected_as("worker"):
        watch_inboxes(at=LATER)
    deliver()
    with connected_as("loader"):
        assert Delivery.objects.get(posting=council.deputy).state == "failed"


def test_an_authority_without_a_designated_officer_sends_nothing(council):
    with connected_as("loader"):
        Posting.objects.filter(role="designated_officer").update(ends_at=MONDAY)
    with pytest.raises(actions.NoOfficer):
        tell(council)
    with acting_as(council.deputy.id, at=MONDAY) as writer:
        assert queries.own_draft(writer) is not None
        assert not Concern.objects.exists()


def test_two_windows_are_told_and_neither_loses_a_word(council):
    with acting_as(council.deputy.id, at=MONDAY) as writer:
        first = actions.save_draft(answers={"about_name": "A"}, version=0, by=writer, at=MONDAY)
        actions.save_draft(answers={"about_name": "B"}, version=first, by=writer, at=MONDAY)
        with pytest.raises(actions.ChangedMeanwhile):
            actions.save_draft(answers={"about_name": "C"}, version=first, by=writer, at=MONDAY)
        assert queries.own_draft(writer).answers == {"about_name": "B"}


@pytest.mark.parametrize("missing", [q.key for q in QUESTIONS if q.required])
def test_nothing_is_sent_while_a_question_has_no_answer(council, missing):
    with pytest.raises(actions.QuestionUnanswered) as unanswered:
        tell_the_officer(council.deputy, at=MONDAY, **{missing: ""})
    assert unanswered.value.question == missing


def test_sent_twice_is_sent_once(council):
    tell(council)
    with acting_as(council.deputy.id, at=LATER) as writer:
        assert actions.report_concern(version=1, by=writer, at=LATER) is None
        assert Concern.objects.count() == 1


def test_a_concern_is_closed_with_how_it_ended_and_why_and_the_reporter_reads_only_that_it_is(
    council,
):
    concern_id = tell(council)
    acknowledge(council, concern_id)
    with acting_as(council.second.id, at=LATER) as officer:
        for outcome, words in (("", "Why"), ("unfounded", "")):
            with pytest.raises(actions.ConcernIncomplete):
                actions.close_concern(
                    concern_id=concern_id,
                    outcome=outcome,
                    words=words,
                    version=2,
                    by=officer,
                    at=LATER,
                )
        actions.close_concern(
            concern_id=concern_id,
            outcome="unfounded",
            words="He was away.",
            version=2,
            by=officer,
            at=LATER,
        )
        with pytest.raises(actions.ConcernMovedOn):
            actions.write_to_reporter(
                concern_id=concern_id, words="More", version=3, by=officer, at=LATER
            )
    with acting_as(council.deputy.id, at=LATER) as reporter:
        read = queries.concern_for_reporter(reporter, concern_id, now=LATER)
        assert (read.row.state, read.entries) == ("closed", [])


def test_the_officers_are_told_once_of_what_nobody_looked_at_in_time(council):
    concern_id, late = tell(council), MONDAY + timedelta(days=3)
    deliver()
    with connected_as("worker"):
        assert (watch_clocks(at=late), watch_clocks(at=late)) == (1, 0)
    deliver(at=late)
    with connected_as("worker"):
        (told,) = Delivery.objects.filter(event_kind="concern_overdue", channel="inbox")
        assert (told.team_id, told.posting_id) == (council.officers.id, None)
        assert (told.state, told.subject_id) == ("delivered", concern_id)
    with acting_as(council.officer.id, at=late) as officer:
        (row,) = queries.concerns_of_officers(officer, now=late)
        assert (row.overdue, row.unread) == (True, True)


def test_a_first_answer_sent_twice_at_once_begins_one_draft(council, monkeypatch):
    """The second looks before the first is saved: it finds nothing, and must not fail for that."""
    with acting_as(council.deputy.id, at=MONDAY) as writer:
        actions.save_draft(answers={"about_name": HEAD}, version=0, by=writer, at=MONDAY)
    found_nothing = iter([ConcernDraft.DoesNotExist, None])
    get = QuerySet.get

    def looks_too_early(rows, *args, **kwargs):
        if rows.model is ConcernDraft and (nothing := next(found_nothing, None)):
            raise nothing
        return get(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get", looks_too_early)
    monkeypatch.setattr(QuerySet, "first", lambda _: None)
    with acting_as(council.deputy.id, at=MONDAY) as writer:
        saved = actions.save_draft(answers={"about_name": HEAD}, version=0, by=writer, at=MONDAY)
    assert saved == 1 + 1

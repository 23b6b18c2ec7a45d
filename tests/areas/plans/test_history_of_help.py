"""What is loaded of help and what people do leave the same rows: one course, both ways."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import Model

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.clocks.models import Clock
from alongside.areas.messages.models import Delivery
from alongside.areas.plans import actions
from alongside.areas.plans.actions import past_acts
from alongside.areas.plans.models import Contact, Feedback, Handover, Help, Meeting
from alongside.jobs.watching import watch_clocks
from alongside.register.models import Relationship
from tests.areas.plans.conftest import FRIDAY, Helping, ask, days, deliver, offer

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TABLES = (
    *(Help, Contact, Feedback, Handover, Meeting),
    *(TextBlock, Event, Clock, Delivery, Relationship),
)
SOME = actions.Agreement(
    basis="agreement", agreed_by="family", agreed=("accepted", "update", "lead_changed")
)
NOW = days(50)


def school(words: str) -> actions.ForSchool:
    return actions.ForSchool(words=words)


def met(day: float) -> actions.Met:
    return actions.Met(kind="visit", happened_at=days(day), child_seen="seen", words="All well.")


def course(helping: Helping, agreement: actions.Agreement, *, ends: bool) -> list[tuple]:
    """A silent stretch, a change of lead, a meeting held and one planned, and perhaps the end."""
    worker, colleague = helping.worker, helping.colleague
    planned = actions.Planned(kind="core_group", starts_at=days(34), place="School")
    later = actions.Planned(kind="core_group", starts_at=days(60))
    acts = [
        (past_acts.Accepted(agreement=agreement, for_school=school("We ring.")), helping.manager, 1),
        (past_acts.Led(lead_posting_id=worker.id), helping.manager, 1.5),
        (past_acts.Contacted(met=met(2)), worker, 2.5),
        (past_acts.Contacted(met=met(28)), worker, 28.5),
        (past_acts.MeetingPlanned(planned=planned), worker, 29),
        (past_acts.LastMeetingHeld(outcome="Breakfast club."), worker, 34.5),
        (past_acts.Led(lead_posting_id=colleague.id, handover_note="Likes texts."), worker, 35),
        (past_acts.Updated(for_school=school("Mornings go well.")), colleague, 36),
        (past_acts.MeetingPlanned(planned=later), colleague, 37),
    ]  # fmt: skip
    if ends:
        end = past_acts.Ended(reason="needs_met", what_changed="Calm.", for_school=school("Bye."))
        acts.append((end, colleague, 40))
    return acts


def live(helping: Helping, act: object, by, at, meetings: list[UUID]) -> None:
    """The same as somebody does it."""
    key, words = uuid4(), {"for_school": getattr(act, "for_school", None)}
    version = helping.help_().version
    with acting_as(by.id, at=at) as viewer:
        whole = {"help_id": helping.help_id, "by": viewer, "at": at}
        match act:
            case past_acts.Accepted(agreement=agreement):
                actions.accept_help(version=version, agreement=agreement, **words, **whole)
            case past_acts.Led(lead_posting_id=lead, handover_note=note):
                actions.name_lead(
                    version=version, lead_posting_id=lead, handover_note=note, **words, **whole
                )
            case past_acts.Contacted(met=met_):
                actions.record_contact(contact_id=key, met=met_, **whole)
            case past_acts.MeetingPlanned(planned=planned):
                actions.plan_meeting(meeting_id=key, planned=planned, **words, **whole)
                meetings.append(key)
            case past_acts.LastMeetingHeld(outcome=outcome):
                actions.record_meeting_held(
                    meeting_id=meetings[-1], version=1, outcome=outcome, by=viewer, at=at
                )
            case past_acts.Updated():
                actions.write_update(version=version, **words, **whole)
            case past_acts.Ended(reason=reason, what_changed=changed):
                actions.end_help(
                    version=version, reason=reason, what_changed=changed, **words, **whole
                )
    deliver(at)


def lived(helping: Helping, acts: list[tuple]) -> None:
    deliver(FRIDAY)
    meetings: list[UUID] = []
    for act, by, day in acts:
        watch(helping.help_id, days(day))
        live(helping, act, by, days(day), meetings)
    watch(helping.help_id, NOW)
    with acting_as(helping.council.lead.id, at=NOW) as lead:
        from alongside.areas.messages.actions import mark_read

        mark_read(lead, subject_id=helping.request_id, at=NOW)
        actions.mark_feedback_read(request_id=helping.request_id, by=lead, at=NOW)


def watch(help_id: UUID, last: datetime) -> None:
    """The worker's watch, as often as it finds anything of help."""
    with connected_as("worker"):
        while True:
            due = Clock.objects.filter(subject_id=help_id, state="running", overdue_at=None)
            found = [
                moment
                for clock in due
                for moment in (clock.warn_at, clock.due_at)
                if moment and moment < last
            ]
            if not found:
                return
            at = min(found) + timedelta(minutes=1)
            at = at.replace(second=0, microsecond=0)
            watch_clocks(at=at)
            deliver(at)


def loaded(helping: Helping, acts: list[tuple]) -> None:
    deliver(FRIDAY)
    done = [actions.Done(act=act, by=by.id, at=days(day)) for act, by, day in acts]
    with connected_as("loader"):
        actions.record_past_help(
            [
                actions.HelpCourse(
                    help_id=helping.help_id, acts=done, readings=[(helping.council.lead.id, NOW)]
                )
            ],
            at=NOW,
        )


def rows(helping: Helping) -> dict[str, list[str]]:
    """Every row of the help and its request, without ids made at random, in a fixed order."""
    mine = {
        Help: {"id": helping.help_id},
        **{model: {"help_id": helping.help_id} for model in (Contact, Feedback, Handover, Meeting)},
    }
    about = {"subject_id__in": [helping.help_id, helping.request_id]}
    with connected_as("loader"):
        return {
            model.__name__: sorted(
                _row(row) for row in model.objects.filter(**mine.get(model, about))
            )
            for model in TABLES
        }


def _row(row: Model) -> str:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return ID.sub("an id", str({name: str(value) for name, value in columns.items()}))


@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize("agreement", [actions.Agreement(basis="statutory"), SOME])
def test_a_course_leaves_the_same_rows_loaded_as_lived(helping, agreement, ends):
    acts = course(helping, agreement, ends=ends)
    lived(helping, acts)
    request_id = ask(helping.council, at=FRIDAY - timedelta(hours=1))
    again = replace(
        helping, request_id=request_id, help_id=offer(helping.council, helping.team, request_id)
    )
    loaded(again, acts)
    by_people, in_bulk = rows(helping), rows(again)
    for table, left in by_people.items():
        assert set(in_bulk[table]) ^ set(left) == set(), table
        assert in_bulk[table] == left, table
    kinds = " ".join(by_people["Event"])
    assert "silence_noticed" in kinds
    assert min(len(left) for left in by_people.values()) > 0


@pytest.mark.parametrize(("by", "day"), [("nurse", 1), ("manager", -1), ("manager", 99)])
def test_a_past_that_cannot_have_happened_is_refused_and_nothing_is_kept(helping, by, day):
    act = past_acts.Accepted(agreement=actions.Agreement(basis="statutory"))
    done = [actions.Done(act=act, by=getattr(helping, by).id, at=days(day))]
    with connected_as("loader"), pytest.raises(actions.HelpCourseRefused):
        actions.record_past_help([actions.HelpCourse(help_id=helping.help_id, acts=done)], at=NOW)
    assert helping.help_().state == "offered"

"""A feed becomes help, contacts, meetings and events, once, however often it is loaded."""

import pytest

from alongside.access.context import connected_as
from alongside.areas.case_system.models import Step
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.clocks.models import Clock
from alongside.areas.plans.models import Contact, Help, Meeting
from alongside.register.models import Relationship
from tests.factories.steps import step, upn, write_json

WHOLE = (
    step("1"),
    step("2", "allocation", happened_at="2026-10-06"),
    step("3", "assessment_started", happened_at="2026-10-06T09:00"),
    step("4", "visit", happened_at="2026-10-07T15:30", words="Seen at home.\nTalkative."),
    step("5", "meeting", happened_at="2026-10-20T10:00", state="held"),
    step("6", "assessment_completed", happened_at="2026-10-30"),
    step("7", "plan_started", happened_at="2026-11-02"),
)


@pytest.fixture(autouse=True)
def as_loader(work):
    with connected_as("loader"):
        yield


def kinds() -> list[str]:
    rows = Event.objects.filter(child__isnull=False).order_by("occurred_at", "id")
    return [kind for kind in rows.values_list("kind", flat=True) if kind != "child_first_recorded"]


def test_a_case_becomes_help_with_its_lead_contacts_and_meetings(work, feed):
    totals = feed.loads(*WHOLE)
    assert (totals.read, totals.added, totals.applied, totals.rejected) == (7, 7, 7, 0)
    help_ = Help.objects.get()
    assert (help_.state, help_.lead, help_.team) == ("active", work.sam, work.team)
    assert (help_.source, help_.basis, help_.request_id) == ("case_system", "statutory", None)
    assert Contact.objects.get().words.body == "Seen at home.\nTalkative."
    assert TextBlock.objects.get().subject_id == help_.id
    assert Meeting.objects.get().state == "held"
    assert kinds() == [
        "help_accepted", "lead_named", "assessment_started", "contact_recorded", "meeting_held",
        "assessment_completed", "plan_started",
    ]  # fmt: skip
    ties = Relationship.objects.filter(kind="allocated", ends_at=None)
    assert {(tie.team, tie.user) for tie in ties} == {(work.team, None), (work.team, work.sam.user)}


def test_the_same_file_again_changes_nothing(work, feed):
    feed.loads(*WHOLE)
    before = (kinds(), list(Help.objects.values()), list(Relationship.objects.values()))
    totals = feed.loads(*WHOLE)
    assert (totals.added, totals.changed, totals.unchanged) == (0, 0, 7)
    assert (kinds(), list(Help.objects.values()), list(Relationship.objects.values())) == before


def test_clocks_move_by_what_was_imported(work, feed):
    feed.loads(*WHOLE)
    lead = Clock.objects.get(timescale="lead_named")
    assert lead.state == "stopped"
    silence = Clock.objects.filter(timescale="silence").latest("started_at")
    assert (silence.state, silence.started_at.day) == ("running", 2)


def test_json_says_the_same_as_csv(work, feed, tmp_path):
    feed.loads(*WHOLE)
    totals = feed.loads_file(write_json(tmp_path / "steps.json", WHOLE))
    assert (totals.unchanged, totals.rejected) == (7, 0)


def test_a_dry_run_leaves_everything_as_it_was(work, feed):
    totals = feed.loads(*WHOLE, dry_run=True)
    assert totals.applied == 7
    assert not Step.objects.exists()
    assert not Help.objects.exists()


def test_a_closure_ends_the_help_and_its_ties(work, feed):
    feed.loads(*WHOLE, step("8", "closure", happened_at="2026-11-10"))
    help_ = Help.objects.get()
    assert (help_.state, help_.end_reason, help_.ended_at.day) == ("ended", "needs_met", 10)
    assert not Relationship.objects.filter(kind="allocated", ends_at=None).exists()
    assert not Clock.objects.filter(state="running").exists()


def test_a_closure_that_comes_first_waits_for_its_opening(work, feed):
    feed.loads(step("8", "closure", happened_at="2026-11-10"))
    assert (Step.objects.get().status, Step.objects.get().reason) == ("waiting", "no_opening")
    feed.loads(step("1"))
    assert Help.objects.get().state == "ended"
    assert set(Step.objects.values_list("status", flat=True)) == {"applied"}


def test_a_correction_changes_the_rows_and_is_recorded_while_the_event_stays(work, feed):
    feed.loads(*WHOLE)
    later = step(
        "4", "visit", happened_at="2026-10-08", changed_at="2026-11-01", words="At school."
    )
    totals = feed.loads(later)
    assert totals.changed == 1
    contact = Contact.objects.get()
    assert (contact.happened_at.day, contact.words.body) == (7, "At school.")  # 00:00 in summer
    assert kinds().count("contact_recorded") == 1
    assert kinds()[-1] == "step_corrected"
    assert TextBlock.objects.exclude(erased_at=None).get().body == ""


def test_a_step_that_was_withdrawn_has_no_effect(work, feed):
    feed.loads(*WHOLE)
    feed.loads(
        step("4", "visit", happened_at="2026-10-07T15:30", changed_at="2026-11-01", withdrawn="yes")
    )
    assert not Contact.objects.exists()
    assert Step.objects.get(key="4").reason == "withdrawn"


def test_two_contents_of_one_moment_contradict_until_a_later_one_comes(work, feed):
    feed.loads(*WHOLE)
    feed.loads(step("4", "visit", happened_at="2026-10-09"))
    assert Step.objects.get(key="4").status == "contradicted"
    assert not Contact.objects.exists()
    feed.loads(step("4", "visit", happened_at="2026-10-09", changed_at="2026-11-01"))
    assert Step.objects.get(key="4").status == "applied"
    assert Contact.objects.count() == 1


def test_an_older_version_that_comes_late_is_answered_and_changes_nothing(work, feed):
    feed.loads(step("1"), step("4", "visit", changed_at="2026-11-01"))
    totals = feed.loads(step("4", "visit", happened_at="2026-10-06", changed_at="2026-10-07"))
    assert [(a.status, a.reason) for a in totals.answers] == [("superseded", "older")]
    assert totals.unchanged == 1


def test_an_unknown_worker_leaves_it_with_the_team(work, feed):
    feed.loads(step("1"), step("2", "allocation", worker="nobody@thornmere.example"))
    assert Help.objects.get().state == "accepted"
    assert (Step.objects.get(key="2").status, Step.objects.get(key="2").reason) == (
        "applied",
        "unknown_worker",
    )


def test_an_unknown_team_waits_until_there_is_one(work, feed):
    feed.loads(step("1", team="Assessment West"))
    assert Step.objects.get().reason == "unknown_team"
    work.other_team.name = "Assessment West"
    work.other_team.save()
    feed.loads(step("9", case="C9", upn=upn(2)))
    assert Help.objects.filter(team=work.other_team).count() == 1


def test_a_case_of_a_family_is_help_for_each_of_its_children(work, feed):
    feed.loads(step("1"), step("2", upn=upn(2)))
    assert set(Help.objects.values_list("child_id", flat=True)) == {c.id for c in work.children}


def test_an_opening_that_was_withdrawn_leaves_no_help(work, feed):
    feed.loads(*WHOLE)
    feed.loads(step("1", changed_at="2026-11-01", withdrawn="yes"))
    assert not Help.objects.exists()
    assert set(Step.objects.exclude(key="1").values_list("reason", flat=True)) == {"no_opening"}
    feed.loads(step("1", changed_at="2026-11-02"))
    assert Help.objects.get().state == "active"

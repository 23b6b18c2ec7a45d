"""Steps in any order, repeated and split into any files, come to one end state: the one that is right."""

from datetime import UTC, datetime

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from alongside.access.context import connected_as
from alongside.areas.case_system.models import Step
from alongside.areas.plans.models import Contact, Help, Meeting
from alongside.foundation.calendars import ENGLAND
from alongside.foundation.ids import new_id, reference_of
from alongside.register.models import Relationship
from tests.areas.case_system.oracle import NORTH, SOUTH, WORKS_IN, worked_out
from tests.factories.steps import ask_for_help, step, upn

EMPTY = """TRUNCATE case_system_step, plans_contact, plans_meeting, plans_handover, plans_feedback, plans_help,
    case_system_caseperson, chronology_event, clocks_clock, messages_delivery, loads_load CASCADE;
    DELETE FROM register_relationship WHERE kind = 'allocated'"""
REQUESTS = (new_id(), new_id(), new_id())
WORKERS = (*WORKS_IN, "nobody")

days = st.integers(5, 9).map(lambda day: f"2026-11-{day:02}")
moments = st.one_of(days, st.builds("{}T{}:00".format, days, st.sampled_from(("09", "17"))))


@st.composite
def rows(draw):
    """One version of one step. Few keys, cases and days: so that they meet."""
    kind = draw(
        st.sampled_from(
            (
                "opening",
                "opening",
                "allocation",
                "allocation",
                "visit",
                "meeting",
                "closure",
                "plan_started",
            )
        )
    )
    cells = {
        "case": draw(st.sampled_from(("C1", "C1", "C2"))),
        "upn": upn(draw(st.sampled_from((1, 1, 2)))),
        "happened_at": draw(moments),
        "changed_at": draw(
            st.sampled_from(("2026-11-10T09:00", "2026-11-10T09:00", "2026-11-11T09:00"))
        ),
        "words": draw(st.sampled_from(("", "", "Seen.", "Not in."))),
        "withdrawn": draw(st.sampled_from(("", "", "", "", "yes"))),
    }
    teams = st.sampled_from((NORTH, NORTH, SOUTH, "Assessment West"))
    if kind == "opening":
        cells["team"] = draw(teams)
        named = st.sampled_from(("", "", *map(reference_of, REQUESTS)))
        cells["request_reference"] = draw(named)
        cells["basis"] = draw(st.sampled_from(("", "", "agreement", "statutory")))
    if kind == "allocation":
        cells["team"] = draw(st.one_of(teams, st.just("")))
        cells["worker"] = draw(st.sampled_from((*WORKERS, ""))) + "@thornmere.example"
        cells["worker"] = cells["worker"] if cells["worker"][0] != "@" else ""
        cells["ended_at"] = draw(st.sampled_from(("", "", "2026-11-09T23:00")))
    if kind == "meeting":
        cells["state"] = draw(st.sampled_from(("planned", "held", "cancelled")))
    return step(f"k{draw(st.integers(1, 9))}", kind, **cells)


@st.composite
def feeds(draw):
    """A set of rows, and the same told differently: shuffled, repeated and split into files."""
    told = draw(st.lists(rows(), min_size=1, max_size=14))
    again = draw(st.permutations([*told, *draw(st.lists(st.sampled_from(told), max_size=4))]))
    cuts = sorted(draw(st.sets(st.integers(1, len(again)), max_size=3)))
    files = [again[i:j] for i, j in zip([0, *cuts], [*cuts, len(again)], strict=True)]
    return told, [file for file in files if file]


offers = st.lists(
    st.tuples(st.sampled_from(REQUESTS), st.sampled_from((NORTH, SOUTH)), st.integers(3, 7)),
    max_size=3, unique_by=lambda one: (one[0], one[2]),
)  # fmt: skip


@pytest.fixture
def ask(work):
    """Empty what a load writes, and ask for this help of the first child."""

    def empty_and_ask(asked):
        with connections["owner"].cursor() as cursor:
            cursor.execute(EMPTY)
        for request_id, team, day in asked:
            at = datetime(2026, 11, day, 8, tzinfo=UTC)
            ask_for_help(work, request_id, work.team if team == NORTH else work.other_team, at=at)

    return empty_and_ask


def rows_now():
    """Everything a load leaves, ids apart."""
    with connected_as("loader"):
        helps = {row.id: row for row in Help.objects.select_related("team", "lead__user", "child")}
        return {
            "steps": sorted(
                (s.key, s.case_key, s.child_id, s.kind, s.happened_at, s.changed_at, str(s.codes),
                 s.words.body if s.words else "", s.withdrawn, s.contradicted, s.digest, s.status,
                 s.reason, s.recorded, _name(helps.get(s.help_id)))
                for s in Step.objects.select_related("words")
            ),
            "helps": sorted(
                (_name(h), h.child_id, h.team_id, h.state, h.basis, str(h.lead_id), str(h.lead_since),
                 str(h.accepted_at), str(h.ended_at), h.end_reason, h.last_recorded_at, h.source,
                 h.source_key, h.outcome, h.offered_at)
                for h in helps.values()
            ),
            "contacts": sorted(
                (c.source_key, _name(helps[c.help_id]), c.kind, c.happened_at, c.child_seen, c.recorded_at)
                for c in Contact.objects.all()
            ),
            "meetings": sorted(
                (m.source_key, _name(helps[m.help_id]), m.kind, m.state, m.starts_at, m.recorded_at)
                for m in Meeting.objects.all()
            ),
            "ties": sorted(
                (_name(helps.get(t.subject_id)), str(t.subject_id in helps), str(t.team_id), str(t.user_id))
                for t in Relationship.objects.filter(kind="allocated", ends_at=None)
            ),
        }  # fmt: skip


def _name(help_):
    if help_ is None:
        return ""
    return (
        f"{help_.request_id} of {help_.outcome} {_asked_day(help_)}"
        if help_.request_id
        else help_.source_key
    )


def _asked_day(help_):
    return help_.offered_at.isoformat()


def as_the_oracle_says(asked):
    """The end state in the oracle's own words."""
    with connected_as("loader"):
        name = {
            row.id: f"{row.request_id} {row.offered_at.day}" if row.request_id
            else f"{upn(1) if row.source_key.endswith(first) else upn(2)} {row.source_key.split('/')[1]}"
            for first in [asked]
            for row in Help.objects.all()
        }  # fmt: skip
        return (
            {s.key: (s.status, s.reason) for s in Step.objects.all()},
            {
                name[h.id]: (
                    h.state, h.team.name, h.lead.user.email.split("@")[0] if h.lead else None,
                    _words(h.lead_since), _words(h.ended_at), h.end_reason,
                )
                for h in Help.objects.select_related("team", "lead__user")
            },
            {c.source_key.split("/")[1]: name[c.help_id] for c in Contact.objects.all()},
            {m.source_key.split("/")[1]: (name[m.help_id], m.state) for m in Meeting.objects.all()},
        )  # fmt: skip


def _words(moment):
    return moment.astimezone(ENGLAND).strftime("%Y-%m-%dT%H:%M") if moment else None


@settings(
    max_examples=30,
    deadline=None,
    # Each example is several loads: a failing one is small enough without minutes of shrinking.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=feeds(), asked=offers)
def test_any_order_repetition_and_partition_comes_to_one_end_state(work, feed, ask, told, asked):
    in_one, files = told
    ask(asked)
    assert feed.loads(*in_one).rejected == 0
    at_once = rows_now()
    expected = worked_out(
        in_one,
        [
            (f"{r} {d}", upn(1), reference_of(r), t, f"2026-11-{d:02}")
            for r, t, d in sorted(asked, key=lambda one: one[2])
        ],
    )
    steps, helps, contacts, meetings = as_the_oracle_says(work.children[0].id.hex)
    event(f"{len(helps)} helps, linked {sum(h[0] != 'offered' for h in helps.values())}")
    assert steps == expected.steps
    assert contacts == expected.contacts
    assert meetings == expected.meetings
    assert helps == {name: _after_offer(name, row) for name, row in expected.helps.items()}
    ask(asked)
    for file in files:
        feed.loads(*file)
    assert rows_now() == at_once
    feed.loads(*in_one)
    assert rows_now() == at_once


def _after_offer(name, row):
    """Nothing of help that was asked for happened before it was asked for, at eight on its day."""
    offered = name.split(" ")[1]
    if not offered.isdigit():
        return row
    floor = f"2026-11-{int(offered):02}T08:00"
    state, team, lead, since, ended, reason = row
    return (state, team, lead, since and max(since, floor), ended and max(ended, floor), reason)

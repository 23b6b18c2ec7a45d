"""When a team must answer, name a lead and write something down: our own standards, in timescales.toml."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from alongside.access.context import connected_as
from alongside.areas.clocks.actions import react
from alongside.areas.clocks.models import Clock
from alongside.areas.clocks.rules import Happened
from alongside.foundation.ids import id_at, new_id
from tests.factories.council import make_council

OFFERED = ("help_offered", "2026-10-02 09:40")  # a Friday
ACCEPTED = ("help_accepted", "2026-10-02 10:00")

# What happens, then each clock that is left: timescale, state and the day it is due.
TABLE = [
    ([OFFERED], [("help_accepted", "running", "2026-10-06")]),
    ([OFFERED, ("help_declined", "2026-10-05 09:00")], [("help_accepted", "stopped", "2026-10-06")]),
    (
        [OFFERED, ACCEPTED],
        [
            ("help_accepted", "stopped", "2026-10-06"),
            ("lead_named", "running", "2026-10-06"),
            ("silence", "running", "2026-10-23"),
        ],
    ),
    (
        [ACCEPTED, ("lead_named", "2026-10-05 09:00"), ("contact_recorded", "2026-10-09 09:00")],
        [
            ("lead_named", "stopped", "2026-10-06"),
            ("silence", "stopped", "2026-10-23"),
            ("silence", "running", "2026-10-30"),  # three weeks from the contact
        ],
    ),
    (
        [ACCEPTED, ("meeting_planned", "2026-10-12 09:00"), ("update_recorded", "2026-10-30 09:00")],
        [
            ("lead_named", "running", "2026-10-06"),
            ("silence", "stopped", "2026-10-23"),
            ("silence", "stopped", "2026-11-02"),
            ("silence", "running", "2026-11-20"),
        ],
    ),
    (
        [ACCEPTED, ("lead_named", "2026-10-05 09:00"), ("lead_left", "2026-10-14 09:00")],
        [
            ("lead_named", "stopped", "2026-10-06"),
            ("lead_named", "running", "2026-10-16"),
            ("silence", "running", "2026-10-23"),  # leaving is no record of the family
        ],
    ),
    (
        [ACCEPTED, ("help_ended", "2026-10-14 09:00")],
        [("lead_named", "cancelled", "2026-10-06"), ("silence", "cancelled", "2026-10-23")],
    ),
    (
        [ACCEPTED, ("help_ended", "2026-10-14 09:00"), ("contact_recorded", "2026-10-15 09:00")],
        [("lead_named", "cancelled", "2026-10-06"), ("silence", "cancelled", "2026-10-23")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("happens", "left"), TABLE)
def test_clocks_of_help(db, happens, left):
    council, help_id = make_council(), new_id()
    with connected_as("loader"), transaction.atomic():
        for kind, moment in happens:
            at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            react(
                [
                    Happened(
                        event_id=id_at(at), kind=kind, part="plan", pack="thornmere",
                        authority_id=council.authority.id, child_id=council.child.id,
                        subject_id=help_id, by_posting_id=None, at=at,
                    )
                ]
            )  # fmt: skip
        clocks = Clock.objects.filter(subject_id=help_id)
        assert sorted((c.timescale, c.state, f"{c.due_at:%Y-%m-%d}") for c in clocks) == sorted(
            left
        )

"""How urgently an audience is told, by example."""

from datetime import UTC, datetime

import pytest

from alongside.areas.messages.rules import deliver_at


@pytest.mark.parametrize(
    ("urgency", "happened", "goes"),
    [
        ("at_once", "2026-11-20T03:12", "2026-11-20T03:12"),
        ("before_next_school_day", "2026-11-20T03:12", "2026-11-20T03:12"),
        ("daily_digest", "2026-11-20T03:12", "2026-11-20T07:00"),
        ("daily_digest", "2026-11-20T07:00", "2026-11-21T07:00"),
        ("daily_digest", "2026-11-20T15:40", "2026-11-21T07:00"),
        # Seven by the clock in England, an hour earlier by UTC in summer, and over both changes.
        ("daily_digest", "2026-07-01T12:00", "2026-07-02T06:00"),
        ("daily_digest", "2026-07-01T23:30", "2026-07-02T06:00"),
        ("daily_digest", "2026-03-28T12:00", "2026-03-29T06:00"),
        ("daily_digest", "2026-10-24T12:00", "2026-10-25T07:00"),
    ],
)
def test_a_message_goes(urgency, happened, goes):
    at = datetime.fromisoformat(happened).replace(tzinfo=UTC)
    assert deliver_at(urgency, happened_at=at) == datetime.fromisoformat(goes).replace(tzinfo=UTC)

"""When a watch on each whole minute finds a clock near its end, and past it."""

from datetime import UTC, datetime

import pytest

from alongside.areas.clocks.rules import found_moments


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{clock}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("started", "warns", "due", "warned", "overdue"),
    [
        ("09:00:00", "13:00:00", "15:00:00", "13:00:00", "15:01:00"),
        ("09:00:00", "13:00:01", "15:00:01", "13:01:00", "15:01:00"),
        ("09:00:00", "13:00:59", "15:00:59", "13:01:00", "15:01:00"),
        ("13:30:10", "13:00:00", "15:00:00", "13:31:00", "15:01:00"),  # late from its first minute
        ("09:00:00", None, "15:00:00", None, "15:01:00"),
        ("14:59:30", "13:00:00", "15:00:00", None, "15:01:00"),  # no look is left before its end
        ("14:59:30", "13:00:00", "15:00:01", "15:00:00", "15:01:00"),
    ],
)
def test_a_watch_finds(started, warns, due, warned, overdue):
    found = found_moments(started_at=at(started), warn_at=warns and at(warns), due_at=at(due))
    assert found == (warned and at(warned), at(overdue))

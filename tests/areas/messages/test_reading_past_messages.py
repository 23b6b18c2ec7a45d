"""What a load marks as read is what marking one by one, in the same order, would have left."""

from datetime import timedelta

import pytest
from django.db import transaction

from alongside.access.context import acting_as, connected_as
from alongside.areas.messages.actions import Reading, mark_read, mark_read_then
from alongside.areas.messages.models import Delivery
from tests.areas.plans.conftest import FRIDAY, helping

__all__ = ["helping"]


def read_by() -> set[tuple[object, object]]:
    with connected_as("loader"):
        rows = Delivery.objects.filter(channel="inbox", state="delivered")
        return set(rows.values_list("id", "read_at"))


@pytest.mark.parametrize("days", [(1, 2), (2, 1), (-1, 3)])
def test_marking_many_leaves_what_marking_one_by_one_leaves(helping, days):
    moments = [FRIDAY + timedelta(days=day) for day in days]
    with acting_as(helping.council.lead.id, at=FRIDAY) as lead:
        readings = [Reading(by=lead, subject_id=helping.request_id, at=at) for at in moments]
    with connected_as("loader"):
        mark_read_then(readings)
    at_once = read_by()
    assert any(read_at for _, read_at in at_once)
    with connected_as("loader"), transaction.atomic():
        Delivery.objects.update(read_at=None, read_by=None)
        for reading in readings:
            mark_read(reading.by, subject_id=reading.subject_id, at=reading.at)
    assert read_by() == at_once

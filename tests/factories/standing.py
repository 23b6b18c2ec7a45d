"""What a census came to, to compare; and starting again from nothing loaded within one test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from alongside.areas.chronology.models import Event, TakenBack
from alongside.areas.social_care.models import (
    Assessment,
    CensusReturn,
    ChildProtectionPlan,
    Referral,
)
from alongside.foundation.calendars import local_day

WRITTEN = (
    "loads_load", "loads_rejection", "social_care_censusreturn", "social_care_characteristics",
    "social_care_referral", "chronology_event", "people_identifier",
)  # fmt: skip


def shown(*kinds):
    """Day and kind of each event that stands, oldest first."""
    gone = TakenBack.objects.values("event_id")
    rows = Event.objects.exclude(id__in=gone).exclude(kind__in=("file_loaded", "census_corrected"))
    for recorded in ("child_first_recorded", "child_details_changed"):
        rows = rows.exclude(kind__startswith=recorded)
    return [(str(local_day(e.occurred_at)), e.kind) for e in rows.order_by("occurred_at", "id")]


def state():
    """What stands, without ids and moments; asked for as the loader."""
    return (
        sorted((r.number, r.year, str(r.record)) for r in CensusReturn.objects.all()),
        sorted(map(str, Referral.objects.values_list("referred_on", "closed_on", "source"))),
        sorted(map(str, Assessment.objects.values_list("begun_on", "done_on", "factors"))),
        sorted(
            map(str, ChildProtectionPlan.objects.values_list("begun_on", "ended_on", "reviewed_on"))
        ),
        shown(),
    )


@contextmanager
def emptied() -> Iterator[None]:
    """The owner takes out what a census wrote."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(WRITTEN)} CASCADE")
    yield

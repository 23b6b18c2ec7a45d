"""The made-up council's designated officers have one concern to open, and nobody else can see it."""

from datetime import timedelta

from django.utils import timezone

from alongside.access.context import acting_as
from alongside.areas.allegations.queries import concerns_of_officers, concerns_told_by
from alongside.demo.concerns import TOLD, tell_of_one
from tests.factories.officers import make_officers


class OnePerson:
    """As much of a synthetic council as telling needs."""

    key, role = "deputy", "deputy_safeguarding_lead"


class Small:
    practitioners = (OnePerson,)


def test_the_officers_find_it_and_a_colleague_of_who_told_does_not(db):
    council, now = make_officers(), timezone.now() - timedelta(minutes=1)
    tell_of_one(Small, {"deputy": council.deputy.id}, now=now)
    with acting_as(council.officer.id, at=now) as officer:
        (row,) = concerns_of_officers(officer, now=now)
        assert row.about_name == TOLD["about_name"]
    with acting_as(council.lead.id, at=now) as lead:
        assert concerns_told_by(lead, now=now) == []

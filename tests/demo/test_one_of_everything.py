"""The made-up council has one of everything that can be going on, and somebody of every role to look at it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.challenges.models import Challenge
from alongside.areas.front_door.models import Decision, Draft, Enquiry, Request, Transfer
from alongside.areas.plans.models import Feedback, Help, Meeting
from alongside.areas.staffing.models import Away
from alongside.demo import seeding
from alongside.jobs.watching import watch_leads
from alongside.packs import load_pack
from alongside.register.models import Relationship

CHILDREN = 1200
SHOWN = {
    "a question that waits for the school": lambda: Enquiry.objects.filter(
        to_referrer=True, state="asked"
    ),
    "a question that the school answered": lambda: Enquiry.objects.filter(
        to_referrer=True, state="answered"
    ),
    "a question that waits for the police": lambda: Enquiry.objects.filter(
        to_team__kind="police_unit", state="asked"
    ),
    "a child who waits for another council": lambda: Transfer.objects.filter(state="offered"),
    "an answer that a worker owes": lambda: Decision.objects.filter(outcome="already_open"),
    "help that nobody has answered": lambda: Help.objects.filter(state="offered"),
    "help that was declined": lambda: Help.objects.filter(state="declined"),
    "help that somebody leads": lambda: Help.objects.filter(state="active", lead__isnull=False),
    "a meeting that is still to come": lambda: Meeting.objects.filter(
        state="planned", starts_at__gt=timezone.now()
    ),
    "something told that nobody at school has read": lambda: Feedback.objects.filter(read_at=None),
    "something told that was read": lambda: Feedback.objects.filter(read_at__isnull=False),
    "a disagreement that waits": lambda: Challenge.objects.filter(state="open"),
    "a disagreement that was answered": lambda: Challenge.objects.filter(state="answered"),
    "brothers and sisters told of together": lambda: Request.objects.filter(
        told_together__isnull=False
    ),
    "a draft that was not sent": Draft.objects.all,
    "a colleague at school who knows": lambda: Relationship.objects.filter(kind="assigned"),
    "somebody who is away": lambda: Away.objects.filter(ends_at=None),
}


def test_one_of_everything_is_going_on_and_every_role_has_somebody(db, settings):
    now = timezone.now() - timedelta(seconds=1)
    seeding.seed(count=CHILDREN, at=now, say=lambda _: None)
    with connected_as("loader"):
        assert [what for what, rows in SHOWN.items() if not rows().exists()] == []
    with connected_as("worker"):
        assert watch_leads(at=now)  # somebody who led has left
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.web.demo_urls"
    page = Client().get("/demo/").content.decode()
    roles = load_pack("thornmere").roles
    missing = [role.label for role in roles.values() if role.can_sign_in and role.label not in page]
    assert missing == []


LATER = ("hub_partner", "data_officer", "pastoral_staff")  # in the order in which they came


@pytest.mark.parametrize("role", LATER)
def test_who_joined_later_changes_nobody_elses_name(council, role):
    joined = [one for one in council.practitioners if one.role == role]
    assert joined
    later = [one for role in LATER for one in council.staff(role)]
    assert list(council.practitioners[-len(later) :]) == later

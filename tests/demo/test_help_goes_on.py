"""What the made-up teams do with the help they are asked for: believable, and never in the future."""

from collections import Counter
from datetime import timedelta

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.messages.models import Delivery
from alongside.areas.plans import queries
from alongside.areas.plans.models import Contact, Feedback, Help, Meeting
from alongside.demo.helping import give_help, one_leaves
from alongside.jobs.watching import watch_leads
from alongside.register.models import Posting
from tests.areas.plans.conftest import FRIDAY, Helping, ask, helping, offer

__all__ = ["helping"]
NOW = FRIDAY + timedelta(days=50)
START = FRIDAY - timedelta(days=85)
OFFERS = 30


def offer_many(helping: Helping) -> None:
    request_id = ask(helping.council, at=START - timedelta(hours=1))
    for number in range(OFFERS):
        team = (helping.team, helping.other_team)[number % 2]
        offer(
            helping.council, team, request_id, at=START + timedelta(days=4 * number, minutes=number)
        )


def test_help_that_was_offered_is_taken_on_goes_on_and_ends(helping):
    offer_many(helping)
    assert give_help(now=NOW) >= OFFERS - 5
    give_help(now=NOW)  # what is still offered stays so: nobody answers twice
    with connected_as("loader"):
        states = Counter(Help.objects.values_list("state", flat=True))
        assert states["active"] > OFFERS / 2
        assert states["ended"]
        assert Contact.objects.count() > OFFERS
        assert Meeting.objects.filter(state="planned", starts_at__gt=NOW).exists()
        assert Meeting.objects.filter(state="held").exists()
        assert not Event.objects.filter(occurred_at__gt=NOW).exists()
        assert Feedback.objects.filter(read_at__isnull=True).exists()
        given = Delivery.objects.filter(event_kind__startswith="feedback_", channel="inbox")
        assert not given.exclude(state="delivered").exists()
    with acting_as(helping.manager.id, at=NOW) as manager:
        assert queries.team_work(manager, now=NOW)


def test_somebody_who_leads_has_left_and_the_worker_gives_it_back(helping):
    offer_many(helping)
    give_help(now=NOW)
    one_leaves(now=NOW)
    with connected_as("loader"):
        gone = Posting.objects.get(ends_at=NOW)
        led = Help.objects.filter(lead=gone, state="active").count()
    assert led
    with connected_as("worker"):
        assert watch_leads(at=NOW) == led

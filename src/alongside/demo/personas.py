"""Whom to be first: of every role, somebody whose first page has something to do."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from alongside.access.context import connected_as
from alongside.access.gate import live
from alongside.areas.plans.queries import leads_of_teams, teams_at_work
from alongside.demo.council import SyntheticCouncil
from alongside.register.models import Posting

# Personas have been posted for longest: the page that lists people shows those first.
LONGEST = timedelta(days=1500)
IN_SCHOOL = ("designated_safeguarding_lead", "deputy_safeguarding_lead", "head", "pastoral_staff")
LEADS = ("lead_practitioner", "social_worker", "school_nurse", "health_practitioner", "charity_worker")  # fmt: skip
# The first of each: their page is the team's, or the made-up questions went to the first team.
FIRST = (
    *("hub_screener", "hub_social_worker", "hub_manager", "hub_partner"),
    *("police_coordinator", "virtual_school_head", "designated_officer"),
    "data_officer",
)


def choose_personas(
    council: SyntheticCouncil, postings: Mapping[str, UUID], *, school: str | None, at: datetime
) -> None:
    """Have somebody of every role be posted for longest, at this school where there is one."""
    chosen = [*_first(council, postings, school), *_at_work(at)]
    with connected_as("loader"):
        Posting.objects.filter(id__in=chosen).update(starts_at=at - LONGEST)


def _first(
    council: SyntheticCouncil, postings: Mapping[str, UUID], school: str | None
) -> Iterator[UUID]:
    at_school = f"school-{school}-safeguarding"
    for role in (*FIRST, *IN_SCHOOL):
        of_role = council.staff(role)
        fits = [p for p in of_role if role in FIRST or not school or p.team_key == at_school]
        yield from (postings[person.key] for person in fits[:1])


def _at_work(at: datetime) -> Iterator[UUID]:
    """Of every role that leads, whoever leads most and is still here; and their team's manager."""
    with connected_as("loader"):
        by_lead = leads_of_teams()
        rows = Posting.objects.select_related("team").filter(live(at), id__in=by_lead)
        here = sorted(rows, key=lambda row: (-by_lead[row.id], str(row.id)))
        for role in LEADS:
            lead = next((row for row in here if row.role == role), None)
            if lead:
                yield lead.id
        yield from _manager({team for _, team in teams_at_work()}, at)


def _manager(teams: set[UUID], at: datetime) -> Iterator[UUID]:
    """The manager of a family help team that somebody has left, as far as there is one."""
    left = Posting.objects.filter(ends_at__lte=at, team_id__in=teams).values_list(
        "team_id", flat=True
    )
    managers = Posting.objects.filter(live(at), role="team_manager", team_id__in=teams)
    one = managers.filter(team_id__in=left).first() or managers.order_by("team__name").first()
    if one:
        yield one.id

"""A small council: one hub, two schools, a few people and children, written as the loader."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from alongside.access.context import connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.people.models import Identity, Name
from alongside.areas.people.rules import fold
from alongside.areas.people.terms import NameKind
from alongside.register.models import (
    Authority,
    Child,
    Organisation,
    Posting,
    Relationship,
    Team,
    User,
)

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
# Fixed, so that words of a decision can name the team before there is a council.
FAMILY_HELP = UUID("00000000-0000-7000-8000-0000000000f1")
ASSESSMENT = UUID("00000000-0000-7000-8000-0000000000a1")
ELSEWHERE = UUID("00000000-0000-7000-8000-0000000000e1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """What a test needs to name."""

    authority: Authority
    hub: Team
    school: Team
    other_school: Team
    lead: Posting
    deputy: Posting
    other_lead: Posting
    screener: Posting
    social_worker: Posting
    manager: Posting
    family_help: Team
    practitioner: Posting
    assessment: Team
    assessor: Posting
    elsewhere: Authority
    child: Child
    other_child: Child


def make_posting(team: Team, role: str, name: str) -> Posting:
    user = User.objects.create_user(f"{fold(name).replace(' ', '.')}@thornmere.example", name)
    return Posting.objects.create(user=user, team=team, role=role, starts_at=LONG_AGO)


def make_child(authority: Authority, school: Team, forename: str, surname: str) -> Child:
    child = Child.objects.create(authority=authority)
    Identity.objects.create(child=child, authority=authority, date_of_birth=date(2015, 5, 4))
    Name.objects.create(
        child=child, kind=NameKind.LEGAL, forename=forename, surname=surname,
        searched=fold(f"{forename} {surname}"), starts_on=date(2026, 1, 1),
    )  # fmt: skip
    tie(child, school, "on_roll")
    return child


def tie(child: Child, team: Team, kind: str, *, subject_id: UUID | None = None) -> Relationship:
    return Relationship.objects.create(
        authority_id=child.authority_id, child=child, organisation_id=team.organisation_id, kind=kind,
        subject_id=subject_id, starts_at=LONG_AGO, evidence="test:made",
    )  # fmt: skip


def _school(authority: Authority, name: str) -> Team:
    school = Organisation.objects.create(
        authority=authority, kind="school", name=name, telephone="01632 960100"
    )
    return Team.objects.create(
        organisation=school, kind="safeguarding_team", name=f"{name} safeguarding team"
    )


def _teams_that_help(council: Organisation) -> tuple[Team, Team]:
    return (
        Team.objects.create(
            id=FAMILY_HELP, organisation=council, kind="family_help_team", name="Mill family help team",
            telephone="01632 960150",
        ),
        Team.objects.create(
            id=ASSESSMENT, organisation=council, kind="assessment_team", name="Assessment team 1"
        ),
    )  # fmt: skip


def make_council(pack: str = "thornmere") -> Council:
    """A council in miniature: Thornmere, or one that does things its own way."""
    with connected_as("loader"):
        authority = Authority.objects.create(
            dfe_code="999", gss_code="E99999999", name="Thornmere", pack=pack
        )
        load_matrix(authority)
        council = Organisation.objects.create(
            authority=authority, kind="local_authority", name="Thornmere Council"
        )
        hub = Team.objects.create(
            organisation=council, kind="front_door", name="Thornmere Front Door"
        )
        family_help, assessment = _teams_that_help(council)
        school, other = (
            _school(authority, "Alder Primary School"),
            _school(authority, "Birch Primary School"),
        )
        return Council(
            authority=authority,
            hub=hub,
            school=school,
            other_school=other,
            lead=make_posting(school, "designated_safeguarding_lead", "Ada Lead"),
            deputy=make_posting(school, "deputy_safeguarding_lead", "Bea Deputy"),
            other_lead=make_posting(other, "designated_safeguarding_lead", "Cy Otherlead"),
            screener=make_posting(hub, "hub_screener", "Dee Screener"),
            social_worker=make_posting(hub, "hub_social_worker", "Eli Worker"),
            manager=make_posting(hub, "hub_manager", "Fay Manager"),
            family_help=family_help,
            practitioner=make_posting(family_help, "lead_practitioner", "Gus Practitioner"),
            assessment=assessment,
            assessor=make_posting(assessment, "social_worker", "Hal Assessor"),
            elsewhere=Authority.objects.create(
                id=ELSEWHERE, dfe_code="996", gss_code="E99999996", name="Eastmere", pack=""
            ),
            child=make_child(authority, school, "Zoë", "O’Neill"),
            other_child=make_child(authority, other, "Zoe", "Oneill"),
        )

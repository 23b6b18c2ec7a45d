"""The council as rows: its schools, partners and teams, and everybody who works or worked in them."""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.access.context import connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.clocks.models import SchoolTerm
from alongside.areas.schools.actions import record_establishments
from alongside.areas.schools.gias import Establishment, Status
from alongside.areas.schools.queries import organisations_by_urn
from alongside.demo.council import SyntheticCouncil
from alongside.demo.office_time import at_time
from alongside.demo.schools import TOWN, SyntheticSchool
from alongside.register.models import Authority, Organisation, Posting, Team, User

POSTED_FOR = timedelta(days=1200)  # more than the years that are told
GIAS_TYPES = {
    "special": "Community special school",
    "pupil_referral_unit": "Pupil referral unit",
}
GIAS_PHASES = {"primary": "Primary", "secondary": "Secondary", "all_through": "All-through"}
# Invented councils next door, known and not served: a child may be theirs.
NEIGHBOURS = (("998", "E99999998", "Eastmere"), ("997", "E99999997", "Upper Mereshire"))


def neighbour() -> UUID:
    """The council next door, whose child one of them is."""
    with connected_as("loader"):
        return Authority.objects.get(dfe_code=NEIGHBOURS[0][0]).id


def seed_council(
    council: SyntheticCouncil, *, at: datetime
) -> tuple[Authority, dict[str, Organisation], dict[str, UUID]]:
    """Write it; the authority, its schools by URN, and the postings of its people by key."""
    authority = Authority.objects.create(
        dfe_code=council.la_code, gss_code=council.gss_code, name=council.name, pack="thornmere"
    )
    load_matrix(authority)
    Authority.objects.bulk_create(
        Authority(dfe_code=code, gss_code=gss_code, name=name, pack="")
        for code, gss_code, name in NEIGHBOURS
    )
    record_establishments(
        [_listed(school) for school in council.schools], authorities={council.la_code: authority.id}
    )
    organisations = {
        o.key: Organisation(authority=authority, kind=o.kind, name=o.name)
        for o in council.organisations
        if not o.urn
    }
    Organisation.objects.bulk_create(organisations.values())
    ids = organisations_by_urn(school.urn for school in council.schools)
    schools = Organisation.objects.in_bulk(ids.values())
    by_urn = {urn: schools[organisation_id] for urn, organisation_id in ids.items()}
    organisations |= {o.key: by_urn[o.urn] for o in council.organisations if o.urn}
    _terms(council, by_urn)
    return authority, by_urn, _people(council, organisations, at=at)


def _terms(council: SyntheticCouncil, by_urn: dict[str, Organisation]) -> None:
    SchoolTerm.objects.bulk_create(
        (
            SchoolTerm(school=by_urn[school.urn], first_day=first, last_day=last)
            for school in council.schools
            for first, last in school.calendar.terms
        ),
        batch_size=2000,
    )


def _people(
    council: SyntheticCouncil, organisations: dict[str, Organisation], *, at: datetime
) -> dict[str, UUID]:
    teams = {
        t.key: Team(
            organisation=organisations[t.organisation_key], kind=t.kind, name=t.name,
            telephone=t.telephone, email=t.email,
        )
        for t in council.teams
    }  # fmt: skip
    Team.objects.bulk_create(teams.values())
    users = {
        p.key: User(email=p.email, full_name=f"{p.forename} {p.surname}".strip())
        for p in council.everyone
    }
    User.objects.bulk_create(users.values(), batch_size=2000)
    postings = {
        p.key: Posting(
            user=users[p.key], team=teams[p.team_key], role=p.role,
            starts_at=at_time(p.since, 0) if p.since else at - POSTED_FOR,
            ends_at=at_time(p.until, 0) if p.until else None,
        )
        for p in council.everyone
    }  # fmt: skip
    Posting.objects.bulk_create(postings.values(), batch_size=2000)
    return {key: posting.id for key, posting in postings.items()}


def teams_by_kind(authority: Authority) -> dict[str, list[UUID]]:
    """The authority's teams by kind, in the order of their names."""
    found: dict[str, list[UUID]] = {}
    with connected_as("loader"):
        rows = Team.objects.filter(organisation__authority=authority).order_by("name", "id")
        for kind, team_id in rows.values_list("kind", "id"):
            found.setdefault(kind, []).append(team_id)
    return found


def _listed(school: SyntheticSchool) -> Establishment:
    """The school as the national list would have it."""
    la_code, _, number = school.dfe_number.partition("/")
    return Establishment(
        line=0,
        urn=school.urn,
        la_code=la_code,
        la_name=TOWN,
        establishment_number=number,
        dfe_number=school.dfe_number,
        name=school.name,
        type=GIAS_TYPES.get(school.phase, "Community school"),
        phase=GIAS_PHASES.get(school.phase, "Not applicable"),
        status=Status.OPEN,
        opened_on=None,
        closed_on=None,
        lowest_age=school.first_year + 4,
        highest_age=school.last_year + 5,
        address_lines=school.address_lines,
        postcode=school.postcode,
        telephone=school.telephone,
        website="",
        uprn=None,
        easting=None,
        northing=None,
    )

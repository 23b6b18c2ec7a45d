"""Turn the synthetic council into rows: people in bulk, half a year of requests as people make them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from alongside.access.context import connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.clocks.models import SchoolTerm
from alongside.areas.people.rules import Told
from alongside.areas.schools.actions import Enrolment, enrol, record_establishments
from alongside.areas.schools.gias import Establishment, Status
from alongside.areas.schools.queries import organisations_by_urn
from alongside.demo.concerns import tell_of_one
from alongside.demo.council import SyntheticCouncil, build_council
from alongside.demo.families import SyntheticChild, children
from alongside.demo.half_year import half_year
from alongside.demo.making import begin, finish
from alongside.demo.personas import choose_personas
from alongside.demo.relatives import seed_families
from alongside.demo.requests import SIX_MONTHS, request_plan
from alongside.demo.scenes import Whole
from alongside.demo.schools import TOWN, SyntheticSchool
from alongside.demo.showing import show_everything
from alongside.foundation.calendars import local_day
from alongside.register.models import (
    Authority,
    Organisation,
    Posting,
    Team,
    User,
)

POSTED_FOR = timedelta(days=400)
EVIDENCE = "demo:synthetic"
GIAS_TYPES = {
    "special": "Community special school",
    "pupil_referral_unit": "Pupil referral unit",
}
GIAS_PHASES = {"primary": "Primary", "secondary": "Secondary", "all_through": "All-through"}
# Invented councils next door, known and not served: a child may be theirs.
NEIGHBOURS = (("998", "E99999998", "Eastmere"), ("997", "E99999997", "Upper Mereshire"))
Say = Callable[[str], None]


def seed(*, count: int, at: datetime, say: Say) -> None:
    """Make the council: schools, teams, practitioners, children and half a year of requests."""
    today, rng = local_day(at), Random(2026)  # noqa: S311  made-up people, not secrets
    council = build_council(rng, children=count, on=today)
    pupils = list(children(council, children=count, on=today, rng=rng))
    with connected_as("loader"), transaction.atomic():
        authority, schools, postings = _council(council, at=at)
        begin(authority.id, at=at)
        say(f"{len(council.schools)} schools, {len(council.practitioners)} practitioners")
        ids = _pupils(authority, pupils, schools, at=at)
        say(f"{len(pupils):,} pupils on roll")
        members = seed_families(authority, pupils, ids=ids, school_of=schools, at=at)
        say(f"{members:,} family members")
    first = today - SIX_MONTHS
    plan = list(request_plan(council, pupils, first=first, today=today, rng=rng, now=at))
    teams = teams_by_kind(authority)
    half_year(plan, children=ids, postings=postings, teams=teams, now=at, say=say)
    whole = Whole(
        council=council, children=ids, postings=postings, teams=teams,
        neighbour=_neighbour(), now=at,
    )  # fmt: skip
    urn = show_everything(whole, pupils, plan)
    tell_of_one(council, postings, now=at)
    choose_personas(council, postings, school=urn, at=at)
    finish(authority.id, at=at)


def _neighbour() -> UUID:
    """The council next door, whose child one of them is."""
    with connected_as("loader"):
        return Authority.objects.get(dfe_code=NEIGHBOURS[0][0]).id


def _council(
    council: SyntheticCouncil, *, at: datetime
) -> tuple[Authority, dict[str, Organisation], dict[str, UUID]]:
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
    SchoolTerm.objects.bulk_create(
        SchoolTerm(school=by_urn[school.urn], first_day=first, last_day=last)
        for school in council.schools
        for first, last in school.calendar.terms
    )
    return authority, by_urn, _people(council, organisations, at=at)


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
        for p in council.practitioners
    }
    User.objects.bulk_create(users.values(), batch_size=2000)
    postings = {
        p.key: Posting(
            user=users[p.key], team=teams[p.team_key], role=p.role, starts_at=at - POSTED_FOR
        )
        for p in council.practitioners
    }
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


def _pupils(
    authority: Authority,
    pupils: list[SyntheticChild],
    school_of: dict[str, Organisation],
    *,
    at: datetime,
) -> dict[str, UUID]:
    by_school: dict[str, list[SyntheticChild]] = {}
    for pupil in pupils:
        by_school.setdefault(pupil.school_urn, []).append(pupil)
    ids: dict[str, UUID] = {}
    for urn, own in by_school.items():
        enrolled = enrol(
            [_enrolment(pupil) for pupil in own],
            school_id=school_of[urn].id,
            authority_id=authority.id,
            at=at,
            evidence=EVIDENCE,
        )
        ids |= zip((pupil.key for pupil in own), enrolled, strict=True)
    return ids


def _enrolment(pupil: SyntheticChild) -> Enrolment:
    return Enrolment(
        told=Told(
            upn=pupil.upn,
            nhs_number=pupil.nhs_number,
            forename=pupil.legal_forename,
            surname=pupil.legal_surname,
            middle_names=pupil.middle_names,
            used_name=(pupil.preferred_forename or "", pupil.preferred_surname or ""),
            date_of_birth=pupil.date_of_birth,
            sex={"F": "female", "M": "male"}.get(str(pupil.sex)[:1].upper(), ""),
            address=", ".join(pupil.address_lines),
            postcode=pupil.postcode,
            known_from=pupil.admitted_on,
        ),
        admitted_on=pupil.admitted_on,
        year_group=pupil.year_group,
    )

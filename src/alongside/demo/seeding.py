"""Turn the synthetic council into rows: people in bulk, the last four weeks through the real actions."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.test.utils import override_settings

from alongside.access.context import connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.clocks.models import SchoolTerm
from alongside.areas.people.models import Address, Identifier, Identity, Name
from alongside.areas.people.rules import fold
from alongside.areas.people.terms import NameKind, Scheme
from alongside.demo.council import SyntheticCouncil, build_council
from alongside.demo.families import SyntheticChild, children
from alongside.demo.replaying import replay
from alongside.demo.requests import request_plan
from alongside.foundation.calendars import ENGLAND, local_day
from alongside.foundation.ids import new_id
from alongside.register.models import (
    Authority,
    Child,
    Organisation,
    Posting,
    Relationship,
    Team,
    User,
)

REPLAYED = timedelta(days=28)
POSTED_FOR = timedelta(days=400)
EVIDENCE = "demo:synthetic"
Say = Callable[[str], None]


def is_seeded() -> bool:
    return Authority.objects.exists()


def seed(*, count: int, at: datetime, say: Say) -> None:
    """Make the council once: schools, teams, practitioners, children and four weeks of requests."""
    today, rng = local_day(at), Random(2026)  # noqa: S311  made-up people, not secrets
    council = build_council(rng, children=count, on=today)
    pupils = list(children(council, children=count, on=today, rng=rng))
    with connected_as("loader"), transaction.atomic():
        authority, schools, postings = _council(council, at=at)
        say(f"{len(council.schools)} schools, {len(council.practitioners)} practitioners")
        ids = _pupils(authority, pupils, schools)
        say(f"{len(pupils):,} pupils on roll")
    plan = request_plan(
        council, pupils, first=today - timedelta(days=180), today=today, rng=rng, now=at
    )
    recent = [request for request in plan if request.sent_at >= at - REPLAYED]
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        for request in recent:
            replay(request, child_id=ids[request.child.key], postings=postings, now=at)
    say(f"{len(recent)} requests for help, sent and answered as people do")


def _council(
    council: SyntheticCouncil, *, at: datetime
) -> tuple[Authority, dict[str, Organisation], dict[str, UUID]]:
    authority = Authority.objects.create(
        dfe_code=council.la_code, gss_code=council.gss_code, name=council.name, pack="thornmere"
    )
    load_matrix(authority)
    organisations = {
        o.key: Organisation(authority=authority, kind=o.kind, name=o.name)
        for o in council.organisations
    }
    by_urn = {o.urn: organisations[o.key] for o in council.organisations if o.urn}
    for school in council.schools:
        by_urn[school.urn].telephone = school.telephone
    Organisation.objects.bulk_create(organisations.values())
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


def _pupils(
    authority: Authority, pupils: list[SyntheticChild], school_of: dict[str, Organisation]
) -> dict[str, UUID]:
    ids = {pupil.key: new_id() for pupil in pupils}
    Child.objects.bulk_create(
        (Child(id=i, authority=authority) for i in ids.values()), batch_size=2000
    )
    Identity.objects.bulk_create(
        (
            Identity(child_id=ids[p.key], authority=authority, date_of_birth=p.date_of_birth,
                     sex={"F": "female", "M": "male"}.get(str(p.sex)[:1].upper(), ""))
            for p in pupils
        ),
        batch_size=2000,
    )  # fmt: skip
    Name.objects.bulk_create((n for p in pupils for n in _names(p, ids[p.key])), batch_size=2000)
    Identifier.objects.bulk_create(
        (n for p in pupils for n in _numbers(p, ids[p.key])), batch_size=2000
    )
    Address.objects.bulk_create(
        (
            Address(child_id=ids[p.key], lines=", ".join(p.address_lines), postcode=p.postcode,
                    starts_on=p.admitted_on)
            for p in pupils
        ),
        batch_size=2000,
    )  # fmt: skip
    Relationship.objects.bulk_create(
        (
            Relationship(
                authority=authority, child_id=ids[p.key], organisation=school_of[p.school_urn], kind="on_roll",
                starts_at=datetime.combine(p.admitted_on, time(), tzinfo=ENGLAND), evidence=EVIDENCE,
            )
            for p in pupils
        ),
        batch_size=2000,
    )  # fmt: skip
    return ids


def _names(pupil: SyntheticChild, child_id: UUID) -> list[Name]:
    legal = (pupil.legal_forename, pupil.legal_surname)
    used = (pupil.preferred_forename or legal[0], pupil.preferred_surname or legal[1])
    wanted = [(NameKind.LEGAL, legal)] + ([(NameKind.PREFERRED, used)] if used != legal else [])
    return [
        Name(
            child_id=child_id, kind=kind, forename=forename, surname=surname,
            middle_names=pupil.middle_names, searched=fold(f"{forename} {pupil.middle_names} {surname}"),
            starts_on=pupil.admitted_on,
        )
        for kind, (forename, surname) in wanted
    ]  # fmt: skip


def _numbers(pupil: SyntheticChild, child_id: UUID) -> list[Identifier]:
    values = [(Scheme.UPN, pupil.upn), (Scheme.NHS_NUMBER, pupil.nhs_number)]
    return [
        Identifier(child_id=child_id, scheme=scheme, value=value)
        for scheme, value in values
        if value
    ]

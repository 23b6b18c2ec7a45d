"""Organisations and teams of the council's area, from `words/teams.toml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from alongside.demo.places import neighbourhood_name
from alongside.demo.schools import SyntheticSchool, drama_number
from alongside.demo.words import table

CHILDREN_IN_DEFAULT_COUNCIL = 12_000
LARGE_SCHOOL = 300
SCHOOL_KIND = "school"
SAFEGUARDING_TEAM = "safeguarding_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticOrganisation:
    """A school, or one of the council's partners; a school's has its URN."""

    key: str
    kind: str
    name: str
    domain: str
    urn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticTeam:
    """A team that can hold requests and be told; `roles` counts its people by role."""

    key: str
    name: str
    organisation_key: str
    kind: str
    telephone: str
    email: str
    domain: str
    roles: tuple[tuple[str, int], ...]


@cache
def partner_organisations() -> tuple[SyntheticOrganisation, ...]:
    """The council, health, the police and the charities."""
    return tuple(
        SyntheticOrganisation(key=key, **entry)
        for key, entry in table("teams")["organisations"].items()
    )


def partner_teams(children: int) -> tuple[SyntheticTeam, ...]:
    """The teams outside schools: 62 of them, holding 904 people and those who joined later, for 12,000 children."""
    size = children / CHILDREN_IN_DEFAULT_COUNCIL
    serial = count()
    return tuple(team for entry in table("teams")["teams"] for team in _teams(entry, size, serial))


def _teams(entry: dict[str, Any], size: float, serial: "count[int]") -> Iterator[SyntheticTeam]:
    domains = {one.key: one.domain for one in partner_organisations()}
    how_many = entry["teams"]
    if entry.get("scales", True):
        how_many = max(1, round(how_many * size))
    larger = max(1.0, min(size, entry.get("grows", 1)))
    for number in range(how_many):
        organisation = entry["organisations"][number % len(entry["organisations"])]
        place, key = neighbourhood_name(number), f"{entry['kind'].replace('_', '-')}-{number + 1}"
        name = entry["names"][number % len(entry["names"])]
        if number >= len(entry["names"]) and "{" not in name:
            name += f" {number // len(entry['names']) + 1}"
        yield SyntheticTeam(
            key=key,
            name=name.format(n=number + 1, place=place),
            organisation_key=organisation,
            kind=entry["kind"],
            telephone=entry.get("telephone") or drama_number(next(serial)),
            email=f"{key}@{domains[organisation]}",
            domain=domains[organisation],
            roles=tuple((role, round(people * larger)) for role, people in entry["roles"].items()),
        )


def school_organisation(school: SyntheticSchool) -> SyntheticOrganisation:
    """The school as an organisation."""
    return SyntheticOrganisation(
        key=school.key, kind=SCHOOL_KIND, name=school.name, domain=school.domain, urn=school.urn
    )


def school_team(school: SyntheticSchool) -> SyntheticTeam:
    """The school's safeguarding team: the head, the lead and one deputy, or two where large."""
    deputies = 1 + (school.capacity > LARGE_SCHOOL)
    return SyntheticTeam(
        key=f"{school.key}-safeguarding",
        name=f"{school.name} safeguarding team",
        organisation_key=school.key,
        kind=SAFEGUARDING_TEAM,
        telephone=school.telephone,
        email=school.email,
        domain=school.domain,
        roles=(
            ("head", 1),
            ("designated_safeguarding_lead", 1),
            ("deputy_safeguarding_lead", deputies),
        ),
    )

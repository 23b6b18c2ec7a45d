"""Thornmere, an invented council: its schools, teams and the people who work in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from alongside.demo.places import Neighbourhood
from alongside.demo.schools import LA_CODE, TOWN, Route, SyntheticSchool, plan_schools
from alongside.demo.staff import StaffMaker, SyntheticPractitioner
from alongside.demo.teams import (
    SyntheticOrganisation,
    SyntheticTeam,
    partner_organisations,
    partner_teams,
    school_organisation,
    school_team,
)

GSS_CODE = "E99999999"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticCouncil:
    """Everything of the council but its children."""

    name: str
    la_code: str
    gss_code: str
    neighbourhoods: tuple[Neighbourhood, ...]
    schools: tuple[SyntheticSchool, ...]
    routes: tuple[Route, ...]
    organisations: tuple[SyntheticOrganisation, ...]
    teams: tuple[SyntheticTeam, ...]
    practitioners: tuple[SyntheticPractitioner, ...]
    before: Mapping[
        str, SyntheticPractitioner
    ]  # by key of somebody here now, who had left for them

    @property
    def everyone(self) -> tuple[SyntheticPractitioner, ...]:
        """Who works here, and who has left."""
        return (*self.practitioners, *self.before.values())

    def at_that_desk(self, person: SyntheticPractitioner, day: date) -> SyntheticPractitioner:
        """Who did then what this person does now."""
        return self.before[person.key] if person.since and day < person.since else person

    def team_of_kind(self, kind: str) -> SyntheticTeam:
        """The first team of this kind: the front door, the emergency duty team."""
        return next(team for team in self.teams if team.kind == kind)

    def staff(self, *roles: str) -> tuple[SyntheticPractitioner, ...]:
        """Everyone holding one of these roles."""
        return tuple(person for person in self.practitioners if person.role in roles)


def build_council(rng: Random, *, children: int, on: date) -> SyntheticCouncil:
    """A council for this many children, with term dates around the day given."""
    plan = plan_schools(rng, children=children, on=on)
    teams = (*partner_teams(children), *(school_team(school) for school in plan.schools))
    staff = StaffMaker(rng)
    first = [(team, person) for team in teams for person in staff.of_team(team)]
    later = [(team, person) for team in teams for person in staff.joined(team)]
    people = [staff.succession(team, person, on=on) for team, person in (*first, *later)]
    return SyntheticCouncil(
        name=TOWN,
        la_code=LA_CODE,
        gss_code=GSS_CODE,
        neighbourhoods=plan.neighbourhoods,
        schools=plan.schools,
        routes=plan.routes,
        organisations=(
            *partner_organisations(),
            *(school_organisation(school) for school in plan.schools),
        ),
        teams=teams,
        practitioners=tuple(person for person, _ in people),
        before={person.key: before for person, before in people if before},
    )

"""The team around the child: who is involved, once each, by kind of organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from alongside.access.ties import Involved
from alongside.register.terms import RelationshipKind

# In the order of the page. A kind that is not here comes last, as "Other organisations".
ORGANISATIONS = {
    "school": "School",
    "local_authority": "Council",
    "health_provider": "Health",
    "childrens_centre": "Children’s centre",
    "police_force": "Police",
    "charity": "Charity",
}
ELSE = "Other organisations"
ALLOCATED = RelationshipKind.ALLOCATED.value
LEAD, HELPING = "Lead practitioner", "Helping, or asked to help"
_IN_WORDS = {**dict(RelationshipKind.choices), ALLOCATED: HELPING, "on_roll": "On roll here"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Somebody around the child: a person in a team, or a team; in every way they are tied."""

    organisation_id: UUID
    organisation: str
    team: str
    person: str
    roles: tuple[str, ...]
    telephone: str
    email: str

    @property
    def name(self) -> str:
        return self.person or self.team or self.organisation


def team_around(involved: Sequence[Involved]) -> list[tuple[str, list[Around]]]:
    """By kind of organisation, everybody once: a team whose person is named is not named again."""
    rows = _named_once(involved)
    order = [*ORGANISATIONS.values(), ELSE]
    members = [(_heading(rows[0]), _member(rows)) for rows in _together(rows)]
    members.sort(key=lambda one: (order.index(one[0]), one[1].organisation, not one[1].person))
    return [
        (heading, [member for _, member in group])
        for heading, group in groupby(members, key=lambda one: one[0])
    ]


def in_a_list(involved: Sequence[Involved]) -> list[tuple[str, Involved]]:
    """The same people and teams in one list, each with how it is tied to the child."""
    kinds = {**_IN_WORDS, "on_roll": "School"}
    return [
        (LEAD if i.relationship == ALLOCATED and i.person else kinds[i.relationship], i)
        for i in _named_once(involved)
    ]


def _named_once(involved: Sequence[Involved]) -> list[Involved]:
    """Without the team of somebody who is named."""
    named = {(i.organisation_id, i.team, i.relationship) for i in involved if i.person}
    return [
        i for i in involved if i.person or (i.organisation_id, i.team, i.relationship) not in named
    ]


def _heading(row: Involved) -> str:
    return ORGANISATIONS.get(row.organisation_kind, ELSE)


def _together(rows: Iterable[Involved]) -> list[list[Involved]]:
    found: dict[tuple[UUID, str, str], list[Involved]] = {}
    for row in rows:
        found.setdefault((row.organisation_id, row.team, row.person), []).append(row)
    return list(found.values())


def _member(rows: Sequence[Involved]) -> Around:
    first = rows[0]
    return Around(
        organisation_id=first.organisation_id,
        organisation=first.organisation,
        team=first.team,
        person=first.person,
        roles=tuple(dict.fromkeys(_role(row) for row in rows)),
        telephone=first.telephone,
        email=first.email,
    )


def _role(row: Involved) -> str:
    if row.relationship == ALLOCATED and row.person:
        return LEAD
    return str(_IN_WORDS.get(row.relationship, row.relationship))

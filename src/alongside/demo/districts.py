"""A council in districts: families of one go to its own schools, so that each can be written by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.demo.council import SyntheticCouncil
from alongside.demo.schools import Route, SyntheticSchool

CHILDREN_IN_A_DISTRICT = 25_000  # as many as are held in memory at once


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """Neighbourhoods that share their special schools and referral units, and how many children they have."""

    routes: tuple[Route, ...]
    special: tuple[SyntheticSchool, ...]
    referral: tuple[SyntheticSchool, ...]
    children: int


def districts(council: SyntheticCouncil, *, children: int) -> list[District]:
    """The districts of a council with this many children: one, where it is of an ordinary size."""
    special = [one for one in council.schools if one.phase == "special"]
    referral = [one for one in council.schools if one.phase == "pupil_referral_unit"]
    how_many = max(1, min(round(children / CHILDREN_IN_A_DISTRICT), len(special), len(referral)))
    routes = _in_parts(council.routes, how_many)
    shares = _shares(children, [sum(one.places for one in part) for part in routes])
    return [
        District(
            routes=tuple(routes[number]),
            special=tuple(_part(special, number, how_many)),
            referral=tuple(_part(referral, number, how_many)),
            children=shares[number],
        )
        for number in range(how_many)
    ]


def _in_parts(routes: Sequence[Route], how_many: int) -> list[list[Route]]:
    """The routes in parts of about as many places each; no neighbourhood lies in two."""
    if how_many == 1:
        return [list(routes)]
    parts: list[list[Route]] = [[] for _ in range(how_many)]
    places, every = 0, sum(one.places for one in routes)
    of: dict[int, int] = {}
    for route in sorted(routes, key=lambda one: one.neighbourhood):
        part = of.setdefault(route.neighbourhood, places * how_many // every)
        parts[part].append(route)
        places += route.places
    return parts


def _part(
    schools: Sequence[SyntheticSchool], number: int, how_many: int
) -> Sequence[SyntheticSchool]:
    return schools[number * len(schools) // how_many : (number + 1) * len(schools) // how_many]


def _shares(children: int, places: Sequence[int]) -> list[int]:
    """So many children shared out by places, none left over."""
    every, before, given, shares = sum(places), 0, 0, []
    for own in places:
        before += own
        shares.append(children * before // every - given)
        given += shares[-1]
    return shares

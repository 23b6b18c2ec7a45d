"""Invented neighbourhoods, streets and addresses, in a postcode area that does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from alongside.demo.names import pick
from alongside.demo.words import listed, table

POSTCODE_AREA = "ZZ"
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
DISTRICTS = 98  # ZZ99 is left out: returns use it for addresses outside the country
STREETS_PER_NEIGHBOURHOOD = 40
LIVES_IN_A_FLAT = 0.17


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street with the postcodes along it."""

    name: str
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """A part of the council's area that shares a secondary school."""

    number: int
    name: str
    streets: tuple[Street, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An invented address in postal order; the postcode stands apart."""

    lines: tuple[str, ...]
    postcode: str


def new_neighbourhood(rng: Random, number: int, *, town: str) -> Neighbourhood:
    """The neighbourhood with this number, counted from 0; number 0 is the town itself."""
    name = town if number == 0 else neighbourhood_name(number - 1)
    names = _street_names(rng)
    codes = _postcodes(number)
    streets = tuple(
        Street(name=street, postcodes=tuple(next(codes) for _ in range(1 + (order % 3 == 0))))
        for order, street in enumerate(names)
    )
    return Neighbourhood(number=number, name=name, streets=streets)


def neighbourhood_name(number: int) -> str:
    """A name no other number has."""
    words = table("places")["neighbourhoods"]
    first, last = listed(words["first"]), listed(words["last"])
    quarters = listed(words["quarters"])
    rank, place = divmod(number, len(first) * len(last))
    # 16 beginnings and 10 endings share a factor, so each turn of both moves on by one.
    turn = place // len(first)
    name = first[place % len(first)] + last[(place + turn) % len(last)]
    return name if rank == 0 else f"{quarters[(rank - 1) % len(quarters)]} {name}"


def _street_names(rng: Random) -> list[str]:
    words = table("places")["streets"]
    every = [
        f"{first} {last}" for first in listed(words["first"]) for last in listed(words["last"])
    ]
    return rng.sample(every, STREETS_PER_NEIGHBOURHOOD)


def _postcodes(number: int) -> Iterator[str]:
    rank, district = divmod(number, DISTRICTS)
    for place in range(rank * 100, 4000):
        sector, pair = place % 10, place // 10
        letters = INWARD_LETTERS[pair // 20] + INWARD_LETTERS[pair % 20]
        yield f"{POSTCODE_AREA}{district + 1} {sector}{letters}"


def new_address(
    rng: Random, neighbourhood: Neighbourhood, *, town: str, flats: bool = True
) -> Address:
    """An address in the neighbourhood."""
    street = pick(rng, neighbourhood.streets)
    house = f"{1 + int(rng.random() * 120)} {street.name}"
    lines: tuple[str, ...] = (house, town)
    if neighbourhood.name != town:
        lines = (house, neighbourhood.name, town)
    if flats and rng.random() < LIVES_IN_A_FLAT:
        lines = (f"Flat {1 + int(rng.random() * 24)}, {pick(rng, _blocks())}", *lines)
    return Address(lines=lines, postcode=pick(rng, street.postcodes))


@cache
def _blocks() -> tuple[str, ...]:
    return listed(table("places")["streets"]["blocks"])

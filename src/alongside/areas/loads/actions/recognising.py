"""Whom the children of a batch are: what is known of them is read in a fixed number of queries."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.matching import ASKED, Claim, Held, Recognised, recognise
from alongside.areas.loads.models import UnclearMatch
from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.terms import Judged
from alongside.areas.people.queries import (
    children_born_on,
    holders_of,
    known_children,
    numbers_by_child,
)
from alongside.areas.people.rules import Known, fold, full_name
from alongside.foundation.ids import new_id


def recognise_children(
    claims: Sequence[Claim], *, authority_id: UUID, load: LoadedFile
) -> list[Recognised]:
    """Whom each claim is about, in the order given; whoever is unclear waits on the operator's page.

    For a load, in its transaction: eleven queries for any number.
    """
    found = recognise(claims, _held(claims, authority_id))
    _ask_no_longer(found, authority_id, load)
    _ask(found, authority_id, load)
    return found


def rejected(one: Recognised, *, line: int) -> Rejected:
    """What goes back to the sender of a claim that is unclear."""
    claim = one.claim
    value = {
        "upn": claim.upn,
        "nhs_number": claim.nhs_number,
        "case_number": claim.key,
        "date_of_birth": claim.date_of_birth.isoformat() if claim.date_of_birth else "",
        "name": full_name(claim.forename, claim.surname),
    }[one.column]
    return Rejected(line, one.column, one.reason, value, unit=claim.key)


def _held(claims: Sequence[Claim], authority_id: UUID) -> Held:
    holders = holders_of({number for claim in claims for number in claim.numbers})
    born = _born_alike(claims, authority_id)
    everyone = {*holders.values(), *born}
    known = known_children(everyone)
    decided = _decided(claims, authority_id)
    return Held(
        holders=holders,
        known=known,
        numbers=numbers_by_child(everyone),
        namesakes=_namesakes(born, known),
        same={(digest, child) for how, digest, child in decided if how == Judged.SAME},
        other={(digest, child) for how, digest, child in decided if how == Judged.OTHER},
    )


def _decided(claims: Sequence[Claim], authority_id: UUID) -> list[tuple[str, str, UUID]]:
    """What somebody decided of these claims: how, its digest, and the child."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT judged, digest, child_id FROM loads_unclearmatch"
            " WHERE authority_id = %s AND judged <> '' AND digest = ANY(%s)",
            [authority_id, [claim.digest for claim in claims]],
        )
        return list(cursor.fetchall())


def _born_alike(claims: Sequence[Claim], authority_id: UUID) -> dict[UUID, date]:
    """Who was born on the days of those claims that give a name; none where a file gives no names."""
    days = {claim.date_of_birth for claim in claims if claim.named and claim.date_of_birth}
    return children_born_on(authority_id, days) if days else {}


def _namesakes(
    born: dict[UUID, date], known: dict[UUID, Known]
) -> dict[tuple[tuple[str, str], date], list[UUID]]:
    found: dict[tuple[tuple[str, str], date], list[UUID]] = {}
    for child_id, day in born.items():
        child = known[child_id]
        names = {(fold(child.legal_name[0]), fold(child.legal_name[2]))}
        if child.used_name:
            names.add((fold(child.used_name[0]), fold(child.used_name[1])))
        for name in names:
            found.setdefault((name, day), []).append(child_id)
    return found


def _ask_no_longer(found: Collection[Recognised], authority_id: UUID, load: LoadedFile) -> None:
    """Take back what was asked of these children and no longer is: the sender has put it right."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM loads_unclearmatch m USING loads_load l WHERE m.load_id = l.id AND l.kind = %s"
            " AND m.authority_id = %s AND m.judged = '' AND m.key = ANY(%s) AND m.digest <> ALL(%s)",
            [
                load.kind, authority_id, [one.claim.key[:60] for one in found],
                [one.claim.digest for one in found if one.code in ASKED],
            ],
        )  # fmt: skip


def _ask(found: Collection[Recognised], authority_id: UUID, load: LoadedFile) -> None:
    """Put each unclear claim before a person, once for each child it may be.

    What was judged meanwhile stays as it was when it was judged.
    """
    _ask_again(found, authority_id, load)
    UnclearMatch.objects.bulk_create(
        [
            UnclearMatch(
                id=new_id(), authority_id=authority_id, load_id=load.load_id, child_id=child_id,
                digest=one.claim.digest, code=one.code, key=one.claim.key[:60], upn=one.claim.upn,
                nhs_number=one.claim.nhs_number,
                name=full_name(one.claim.forename, one.claim.surname)[:200],
                date_of_birth=one.claim.date_of_birth, sex=one.claim.sex, asked_at=load.at,
            )
            for one in found
            if one.code in ASKED
            for child_id in one.candidates
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _ask_again(found: Collection[Recognised], authority_id: UUID, load: LoadedFile) -> None:
    """Of what already waits: this load asks it now, for the reason there is now."""
    again = [
        (one.claim.digest, child_id, one.code)
        for one in found
        if one.code in ASKED
        for child_id in one.candidates
    ]
    digests, children, codes = map(list, zip(*again, strict=True)) if again else ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE loads_unclearmatch m SET load_id = %s, asked_at = %s, code = n.code"
            " FROM unnest(%s::text[], %s::uuid[], %s::text[]) n(digest, child_id, code)"
            " WHERE m.authority_id = %s AND m.digest = n.digest AND m.child_id = n.child_id"
            " AND m.judged = ''",
            [load.load_id, load.at, digests, children, codes, authority_id],
        )

"""Set up an authority as its pack says: its organisation, its front door, and who may see what."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from alongside.access.matrix import load_matrix
from alongside.areas.chronology.actions import Fact, record
from alongside.audit.append import Entry, append
from alongside.packs import Pack, PackNotFound, available_packs, load_pack
from alongside.register.models import Authority, Organisation, Team
from alongside.register.terms import OrganisationKind, TeamKind

Row = TypeVar("Row", Organisation, Team)


class CodeTaken(Exception):
    """Another authority has this code."""

    def __init__(self, code: str, holder: str) -> None:
        super().__init__(
            f"The code {code} belongs to {holder}, and this pack is another authority's. "
            f"Check the code; to set up {holder}, make a pack for it (ALONGSIDE_PACKS)."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoritySetUp:
    """What is now there, and how many grants of the access matrix changed."""

    name: str
    front_door: str
    emergency_duty_team: str
    grants_changed: int


@transaction.atomic
def set_up_authority(
    *, pack: str, dfe_code: str, gss_code: str, at: datetime, operator: str = ""
) -> AuthoritySetUp:
    """Make or update the authority whose pack this is; doing it again changes nothing.

    One that is known already from the list of schools becomes one served here. Raises `CodeTaken`.
    """
    if not pack:  # stands for an authority that is not served
        raise PackNotFound(pack, known=available_packs(), looked_in=())
    chosen = load_pack(pack)
    authority = _authority(chosen, dfe_code, gss_code)
    organisation = _organisation(authority, chosen)
    door = chosen.front_door
    _team(organisation, door.receiving_team_kind, door.name, door.duty_line)
    _team(
        organisation,
        TeamKind.EMERGENCY_DUTY_TEAM,
        door.emergency_duty_team_name,
        door.emergency_duty_team,
    )
    changed = load_matrix(authority)
    _say(authority.id, changed, at=at, operator=operator)
    return AuthoritySetUp(
        name=authority.name,
        front_door=door.name,
        emergency_duty_team=door.emergency_duty_team_name,
        grants_changed=changed,
    )


def _authority(pack: Pack, dfe_code: str, gss_code: str) -> Authority:
    by_pack = Authority.objects.filter(pack=pack.key).first()
    by_code = Authority.objects.filter(dfe_code=dfe_code).first()
    authority = by_pack or by_code or Authority()
    for other in Authority.objects.filter(Q(dfe_code=dfe_code) | Q(gss_code=gss_code)):
        if other.id != authority.id:
            code = dfe_code if other.dfe_code == dfe_code else gss_code
            raise CodeTaken(code, other.name)
    if authority.pack not in ("", pack.key):
        raise CodeTaken(dfe_code, authority.name)
    authority.dfe_code, authority.gss_code = dfe_code, gss_code
    authority.name, authority.pack = pack.name, pack.key
    authority.save()
    return authority


def _organisation(authority: Authority, pack: Pack) -> Organisation:
    kind, telephone = OrganisationKind.LOCAL_AUTHORITY, pack.front_door.duty_line
    own = Organisation.objects.filter(authority=authority, kind=kind)
    organisation = _named_or_only(own, pack.name) or Organisation(authority=authority, kind=kind)
    organisation.name, organisation.telephone = pack.name, telephone
    organisation.save()
    return organisation


def _team(organisation: Organisation, kind: str, name: str, telephone: str) -> None:
    own = Team.objects.filter(organisation=organisation, kind=kind)
    team = _named_or_only(own, name) or Team(organisation=organisation, kind=kind)
    team.name, team.telephone = name, telephone
    team.save()


def _named_or_only(rows: QuerySet[Row], name: str) -> Row | None:
    """The one of this name, or the only one there is: the pack may have renamed it."""
    found = list(rows)
    named = [row for row in found if row.name == name]
    return next(iter(named or (found if len(found) == 1 else [])), None)


def _say(authority_id: UUID, changed: int, *, at: datetime, operator: str) -> None:
    fact = Fact(
        kind="authority_set_up",
        authority_id=authority_id,
        at=at,
        payload={"grants_changed": changed},
    )
    record(fact)
    append(
        Entry(
            outcome="changed",
            route="alongside authority",
            act="set_up",
            purpose="safeguarding",
            detail={"authority": str(authority_id), "operator": operator},
        )
    )

"""What a decision may name: the pack's needs, teams that can be asked, other authorities."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.viewer import Acting
from alongside.areas.front_door.rules import Choices
from alongside.areas.plans.queries import staffed_teams, working_with
from alongside.packs import load_pack
from alongside.register.models import Authority


@dataclass(frozen=True, slots=True)
class OtherAuthority:
    """An authority whose child it may be."""

    authority_id: UUID
    name: str


def other_authorities(by: Acting) -> list[OtherAuthority]:
    """Every authority but the posting's own, by name."""
    rows = Authority.objects.exclude(id=by.authority_id).order_by("name")
    return [OtherAuthority(*row) for row in rows.values_list("id", "name")]


def choices_for(by: Acting, child_id: UUID, *, at: datetime) -> Choices:
    """What a decision about this child may name now."""
    return Choices(
        needs=frozenset(load_pack(by.pack).needs),
        teams=frozenset(one.team_id for one in staffed_teams(by, at=at)),
        working=frozenset(one.team_id for one in working_with({child_id})),
        authorities=frozenset(one.authority_id for one in other_authorities(by)),
    )

"""Who acted in past requests, as the gate knows them: read at once, asked about many times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.gate import NotPermitted, is_live, role_may
from alongside.access.viewer import Acting, Permission
from alongside.areas.front_door.actions.sending import receiving_team
from alongside.areas.front_door.queries.choices import other_authorities
from alongside.areas.front_door.rules import Choices
from alongside.areas.plans.queries import Staffed, Working, staffed_teams, working_with
from alongside.packs import load_pack
from alongside.register.models import Child, Posting, Team


class NobodyPosted(Exception):
    """The posting that is said to have acted did not exist then."""


class NoSuchChild(Exception):
    """A course is about a child whom nobody has loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPosting:
    """A posting with what acting as it needs, and how long it lasted."""

    posting_id: UUID
    team_id: UUID
    organisation_id: UUID
    authority_id: UUID
    role: str
    pack: str
    full_name: str
    starts_at: datetime
    ends_at: datetime | None


class PastPostings:
    """The postings, teams and children that some courses name."""

    def __init__(self, *, postings: Iterable[UUID], children: Iterable[UUID]) -> None:
        self._postings = {p.id: _past(p) for p in _stored(postings)}
        teams = {p.team_id for p in self._postings.values()}
        self.teams: Mapping[UUID, Team] = Team.objects.in_bulk(teams)
        self.children: Mapping[UUID, Child] = Child.objects.in_bulk(set(children))
        self._receiving: dict[UUID, Team] = {}
        self._helping: dict[UUID, Team] = {}
        self._staffed: dict[UUID, dict[UUID, list[Staffed]]] = {}
        self._authorities: dict[UUID, frozenset[UUID]] = {}
        # Help that was ever open for these children: what is loaded of it here is added as it comes.
        self._helped: dict[UUID, list[Working]] = {}
        for one in working_with(set(self.children), ever=True):
            self.add_help(one)
        self._may: dict[tuple[UUID, str, Permission], bool] = {}

    def acting(
        self,
        posting_id: UUID,
        permission: Permission,
        *,
        of_team: UUID | None = None,
        at: datetime,
    ) -> PastPosting:
        """The posting, if it lived then and its role and team do this; else `NotPermitted`.

        Whether the child was on the school's roll is not asked: old rolls are seldom loaded.
        """
        by = self._postings.get(posting_id)
        if by is None or not is_live(by, at):
            raise NobodyPosted("The person was not posted there at that moment.")
        if not self._role_may(by, permission) or of_team not in (None, by.team_id):
            raise NotPermitted(permission.refusal)
        return by

    def _role_may(self, by: PastPosting, permission: Permission) -> bool:
        asked = (by.authority_id, by.role, permission)
        if asked not in self._may:
            self._may[asked] = role_may(by, permission)
        return self._may[asked]

    def holder(self, posting_id: UUID | None, *, at: datetime) -> PastPosting | None:
        """Whoever held a request, unless they had left by then."""
        held_by = self._postings.get(posting_id) if posting_id else None
        return held_by if held_by and is_live(held_by, at) else None

    def receiving_team(self, by: Acting) -> Team:
        if by.authority_id not in self._receiving:
            self._receiving[by.authority_id] = receiving_team(by)
        return self._receiving[by.authority_id]

    def team(self, team_id: UUID) -> Team:
        """A team that helps, read once."""
        found = self._helping.get(team_id) or Team.objects.get(id=team_id)
        return self._helping.setdefault(team_id, found)

    def add_help(self, working: Working) -> None:
        """Help that a request of this load led to."""
        self._helped.setdefault(working.child_id, []).append(working)

    def working(self, child_id: UUID, *, at: datetime) -> list[Working]:
        """The help that was open for a child at that moment, newest first."""
        own = [one for one in self._helped.get(child_id, ()) if is_live(one, at)]
        return sorted(own, key=lambda one: one.starts_at, reverse=True)

    def choices(self, by: Acting, child_id: UUID, *, naming: UUID | None, at: datetime) -> Choices:
        """What a decision about a child could name at that moment; of teams, the one that it names."""
        authority = by.authority_id
        if authority not in self._staffed:
            self._read_choices(by)
        staffed = self._staffed[authority].get(naming, ()) if naming else ()
        return Choices(
            needs=frozenset(load_pack(by.pack).needs),
            teams=frozenset(one.team_id for one in staffed if is_live(one, at)),
            working=frozenset(one.team_id for one in self.working(child_id, at=at)),
            authorities=self._authorities[authority],
        )

    def _read_choices(self, by: Acting) -> None:
        staffed = self._staffed.setdefault(by.authority_id, {})
        for one in staffed_teams(by):
            staffed.setdefault(one.team_id, []).append(one)
        others = other_authorities(by)
        self._authorities[by.authority_id] = frozenset(one.authority_id for one in others)


def _stored(postings: Iterable[UUID]) -> Iterable[Posting]:
    return Posting.objects.select_related("user", "team__organisation__authority").filter(
        id__in=set(postings)
    )


def _past(posting: Posting) -> PastPosting:
    organisation = posting.team.organisation
    return PastPosting(
        posting_id=posting.id,
        team_id=posting.team_id,
        organisation_id=organisation.id,
        authority_id=organisation.authority_id,
        role=posting.role,
        pack=organisation.authority.pack,
        full_name=posting.user.full_name,
        starts_at=posting.starts_at,
        ends_at=posting.ends_at,
    )

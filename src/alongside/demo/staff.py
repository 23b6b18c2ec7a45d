"""The people who work in the teams."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from alongside.demo.names import SEXES, new_lineage, pick, working_name
from alongside.demo.teams import SyntheticTeam
from alongside.demo.usernames import plain_letters


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticPractitioner:
    """Someone at work in a team, in one role."""

    key: str
    username: str
    forename: str
    surname: str
    email: str
    role: str
    team_key: str


class StaffMaker:
    """Makes practitioners whose usernames differ."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.taken: Counter[str] = Counter()

    def of_team(self, team: SyntheticTeam) -> Iterator[SyntheticPractitioner]:
        """Everyone the team's roles call for."""
        for role, how_many in team.roles:
            for _ in range(how_many):
                yield self._practitioner(team, role)

    def _practitioner(self, team: SyntheticTeam, role: str) -> SyntheticPractitioner:
        forename, surname = working_name(self.rng, new_lineage(self.rng), pick(self.rng, SEXES))
        wanted = ".".join(part for name in (forename, surname) if (part := plain_letters(name)))
        self.taken[wanted] += 1
        again = self.taken[wanted]
        username = wanted if again == 1 else f"{wanted}{again}"
        return SyntheticPractitioner(
            key=f"practitioner-{self.taken.total():05}",
            username=username,
            forename=forename,
            surname=surname,
            email=f"{username}@{team.domain}",
            role=role,
            team_key=team.key,
        )

"""The people who work in the teams."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random

from alongside.demo.names import SEXES, new_lineage, pick, working_name
from alongside.demo.teams import SyntheticTeam
from alongside.demo.usernames import plain_letters

# By kind of team, roles that joined it later. Each draws names of its own: nobody else's is changed by it.
JOINED = {
    "safeguarding_team": {"pastoral_staff": 1},
    "front_door": {"hub_partner": 2},
    "data_team": {"data_officer": 2},
}


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
    since: date | None = None  # None: for longer than anything here goes back
    until: date | None = None  # the first day on which somebody else was there


JOINED_WITHIN = (
    0.38  # of everybody, in the years that are told; before them, somebody else was there
)
YEARS_TOLD = 3 * 365
LATEST_CHANGE = 45  # days ago: whose weeks are played was here


class StaffMaker:
    """Makes practitioners whose usernames differ."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.taken: Counter[str] = Counter()
        self.serials = count(1)

    def of_team(self, team: SyntheticTeam) -> Iterator[SyntheticPractitioner]:
        """Everyone the team's roles call for."""
        for role, how_many in team.roles:
            for _ in range(how_many):
                yield self._practitioner(team, role, self.rng)

    def joined(self, team: SyntheticTeam) -> Iterator[SyntheticPractitioner]:
        """Those who joined the team later: asked for when everybody else is made."""
        for role, how_many in JOINED.get(team.kind, {}).items():
            rng = Random(f"{team.key} {role}")  # noqa: S311  made-up people, not secrets
            for _ in range(how_many):
                yield self._practitioner(team, role, rng)

    def succession(
        self, team: SyntheticTeam, person: SyntheticPractitioner, *, on: date
    ) -> tuple[SyntheticPractitioner, SyntheticPractitioner | None]:
        """Since when somebody has been here, and who was there before them in the years that are told."""
        rng = Random(f"{person.key} joined")  # noqa: S311  made-up people, not secrets
        if rng.random() >= JOINED_WITHIN:
            return person, None
        day = on - timedelta(days=rng.randint(LATEST_CHANGE, YEARS_TOLD))
        day -= timedelta(days=day.weekday())  # people begin on Mondays
        before = self._practitioner(team, person.role, rng)
        return replace(person, since=day), replace(before, until=day)

    def _practitioner(self, team: SyntheticTeam, role: str, rng: Random) -> SyntheticPractitioner:
        forename, surname = working_name(rng, new_lineage(rng), pick(rng, SEXES))
        wanted = ".".join(part for name in (forename, surname) if (part := plain_letters(name)))
        self.taken[wanted] += 1
        again = self.taken[wanted]
        username = wanted if again == 1 else f"{wanted}{again}"
        return SyntheticPractitioner(
            key=f"practitioner-{next(self.serials):05}",
            username=username,
            forename=forename,
            surname=surname,
            email=f"{username}@{team.domain}",
            role=role,
            team_key=team.key,
        )

"""A long file in miniature: each line names a team, which the load makes; one line may be no name."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.actions.sources import Applied, Checked
from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.reading.refusals import Truncated
from alongside.register.models import Team

Unit = tuple[int, str]
END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsFile:
    """A file of names of teams, a line each, which says `end` where it is whole."""

    path: Path
    authority_id: UUID
    organisation_id: UUID
    between: Callable[[int], None] = lambda _: None
    kind: str = "cin_census"
    sender: str = "Thornmere Council"

    @property
    def file_name(self) -> str:
        return self.path.name

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def check(self, read: Callable[[int], None]) -> Checked:
        lines = self.path.read_text().splitlines()
        if lines[-1] != END:
            raise Truncated("The file is cut short.", line=len(lines))
        read(len(lines) - 1)
        rejected = [
            Rejected(line, "Team", "This is not a name.", value, unit=f"T{line}")
            for line, value in self._lines()
            if value == "?"
        ]
        return Checked(units=len(lines) - 1, rejected=rejected)

    def units(self, after: int) -> Iterator[Unit]:
        yield from self._lines()[after:]

    def apply(self, batch: Sequence[Unit], load: LoadedFile) -> Applied:
        self.between(batch[0][0])
        named = [name for _, name in batch if name not in ("?", "!")]
        added = [
            Team.objects.get_or_create(
                organisation_id=self.organisation_id, kind="charity_team", name=name
            )[1]
            for name in named
        ]
        refused = [Rejected(n, "Team", "No team is called this.", v) for n, v in batch if v == "!"]
        return Applied(taken=len(named), added=sum(added), parts=("audit",), rejected=refused)

    def _lines(self) -> list[Unit]:
        return list(enumerate(self.path.read_text().splitlines()[:-1], start=1))


def write_teams(path: Path, names: Sequence[str], *, end: str = END) -> Path:
    path.write_text("\n".join([*names, end]) + "\n")
    return path

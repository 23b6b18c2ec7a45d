"""What a long load is of, and who watches it: a loader writes a `Source`, and `run_load` does the rest."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.reading import Rejected

Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file that was read to its end: how many units it has, and what reading alone rejects."""

    units: int
    rejected: Sequence[Rejected] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a batch did: units taken, what they changed, of which children, and what was not taken."""

    taken: int
    added: int = 0
    changed: int = 0
    ended: int = 0
    children: Collection[UUID] = ()
    parts: Collection[str] = ()
    rejected: Sequence[Rejected] = ()


class Source(Protocol[Unit]):
    """A file, or a folder of them, of one authority: how it is read, and how a batch of it is applied.

    A unit is what is taken or left as a whole, such as one child. `digest` is of every byte of it.
    """

    @property
    def kind(self) -> str: ...
    @property
    def file_name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def authority_id(self) -> UUID: ...
    @property
    def sender(self) -> str: ...

    def check(self, read: Callable[[int], None]) -> Checked:
        """Stream all of it, calling `read` with the number of units so far. Raises a `TableRefused`."""

    def units(self, after: int) -> Iterator[Unit]:
        """Stream it again, from unit `after` + 1, in the same order every time."""

    def apply(self, batch: Sequence[Unit], load: LoadedFile) -> Applied:
        """Apply units, in the transaction this is called in. Units applied before change nothing."""


class Watching(Protocol):
    """Who is told how a load gets on."""

    def says(self, words: str) -> None: ...
    def read(self, units: int) -> None: ...
    def applied(self, done: int, total: int) -> None: ...


class Nobody:
    """Nobody is told."""

    def says(self, words: str) -> None: ...
    def read(self, units: int) -> None: ...
    def applied(self, done: int, total: int) -> None: ...

"""What can be wrong with a pack, said so that whoever edits the file can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right: which file, which key in it, and why."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.key}: {self.reason}" if self.key else f"{self.file}: {self.reason}"
        )


class PackInvalid(Exception):
    """Every problem of one pack together, so that one reading of the message is enough."""

    def __init__(self, pack: str, problems: Iterable[Problem]) -> None:
        self.pack = pack
        self.problems = tuple(sorted(set(problems)))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(
            f"The authority pack “{pack}” cannot be used until these are put right:\n{lines}"
        )


class PackNotFound(LookupError):
    """No folder holds a pack of this name."""

    def __init__(self, pack: str, *, known: Iterable[str], looked_in: Iterable[object]) -> None:
        folders = ", ".join(str(folder) for folder in looked_in)
        super().__init__(
            f"There is no authority pack “{pack}”. Packs found: {', '.join(known) or 'none'}. "
            f"Looked in: {folders}. Check the spelling, or name the folder that holds it."
        )

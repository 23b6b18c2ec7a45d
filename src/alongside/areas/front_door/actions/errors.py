"""What can stand in the way of an act, one class a cause, worded for the person who meets it."""

from dataclasses import dataclass
from datetime import datetime

from alongside.areas.front_door.rules import NotPossibleNow

__all__ = [
    "AskedNobody",
    "ChangedMeanwhile",
    "DecisionIncomplete",
    "HeldByAnother",
    "NotPossibleNow",
    "NothingSent",
    "NothingWritten",
]


@dataclass
class ChangedMeanwhile(Exception):
    """Somebody else saved a change since this page was opened; nothing of theirs is overwritten."""

    by: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.by} changed this while you had it open. Read their change, then save yours again."


@dataclass
class HeldByAnother(Exception):
    """Another person holds the request."""

    holder: str

    def __str__(self) -> str:
        return f"{self.holder} is looking at this. Ask them to hand it back, or ask a manager to take it over."


@dataclass
class DecisionIncomplete(Exception):
    """A decision cannot be saved without reasons, a next step and the rest: field to words."""

    problems: dict[str, str]

    def __str__(self) -> str:
        return "; ".join(self.problems.values())


@dataclass
class NothingSent(Exception):
    """The draft still has a question without an answer: its key."""

    question: str

    def __str__(self) -> str:
        return "Nothing has been sent yet: one question still needs an answer."


@dataclass
class NothingWritten(Exception):
    """A question or an answer says nothing, or too much: in words for whoever wrote it."""

    problem: str

    def __str__(self) -> str:
        return self.problem


@dataclass
class AskedNobody(Exception):
    """Nobody in that team could answer: no question goes where none is read."""

    team: str

    def __str__(self) -> str:
        return f"Nobody in {self.team} can answer here. Ring them, or ask another team."

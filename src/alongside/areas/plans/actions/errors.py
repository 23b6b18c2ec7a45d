"""What can stand in the way of an act, one class a cause, worded for the person who meets it."""

from dataclasses import dataclass

from alongside.areas.plans.rules import NotPossibleNow

__all__ = ["ChangedMeanwhile", "NotPossibleNow", "Unfinished"]


class ChangedMeanwhile(Exception):
    """A colleague saved a change since this page was opened; nothing of theirs is overwritten."""

    def __str__(self) -> str:
        return "A colleague changed this while you had it open. Look at it again, then send yours."


@dataclass
class Unfinished(Exception):
    """Something that must be there is missing or too long: field to words."""

    problems: dict[str, str]

    def __str__(self) -> str:
        return "; ".join(self.problems.values())

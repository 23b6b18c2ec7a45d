"""The course of a past request, from sent to read, as whoever kept its history tells it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import Told

NOTHING_WRITTEN = DecisionWords()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What became of one request. People are given by posting; None is what has not happened.

    `key` is what its source calls it, for a refusal to name. A course does not hold requests that
    were handed back, returned or taken over. `told_by` is for a call: an inbox needs nobody.
    """

    key: str
    child_id: UUID
    answers: Mapping[str, str]
    sent_by: UUID
    sent_at: datetime
    acknowledged_by: UUID | None = None
    acknowledged_at: datetime | None = None
    words: DecisionWords = NOTHING_WRITTEN
    proposed_by: UUID | None = None
    proposed_at: datetime | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    told_how: Told = Told.INBOX
    told_by: UUID | None = None
    told_at: datetime | None = None
    read_by: UUID | None = None
    read_at: datetime | None = None

    def acts(self) -> Iterator[tuple[str, UUID | None, datetime | None]]:
        """Each act there may be, in order: what, by whom and when."""
        yield "sent", self.sent_by, self.sent_at
        yield "acknowledged", self.acknowledged_by, self.acknowledged_at
        yield "proposed", self.proposed_by, self.proposed_at
        yield "decided", self.decided_by, self.decided_at
        yield "told", self.told_by, self.told_at
        yield "read", self.read_by, self.read_at

    def delivered_at(self, moment: datetime) -> datetime | None:
        """When a message of that moment reached its inbox: at once, but never before the decision did.

        While a decision is on its way, what was written after it waits behind it in the outbox.
        """
        if self.decided_at is None or moment <= self.decided_at:
            return moment
        return None if self.told_at is None else max(moment, self.told_at)


class MomentsDisagree(Exception):
    """A course tells of acts in an order, or at a moment, in which they cannot have happened."""


def refuse_disorder(course: Course, *, now: datetime) -> None:
    """Raise `MomentsDisagree` unless every act says by whom and when, in order, and not after now."""
    happened = [(name, at) for name, _, at in course.acts() if at is not None]
    for name, by, at in course.acts():
        needs_nobody = name == "told" and course.told_how == Told.INBOX
        if not needs_nobody and (by is None) != (at is None):
            raise MomentsDisagree(f"Say both by whom and when it was {name}.")
    for (before, earlier), (after, later) in pairwise(happened):
        if later < earlier:
            raise MomentsDisagree(f"It cannot have been {after} before it was {before}.")
    name, last = happened[-1]
    if last > now:
        raise MomentsDisagree(f"It cannot have been {name} in the future.")

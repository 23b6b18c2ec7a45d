"""Help offered in the past, as whoever loads history writes it: the rows that offering would have left."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from alongside.areas.chronology.actions import Fact
from alongside.areas.plans.actions.offering import Offer, offered_rows, ties_of_offer
from alongside.areas.plans.models import Help
from alongside.areas.plans.queries import Working, as_working
from alongside.register.bulk import insert_models


@dataclass(frozen=True, slots=True, kw_only=True)
class PastHelp:
    """Help that was offered, unsaved: what to record of it, and for which subjects its team is tied."""

    help_: Help
    fact: Fact
    tied_for: tuple[UUID, ...]

    @property
    def evidence(self) -> str:
        return f"help:{self.help_.id}"

    @property
    def working(self) -> Working:
        return as_working(self.help_)


def past_offer(offer: Offer) -> PastHelp:
    """What an offer of the past left."""
    help_, fact = offered_rows(offer)
    return PastHelp(help_=help_, fact=fact, tied_for=tuple(ties_of_offer(help_)))


def save_past_help(past: Iterable[PastHelp]) -> None:
    """Save what was offered; for the loader."""
    insert_models(one.help_ for one in past)

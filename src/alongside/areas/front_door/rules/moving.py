"""What may follow what: requests, transfers and enquiries."""

from dataclasses import dataclass

from alongside.areas.front_door.terms import (
    EnquiryState,
    RequestState,
    TransferState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that moves a request, or a transfer, between states: the event it ends in, and what it needs.

    `needs` is the act of the access matrix, on the part `request`, that whoever does it must hold.
    """

    act: str
    before: tuple[str, ...]
    after: str
    event: str
    needs: str


_WAITING, _SEEN, _PROPOSED = RequestState.WAITING, RequestState.ACKNOWLEDGED, RequestState.PROPOSED


# Every move there is. The diagram in docs/generated/states.md is drawn from this table.
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        act="acknowledge", before=(_WAITING,), after=_SEEN, event="request_acknowledged", needs="acknowledge"
    ),
    Transition(act="claim", before=(_SEEN,), after=_SEEN, event="request_claimed", needs="acknowledge"),
    Transition(
        act="hand_back", before=(_SEEN,), after=_SEEN, event="request_handed_back", needs="hand_back"
    ),
    Transition(
        act="propose", before=(_SEEN,), after=_PROPOSED, event="decision_proposed", needs="propose_decision"
    ),
    Transition(act="return", before=(_PROPOSED,), after=_SEEN, event="decision_returned", needs="decide"),
    Transition(
        act="decide", before=(_SEEN, _PROPOSED), after=RequestState.DECIDED, event="request_decided",
        needs="decide",
    ),
)  # fmt: skip


_OFFERED = (TransferState.OFFERED,)


TRANSFERS: tuple[Transition, ...] = (
    Transition(
        act="accept", before=_OFFERED, after=TransferState.ACCEPTED, event="transfer_accepted",
        needs="record_transfer",
    ),
    Transition(
        act="refuse", before=_OFFERED, after=TransferState.REFUSED, event="transfer_refused",
        needs="record_transfer",
    ),
)  # fmt: skip


class NotPossibleNow(Exception):
    """The request has moved on: what was asked can no longer be done to it."""


def move(state: str, act: str) -> Transition:
    """The transition that `act` makes from `state`. Raises `NotPossibleNow` where there is none."""
    for transition in TRANSITIONS:
        if transition.act == act and state in transition.before:
            return transition
    raise NotPossibleNow(
        f"A request that is {RequestState(state).label.lower()} cannot be changed in this way."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryTransition:
    """An act that moves an enquiry, the act of the matrix that it needs, and the events it ends in."""

    act: str
    before: tuple[str, ...]
    after: str
    needs: str
    event_of_referrer: str  # where the school that asked for help was asked
    event_of_part: str  # the same, while another question to it is still open
    event_of_consulted: str  # where another organisation was


_ASKED = (EnquiryState.ASKED,)


ENQUIRY_TRANSITIONS: tuple[EnquiryTransition, ...] = (
    EnquiryTransition(
        act="answer", before=_ASKED, after=EnquiryState.ANSWERED, needs="answer",
        event_of_referrer="information_given",
        event_of_part="information_partly_given", event_of_consulted="consultation_answered",
    ),
    EnquiryTransition(
        act="withdraw", before=_ASKED, after=EnquiryState.WITHDRAWN, needs="ask",
        event_of_referrer="information_withdrawn",
        event_of_part="consultation_withdrawn", event_of_consulted="consultation_withdrawn",
    ),
    # Only of those who are consulted: a school finds its question again when somebody comes.
    EnquiryTransition(
        act="lose_team", before=_ASKED, after=EnquiryState.LEFT, needs="ask",
        event_of_referrer="consultation_left", event_of_part="consultation_left",
        event_of_consulted="consultation_left",
    ),
)  # fmt: skip


def move_enquiry(state: str, act: str) -> EnquiryTransition:
    """The transition that `act` makes from `state`. Raises `NotPossibleNow` where there is none."""
    for transition in ENQUIRY_TRANSITIONS:
        if transition.act == act and state in transition.before:
            return transition
    if state == EnquiryState.ANSWERED:
        raise NotPossibleNow("This question has been answered already.")
    raise NotPossibleNow("The question is no longer asked: nobody needs your answer now.")


def answered(state: str, act: str) -> Transition:
    """The same of a transfer to another authority."""
    for transition in TRANSFERS:
        if transition.act == act and state in transition.before:
            return transition
    raise NotPossibleNow("The other council's answer has been recorded already.")

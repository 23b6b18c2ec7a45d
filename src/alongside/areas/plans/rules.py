"""How help moves from state to state, and what may be told of it: pure."""

from dataclasses import dataclass

from alongside.areas.plans.terms import About, Basis, HelpState


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that moves a period of help between states, the event it ends in, and the matrix act it needs."""

    act: str
    before: tuple[HelpState, ...]
    after: HelpState
    event: str
    needs: str


_OFFERED, _ACCEPTED, _ACTIVE = HelpState.OFFERED, HelpState.ACCEPTED, HelpState.ACTIVE

# Every move there is. The diagram in docs/generated/states.md is drawn from this table.
TRANSITIONS: tuple[Transition, ...] = (
    Transition(act="accept", before=(_OFFERED,), after=_ACCEPTED, event="help_accepted", needs="accept"),
    Transition(
        act="decline", before=(_OFFERED,), after=HelpState.DECLINED, event="help_declined", needs="accept"
    ),
    Transition(act="name_lead", before=(_ACCEPTED,), after=_ACTIVE, event="lead_named", needs="name_lead"),
    Transition(act="change_lead", before=(_ACTIVE,), after=_ACTIVE, event="lead_changed", needs="name_lead"),
    Transition(act="lose_lead", before=(_ACTIVE,), after=_ACCEPTED, event="lead_left", needs="record"),
    Transition(
        act="end", before=(_ACCEPTED, _ACTIVE), after=HelpState.ENDED, event="help_ended", needs="end_help"
    ),
)  # fmt: skip
OPEN = (_OFFERED, _ACCEPTED, _ACTIVE)


class NotPossibleNow(Exception):
    """The help has moved on: what was asked can no longer be done to it."""


def move(state: str, act: str) -> Transition:
    """The transition that `act` makes from `state`. Raises `NotPossibleNow` where there is none."""
    for transition in TRANSITIONS:
        if transition.act == act and state in transition.before:
            return transition
    raise NotPossibleNow(
        f"This is {HelpState(state).label.lower()}: it cannot be changed in this way."
    )


def may_be_told(about: str, *, basis: str, agreed: frozenset[str]) -> bool:
    """Whether the school may be told this without an override: all of statutory help, and what was agreed to."""
    return basis == Basis.STATUTORY or about in agreed or about == About.PASSED_ON

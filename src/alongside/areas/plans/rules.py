"""How help moves from state to state, and what may be told of it: pure."""

from collections.abc import Collection
from dataclasses import dataclass

from alongside.areas.plans.terms import About, AgreedBy, Basis, HelpState
from alongside.foundation.lengths import problem_with_words


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
        act="lose_team", before=(_OFFERED, _ACCEPTED, _ACTIVE), after=HelpState.RETURNED,
        event="help_returned", needs="record",
    ),
    Transition(
        act="end", before=(_ACCEPTED, _ACTIVE), after=HelpState.ENDED, event="help_ended", needs="end_help"
    ),
)  # fmt: skip
OPEN = (_OFFERED, _ACCEPTED, _ACTIVE)
TAKEN_ON = (_ACCEPTED, _ACTIVE)
BACK_WITH_THE_HUB = (HelpState.DECLINED, HelpState.RETURNED)  # until another team is asked


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


def is_discreet(about: str, *, basis: str, agreed: frozenset[str]) -> bool:
    """Whether the tie that this would make known stays out of what others see of the child."""
    return basis != "" and not may_be_told(about, basis=basis, agreed=agreed)


def problems_with_words(field: str, words: str, *, missing: str = "") -> dict[str, str]:
    """What is wrong with words that were typed: field to words; `missing` is said where they must be there."""
    problem = problem_with_words(words, missing=missing)
    return {field: problem} if problem else {}


def problems_with_agreement(
    *, basis: str, agreed_by: str, agreed: Collection[str]
) -> dict[str, str]:
    """What an agreement still needs: on what the help rests, and where the family agreed, who did."""
    if basis not in Basis.values:
        return {"basis": "Select on what the help rests"}
    if basis == Basis.AGREEMENT and agreed_by not in AgreedBy.values:
        return {"agreed_by": "Select who agreed to the help"}
    if set(agreed) - set(About.values):
        return {"agreed": "Select from the list what they agreed to share"}
    return {}


def school_reads(line: str, own_words: str) -> str:
    """What the school will read: the authority's own line, then the practitioner's words."""
    return "\n\n".join(filter(None, (line.strip(), own_words.strip())))

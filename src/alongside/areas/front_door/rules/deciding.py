"""What a decision needs before it may be saved, and what handing on needs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from alongside.areas.front_door.terms import (
    Outcome,
)
from alongside.foundation.lengths import problem_with_words

# What each outcome must name, so that something follows: a team, a local offer, another authority.
MUST_NAME: Mapping[str, str] = {
    Outcome.STRATEGY_DISCUSSION: "help_team",
    Outcome.ASSESSMENT: "help_team",
    Outcome.FAMILY_HELP: "help_team",
    Outcome.ANOTHER_ORGANISATION: "help_team",
    Outcome.ADVICE: "local_offer",
    Outcome.ALREADY_OPEN: "help_team",
    Outcome.ANOTHER_AUTHORITY: "other_authority",
    Outcome.NO_FURTHER_ACTION: "",
}


# These ask a team to help, which it may decline.
HANDS_ON = (
    Outcome.STRATEGY_DISCUSSION,
    Outcome.ASSESSMENT,
    Outcome.FAMILY_HELP,
    Outcome.ANOTHER_ORGANISATION,
)


LONGEST_NAME = 200


def outcome_for(team_kind: str, *, before: str = "") -> str:
    """Which outcome it is when a request is handed on again to a team of this kind, after `before`."""
    social_work = (Outcome.STRATEGY_DISCUSSION, Outcome.ASSESSMENT)
    if team_kind == "assessment_team":
        return before if before in social_work else Outcome.ASSESSMENT
    by_kind = {"family_help_team": Outcome.FAMILY_HELP}
    return by_kind.get(team_kind, Outcome.ANOTHER_ORGANISATION)


def problems_with_handing_on(
    team_id: UUID | None,
    words: str,
    *,
    teams: Collection[UUID],
    declined: Collection[UUID],
    helping: Collection[UUID],
) -> dict[str, str]:
    """What handing a request on to another team still lacks: field to words; empty when nothing."""
    found = {}
    if team_id not in teams:
        found["help_team"] = "Select the team that you ask to help"
    elif team_id in declined:
        found["help_team"] = "This team has declined. Select another"
    elif team_id in helping:
        found["help_team"] = "This team has been asked already. Select another"
    if problem := problem_with_words(words, missing="Enter what the school will read"):
        found["words"] = problem
    return found


def problems_with_answer(accepted: str, by_whom: str, words: str) -> dict[str, str]:
    """What the record of another authority's answer still lacks: field to words."""
    found = {}
    if accepted not in ("yes", "no"):
        found["accepted"] = "Select yes if they have taken it on"
    who = problem_with_words(by_whom, missing="Enter who there answered", most=LONGEST_NAME)
    if who:
        found["by_whom"] = who
    missing = "Enter why they have not taken it on" if accepted == "no" else ""
    if problem := problem_with_words(words, missing=missing):
        found["words"] = problem
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWords:
    """A decision as it is written: for the school to read, and for the record."""

    outcome: str = ""
    need: str = ""
    level_of_need: int | None = None
    help_team: UUID | None = None
    local_offer: str = ""
    other_authority: UUID | None = None
    reasons: str = ""
    next_steps: str = ""
    meanwhile: str = ""
    family_told: str = ""  # yes | no
    family_not_told_reason: str = ""

    def named(self, field: str) -> bool:
        """Whether the outcome names this; what was chosen for another outcome counts for nothing."""
        return MUST_NAME.get(self.outcome) == field


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a decision may name where it is made: codes of need, teams that help, other authorities.

    `working` are the teams that work with this child already.
    """

    needs: Collection[str]
    teams: Collection[UUID]
    working: Collection[UUID]
    authorities: Collection[UUID]


# Reasons must say something: these words alone say nothing.
_EMPTY_REASONS = {
    "did not meet threshold", "does not meet threshold", "threshold not met", "not met threshold", "nfa",
    "no further action", "below threshold", "n/a", "none", "not applicable", "see above", "as above",
    "did not meet the threshold", "does not meet the threshold",
}  # fmt: skip


def problems_with_decision(words: DecisionWords, choices: Choices) -> dict[str, str]:
    """What a decision still needs before it may be saved: field to words; empty when nothing."""
    found = {}
    if words.outcome not in Outcome.values:
        found["outcome"] = "Select what will happen"
    found.update(_not_named(words, choices))
    if words.need not in choices.needs:
        found["need"] = "Select the main need"
    if words.level_of_need not in (1, 2, 3, 4):
        found["level_of_need"] = "Select the level of need"
    return {**found, **_not_said(words), **_too_long(words)}


def _not_named(words: DecisionWords, choices: Choices) -> dict[str, str]:
    """What the outcome must name and does not."""
    field = MUST_NAME.get(words.outcome, "")
    if field == "local_offer":
        return _no_local_offer(words.local_offer.strip())
    if words.outcome == Outcome.ALREADY_OPEN:
        may_be, say = choices.working, "Select the team that works with this child already"
    elif field == "help_team":
        may_be, say = choices.teams, "Select the team that you ask to help"
    else:
        may_be, say = choices.authorities, "Select the council whose child this is"
    return {field: say} if field and getattr(words, field) not in may_be else {}


def _no_local_offer(offer: str) -> dict[str, str]:
    if not offer:
        return {
            "local_offer": "Name what the family can turn to: advice always names a local offer"
        }
    if len(offer) > LONGEST_NAME:
        return {"local_offer": f"Shorten this to {LONGEST_NAME} characters or fewer"}
    return {}


def _not_said(words: DecisionWords) -> dict[str, str]:
    found = {}
    if not words.reasons.strip():
        found["reasons"] = "Enter the reasons for the decision"
    elif words.reasons.strip(" .!").lower() in _EMPTY_REASONS:
        found["reasons"] = "Say why: what you know about this child that led to the decision"
    if not words.next_steps.strip():
        found["next_steps"] = "Enter what happens next, who does it and by when"
    if words.family_told not in ("yes", "no"):
        found["family_told"] = "Select yes if the family has been told"
    elif words.family_told == "no" and not words.family_not_told_reason.strip():
        found["family_not_told_reason"] = "Enter why the family has not been told"
    return found


def _too_long(words: DecisionWords) -> dict[str, str]:
    fields = ("reasons", "next_steps", "meanwhile", "family_not_told_reason")
    return {
        field: problem for field in fields if (problem := problem_with_words(getattr(words, field)))
    }

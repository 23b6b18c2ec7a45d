"""What the front door decides, written to the school that asked and fitting what it told."""

from dataclasses import dataclass
from random import Random

from alongside.demo.families import SyntheticChild
from alongside.demo.stories import SyntheticStory, need_label
from alongside.demo.wording import wording_for
from alongside.demo.words import table

ACUTE, TARGETED = 4, 3
# By level of need, each outcome as often as it is chosen.
OUTCOMES = {
    4: ("strategy_discussion",),
    3: ("assessment", "assessment", "assessment", "family_help", "family_help"),
    2: ("family_help", "family_help", "another_organisation", "advice", "advice"),
    1: ("advice", "advice", "no_further_action"),
}
# By story, the code of need under which the children in need census counts it.
NEEDS = {
    **dict.fromkeys(
        ("neglect", "emotional_harm", "physical_harm", "exploitation", "online_harm"), "N1"
    ),
    **dict.fromkeys(("domestic_abuse", "parental_substance_use"), "N5"),
    **dict.fromkeys(("housing", "bereavement", "young_carer"), "N4"),
    "mental_health": "N2",
    "absence": "N9",
}
ASKED = {
    "strategy_discussion": "assessment_team",
    "assessment": "assessment_team",
    "family_help": "family_help_team",
}
# Which other organisation is asked, by story; school nursing otherwise.
ELSEWHERE = {
    **dict.fromkeys(("mental_health", "bereavement"), "camhs"),
    **dict.fromkeys(("young_carer", "domestic_abuse", "housing", "online_harm"), "charity_team"),
}
OFFERS = {"young_carer": "young_carers"}  # by key in the council's pack; the family hub otherwise
NOT_TOLD_YET = (
    "Telling the family before the strategy discussion could put {name} at risk. "
    "The meeting will decide who tells them, and when."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticDecision:
    """A decision; `family_not_told_reason` where the family is not told yet.

    `asked` is the kind of team that is asked to help, `offer` the key of a local offer.
    """

    outcome: str
    need: str
    asked: str
    offer: str
    level_of_need: int
    reasons: str
    next_steps: str
    meanwhile: str
    family_told: bool
    family_not_told_reason: str | None


def new_decision(
    rng: Random, story: SyntheticStory, *, child: SyntheticChild, lead: str, weekday: int
) -> SyntheticDecision:
    """A decision on the story, to be read by the school's lead."""
    level = _level(rng, story)
    # What is told of families who do not know, and may be told, is first found out with them.
    outcome = (
        "assessment" if not (story.family_knows or level == ACUTE) else rng.choice(OUTCOMES[level])
    )
    said = table("decisions")[outcome]
    write = wording_for(child, weekday=weekday, need=need_label(story.need), lead=lead)
    told = outcome != "strategy_discussion"
    return SyntheticDecision(
        outcome=outcome,
        need=NEEDS[story.need],
        asked=_asked(outcome, story.need),
        offer=OFFERS.get(story.need, "family_hub") if outcome == "advice" else "",
        level_of_need=level,
        reasons=write.some(rng, said["reasons"]),
        next_steps=write.some(rng, said["next_steps"]),
        meanwhile=write.some(rng, said["meanwhile"]),
        family_told=told,
        family_not_told_reason=None if told else write.filled(rng, NOT_TOLD_YET),
    )


def _asked(outcome: str, need: str) -> str:
    if outcome == "another_organisation":
        return ELSEWHERE.get(need, "school_nursing")
    return ASKED.get(outcome, "")


def _level(rng: Random, story: SyntheticStory) -> int:
    if story.telling_is_a_risk or story.urgent:
        return ACUTE
    if not story.family_knows:
        return TARGETED
    return int(rng.choice([one for one in table("stories")[story.need]["level"] if one < ACUTE]))

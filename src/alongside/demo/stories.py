"""What a school tells the front door about a child, as a safeguarding lead would write it."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from alongside.demo.families import SyntheticChild
from alongside.demo.rolls import RECEPTION
from alongside.demo.wording import Wording, in_one_list, wording_for
from alongside.demo.words import table

EVERYWHERE = "everywhere"
NOT_TOLD_FOR_SAFETY = 0.35  # of needs in which telling the family can put a child at risk
NOT_REACHED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticStory:
    """The answers of one request; `why_not` and an empty `parents_view` where the family is not
    told, and `telling_is_a_risk` where that is for the child's safety.
    """

    need: str
    urgent: bool
    what_happened: str
    harm: str
    worries: str
    working_well: str
    child_voice: str
    parents_view: str
    family_knows: bool
    why_not: str | None
    telling_is_a_risk: bool
    household: str
    already_tried: str
    what_needs_to_happen: str


@cache
def needs_for(year: int) -> tuple[str, ...]:
    """The needs told of children of this year, each as often as it is met."""
    return tuple(
        key
        for key, need in table("stories").items()
        if key != EVERYWHERE and need["years"][0] <= year <= need["years"][1]
        for _ in range(need["weight"])
    )


def need_label(need: str) -> str:
    """The need in the words of a sentence."""
    return str(table("stories")[need]["label"]).lower()


def year_of(child: SyntheticChild) -> int:
    """The child's year as a number, Reception being 0."""
    return 0 if child.year_group == RECEPTION else int(child.year_group)


def new_story(rng: Random, child: SyntheticChild, *, weekday: int, urgent: bool) -> SyntheticStory:
    """A story about the child, written on this day of the week, Monday being 0."""
    key = _need(rng, child, urgent=urgent)
    need, anywhere = table("stories")[key], table("stories")[EVERYWHERE]
    tell = wording_for(child, weekday=weekday)
    risk = "why_not" in need and rng.random() < NOT_TOLD_FOR_SAFETY
    knows = not risk and rng.random() >= NOT_REACHED
    reasons = need["why_not"] if risk else anywhere["why_not"]
    return SyntheticStory(
        need=key,
        urgent=urgent,
        what_happened=tell.some(rng, need["what_happened"], most=2),
        harm=tell.some(rng, need["harm"]),
        worries=tell.some(rng, need["worries"], most=2),
        working_well=tell.some(rng, anywhere["working_well"], most=3),
        child_voice=tell.some(rng, need["child_voice"]),
        parents_view=tell.some(rng, anywhere["family_knows"]) if knows else "",
        family_knows=knows,
        why_not=None if knows else tell.some(rng, reasons),
        telling_is_a_risk=risk,
        household=_household(child),
        already_tried=tell.some(rng, anywhere["already_tried"], most=3),
        what_needs_to_happen=_needed(rng, tell, need, anywhere),
    )


def _need(rng: Random, child: SyntheticChild, *, urgent: bool) -> str:
    """A need of the child's age; an urgent story is of a need that often is."""
    choices = needs_for(year_of(child))
    if not urgent:
        return rng.choice(choices)
    needs = table("stories")
    return rng.choices(choices, weights=[needs[key]["urgent"] for key in choices])[0]


def _needed(rng: Random, tell: Wording, need: dict[str, Any], anywhere: dict[str, Any]) -> str:
    return f"{tell.some(rng, need['needs'])} {tell.some(rng, anywhere['from_school'])}"


def _household(child: SyntheticChild) -> str:
    adults = in_one_list([f"{adult.name} ({adult.relation})" for adult in child.adults])
    return f"{child.called} lives with {adults}. We have not asked who has parental responsibility."

"""What the last days brought at one school, so that every page of the loop has something on it."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.test.utils import override_settings
from django.utils import timezone

from alongside.demo.asking import ask_around, hand_elsewhere
from alongside.demo.at_school import (
    be_away,
    disagree,
    leave_a_draft,
    let_a_colleague_know,
    tell_of_siblings,
)
from alongside.demo.desk_sessions import desk_sessions
from alongside.demo.families import SyntheticChild
from alongside.demo.past_years import NO_EMAIL
from alongside.demo.requests import SyntheticRequest
from alongside.demo.scenes import Stage, Whole
from alongside.demo.scenes_of_help import help_families

FREE_CHILDREN = 20  # more than the scenes need
PASTORAL = "pastoral_staff"


def show_everything(
    whole: Whole, pupils: Sequence[SyntheticChild], plan: Sequence[SyntheticRequest]
) -> str | None:
    """Play one of everything at the school that asks most; its URN. None where it has too few children."""
    if not plan:
        return None
    asked_about = {request.child.key for request in plan}
    urn = school_that_asks_most(plan)
    own = [pupil for pupil in pupils if pupil.school_urn == urn]
    families: defaultdict[str, list[SyntheticChild]] = defaultdict(list)
    for pupil in own:
        if pupil.key not in asked_about and pupil.upn:
            families[pupil.household_key].append(pupil)
    siblings = next((family for family in families.values() if len(family) > 1), [])
    free = [family[0] for family in families.values() if len(family) == 1]
    if len(free) < FREE_CHILDREN or not siblings:
        return None
    with (
        override_settings(EMAIL_BACKEND=NO_EMAIL),
        desk_sessions(now=timezone.now()) as sessions,
    ):
        stage = Stage(whole, urn, free, sessions)
        _play(stage, siblings, own)
    return urn


def school_that_asks_most(plan: Sequence[SyntheticRequest]) -> str:
    """The URN of the school with the most requests; the first of them in the plan."""
    return Counter(request.school_urn for request in plan).most_common(1)[0][0]


def _play(stage: Stage, siblings: list[SyntheticChild], own: list[SyntheticChild]) -> None:
    people = stage.whole.council.practitioners
    pastoral = next(
        one for one in people if one.role == PASTORAL and one.team_key.startswith(f"school-{stage.urn}-")
    )  # fmt: skip
    told = tell_of_siblings(stage, siblings)
    let_a_colleague_know(stage, stage.whole.postings[pastoral.key], told[:2])
    disagree(stage)
    help_families(stage)
    hand_elsewhere(stage, {stage.whole.children[child.key]: child for child in own})
    ask_around(stage)
    leave_a_draft(stage)
    screeners = stage.whole.council.staff("hub_screener")
    be_away(stage, stage.whole.postings[screeners[-1].key])

"""What a record says has happened, each on its day: pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alongside.areas.social_care.rules.shape import (
    ASSESSMENTS,
    BEGINS,
    ENQUIRIES,
    EPISODES,
    FACTORS,
    NEED_PLANS,
    PROTECTION_PLANS,
    REFERRED,
    REVIEWS,
    Path,
    Record,
)
from alongside.areas.social_care.terms import YES_OR_NO

MOST_CODES = 25  # of at most three letters, in the hundred of one code of an event

Codes = tuple[tuple[str, object], ...]


class Happening(NamedTuple):
    """One thing that happened: its kind of event, what it is about, its day, and its codes."""

    kind: str
    path: Path
    on: str
    codes: Codes = ()


def happenings(record: Record) -> list[Happening]:
    """Everything that a record says has happened, in the order in which things of one day follow."""
    found: list[Happening] = []
    for episode in record[EPISODES]:
        found += _of_episode(episode)
    if died := record.get("PersonDeathDate"):
        found.append(Happening("death_told", (), died))
    return found


def _of_episode(episode: Record) -> Iterator[Happening]:
    referred = episode[REFERRED]
    path = (referred,)
    codes = (
        ("source", _code(episode.get("ReferralSource"))),
        ("need", _code(episode.get("PrimaryNeedCode"))),
        ("no_further_action", YES_OR_NO.get(episode.get("ReferralNFA", ""))),
    )
    yield Happening("referral_made", path, referred, codes)
    for one in episode.get(ASSESSMENTS, ()):
        yield from _of_assessment(path, one)
    for one in episode.get(ENQUIRIES, ()):
        yield Happening("section_47_begun", _path(path, ENQUIRIES, one), one["S47ActualStartDate"])
    for day in _conferences(episode):
        yield Happening("initial_conference_held", path, day)
    for one in episode.get(PROTECTION_PLANS, ()):
        yield from _of_protection_plan(path, one)
    for one in episode.get(NEED_PLANS, ()):
        at = _path(path, NEED_PLANS, one)
        yield Happening("need_plan_begun", at, one["CINPlanStartDate"])
        if ended := one.get("CINPlanEndDate"):
            yield Happening("need_plan_ended", at, ended)
    if closed := episode.get("CINclosureDate"):
        reason = _code(episode.get("ReasonForClosure"))
        yield Happening("referral_closed", path, closed, (("reason", reason),))


def _of_assessment(path: Path, one: Record) -> Iterator[Happening]:
    at = _path(path, ASSESSMENTS, one)
    yield Happening("social_work_assessment_begun", at, one["AssessmentActualStartDate"])
    if authorised := one.get("AssessmentAuthorisationDate"):
        codes = (("factors", _codes(one.get(FACTORS, ()))),)
        yield Happening("social_work_assessment_done", at, authorised, codes)


def _conferences(episode: Record) -> list[str]:
    """The days of initial child protection conferences: told of the episode, of its enquiries, or both."""
    days = {one.get("DateOfInitialCPC") for one in episode.get(ENQUIRIES, ())}
    days.add(episode.get("DateOfInitialCPC"))
    return sorted(day for day in days if day)


def _of_protection_plan(path: Path, plan: Record) -> Iterator[Happening]:
    at = _path(path, PROTECTION_PLANS, plan)
    category = _code(plan.get("InitialCategoryOfAbuse"))
    yield Happening("protection_plan_begun", at, plan["CPPstartDate"], (("category", category),))
    for day in plan.get(REVIEWS, ()):
        yield Happening("protection_plan_reviewed", at, day)
    if ended := plan.get("CPPendDate"):
        latest = _code(plan.get("LatestCategoryOfAbuse"))
        yield Happening("protection_plan_ended", at, ended, (("category", latest),))


def _path(path: Path, kind: str, one: Record) -> Path:
    return (*path, kind, one[BEGINS[kind]])


def _codes(told: Sequence[str]) -> str | None:
    """Several codes as one, those that there is room for: the assessment's own row holds them all."""
    return "/".join(told[:MOST_CODES]).lower() or None


def _code(told: str | None) -> str | None:
    """A census code as an event holds codes."""
    return told.lower() if told else None

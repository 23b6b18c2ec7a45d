"""A decision in the words a school reads: made, or still being written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.ties import is_kept_from_viewer
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Decision, Request
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import Outcome
from alongside.areas.plans.queries import working_with
from alongside.packs import load_pack
from alongside.register.models import Authority, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRead:
    """A decision in the words the school reads; `need` is the hub's and no page of a school shows it."""

    outcome: str
    outcome_label: str
    explanation: str
    need: str
    level_of_need: int
    level_name: str
    asked: "Asked | None"
    local_offer: str
    other_authority: str
    reasons: str
    next_steps: str
    meanwhile: str
    family_told: bool
    family_not_told_reason: str
    decided_by: str
    decided_by_role: str
    team: str
    telephone: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """The team that was asked to help, or that works with the child already, and how to reach it."""

    team: str
    organisation: str
    telephone: str


def asked_team(team_id: UUID | None) -> Asked | None:
    """A team as a school reads of it."""
    if team_id is None:
        return None
    team = Team.objects.select_related("organisation").get(id=team_id)
    return Asked(team.name, team.organisation.name, team.telephone or team.organisation.telephone)


def _asked_of(decision: Decision) -> Asked | None:
    """The team as this viewer may know of it: that one helps already may be known to nobody else."""
    hidden = decision.outcome == Outcome.ALREADY_OPEN and is_kept_from_viewer(
        child_id=decision.child_id, team_id=decision.help_team_id, subject_id=decision.request_id
    )
    return None if hidden else asked_team(decision.help_team_id)


def _asked_in(words: DecisionWords, child_id: UUID) -> Asked | None:
    hidden = words.outcome == Outcome.ALREADY_OPEN and any(
        one.discreet for one in working_with({child_id}) if one.team_id == words.help_team
    )
    return asked_team(words.help_team) if words.named("help_team") and not hidden else None


def decision_of(viewer: Viewer, request: Request) -> DecisionRead:
    """The decision of a decided request."""
    decision = Decision.objects.select_related(
        "reasons",
        "next_steps",
        "meanwhile",
        "family_not_told",
        "decided_by__user",
        "decided_by__team",
        "other_authority",
    ).get(request_id=request.id)
    pack = load_pack(viewer.pack)
    wording, level = (
        pack.wording.outcomes[decision.outcome],
        pack.levels[decision.level_of_need - 1],
    )
    role = pack.roles.get(decision.decided_by.role)
    need = pack.needs.get(decision.need)
    return DecisionRead(
        outcome=decision.outcome,
        outcome_label=wording.label,
        explanation=wording.explanation,
        need=need.label if need else "",
        level_of_need=decision.level_of_need,
        level_name=level.name,
        asked=_asked_of(decision),
        local_offer=decision.local_offer,
        other_authority=decision.other_authority.name if decision.other_authority else "",
        reasons=decision.reasons.body,
        next_steps=decision.next_steps.body,
        meanwhile=decision.meanwhile.body if decision.meanwhile else "",
        family_told=decision.family_told,
        family_not_told_reason=decision.family_not_told.body if decision.family_not_told else "",
        decided_by=decision.decided_by.user.full_name,
        decided_by_role=role.label if role else "",
        team=decision.decided_by.team.name,
        telephone=decision.decided_by.team.telephone,
        decided_at=decision.decided_at,
    )


def as_the_school_will_read(
    viewer: Viewer, words: DecisionWords, *, child_id: UUID, decides: bool, at: datetime
) -> DecisionRead:
    """A decision that is still being written, in the form in which `decision_of` will give it.

    Where the viewer cannot decide, who does is not known yet. `words` are complete.
    """
    assert words.level_of_need is not None
    pack = load_pack(viewer.pack)
    wording, level = pack.wording.outcomes[words.outcome], pack.levels[words.level_of_need - 1]
    role = pack.roles.get(viewer.role) if decides else None
    other = words.other_authority if words.named("other_authority") else None
    return DecisionRead(
        outcome=words.outcome,
        outcome_label=wording.label,
        explanation=wording.explanation,
        need=pack.needs[words.need].label,
        level_of_need=words.level_of_need,
        level_name=level.name,
        asked=_asked_in(words, child_id),
        local_offer=words.local_offer.strip() if words.named("local_offer") else "",
        other_authority=Authority.objects.get(id=other).name if other else "",
        reasons=words.reasons.strip(),
        next_steps=words.next_steps.strip(),
        meanwhile=words.meanwhile.strip(),
        family_told=words.family_told == "yes",
        family_not_told_reason=words.family_not_told_reason.strip(),
        decided_by=viewer.full_name if decides else "a registered social worker",
        decided_by_role=role.label if role else "",
        team=viewer.team_name,
        telephone=Team.objects.values_list("telephone", flat=True).get(id=viewer.team_id),
        decided_at=at,
    )

"""What the steps of one case come to: a fold over the set of them, in the order in which they happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from alongside.areas.case_system.rules.steps import Version
from alongside.areas.case_system.terms import Kind, Reason, Status
from alongside.foundation.calendars import local_day

Answer = tuple[str, str]  # status and reason
APPLIED: Answer = (Status.APPLIED.value, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who can lead: their posting in the team, who they are, and their name."""

    posting_id: UUID
    user_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The teams of an authority by folded name, and who works in them by team and email.

    `postings` are those of everybody who ever worked in a team: what they recorded stays theirs.
    """

    teams: Mapping[str, UUID]
    workers: Mapping[tuple[UUID, str], Worker]
    postings: Mapping[tuple[UUID, str], UUID] = field(default_factory=dict)

    def team(self, words: str) -> UUID | None:
        return self.teams.get(" ".join(words.split()).casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Who leads from a moment on, by the step that says so; None where only the team is known."""

    step: str
    since: datetime
    team_id: UUID
    worker: Worker | None


@dataclass(slots=True, kw_only=True)
class Folded:
    """What a case comes to. Without an `opening` that counts, nothing of it is applied."""

    case: str
    child_id: UUID
    opening: Version | None = None
    team_id: UUID | None = None
    closure: Version | None = None
    leads: list[Lead] = field(default_factory=list)  # each allocation that was applied, in order
    lead: Lead | None = None  # who leads at the end
    applied: list[Version] = field(default_factory=list)
    authors: dict[str, UUID] = field(
        default_factory=dict
    )  # by step, the posting whose visit it was
    answers: dict[str, Answer] = field(default_factory=dict)

    def answer(self, step: Version, status: Status, reason: Reason) -> None:
        self.answers[step.key] = (status.value, reason.value)


def counts(step: Version) -> bool:
    """Whether a step has any effect at all: neither contradicted nor withdrawn."""
    return not (step.contradicted or step.withdrawn)


def fold_case(
    steps: Iterable[Version], *, staff: Staff, refused_opening: Answer | None = None
) -> Folded:
    """Fold the steps of one case of one child, of which there is at least one.

    `refused_opening` answers the opening where the request it names cannot be told.
    """
    ordered = sorted(steps, key=lambda step: step.order)
    folded = Folded(case=ordered[0].case, child_id=ordered[0].child_id)
    for step in ordered:
        if step.contradicted:
            folded.answer(step, Status.CONTRADICTED, Reason.TWO_CONTENTS)
        elif step.withdrawn:
            folded.answer(step, Status.SUPERSEDED, Reason.WITHDRAWN)
    live = [step for step in ordered if counts(step)]
    _open(live, folded, staff, refused_opening)
    _close(live, folded)
    for step in live:
        if step.key not in folded.answers:
            _place(step, folded, staff)
    _choose_lead(folded)
    return folded


def opening_of(steps: Iterable[Version], *, staff: Staff) -> Version | None:
    """The opening that counts: the first whose team is known."""
    openings = (s for s in steps if s.kind == Kind.OPENING and counts(s))
    known = [s for s in openings if staff.team(s.codes["team"])]
    return min(known, key=lambda step: step.order, default=None)


def _open(
    live: list[Version], folded: Folded, staff: Staff, refused_opening: Answer | None
) -> None:
    chosen = opening_of(live, staff=staff)
    for step in live:
        if step.kind != Kind.OPENING:
            continue
        if staff.team(step.codes["team"]) is None:
            folded.answer(step, Status.WAITING, Reason.UNKNOWN_TEAM)
        elif step is not chosen:
            folded.answer(step, Status.SUPERSEDED, Reason.OPENED_ALREADY)
        elif refused_opening:
            folded.answers[step.key] = refused_opening
        else:
            folded.opening, folded.team_id = step, staff.team(step.codes["team"])
            _apply(step, folded)


def _close(live: list[Version], folded: Folded) -> None:
    """The first closure that is not before the opening; a second one changes nothing."""
    if folded.opening is None:
        return
    opened_on = local_day(folded.opening.happened_at)
    for step in live:
        if step.kind != Kind.CLOSURE:
            continue
        if local_day(step.happened_at) < opened_on:
            folded.answer(step, Status.WAITING, Reason.BEFORE_OPENING)
        elif folded.closure:
            folded.answer(step, Status.SUPERSEDED, Reason.CLOSED_ALREADY)
        else:
            folded.closure = step
            _apply(step, folded)


def _place(step: Version, folded: Folded, staff: Staff) -> None:
    """Apply what happened while the case was open: days are compared, since many steps have no time."""
    if folded.opening is None:
        folded.answer(step, Status.WAITING, Reason.NO_OPENING)
    elif local_day(step.happened_at) < local_day(folded.opening.happened_at):
        folded.answer(step, Status.WAITING, Reason.BEFORE_OPENING)
    elif folded.closure and local_day(step.happened_at) > local_day(folded.closure.happened_at):
        folded.answer(step, Status.WAITING, Reason.AFTER_CLOSURE)
    elif step.kind == Kind.ALLOCATION:
        _allocate(step, folded, staff)
    else:
        if step.kind == Kind.VISIT:
            _say_whose(step, folded, staff)
        _apply(step, folded)


def _say_whose(step: Version, folded: Folded, staff: Staff) -> None:
    """Whose visit it was, in the team that had the case by then."""
    assert folded.team_id
    named = (folded.team_id, step.codes.get("worker", ""))
    if posting_id := staff.postings.get(named):
        folded.authors[step.key] = posting_id


def _allocate(step: Version, folded: Folded, staff: Staff) -> None:
    team_id = staff.team(step.codes["team"]) if step.codes.get("team") else folded.team_id
    if team_id is None:
        folded.answer(step, Status.WAITING, Reason.UNKNOWN_TEAM)
        return
    folded.team_id = team_id
    email = step.codes.get("worker", "")
    worker = staff.workers.get((team_id, email)) if email else None
    folded.leads.append(Lead(step=step.key, since=step.happened_at, team_id=team_id, worker=worker))
    _apply(step, folded, Reason.NONE if worker or not email else Reason.UNKNOWN_WORKER)


def _apply(step: Version, folded: Folded, reason: Reason = Reason.NONE) -> None:
    folded.applied.append(step)
    folded.answer(step, Status.APPLIED, reason)


def _choose_lead(folded: Folded) -> None:
    """Who leads, and in which team: what the latest allocation says that has not ended.

    Of a closed case it is the last one: whoever led it then.
    """
    ended = {step.key for step in folded.applied if step.codes.get("ended_at")}
    going = [lead for lead in folded.leads if lead.step not in ended or folded.closure]
    if going:
        folded.team_id = going[-1].team_id
        folded.lead = going[-1] if going[-1].worker else None

"""Take help on, or say that the team cannot; change what the family agrees to share."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.viewer import Acting, Viewer
from alongside.areas.clocks.queries import running_subjects
from alongside.areas.plans.actions.moves import (
    Moved,
    Tied,
    keep,
    locked_help,
    refuse_if_changed,
    refuse_unfinished,
)
from alongside.areas.plans.actions.offering import ties_of_offer
from alongside.areas.plans.actions.telling_back import NOTHING_ADDED, ForSchool, tell_of_act
from alongside.areas.plans.models import Help
from alongside.areas.plans.permissions import ACCEPT, RECORD_PLAN
from alongside.areas.plans.queries.owing import OWED, answers_left
from alongside.areas.plans.rules import (
    OPEN,
    NotPossibleNow,
    move,
    problems_with_agreement,
    problems_with_words,
)
from alongside.areas.plans.terms import About, Basis, HelpState


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """On what the help rests, who agreed to it, and what the school may be told of it."""

    basis: str
    agreed_by: str = ""
    agreed: Collection[str] = ()

    def problems(self) -> dict[str, str]:
        return problems_with_agreement(
            basis=self.basis, agreed_by=self.agreed_by, agreed=self.agreed
        )

    def put_on(self, help_: Help) -> None:
        """Write it on the help, unsaved: nobody has to agree to what the authority must do."""
        by_agreement = self.basis == Basis.AGREEMENT
        help_.basis = self.basis
        help_.agreed_by = self.agreed_by if by_agreement else ""
        help_.agreed = [one for one in About.values if by_agreement and one in self.agreed]


@transaction.atomic
def accept_help(
    *,
    help_id: UUID,
    version: int,
    agreement: Agreement,
    for_school: ForSchool = NOTHING_ADDED,
    by: Viewer,
    at: datetime,
) -> None:
    """Take help on for the team: from here on it answers for the child. Twice is once."""
    help_ = locked_help(help_id, ACCEPT, by=by, at=at)
    refuse_unfinished(agreement.problems(), for_school.problems())
    if help_.state == HelpState.ACCEPTED and help_.version == version + 1:
        return
    move(help_.state, "accept")
    refuse_if_changed(help_, version)
    keep(accepted(help_, agreement, for_school, by=by, at=at), by=by, at=at)


def accepted(
    help_: Help, agreement: Agreement, for_school: ForSchool, *, by: Acting, at: datetime
) -> Moved:
    """The help taken on, with what the school is told of it."""
    transition = move(help_.state, "accept")
    agreement.put_on(help_)
    help_.state, help_.accepted_at = transition.after, at
    moved = Moved(help_=help_, agreement_set=True)
    moved.touch(at=at)
    moved.fact(transition.event, by=by, at=at, basis=help_.basis)
    tell_of_act(moved, About.ACCEPTED, for_school, by=by, at=at, team=team_name(help_))
    return moved


def team_name(help_: Help) -> str:
    return help_.team.name


@transaction.atomic
def decline_help(*, help_id: UUID, version: int, reason: str, by: Viewer, at: datetime) -> None:
    """Say that the team cannot take it on, and why: the hub hands the request on. Twice is once."""
    help_ = locked_help(help_id, ACCEPT, by=by, at=at)
    missing = "Enter why your team cannot take this on"
    refuse_unfinished(problems_with_words("reason", reason, missing=missing))
    move(help_.state, "decline")
    refuse_if_changed(help_, version)
    moved = declined(help_, reason, by=by, at=at)
    give_back_answers(moved, by=by, at=at)
    keep(moved, by=by, at=at)


def give_back_answers(moved: Moved, *, by: Acting, at: datetime) -> None:
    """Where the team has no other help for the child, answers that it owes are the hub's to pass on again."""
    help_ = moved.help_
    owed = set(running_subjects(OWED, child_id=help_.child_id))
    for request_id in answers_left(help_):
        if request_id in owed:
            moved.fact("request_returned", by=by, at=at, subject_id=request_id)
        tied = Tied(kind="allocated", team_id=help_.team_id, subject_id=request_id)
        moved.ends.append(tied)


def declined(help_: Help, reason: str, *, by: Acting, at: datetime) -> Moved:
    """The help turned down: the hub reads why, and is told that the request is its again."""
    transition = move(help_.state, "decline")
    moved = Moved(help_=help_)
    moved.touch(at=at)
    help_.state, help_.declined_at = transition.after, at
    # Of the request: that is what ties the hub, which has to know why.
    help_.declined_reason = moved.text(
        reason, part="plan", by=by, at=at, subject_id=help_.request_id
    )
    moved.fact(transition.event, by=by, at=at)
    if help_.request_id:
        moved.fact("request_returned", by=by, at=at, subject_id=help_.request_id)
    moved.ends = ties_over(help_)
    return moved


def ties_over(help_: Help) -> list[Tied]:
    """The ties that end with the help: of the team and of its people, for the help and its request."""
    return [
        Tied(kind="allocated", team_id=help_.team_id, subject_id=subject_id)
        for subject_id in ties_of_offer(help_)
    ]


@transaction.atomic
def change_agreement(
    *, help_id: UUID, version: int, agreement: Agreement, by: Viewer, at: datetime
) -> None:
    """Change what the family or the young person agrees to share: it holds from now on."""
    help_ = locked_help(help_id, RECORD_PLAN, by=by, at=at)
    refuse_unfinished(agreement.problems())
    if help_.state not in OPEN or help_.state == HelpState.OFFERED:
        raise NotPossibleNow("The agreement can be changed once the help has been taken on.")
    refuse_if_changed(help_, version)
    agreement.put_on(help_)
    moved = Moved(help_=help_, agreement_set=True)
    moved.touch(at=at)
    moved.fact("agreement_changed", by=by, at=at)
    keep(moved, by=by, at=at)

"""What practitioners write down: contacts with the family, and updates for the school."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound
from alongside.access.viewer import Acting, Viewer
from alongside.areas.plans.actions.accepting import team_name
from alongside.areas.plans.actions.moves import (
    Moved,
    keep,
    locked_help,
    refuse_if_changed,
    refuse_unfinished,
)
from alongside.areas.plans.actions.telling_back import (
    NOT_SHARED,
    NOTHING_ADDED,
    ForSchool,
    tell_of_act,
)
from alongside.areas.plans.models import Contact, Help
from alongside.areas.plans.permissions import GIVE_FEEDBACK, RECORD_CONTACT
from alongside.areas.plans.queries.owing import owes_answer
from alongside.areas.plans.rules import NotPossibleNow, may_be_told, problems_with_words
from alongside.areas.plans.terms import About, ChildSeen, ContactKind, HelpState

TAKEN_ON = (HelpState.ACCEPTED, HelpState.ACTIVE)
NOT_TAKEN_ON = "Take this on first: then you can record what you do."
AGREED = "The family has agreed that the school is told how it is going: write that to the school."
NOT_TOLD = "Nothing was sent: the family has not agreed that the school is told this."


def refuse_unless_taken_on(help_: Help) -> None:
    if help_.state not in TAKEN_ON:
        raise NotPossibleNow(NOT_TAKEN_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A contact as it was typed. `happened_at` is None where the moment could not be read."""

    kind: str = ""
    happened_at: datetime | None = None
    child_seen: str = ""
    words: str = ""

    def problems(self, *, at: datetime) -> dict[str, str]:
        """What is wrong with it: field to words."""
        found = {}
        if self.kind not in ContactKind.values:
            found["kind"] = "Select what kind of contact it was"
        if self.happened_at is None:
            found["day"] = "Enter the day and time as in 4 12 2026 and 15:40"
        elif self.happened_at > at:
            found["day"] = "The day and time must be in the past"
        if self.child_seen not in ChildSeen.values:
            found["child_seen"] = "Select whether the child was seen"
        missing = "Enter what was said and seen"
        return {**found, **problems_with_words("words", self.words, missing=missing)}


@transaction.atomic
def record_contact(*, contact_id: UUID, help_id: UUID, met: Met, by: Viewer, at: datetime) -> None:
    """Write a contact down; the form's own `contact_id` makes sending it twice leave one."""
    help_ = locked_help(help_id, RECORD_CONTACT, by=by, at=at)
    if Contact.objects.filter(id=contact_id).exists():
        return
    refuse_unfinished(met.problems(at=at))
    refuse_unless_taken_on(help_)
    keep(contacted(help_, contact_id, met, by=by, at=at), by=by, at=at)


def contacted(help_: Help, contact_id: UUID, met: Met, *, by: Acting, at: datetime) -> Moved:
    """The contact as rows: it ends any silence."""
    assert met.happened_at
    moved = Moved(help_=help_)
    moved.touch(at=at)
    moved.rows.append(
        Contact(
            id=contact_id, help=help_, child_id=help_.child_id, kind=met.kind,
            happened_at=met.happened_at, child_seen=met.child_seen,
            words=moved.text(met.words, part="assessment", by=by, at=at),
            recorded_by_id=by.posting_id, recorded_at=at,
        )
    )  # fmt: skip
    moved.fact(
        "contact_recorded", by=by, at=at, kind=met.kind, child_seen=met.child_seen, contact=contact_id
    )  # fmt: skip
    return moved


@transaction.atomic
def write_update(
    *,
    help_id: UUID,
    version: int,
    for_school: ForSchool,
    answers_request_id: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> None:
    """Tell the school how it is going; with `answers_request_id`, as the answer the team owes to that request.

    Raises `NotPossibleNow` where it may not be told: an update that nobody reads is none.
    """
    help_ = locked_help(help_id, GIVE_FEEDBACK, by=by, at=at)
    refuse_unfinished(for_school.problems(missing="Enter what the school should know"))
    refuse_unless_taken_on(help_)
    refuse_if_changed(help_, version)
    if answers_request_id and not owes_answer(by, help_.child_id, answers_request_id):
        raise NotFound
    moved = updated(help_, for_school, request_id=answers_request_id, by=by, at=at)
    keep(moved, by=by, at=at)


@transaction.atomic
def answer_without_sharing(
    *, help_id: UUID, version: int, request_id: UUID, by: Viewer, at: datetime
) -> None:
    """Answer what the team owes with no more than that it was read: the family does not agree to share.

    Raises `NotPossibleNow` where the school may be told how it is going.
    """
    help_ = locked_help(help_id, GIVE_FEEDBACK, by=by, at=at)
    refuse_unless_taken_on(help_)
    refuse_if_changed(help_, version)
    if not owes_answer(by, help_.child_id, request_id):
        raise NotFound
    if may_be_told(About.UPDATE, basis=help_.basis, agreed=frozenset(help_.agreed)):
        raise NotPossibleNow(AGREED)
    moved = updated(help_, NOTHING_ADDED, request_id=request_id, line=NOT_SHARED, by=by, at=at)
    keep(moved, by=by, at=at)


def updated(
    help_: Help,
    for_school: ForSchool,
    *,
    request_id: UUID | None = None,
    line: str = "",
    by: Acting,
    at: datetime,
) -> Moved:
    """The update as rows."""
    moved = Moved(help_=help_)
    moved.touch(at=at)
    moved.fact("update_recorded", by=by, at=at)
    told = tell_of_act(
        moved, About.UPDATE, for_school, by=by, at=at,
        line=line, request_id=request_id, team=team_name(help_),
    )  # fmt: skip
    if not told:
        raise NotPossibleNow(NOT_TOLD)
    return moved

"""Begin, save and discard what a school has not sent yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, require
from alongside.access.viewer import Viewer
from alongside.areas.front_door.actions.errors import ChangedMeanwhile
from alongside.areas.front_door.models import Draft
from alongside.areas.front_door.permissions import TELL
from alongside.areas.front_door.rules import fields_of
from alongside.areas.front_door.terms import QUESTION_BY_KEY
from alongside.register.models import Child


@transaction.atomic
def begin_draft(*, child_id: UUID, by: Viewer, at: datetime) -> UUID:
    """The team's draft about this child: the one already begun, or a new one."""
    require(by, TELL, child_id, at=at)
    child = Child.objects.filter(id=child_id).first()
    if child is None:
        raise NotFound
    draft, _ = Draft.objects.get_or_create(
        team_id=by.team_id,
        child_id=child_id,
        defaults={
            "authority_id": child.authority_id,
            "begun_by_id": by.posting_id,
            "begun_at": at,
            "saved_at": at,
        },
    )
    return draft.id


@transaction.atomic
def save_answer(
    *,
    draft_id: UUID,
    question: str,
    words: Mapping[str, str],
    version: int,
    by: Viewer,
    at: datetime,
) -> int:
    """Save one page of a draft as typed, complete or not; the draft's new version.

    Raises `ChangedMeanwhile` where somebody saved another answer to the same question since.
    """
    return save_answers(
        draft_id=draft_id, questions=[question], words=words, version=version, by=by, at=at
    )


@transaction.atomic
def save_answers(
    *,
    draft_id: UUID,
    questions: Sequence[str],
    words: Mapping[str, str],
    version: int,
    by: Viewer,
    at: datetime,
) -> int:
    """Save many pages of a draft at once, as somebody does whose own system holds the answers."""
    draft = locked_draft(draft_id, by=by, at=at)
    for question in questions:
        _answer(draft, question, as_typed(question, words), version, by=by)
    draft.version, draft.saved_at = draft.version + 1, at
    draft.save(update_fields=["answers", "version", "saved_at"])
    by.ledger.saved = True
    return draft.version


def _answer(
    draft: Draft, question: str, given: Mapping[str, str], version: int, *, by: Viewer
) -> None:
    held = {field: draft.answers.get(field, "") for field in given}
    saved_by = draft.answers.get("_saved_by", {})
    if draft.version != version and held != given and any(held.values()):
        changed_by = saved_by.get(question, {})
        if changed_by.get("posting") != str(by.posting_id):
            raise ChangedMeanwhile(changed_by.get("name", "A colleague"), draft.saved_at)
    saver = {"posting": str(by.posting_id), "name": by.full_name}
    draft.answers |= {**given, "_saved_by": {**saved_by, question: saver}}


def as_typed(question: str, words: Mapping[str, str]) -> dict[str, str]:
    """What a draft keeps of the answers to a question: no space before or after."""
    return {field: words.get(field, "").strip() for field in fields_of(QUESTION_BY_KEY[question])}


@transaction.atomic
def discard_draft(*, draft_id: UUID, by: Viewer, at: datetime) -> None:
    """Erase a draft for good; nothing was sent, so nothing is recorded of it."""
    locked_draft(draft_id, by=by, at=at).delete()


def locked_draft(draft_id: UUID, *, by: Viewer, at: datetime) -> Draft:
    """The draft, locked until the transaction ends. Raises `NotFound` where it is not the viewer's team's."""
    draft = Draft.objects.select_for_update().filter(id=draft_id, team_id=by.team_id).first()
    if draft is None:
        raise NotFound
    require(by, TELL, draft.child_id, at=at)
    return draft

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
from alongside.areas.front_door.rules import fields_of, words_lost
from alongside.areas.front_door.terms import QUESTION_BY_KEY
from alongside.areas.messages.actions import mark_notices_read
from alongside.areas.schools.queries import share_home
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
        _answer(draft, question, as_typed(question, words), version, by=by, at=at)
    return save_draft(draft, by=by, at=at)


def save_draft(draft: Draft, *, by: Viewer, at: datetime) -> int:
    """Save a draft that is locked and was changed; its new version."""
    draft.version, draft.saved_at, draft.saved_by_id = draft.version + 1, at, by.posting_id
    draft.save()
    by.ledger.saved = True
    return draft.version


def _answer(
    draft: Draft, question: str, given: Mapping[str, str], version: int, *, by: Viewer, at: datetime
) -> None:
    held = {field: draft.answers.get(field, "") for field in given}
    saved_by = draft.answers.get("_saved_by", {})
    theirs = saved_by.get(question, {})
    if theirs and theirs.get("posting") != str(by.posting_id) and held != given:
        if draft.version != version and any(held.values()):
            raise ChangedMeanwhile(theirs.get("name", "A colleague"), draft.saved_at)
        change = {"question": question, "by": theirs.get("name", ""), "at": at.isoformat()}
        for field in words_lost(held, given):
            _keep(draft, {**change, "field": field, "words": held[field], "now_by": by.full_name})
    saver = {"posting": str(by.posting_id), "name": by.full_name}
    draft.answers |= {**given, "_saved_by": {**saved_by, question: saver}}


def _keep(draft: Draft, replaced: dict[str, str]) -> None:
    """Keep words that are being replaced; the same words of a field once."""
    same = ("field", "words")
    if all(any(kept[key] != replaced[key] for key in same) for kept in draft.replaced):
        draft.replaced = [*draft.replaced, replaced]


def as_typed(question: str, words: Mapping[str, str]) -> dict[str, str]:
    """What a draft keeps of the answers to a question: no space before or after."""
    return {field: words.get(field, "").strip() for field in fields_of(QUESTION_BY_KEY[question])}


@transaction.atomic
def discard_draft(*, draft_id: UUID, by: Viewer, at: datetime) -> None:
    """Erase a draft for good; nothing was sent, so nothing is recorded of it."""
    draft = locked_draft(draft_id, by=by, at=at)
    mark_notices_read(by, at=at, child_id=draft.child_id)
    draft.delete()


@transaction.atomic
def choose_siblings(
    *, draft_id: UUID, children: Sequence[UUID], version: int, by: Viewer, at: datetime
) -> int:
    """Ask about these children too, in the same words; the draft's new version.

    Only children who were offered: on the viewer's own roll and at the same address.
    """
    draft = locked_draft(draft_id, by=by, at=at)
    offered = share_home(by, draft.child_id)
    chosen = sorted(set(children) & set(offered), key=offered.index)
    theirs = draft.saved_by_id not in (None, by.posting_id) and draft.version != version
    if theirs and draft.siblings not in ([], chosen):
        raise ChangedMeanwhile(_last_saver(draft), draft.saved_at)
    draft.siblings = chosen
    return save_draft(draft, by=by, at=at)


@transaction.atomic
def choose_telling(*, draft_id: UUID, telephone_first: bool, by: Viewer, at: datetime) -> int:
    """Whether the team that decides should ring the school first; the draft's new version."""
    draft = locked_draft(draft_id, by=by, at=at)
    draft.telephone_first = telephone_first
    return save_draft(draft, by=by, at=at)


def _last_saver(draft: Draft) -> str:
    return draft.saved_by.user.full_name if draft.saved_by else "A colleague"


def locked_draft(draft_id: UUID, *, by: Viewer, at: datetime) -> Draft:
    """The draft, locked until the transaction ends. Raises `NotFound` where it is not the viewer's team's."""
    draft = Draft.objects.select_for_update().filter(id=draft_id, team_id=by.team_id).first()
    if draft is None:
        raise NotFound
    require(by, TELL, draft.child_id, at=at)
    return draft

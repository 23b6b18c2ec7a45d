"""Write a decision: kept as typed, and whatever a colleague's save replaces is kept beside it."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import role_may
from alongside.access.viewer import Acting, Viewer
from alongside.areas.front_door.actions.claims import locked_request, refuse_if_held
from alongside.areas.front_door.actions.errors import ChangedMeanwhile
from alongside.areas.front_door.models import DecisionDraft, Request
from alongside.areas.front_door.permissions import DECIDE, PROPOSE_DECISION
from alongside.areas.front_door.queries.hub import words_of
from alongside.areas.front_door.rules import DecisionWords, NotPossibleNow, move
from alongside.areas.front_door.terms import RequestState
from alongside.register.models import Posting


@transaction.atomic
def save_decision_draft(
    *, request_id: UUID, words: DecisionWords, version: int, by: Viewer, at: datetime
) -> int:
    """Keep a decision as typed, complete or not, for the team alone; the draft's new version.

    `version` is 0 where none had been saved yet. Raises `ChangedMeanwhile` where a colleague saved since.
    """
    request = locked_request(request_id, PROPOSE_DECISION, by=by, at=at)
    _refuse_to_write(request, by=by, at=at)
    draft = DecisionDraft.objects.select_for_update().filter(request_id=request_id).first()
    if draft and draft.version != version and words_of(draft) != words:
        raise ChangedMeanwhile(name_of(draft.saved_by_id), draft.saved_at)
    after = (draft.version if draft else 0) + 1
    columns = written(request, words, by=by, at=at)
    DecisionDraft.objects.update_or_create(
        request_id=request_id,
        defaults={**columns, "version": after, "replaced": replaced_by(draft, words, by=by)},
    )
    by.ledger.saved = True
    return after


def written(
    request: Request, words: DecisionWords, *, by: Acting, at: datetime
) -> dict[str, object]:
    """The columns of a draft as somebody saved it."""
    keys = {"help_team": "help_team_id", "other_authority": "other_authority_id"}
    return {
        **{keys.get(field, field): said for field, said in asdict(words).items()},
        "saved_by_id": by.posting_id,
        "saved_at": at,
        "child_id": request.child_id,
    }


def replaced_by(
    draft: DecisionDraft | None, words: DecisionWords, *, by: Acting
) -> list[dict[str, object]]:
    """What colleagues wrote of this decision that others replaced, with what this save replaces."""
    if draft is None:
        return []
    theirs = words_of(draft)
    if draft.saved_by_id == by.posting_id or theirs in (words, DecisionWords()):
        return list(draft.replaced)
    kept = {field: str(said) for field, said in asdict(theirs).items() if said}
    by_whom = name_of(draft.saved_by_id)
    return [*draft.replaced, {"by": by_whom, "at": draft.saved_at.isoformat(), "words": kept}]


def _refuse_to_write(request: Request, *, by: Viewer, at: datetime) -> None:
    """Raise where nothing may be written of a decision now, or not by this viewer."""
    if request.state == RequestState.PROPOSED:
        if not role_may(by, DECIDE):
            raise NotPossibleNow(
                "A social worker has this decision now. Ask them to return it, then change it."
            )
        return
    move(request.state, "propose")
    refuse_if_held(request, by=by, at=at)


def name_of(posting_id: UUID) -> str:
    """Who a posting is."""
    return Posting.objects.select_related("user").get(id=posting_id).user.full_name

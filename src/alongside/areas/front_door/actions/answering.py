"""Answer what the hub asked: kept as typed, then sent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, require
from alongside.access.ties import end_ties
from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import record, save_texts
from alongside.areas.front_door.actions.asking import about, event_of, fact_of, text_of
from alongside.areas.front_door.actions.errors import ChangedMeanwhile, NothingWritten
from alongside.areas.front_door.models import Enquiry
from alongside.areas.front_door.permissions import ANSWER
from alongside.areas.front_door.rules import move_enquiry
from alongside.areas.front_door.terms import EnquiryState
from alongside.areas.messages.actions import mark_read
from alongside.foundation.lengths import problem_with_words

MOST_REPLACED = 5  # of a colleague's drafts that are kept


@transaction.atomic
def save_answer_draft(
    *, enquiry_id: UUID, words: str, version: int, by: Viewer, at: datetime
) -> int:
    """Keep an answer as typed, complete or not, for the team that was asked; the enquiry's new version.

    Raises `ChangedMeanwhile` where a colleague saved other words since. Words that are replaced are kept.
    """
    enquiry = _locked(enquiry_id, by=by, at=at)
    move_enquiry(enquiry.state, "answer")
    refuse_if_replaced(enquiry, words, version, by=by)
    before = enquiry.draft_answer
    if before and before not in words and enquiry.draft_saved_by_id != by.posting_id:
        kept = {"by": _saver(enquiry), "words": before}
        enquiry.replaced = [*enquiry.replaced, kept][-MOST_REPLACED:]
    enquiry.draft_answer = words
    enquiry.draft_saved_by_id, enquiry.draft_saved_at = by.posting_id, at
    enquiry.version += 1
    enquiry.save(
        update_fields=["draft_answer", "draft_saved_by", "draft_saved_at", "replaced", "version"]
    )
    by.ledger.saved = True
    return enquiry.version


def refuse_if_replaced(enquiry: Enquiry, words: str, version: int, *, by: Viewer) -> None:
    """Raise `ChangedMeanwhile` where somebody else saved other words since this version was read."""
    if enquiry.version == version or enquiry.draft_answer == words:
        return
    if enquiry.draft_saved_at and enquiry.draft_saved_by_id != by.posting_id:
        raise ChangedMeanwhile(_saver(enquiry), enquiry.draft_saved_at)


def _saver(enquiry: Enquiry) -> str:
    saved_by = enquiry.draft_saved_by
    return saved_by.user.full_name if saved_by else "A colleague"


@transaction.atomic
def answer_enquiry(*, enquiry_id: UUID, version: int, by: Viewer, at: datetime) -> None:
    """Send the answer that was saved; the team that asked is told. Twice is once.

    An organisation that was consulted no longer knows of the child from then on. Raises
    `NothingWritten` without words, `ChangedMeanwhile` where a colleague saved others since.
    """
    enquiry = _row(enquiry_id, by=by)
    if enquiry.state == EnquiryState.ANSWERED:
        return
    _require(enquiry, by=by, at=at)
    transition = move_enquiry(enquiry.state, "answer")
    if enquiry.version != version:
        raise ChangedMeanwhile(_saver(enquiry), enquiry.draft_saved_at or at)
    if problem := problem_with_words(enquiry.draft_answer, missing="Enter your answer"):
        raise NothingWritten(problem)
    enquiry.answer = text_of(enquiry, enquiry.draft_answer, by=by, at=at)
    save_texts([enquiry.answer])
    enquiry.state = transition.after
    enquiry.answered_by_id, enquiry.answered_at = by.posting_id, at
    enquiry.draft_answer, enquiry.replaced = "", []  # what was sent is what was meant
    enquiry.version += 1
    enquiry.save(
        update_fields=[
            "answer", "state", "answered_by", "answered_at", "draft_answer", "replaced", "version"
        ]
    )  # fmt: skip
    record(fact_of(enquiry, event_of(enquiry, transition), by=by, at=at))
    mark_read(by, subject_id=about(enquiry), at=at)
    if not enquiry.to_referrer:  # last: nothing of the child is theirs to read from here on
        end_ties(child_id=enquiry.child_id, kind="consulted", subject_id=enquiry.id, at=at)


def _locked(enquiry_id: UUID, *, by: Viewer, at: datetime) -> Enquiry:
    """The enquiry, locked until the transaction ends, if the viewer's team was asked; else `NotFound`."""
    enquiry = _row(enquiry_id, by=by)
    _require(enquiry, by=by, at=at)
    return enquiry


def _row(enquiry_id: UUID, *, by: Viewer) -> Enquiry:
    asked = Enquiry.objects.select_for_update().filter(id=enquiry_id, to_team_id=by.team_id)
    enquiry = asked.first()
    if enquiry is None:
        raise NotFound
    return enquiry


def _require(enquiry: Enquiry, *, by: Viewer, at: datetime) -> None:
    require(by, ANSWER, enquiry.child_id, subject_id=about(enquiry), at=at)

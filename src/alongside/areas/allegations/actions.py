"""Tell the designated officer, and what they do: each call ends in a recorded event that names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, require_role
from alongside.access.viewer import Permission, Viewer
from alongside.areas.allegations.models import Concern, ConcernDraft, ConcernEntry
from alongside.areas.allegations.permissions import ANSWER_CONCERN, RECORD_CONCERN, REPORT
from alongside.areas.allegations.queries import designated_officers
from alongside.areas.allegations.rules import (
    ConcernMovedOn,
    first_unanswered,
    move,
    problems_with_closing,
    problems_with_words,
)
from alongside.areas.allegations.terms import FIELDS, ConcernState
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.clocks.rules import Addressee
from alongside.areas.messages.actions import mark_read
from alongside.foundation.ids import id_at

__all__ = [
    "ChangedMeanwhile",
    "ConcernIncomplete",
    "ConcernMovedOn",
    "NoOfficer",
    "QuestionUnanswered",
    "acknowledge_concern",
    "add_note",
    "close_concern",
    "discard_draft",
    "report_concern",
    "save_draft",
    "seen_by_reporter",
    "write_to_reporter",
]
PART = "allegation"


class ChangedMeanwhile(Exception):
    """It was saved since this page was opened, by oneself in another window or by a colleague."""


class NoOfficer(Exception):
    """The authority has no designated officer here: nothing was sent, and somebody must ring."""


@dataclass
class QuestionUnanswered(Exception):
    """Nothing can be sent while this question has no answer: its key."""

    question: str


@dataclass
class ConcernIncomplete(Exception):
    """What the officer writes still lacks something: field to words."""

    problems: dict[str, str]

    def __str__(self) -> str:
        return "; ".join(self.problems.values())


@transaction.atomic
def save_draft(*, answers: Mapping[str, str], version: int, by: Viewer, at: datetime) -> int:
    """Keep these answers as typed, for the viewer alone; the draft's new version, 1 where it begins.

    `version` is 0 before there is a draft. Raises `ChangedMeanwhile` where another window saved since.
    """
    require_role(by, REPORT)
    # Sent twice at once, both begin it: the second waits here for the first, and then finds its draft.
    draft, begun = ConcernDraft.objects.get_or_create(
        posting_id=by.posting_id,
        defaults={"id": id_at(at), "answers": _known(answers), "saved_at": at},
    )
    if begun:
        by.ledger.saved = True
        return 1
    draft = ConcernDraft.objects.select_for_update().get(posting_id=by.posting_id)
    merged = {**draft.answers, **_known(answers)}
    if draft.version != version and merged != draft.answers:
        raise ChangedMeanwhile(
            "You changed this in another window. Read what you wrote there, then save yours again."
        )
    draft.answers, draft.saved_at, draft.version = merged, at, draft.version + 1
    draft.save(update_fields=["answers", "saved_at", "version"])
    by.ledger.saved = True
    return draft.version


def _known(answers: Mapping[str, str]) -> dict[str, str]:
    return {field: words for field, words in answers.items() if field in FIELDS}


@transaction.atomic
def discard_draft(*, by: Viewer) -> None:
    """Delete what the viewer has written and not sent."""
    require_role(by, REPORT)
    ConcernDraft.objects.filter(posting_id=by.posting_id).delete()


@transaction.atomic
def report_concern(*, version: int, by: Viewer, at: datetime) -> UUID | None:
    """Send what was written to the designated officer; the concern's id, or None where it was sent already.

    Raises `NoOfficer`, `QuestionUnanswered` or `ChangedMeanwhile`, and then nothing has been sent.
    """
    require_role(by, REPORT)
    draft = ConcernDraft.objects.select_for_update().filter(posting_id=by.posting_id).first()
    if draft is None:
        return None
    officers = designated_officers(by.authority_id, now=at)
    if officers is None:
        raise NoOfficer("Nothing has been sent: there is no designated officer here. Ring instead.")
    if question := first_unanswered(draft.answers):
        raise QuestionUnanswered(question.key)
    if draft.version != version:
        raise ChangedMeanwhile("You changed this in another window. Check it, then send it.")
    concern = _concern_of(draft, officers_team=officers.team_id, by=by, at=at)
    concern.save(force_insert=True)
    draft.delete()
    by.ledger.note_matter(concern.id, PART)
    _record(concern, "concern_reported", Addressee(team_id=concern.team_id), at=at)
    return concern.id


def _concern_of(draft: ConcernDraft, *, officers_team: UUID, by: Viewer, at: datetime) -> Concern:
    words = {field: draft.answers.get(field, "").strip() for field in FIELDS}
    danger = words.pop("danger") == "yes"
    return Concern(
        id=id_at(at), authority_id=by.authority_id, draft_id=draft.id, reported_by_id=by.posting_id,
        organisation_id=by.organisation_id, team_id=officers_team, danger=danger, reported_at=at,
        **words,
    )  # fmt: skip


@transaction.atomic
def acknowledge_concern(*, concern_id: UUID, by: Viewer, at: datetime) -> None:
    """An officer looks at it, for the team; the reporter is told so. Twice is once."""
    concern = _locked(concern_id, RECORD_CONCERN, by=by)
    mark_read(by, subject_id=concern.id, at=at)
    if concern.state != ConcernState.REPORTED:
        return
    transition = move(concern.state, "acknowledge")
    _acknowledged(concern, by=by, at=at)
    _save(concern, transition.after)
    _record(concern, transition.event, _reporter(concern), at=at)


@transaction.atomic
def write_to_reporter(
    *, concern_id: UUID, words: str, version: int, by: Viewer, at: datetime
) -> None:
    """Write to the person who told: they read it here, and an email says only that something waits."""
    concern = _locked(concern_id, ANSWER_CONCERN, by=by)
    transition = move(concern.state, "answer")
    _refuse_if_changed(concern, version)
    _refuse(problems_with_words(words, missing="Enter what you want to tell them"))
    _write(concern, words, to_reporter=True, by=by, at=at)
    _acknowledged(concern, by=by, at=at)
    _save(concern, transition.after)
    mark_read(by, subject_id=concern.id, at=at)
    _record(concern, transition.event, _reporter(concern), at=at)


@transaction.atomic
def add_note(*, concern_id: UUID, words: str, by: Viewer, at: datetime) -> None:
    """Add to the officers' own record. The reporter never reads it."""
    concern = _locked(concern_id, RECORD_CONCERN, by=by)
    _refuse(problems_with_words(words, missing="Enter a note"))
    _write(concern, words, to_reporter=False, by=by, at=at)
    _record(concern, "concern_noted", at=at)


@transaction.atomic
def close_concern(
    *, concern_id: UUID, outcome: str, words: str, version: int, by: Viewer, at: datetime
) -> None:
    """Close it, with how it ended and why. The reporter is told that it is closed, and no more."""
    concern = _locked(concern_id, RECORD_CONCERN, by=by)
    transition = move(concern.state, "close")
    _refuse_if_changed(concern, version)
    _refuse(problems_with_closing(outcome, words))
    _write(concern, words, to_reporter=False, by=by, at=at)
    concern.outcome, concern.closed_at = outcome, at
    _save(concern, transition.after)
    _record(concern, transition.event, _reporter(concern), at=at)


@transaction.atomic
def seen_by_reporter(*, concern_id: UUID, by: Viewer, at: datetime) -> None:
    """The reporter says that they have read what was written to them."""
    require_role(by, REPORT)
    if not Concern.objects.filter(id=concern_id, reported_by_id=by.posting_id).exists():
        raise NotFound
    by.ledger.note_matter(concern_id, PART)
    mark_read(by, subject_id=concern_id, at=at)


def _locked(concern_id: UUID, permission: Permission, *, by: Viewer) -> Concern:
    """The concern, locked until the transaction ends, if the viewer's team is its officers'."""
    require_role(by, permission)
    rows = Concern.objects.select_for_update().filter(id=concern_id, team_id=by.team_id)
    concern = rows.first()
    if concern is None:
        raise NotFound
    by.ledger.note_matter(concern.id, PART)
    return concern


def _refuse_if_changed(concern: Concern, version: int) -> None:
    if concern.version != version:
        raise ChangedMeanwhile(
            "A colleague changed this while you had it open. Read what is new, then send yours again."
        )


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise ConcernIncomplete(problems)


def _acknowledged(concern: Concern, *, by: Viewer, at: datetime) -> None:
    if concern.acknowledged_at is None:
        concern.acknowledged_at, concern.acknowledged_by_id = at, by.posting_id


def _save(concern: Concern, state: str) -> None:
    concern.state = state
    concern.version += 1
    concern.save(
        update_fields=["state", "acknowledged_at", "acknowledged_by", "closed_at", "outcome", "version"]
    )  # fmt: skip


def _write(concern: Concern, words: str, *, to_reporter: bool, by: Viewer, at: datetime) -> None:
    ConcernEntry(
        id=id_at(at), concern=concern, to_reporter=to_reporter, words=words.strip(),
        written_by_id=by.posting_id, written_at=at,
    ).save(force_insert=True)  # fmt: skip


def _reporter(concern: Concern) -> Addressee:
    # Nobody else at the reporter's place: it may be about any of them.
    return Addressee(team_id=concern.reported_by.team_id, posting_id=concern.reported_by_id)


def _record(concern: Concern, kind: str, *tells: Addressee, at: datetime) -> None:
    """By nobody and without a word: events are read by jobs, and never erased."""
    record(
        Fact(
            kind=kind, authority_id=concern.authority_id, subject_id=concern.id, at=at, tells=tells
        )
    )

"""Tell the school that asked what became of it: the one door for feedback, whoever gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from alongside.access.viewer import Acting
from alongside.areas.chronology.actions import Fact, record, save_texts, write_text
from alongside.areas.chronology.models import TextBlock
from alongside.areas.plans.actions.moves import Moved
from alongside.areas.plans.models import Feedback, Help
from alongside.areas.plans.rules import may_be_told, problems_with_words, school_reads
from alongside.areas.plans.terms import About
from alongside.foundation.ids import id_at
from alongside.packs import load_pack


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSchool:
    """What the practitioner adds for the school, and why it is told although nobody agreed to it."""

    words: str = ""
    override_reason: str = ""

    def problems(self, *, missing: str = "") -> dict[str, str]:
        """What is wrong with it: field to words."""
        return {
            **problems_with_words("words", self.words, missing=missing),
            **problems_with_words("override_reason", self.override_reason),
        }


NOTHING_ADDED = ForSchool()
NOT_SHARED = "not_shared"  # the line of an answer that says only that it was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Something to be told to the school that asked, by whom and when."""

    help_: Help | None
    request_id: UUID
    child_id: UUID
    authority_id: UUID
    about: About
    team_id: UUID
    words: str
    by: Acting
    at: datetime
    override_reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def rows(self) -> tuple[list[TextBlock], Feedback, Fact]:
        """Everything that it leaves, unsaved."""
        # Why nobody's agreement was waited for is the team's and the hub's to read, not the school's.
        said, why = self._text(self.words, "feedback"), self._text(self.override_reason, "plan")
        feedback = Feedback(
            id=id_at(self.at), authority_id=self.authority_id, child_id=self.child_id,
            request_id=self.request_id, help=self.help_, about=self.about, team_id=self.team_id,
            words=said, override_reason=why, given_by_id=self.by.posting_id, given_at=self.at,
            **self.details,
        )  # fmt: skip
        fact = Fact(
            kind=f"feedback_{self.about}", authority_id=self.authority_id, child_id=self.child_id,
            subject_id=self.request_id, by_posting_id=self.by.posting_id, at=self.at,
            payload={"feedback": feedback.id, "override": why is not None},
        )  # fmt: skip
        return [block for block in (said, why) if block], feedback, fact

    def _text(self, body: str, part: str) -> TextBlock | None:
        if not body.strip():
            return None
        return write_text(
            body=body.strip(), authority_id=self.authority_id, child_id=self.child_id,
            subject_id=self.request_id, part=part, source_id=self.by.organisation_id, at=self.at,
        )  # fmt: skip


def tell_school(  # noqa: PLR0913  what is told is made of this much
    *,
    help_: Help | None,
    request_id: UUID,
    child_id: UUID,
    authority_id: UUID,
    about: About,
    team_id: UUID,
    words: str,
    by: Acting,
    at: datetime,
    outcome: str = "",
    lead_name: str = "",
    meeting_on: date | None = None,
    end_reason: str = "",
    override_reason: str = "",
) -> None:
    """Write to the school that asked, in its own part of the record. Its caller has decided that it may be told."""
    details = {
        "outcome": outcome,
        "lead_name": lead_name,
        "meeting_on": meeting_on,
        "end_reason": end_reason,
    }
    texts, feedback, fact = Telling(
        help_=help_, request_id=request_id, child_id=child_id, authority_id=authority_id, about=about,
        team_id=team_id, words=words, by=by, at=at, override_reason=override_reason, details=details,
    ).rows()  # fmt: skip
    save_texts(texts)
    feedback.save(force_insert=True)
    record(fact)


def tell_of_act(
    moved: Moved,
    about: About,
    for_school: ForSchool,
    *,
    by: Acting,
    at: datetime,
    line: str = "",
    request_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
    **said: str,
) -> bool:
    """Add to an act what the school is told of it, where it may be; whether it is told.

    Help by agreement tells what was agreed to; anything else only with a recorded reason. That
    nothing more is shared needs nobody's agreement.
    """
    help_ = moved.help_
    request_id = request_id or help_.request_id
    agreed = line == NOT_SHARED or may_be_told(
        about, basis=help_.basis, agreed=frozenset(help_.agreed)
    )
    why = "" if agreed else for_school.override_reason.strip()
    if request_id is None or not (agreed or why):
        return False
    first = load_pack(by.pack).wording.feedback_line(line or about, **said)
    texts, feedback, fact = Telling(
        help_=help_, request_id=request_id, child_id=help_.child_id, authority_id=help_.authority_id,
        about=about, team_id=help_.team_id, words=school_reads(first, for_school.words), by=by, at=at,
        override_reason=why, details=details or {},
    ).rows()  # fmt: skip
    moved.texts += texts
    moved.rows.append(feedback)
    moved.facts.append(fact)
    return True

"""Tell the school that asked what has become of it: the one way in which feedback is given."""

from datetime import date, datetime
from uuid import UUID

from alongside.access.viewer import Acting
from alongside.areas.chronology.actions import Fact, record, save_texts, write_text
from alongside.areas.chronology.models import TextBlock
from alongside.areas.plans.models import Feedback, Help
from alongside.areas.plans.terms import About
from alongside.foundation.ids import id_at


def tell_school(  # noqa: PLR0913  each is a column of what is told
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
    """Write what the school will read, and record that it was told; its caller holds the transaction.

    Whether it may be told at all is the caller's to decide, by `rules.may_be_told`.
    """

    def text(body: str) -> TextBlock | None:
        if not body.strip():
            return None
        return write_text(
            body=body.strip(), authority_id=authority_id, child_id=child_id, subject_id=request_id,
            part="feedback", source_id=by.organisation_id, at=at,
        )  # fmt: skip

    said, overridden = text(words), text(override_reason)
    save_texts(block for block in (said, overridden) if block)
    feedback = Feedback(
        id=id_at(at), authority_id=authority_id, child_id=child_id, request_id=request_id,
        help=help_, about=about, outcome=outcome, team_id=team_id, lead_name=lead_name,
        meeting_on=meeting_on, end_reason=end_reason, words=said, override_reason=overridden,
        given_by_id=by.posting_id, given_at=at,
    )  # fmt: skip
    feedback.save(force_insert=True)
    record(
        Fact(
            kind=f"feedback_{about.value}", authority_id=authority_id, child_id=child_id,
            subject_id=request_id, by_posting_id=by.posting_id, at=at,
            payload={"feedback": feedback.id, "override": overridden is not None},
        )
    )  # fmt: skip

"""What happens to questions when people leave: found by the worker, so that the hub waits for nobody."""

from datetime import datetime

from django.db import transaction

from alongside.access.gate import somebody_may
from alongside.access.ties import end_ties_left
from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.front_door.models import Enquiry
from alongside.areas.front_door.permissions import ANSWER
from alongside.areas.front_door.rules import move_enquiry
from alongside.areas.front_door.terms import EnquiryState

AT_ONCE = 200  # in one transaction: the rest a minute later


@transaction.atomic
def take_back_questions_of_empty_teams(*, at: datetime) -> int:
    """Ask no longer where nobody is left who could answer, and tell the hub so; how many.

    For the worker. A school's question stays: it is about the school's own request, and waits for whoever
    comes there next, while the request stands in the hub's queue anyhow.
    """
    staffed = somebody_may(
        ANSWER.act, ANSWER.part, relationship="consulted", at=at, team="to_team_id"
    )
    rows = Enquiry.objects.select_for_update(skip_locked=True)
    left = list(rows.filter(~staffed, state=EnquiryState.ASKED, to_referrer=False)[:AT_ONCE])
    facts = []
    for enquiry in left:
        transition = move_enquiry(enquiry.state, "lose_team")
        enquiry.state, enquiry.version = transition.after, enquiry.version + 1
        enquiry.save(update_fields=["state", "version"])
        facts.append(
            Fact(
                kind=transition.event_of_consulted, authority_id=enquiry.authority_id,
                child_id=enquiry.child_id, subject_id=enquiry.id, at=at,
                payload={"enquiry": enquiry.id},
            )
        )  # fmt: skip
    record_many(facts)
    for enquiry in left:  # last: the team that asked is tied for the question too, and stays so
        end_ties_left(child_id=enquiry.child_id, kind="consulted", subject_id=enquiry.id, at=at)
    return len(left)

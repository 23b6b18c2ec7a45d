"""A person in the hub decides whether another record is of the same child. Nothing is merged."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import record
from alongside.areas.front_door.actions.claims import fact_about, locked_request
from alongside.areas.front_door.models import IdentityJudgement
from alongside.areas.front_door.permissions import JUDGE_IDENTITY
from alongside.areas.people.queries import ids_possibly_same
from alongside.foundation.ids import id_at, new_id


@transaction.atomic
def judge_identity(
    *, request_id: UUID, other_id: UUID, same: bool, by: Viewer, at: datetime
) -> None:
    """Decide that two records are of one child, or of two; deciding again changes it, the same twice is once.

    While they are of one child, the team that holds the request may read the other record too.
    """
    request = locked_request(request_id, JUDGE_IDENTITY, by=by, at=at)
    of_both = IdentityJudgement.objects.filter(child_id=request.child_id, other_id=other_id)
    judged = of_both.first()
    # A name that was corrected since takes no mistake out of reach: "no" is always possible.
    undoes = judged is not None and not same
    if not undoes and other_id not in ids_possibly_same(by, request.child_id):
        raise NotFound
    by.ledger.note(other_id, JUDGE_IDENTITY.part)
    if judged and judged.same == same:
        return
    if judged is None:
        judged = IdentityJudgement(id=id_at(at), child_id=request.child_id, other_id=other_id)
    judged.request_id, judged.same = request.id, same
    judged.judged_by_id, judged.judged_at = by.posting_id, at
    judged.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT front_door_tie_same(%s, %s, %s, %s, %s, %s)",
            [request.child_id, other_id, request.id, new_id(), at, same],
        )
    record(fact_about(request, "identity_judged", by=by, at=at, judgement=judged.id, same=same))

"""Say that somebody is away, or back: what they hold, colleagues may take on meanwhile."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, live, require_role
from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.staffing.models import Away
from alongside.areas.staffing.permissions import MARK_AWAY
from alongside.foundation.ids import id_at
from alongside.register.models import Posting


@transaction.atomic
def say_away(*, posting_id: UUID, by: Viewer, at: datetime) -> None:
    """Oneself or a colleague in the same team is away from now on. Twice is once."""
    posting = _colleague(posting_id, by=by, at=at)
    away, begun = Away.objects.get_or_create(
        posting_id=posting.id,
        ends_at=None,
        defaults={"id": id_at(at), "starts_at": at, "said_by_id": by.posting_id},
    )
    if begun:
        record(_fact("colleague_away", away, by=by, at=at))


@transaction.atomic
def say_back(*, posting_id: UUID, by: Viewer, at: datetime) -> None:
    """Oneself or a colleague is back. Twice is once."""
    posting = _colleague(posting_id, by=by, at=at)
    away = Away.objects.select_for_update().filter(posting_id=posting.id, ends_at=None).first()
    if away is None:
        return
    away.ends_at = max(at, away.starts_at)
    away.save(update_fields=["ends_at"])
    record(_fact("colleague_back", away, by=by, at=at))


def _colleague(posting_id: UUID, *, by: Viewer, at: datetime) -> Posting:
    """Somebody posted now in the viewer's own team, for whom the viewer may say it; else `NotFound`."""
    require_role(by, MARK_AWAY)
    posting = Posting.objects.filter(live(at), id=posting_id, team_id=by.team_id).first()
    if posting is None:
        raise NotFound
    return posting


def _fact(kind: str, away: Away, *, by: Viewer, at: datetime) -> Fact:
    return Fact(
        kind=kind,
        authority_id=by.authority_id,
        subject_id=away.id,
        by_posting_id=by.posting_id,
        at=at,
        payload={"posting": away.posting_id},
    )

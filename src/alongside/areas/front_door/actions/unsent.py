"""Alert a school's team to what it has begun and not sent: nobody outside it knows of that yet."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.clocks.queries import teaches_on
from alongside.areas.front_door.models import Draft
from alongside.areas.front_door.rules import QUIET, Unsent, alert_is_due
from alongside.foundation.calendars import ENGLAND, local_day
from alongside.packs import load_pack
from alongside.register.models import Authority, Team

# What the job may read of a draft: when and whose, never a word of it.
_SEEN = (
    "authority_id",
    "child_id",
    "team_id",
    "begun_by_id",
    "saved_by_id",
    "saved_at",
    "alerted_on",
)
MOST = 500


@transaction.atomic
def alert_unsent_drafts(*, at: datetime) -> list[UUID]:
    """Record each draft that lies unsent towards the end of a school day, once a day; their ids."""
    if not _may_be_due(at):
        return []
    today = local_day(at)
    still = Draft.objects.only("id", *_SEEN).filter(saved_at__lte=at - QUIET)
    locked = (
        still.exclude(alerted_on=today).order_by("saved_at").select_for_update(skip_locked=True)
    )
    due = _due(list(locked[:MOST]), at=at)
    record_many([_fact(draft, at=at) for draft in due])
    Draft.objects.filter(id__in=[draft.id for draft in due]).update(alerted_on=today)
    return [draft.id for draft in due]


def _may_be_due(at: datetime) -> bool:
    """Whether it is late enough in the day anywhere: before that no draft is looked at."""
    packs = Authority.objects.exclude(pack="").values_list("pack", flat=True).distinct()
    earliest = [load_pack(pack).front_door.unsent_alert_at for pack in packs]
    return bool(earliest) and at.astimezone(ENGLAND).time() >= min(earliest)


def _due(drafts: list[Draft], *, at: datetime) -> list[Draft]:
    authorities = {draft.authority_id for draft in drafts}
    packs = dict(Authority.objects.filter(id__in=authorities).values_list("id", "pack"))
    from_time = {a: load_pack(pack).front_door.unsent_alert_at for a, pack in packs.items()}
    teams = Team.objects.filter(id__in={draft.team_id for draft in drafts})
    school = dict(teams.values_list("id", "organisation_id"))
    open_today = {s: teaches_on(s, local_day(at)) for s in set(school.values())}
    return [
        draft
        for draft in drafts
        if alert_is_due(
            Unsent(saved_at=draft.saved_at, alerted_on=draft.alerted_on),
            at=at,
            from_time=from_time[draft.authority_id],
            is_school_day=open_today[school[draft.team_id]],
        )
    ]


def _fact(draft: Draft, *, at: datetime) -> Fact:
    return Fact(
        kind="draft_unsent",
        authority_id=draft.authority_id,
        child_id=draft.child_id,
        by_posting_id=draft.saved_by_id or draft.begun_by_id,
        at=at,
        payload={"draft": draft.id},
    )

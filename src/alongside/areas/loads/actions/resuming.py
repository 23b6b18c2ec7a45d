"""Begin a load, or go on with the one of the same file that was stopped."""

from dataclasses import replace

from django.db import transaction
from django.db.models import F, Q, QuerySet

from alongside.areas.loads.actions import LoadedFile, columns_of
from alongside.areas.loads.actions.errors import Overtaken
from alongside.areas.loads.models import Load
from alongside.areas.loads.rules import STOPPED
from alongside.areas.loads.terms import LoadState

_UNDER_WAY = (LoadState.READING, LoadState.APPLYING)
_UNFINISHED = (*_UNDER_WAY, LoadState.STOPPED)


@transaction.atomic(durable=True)
def begin_or_resume(load: LoadedFile) -> tuple[LoadedFile, Load]:
    """The load to run now, with its row; whoever calls holds the lock of all loads.

    A stopped load is gone on with where nothing of its kind has been taken in since: else what it
    would still write may be older than what is there. Then, the file is loaded from its start.
    Raises `Overtaken`.
    """
    assert load.authority_id is not None
    before = Load.objects.filter(kind=load.kind, authority_id=load.authority_id)
    latest = _changed_something(before, load.digest).order_by("-started_at", "-id").first()
    goes_on = latest if latest and _is_stopped(latest, load) else None
    if goes_on:
        load = replace(load, load_id=goes_on.id)
    _others_have_stopped(load)
    if goes_on:
        return load, _go_on(goes_on, load)
    if latest and latest.started_at > load.at:
        raise Overtaken(load.kind)
    return load, Load.objects.create(**columns_of(load), state=LoadState.READING)


def _is_stopped(row: Load, load: LoadedFile) -> bool:
    return row.digest == load.digest and row.state in _UNFINISHED


def _changed_something(loads: QuerySet[Load], digest: str) -> QuerySet[Load]:
    return loads.exclude(state=LoadState.REFUSED).filter(
        Q(digest=digest) | Q(units_done__gt=0) | Q(state=LoadState.FINISHED)
    )


def _go_on(row: Load, load: LoadedFile) -> Load:
    columns = columns_of(load) | {"state": LoadState.READING, "finished_at": None, "problem": ""}
    Load.objects.filter(id=row.id).update(**columns, went_on=F("went_on") + 1)
    row.refresh_from_db()
    return row


def _others_have_stopped(load: LoadedFile) -> None:
    """Whatever else seems to be under way has died: its lock is ours."""
    dead = Load.objects.filter(state__in=_UNDER_WAY).exclude(id=load.load_id)
    dead.update(state=LoadState.STOPPED, problem=STOPPED, finished_at=F("heard_at"))

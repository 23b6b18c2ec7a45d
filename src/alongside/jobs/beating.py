"""A worker says that it lives, and whoever watches the deployment reads when it last did."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from alongside.jobs.models import Worker

BEATS_EVERY = timedelta(seconds=15)
# From here on nobody counts on it any more; a worker that is busy with a load's messages still beats.
MISSED_AFTER = timedelta(minutes=3)
FORGOTTEN_AFTER = timedelta(days=1)


def beat(worker_id: UUID, *, at: datetime) -> None:
    """This worker lives; rows of workers that died long ago are taken away."""
    Worker.objects.update_or_create(
        id=worker_id, defaults={"seen_at": at}, create_defaults={"seen_at": at, "started_at": at}
    )
    Worker.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()


def say_goodbye(worker_id: UUID) -> None:
    """This worker was told to end: it is not one that is missed."""
    Worker.objects.filter(id=worker_id).delete()


def last_seen(using: str = DEFAULT_DB_ALIAS) -> datetime | None:
    """When any worker last said that it lives; None where none runs or all were told to end."""
    newest = Worker.objects.using(using).order_by("-seen_at").first()
    return newest.seen_at if newest else None

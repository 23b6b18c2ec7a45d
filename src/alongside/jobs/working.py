"""The worker: delivers as soon as something waits, and watches once a minute."""

import threading
from datetime import datetime, timedelta

import structlog
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from alongside.jobs.delivering import deliver_next_email, deliver_next_to_inbox
from alongside.jobs.watching import (
    keep_audit_partitions,
    watch_clocks,
    watch_drafts,
    watch_empty_teams,
    watch_inboxes,
    watch_leads,
)

LOOKS_EVERY = 0.5  # seconds between looks at an empty outbox
WATCHES_EVERY = timedelta(minutes=1)

log = structlog.get_logger()


def deliver_all(*, at: datetime) -> int:
    """Deliver everything that waits now, inboxes before email; how many."""
    made = 0
    while deliver_next_to_inbox(at=at):
        made += 1
    while deliver_next_email(at=at):
        made += 1
    return made


def work_until_ended() -> None:
    """Work until the process is told to end; a database that goes away is waited for."""
    stopping = threading.Event()
    watched, more = timezone.now() - WATCHES_EVERY, False
    log.info("worker_started")
    try:
        while not stopping.wait(0 if more else LOOKS_EVERY):
            now = timezone.now()
            try:
                more = _look(at=now)
                if now - watched >= WATCHES_EVERY:
                    watched = now
                    _watch(at=now)
            except OperationalError:
                more = False
                log.warning("database_unreachable")
                close_old_connections()
    except KeyboardInterrupt:
        log.info("worker_ended")


def _look(*, at: datetime) -> bool:
    """Deliver to every inbox, then send one email: a slow mail server holds up no school's answer."""
    while deliver_next_to_inbox(at=at):
        pass
    return deliver_next_email(at=at)


def _watch(*, at: datetime) -> None:
    keep_audit_partitions()
    log.info(
        "clocks_watched",
        found=watch_clocks(at=at),
        reopened=watch_inboxes(at=at),
        unsent=watch_drafts(at=at),
        returned=watch_empty_teams(at=at),
        leads_left=watch_leads(at=at),
    )

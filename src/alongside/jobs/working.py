"""The worker: delivers as soon as something waits, and watches once a minute."""

import threading
import time
from datetime import datetime, timedelta

import structlog
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from alongside.foundation.ids import new_id
from alongside.jobs.beating import BEATS_EVERY, beat, say_goodbye
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
# Between two beats: however much waits, the clocks are watched and the worker is seen to live.
MOST_AT_ONCE = 500

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
    working = Working()
    stopping = threading.Event()
    more = False
    log.info("worker_started", worker=str(working.id))
    try:
        while not stopping.wait(0 if more else LOOKS_EVERY):
            try:
                more = working.go_on(at=timezone.now())
            except OperationalError:
                more = False
                log.warning("database_unreachable")
                close_old_connections()
    except KeyboardInterrupt:
        working.end()


class Working:
    """One worker from its start to its end."""

    def __init__(self) -> None:
        """It has neither beaten nor watched yet: the first look does both."""
        self.id = new_id()
        self._beaten = self._watched = datetime.min.replace(tzinfo=timezone.get_current_timezone())

    def go_on(self, *, at: datetime) -> bool:
        """Deliver what waits, beat and watch where it is time to; whether more may wait."""
        more = _look(at=at)
        if at - self._beaten >= BEATS_EVERY:
            beat(self.id, at=at)
            self._beaten = at
        if at - self._watched >= WATCHES_EVERY:
            self._watched = at
            _watch(at=at)
        return more

    def end(self) -> None:
        """Say so, so that nobody misses it; a database that is away is told nothing."""
        try:
            say_goodbye(self.id)
        except OperationalError:
            log.warning("database_unreachable")
        log.info("worker_ended", worker=str(self.id))


def _look(*, at: datetime) -> bool:
    """Deliver to every inbox, then send one email: a slow mail server holds up no school's answer."""
    for _ in range(MOST_AT_ONCE):
        if not deliver_next_to_inbox(at=at):
            return deliver_next_email(at=at)
    return True


def _watch(*, at: datetime) -> None:
    began = time.perf_counter()
    keep_audit_partitions()
    done = {
        "found": watch_clocks(at=at),
        "reopened": watch_inboxes(at=at),
        "unsent": watch_drafts(at=at),
        "returned": watch_empty_teams(at=at),
        "leads_left": watch_leads(at=at),
    }
    log.info("worker_round", ms=round((time.perf_counter() - began) * 1000), **done)

"""Practitioners who stay signed in while their weeks are played."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from alongside.access.context import acting_in, close_context, open_context
from alongside.access.viewer import Viewer
from alongside.foundation.ids import new_id


class DeskSessions:
    """One session for each posting that acts, opened when it first does."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._nonces: dict[UUID, str] = {}

    @contextmanager
    def acting_as(self, posting_id: UUID) -> Iterator[Viewer]:
        """One transaction acting as a posting, which signs in only the first time."""
        if posting_id not in self._nonces:
            nonce = str(new_id())
            open_context(nonce=nonce, posting_id=posting_id, at=self._now)
            self._nonces[posting_id] = nonce
        with acting_in(self._nonces[posting_id]) as viewer:
            yield viewer

    def end(self) -> None:
        """Sign everybody out."""
        for nonce in self._nonces.values():
            close_context(nonce=nonce)
        self._nonces.clear()


@contextmanager
def desk_sessions(*, now: datetime) -> Iterator[DeskSessions]:
    """Sessions for as long as this lasts. `now` is the real one: sessions end twelve hours later."""
    sessions = DeskSessions(now=now)
    try:
        yield sessions
    finally:
        sessions.end()

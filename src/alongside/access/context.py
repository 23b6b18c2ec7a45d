"""How a session acts as a posting: a token whose hash PostgreSQL keeps, set for one transaction.

The raw token is derived from the session's nonce with a key the database never has, so that
neither injected SQL nor a copy of the database can act as anyone. Only the `sign_in` role may
open a context: a web connection cannot make itself another person.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from alongside.access.viewer import Viewer
from alongside.foundation.ids import new_id

SIGN_IN = "sign_in"  # the connection of the only role that may open a context
LASTS = timedelta(hours=12)
_COLUMNS = (
    *("user_id", "posting_id", "team_id", "organisation_id", "authority_id", "role", "pack"),
    *("full_name", "team_name", "team_kind", "organisation_name", "organisation_kind"),
)
# Asked with who the viewer is: every page needs it, and one question is cheaper than three.
_VIEWER = f"""
SELECT {", ".join(_COLUMNS)},
    (SELECT json_agg(json_build_array(m.relationship, m.purpose, m.part, m.act, m.own_subject_only))
        FROM access_matrix m WHERE m.authority_id = v.authority_id AND m.role = v.role),
    EXISTS (SELECT 1 FROM register_posting p WHERE p.user_id = v.user_id AND p.id <> v.posting_id
        AND p.starts_at <= now() AND (p.ends_at IS NULL OR p.ends_at > now()))
FROM access_viewer() v
"""


def token_of(nonce: str) -> str:
    """The raw token for a session's nonce."""
    key = hashlib.sha256(b"alongside.context|" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, nonce.encode(), hashlib.sha256).hexdigest()


def open_context(*, nonce: str, posting_id: UUID, at: datetime) -> None:
    """Let the session with this nonce act as a posting for twelve hours, or until it ends."""
    digest = hashlib.sha256(token_of(nonce).encode()).digest()
    _as_sign_in("SELECT access_open_context(%s, %s, %s)", [digest, posting_id, at + LASTS])


def close_context(*, nonce: str) -> None:
    """Signing out: the token opens nothing from here on."""
    digest = hashlib.sha256(token_of(nonce).encode()).digest()
    _as_sign_in("SELECT access_close_context(%s)", [digest])


def _as_sign_in(sql: str, values: list[bytes | UUID | datetime]) -> None:
    # Committed at once, or with the caller's own transaction on this connection.
    with connections[SIGN_IN].cursor() as cursor:
        cursor.execute(sql, values)


def enter(nonce: str) -> Viewer | None:
    """Set this transaction's token; the viewer it stands for, or None where it stands for nobody now."""
    set_token(token_of(nonce))
    with connection.cursor() as cursor:
        cursor.execute(_VIEWER)
        row = cursor.fetchone()
    if row is None:
        return None
    *who, grants, works_elsewhere = row
    return Viewer(
        **dict(zip(_COLUMNS, who, strict=True)),
        grants=frozenset(tuple(grant) for grant in grants or ()),
        works_elsewhere=works_elsewhere,
    )


def set_token(token: str) -> None:
    """Bound by the server: Django would write it into the statement, and a role may read what all its
    own connections run (pg_stat_activity).
    """
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as bound:
        bound.execute("SELECT set_config('alongside.token', %s, true)", [token])


def leave() -> None:
    """Forget the token: SET LOCAL would live on into an outer transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('alongside.token', '', true)")


@contextmanager
def acting_as(posting_id: UUID, *, at: datetime) -> Iterator[Viewer]:
    """One transaction acting as a posting: how the demo and the tests do what a signed-in person does."""
    nonce = str(new_id())
    open_context(nonce=nonce, posting_id=posting_id, at=max(at, datetime.now(at.tzinfo)))
    try:
        with acting_in(nonce) as viewer:
            yield viewer
    finally:
        close_context(nonce=nonce)


@contextmanager
def acting_in(nonce: str) -> Iterator[Viewer]:
    """One transaction acting as the posting whose context was opened with this nonce."""
    with transaction.atomic():
        viewer = enter(nonce)
        if viewer is None:
            raise PostingNotLive(nonce)
        yield viewer
        leave()


class PostingNotLive(Exception):
    """This posting has ended, or its person may not sign in: nothing can be done as them."""


@contextmanager
def connected_as(role: str) -> Iterator[None]:
    """Let the default connection be another of the configured roles: `web`, `worker`, `loader`, `owner`."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[role]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before

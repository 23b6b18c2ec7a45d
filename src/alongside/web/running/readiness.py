"""Whether this process can serve: the database answers both its logins, is new enough, and packs are read."""

from functools import cache

from django.db import Error, connection, connections

from alongside.access.context import SIGN_IN
from alongside.access.database_role import missing_migrations
from alongside.packs import PackInvalid, PackNotFound, load_pack
from alongside.register.models import Authority


class NotReady(Exception):
    """Pages cannot be served now; its words are a code for the log, never shown."""


def require_ready() -> None:
    """Raise `NotReady` unless pages can be served.

    The tables and packs are looked at until they are right once: from then on they stay so for as long
    as this process lives, since a newer version only adds to what an older one reads.
    """
    try:
        for each in (connection, connections[SIGN_IN]):
            with each.cursor() as cursor:
                cursor.execute("SELECT 1")
        _require_tables_and_packs()
    except Error as problem:
        raise NotReady("database") from problem


@cache
def _require_tables_and_packs() -> None:
    if missing_migrations():
        raise NotReady("migrations")
    for key in Authority.objects.exclude(pack="").values_list("pack", flat=True).distinct():
        try:
            load_pack(key)
        except (PackInvalid, PackNotFound) as problem:
            raise NotReady("packs") from problem

"""What can be wrong with a deployment, one check a cause, each answered in words."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone

from alongside.access.database_role import role_too_powerful, unguarded_tables
from alongside.access.gate import live
from alongside.access.matrix import stored_rows, wanted_rows
from alongside.areas.allegations.queries import officers_missing
from alongside.areas.front_door.queries.drafts import teams_that_cannot_send
from alongside.areas.messages.queries import waiting_since
from alongside.cli.database import home
from alongside.foundation.embedded_postgres import EmbeddedPostgres
from alongside.packs import PackInvalid, PackNotFound, load_pack
from alongside.register.models import Authority, Posting, Team

State = Literal["ok", "warning", "wrong"]
OLDEST_POSTGRES = 160_000
CLOCKS_APART = timedelta(seconds=5)
TOO_LONG = timedelta(minutes=5)
LEAST_FREE = 2_000_000_000  # bytes
LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Roles a page or the worker logs in as; the owner and the loader are for single tasks.
SERVING = ("web", "sign_in", "worker")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it stands, and what to do where it is not well."""

    about: str
    state: State
    words: str


def examine() -> Iterator[Finding]:
    """Everything that can be looked at from here; without a database, only what needs none."""
    yield from _addresses()
    reached = list(_logins())
    yield from reached
    if any(finding.state == "wrong" for finding in reached):
        return
    for check in (_roles, _tables, _migrations, _packs, _posted, _worker, _clock, _audit):
        yield from _asked(check)
    yield from _mail()
    yield from _disk()


def _asked(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    about = check.__name__.strip("_").replace("_", " ")
    try:
        yield from check()
    except ProgrammingError as problem:
        words = f"The database refused to say: {str(problem).splitlines()[0]}"
        yield Finding(about, "wrong", f"{words} Run `alongside migrate`.")


def _addresses() -> Iterator[Finding]:
    address = urlsplit(settings.BASE_URL)
    own = address.hostname in LOOPBACK
    if address.scheme == "https":
        yield Finding("address", "ok", f"Pages are reached at {settings.BASE_URL}.")
    elif own:
        words = (
            "Pages are for this machine alone. For others, set ALONGSIDE_BASE_URL to https://..."
        )
        yield Finding("address", "warning", words)
    else:
        yield Finding(
            "address", "wrong", f"{settings.BASE_URL} is not https: passwords could be read."
        )
    if settings.DEMO and not own:
        words = "ALONGSIDE_DEMO lets anybody sign in as anybody. Take it away."
        yield Finding("demo", "wrong", words)


def _logins() -> Iterator[Finding]:
    if (
        os.environ.get("DATABASE_URL") is None
        and not EmbeddedPostgres(home() / "postgres").is_running()
    ):
        words = (
            "The built-in database is not running. `alongside serve` or `worker` starts it, "
            "once `alongside migrate` has made it."
        )
        yield Finding("database", "wrong", words)
        return
    for role in (*SERVING, "loader", "owner"):
        if role not in settings.DATABASES:
            if role in SERVING:
                yield Finding("database", "wrong", f"No address for the {role} role is set.")
            continue
        try:
            with connections[role].cursor() as cursor:
                cursor.execute("SHOW server_version_num")
                version = int(cursor.fetchone()[0])
        except OperationalError as problem:
            reason = str(problem).splitlines()[0]
            yield Finding("database", "wrong", f"The {role} role cannot log in: {reason}")
            continue
        if version < OLDEST_POSTGRES:
            yield Finding("database", "wrong", "PostgreSQL is older than 16. Upgrade it.")
            return
        yield Finding("database", "ok", f"The {role} role logs in.")


def _roles() -> Iterator[Finding]:
    for role in SERVING:
        if reason := role_too_powerful(role):
            yield Finding("roles", "wrong", reason)
        else:
            yield Finding("roles", "ok", f"The {role} role is bound by row-level security.")


def _tables() -> Iterator[Finding]:
    if tables := unguarded_tables("web"):
        yield Finding("tables", "wrong", f"Not under row-level security: {', '.join(tables)}.")
    else:
        yield Finding("tables", "ok", "Every table that names a child is under row-level security.")


def _migrations() -> Iterator[Finding]:
    if "owner" not in settings.DATABASES:
        words = "Not looked at: DATABASE_OWNER_URL is not set here."
        yield Finding("migrations", "warning", words)
        return
    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        words = f"{len(waiting)} are waiting. Run `alongside migrate`."
        yield Finding("migrations", "wrong", words)
    else:
        yield Finding("migrations", "ok", "The tables are up to date.")


def _packs() -> Iterator[Finding]:
    served = list(Authority.objects.using("web").exclude(pack=""))
    if not served:
        words = "No authority is set up. Run `alongside authority`."
        yield Finding("packs", "wrong", words)
    for authority in served:
        try:
            load_pack(authority.pack)
        except (PackInvalid, PackNotFound) as problem:
            yield Finding("packs", "wrong", f"{authority.name}: {problem}")
            continue
        if stored_rows(authority) != wanted_rows(authority):
            words = f"{authority.name}: the access matrix is older than its pack. Run `alongside migrate`."
            yield Finding("packs", "wrong", words)
        else:
            yield Finding("packs", "ok", f"{authority.name}: the pack is sound and in force.")
        yield _hub(authority)


def _hub(authority: Authority) -> Finding:
    kind = load_pack(authority.pack).front_door.receiving_team_kind
    teams = Team.objects.using("web").filter(organisation__authority=authority, kind=kind)
    posted = Posting.objects.using("web").filter(
        live(timezone.now()), team__in=teams.values("id"), user__is_active=True
    )
    if posted.exists():
        words = f"{authority.name}: somebody is posted in the team that receives requests."
        return Finding("teams", "ok", words)
    words = (
        f"{authority.name}: nobody is posted in a team of the kind {kind}, so no request is read."
    )
    return Finding("teams", "wrong", words)


def _posted() -> Iterator[Finding]:
    """Teams that hold something only they may read, and in which nobody is left to read it."""
    for team in officers_missing(using="web"):
        words = f"{team.name}: nobody is posted as designated officer, so no concern is read."
        yield Finding("teams", "wrong", words)
    for team in teams_that_cannot_send(using="worker"):
        words = (
            f"{team.name}: something is written and not sent, and nobody is posted who can send it."
        )
        yield Finding("teams", "wrong", f"{words} Ring the school, and load its staff again.")


def _worker() -> Iterator[Finding]:
    with connections["web"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'alongside_worker' AND pid <> %s",
            [_pid_of("worker")],
        )
        working = cursor.fetchone()[0]
    since, now = waiting_since(using="worker"), timezone.now()
    if since and now - since > TOO_LONG:
        words = f"Messages have been waiting since {since:%-d %B %H:%M} UTC. Start or look at `alongside worker`."
        yield Finding("worker", "wrong", words)
    elif not working:
        yield Finding("worker", "wrong", "No worker is running. Start `alongside worker`.")
    else:
        yield Finding("worker", "ok", "A worker is running and nothing waits for long.")


def _pid_of(role: str) -> int:
    with connections[role].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _clock() -> Iterator[Finding]:
    with connections["web"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(timezone.now() - cursor.fetchone()[0])
    if apart > CLOCKS_APART:
        words = f"This machine and the database are {apart.total_seconds():.0f} seconds apart. Set both by NTP."
        yield Finding("clock", "wrong", words)
    else:
        yield Finding("clock", "ok", "This machine and the database agree on the time.")


def _audit() -> Iterator[Finding]:
    ahead = timezone.now() + timedelta(days=31)
    with connections["web"].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"public.audit_entry_{ahead:%Y_%m}"])
        made = cursor.fetchone()[0]
    if made:
        yield Finding("audit", "ok", "There is room for next month's audit.")
    else:
        yield Finding("audit", "wrong", "Next month has no audit partition: the worker makes it.")


def _mail() -> Iterator[Finding]:
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except OSError as problem:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        yield Finding("mail", "wrong", f"The mail server at {where} cannot be reached: {problem}")
    else:
        yield Finding("mail", "ok", "The mail server answers.")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME.anchor).free
    if settings.HOME.exists():
        free = shutil.disk_usage(settings.HOME).free
    state: State = "ok" if free > LEAST_FREE else "wrong"
    yield Finding("disk", state, f"{free / 1e9:.0f} GB are free where {settings.HOME.name} lies.")

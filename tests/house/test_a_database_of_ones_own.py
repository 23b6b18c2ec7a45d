"""A PostgreSQL of the deployment's own: prepared, migrated and looked at by the command alone."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.foundation.embedded_postgres import EmbeddedPostgres

ALONGSIDE = Path(sys.executable).with_name("alongside")


def alongside(*words: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "DJANGO_"))}
    env = {**kept, "ALONGSIDE_HOME": str(folder / "home"), **variables}
    command = [str(ALONGSIDE), *words]
    return subprocess.run(
        command, env=env, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def urls(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("deployment")
    words = ["--admin", server.conninfo(), "--database", "council", "--passwords", "roles.json"]
    done = alongside("prepare-database", *words, folder=folder)
    assert done.returncode == 0, done.stderr
    again = alongside("prepare-database", *words, folder=folder)
    assert again.stdout == done.stdout
    assert (folder / "roles.json").stat().st_mode & 0o077 == 0
    lines = (line for line in done.stdout.splitlines() if not line.startswith("#"))
    pairs = (line.partition("=") for line in lines)
    return {name: shlex.split(value)[0] for name, _, value in pairs}


def test_each_process_is_told_its_own_variable(urls: dict[str, str]) -> None:
    own = {name: url for name, url in urls.items() if name.startswith("DATABASE_")}
    assert {name: url.split("user=")[1].split()[0] for name, url in own.items()} == {
        "DATABASE_URL": "alongside_web",
        "DATABASE_SIGN_IN_URL": "alongside_sign_in",
        "DATABASE_WORKER_URL": "alongside_worker",
        "DATABASE_LOADER_URL": "alongside_loader",
        "DATABASE_OWNER_URL": "alongside_owner",
    }


def test_a_backup_is_made_of_what_is_printed_and_no_password_is_among_its_words(
    urls: dict[str, str], tmp_path: Path
) -> None:
    given = {name: value for name, value in urls.items() if name.startswith("PG")}
    assert (given["PGUSER"], given["PGDATABASE"]) == ("alongside_backup", "council")
    subprocess.run(
        [EmbeddedPostgres.program("pg_dump"), "--format=custom", f"--file={tmp_path / 'new.dump'}"],
        env={"PATH": os.defpath, **given}, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert (tmp_path / "new.dump").read_bytes().startswith(b"PGDMP")


def test_it_is_migrated_an_authority_set_up_and_the_doctor_finds_only_what_is_missing(
    urls: dict[str, str], tmp_path: Path
) -> None:
    assert alongside("migrate", folder=tmp_path, **urls).returncode == 0
    words = ("authority", "thornmere", "--dfe-code", "999", "--gss-code", "E99999999")
    done = alongside(*words, folder=tmp_path, **urls)
    assert done.returncode == 0, done.stderr
    mail = {"ALONGSIDE_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    looked = alongside("doctor", folder=tmp_path, **urls, **mail)
    wrong = [line for line in looked.stdout.splitlines() if line.startswith("WRONG")]
    assert [line.split()[1] for line in wrong] == ["teams", "worker"], looked.stdout
    assert not (tmp_path / "home" / "postgres").exists()


def test_an_address_that_leads_nowhere_is_said_in_words(tmp_path: Path) -> None:
    words = ["--admin", "host=/nowhere dbname=postgres", "--passwords", "roles.json"]
    done = alongside("prepare-database", *words, folder=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "/nowhere" in done.stderr

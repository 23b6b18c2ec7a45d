"""What stands in the way of serving is said in one sentence, and the exit code says that nothing was."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ALONGSIDE = Path(sys.executable).with_name("alongside")


def alongside(*words: str, home: Path, **variables: str) -> tuple[int, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "DJANGO_"))}
    env = {**kept, "ALONGSIDE_HOME": str(home), **variables}
    done = subprocess.run(
        [ALONGSIDE, *words], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def busy() -> Iterator[str]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield str(holder.getsockname()[1])


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken(tmp_path: Path, busy: str, command: str) -> None:
    code, said = alongside(command, "--port", busy, home=tmp_path)
    assert (code, f"listens on port {busy} already" in said) == (1, True), said
    assert not (tmp_path / "postgres").exists()


def test_a_port_that_is_none(tmp_path: Path) -> None:
    assert alongside("serve", "--port", "99999", home=tmp_path)[0] == 2


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_database_with_nothing_in_it(tmp_path: Path, command: str) -> None:
    code, said = alongside(command, home=tmp_path)
    assert (code, "Run `alongside migrate` first" in said) == (1, True), said


def test_an_address_for_others_that_is_not_https(tmp_path: Path) -> None:
    variables = {"ALONGSIDE_BASE_URL": "http://alongside.thornmere.example"}
    code, said = alongside("serve", home=tmp_path, **variables)
    assert (code, "https" in said) == (1, True), said


def test_a_database_that_is_away(tmp_path: Path) -> None:
    urls = dict.fromkeys(
        ("DATABASE_URL", "DATABASE_SIGN_IN_URL", "DATABASE_WORKER_URL"),
        "host=/nowhere dbname=alongside user=alongside_web",
    )
    for command in ("serve", "worker"):
        code, said = alongside(command, home=tmp_path, **urls)
        assert (code, "cannot be reached" in said) == (1, True), said


def test_the_doctor_says_what_is_wrong_where_there_is_no_database_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    done = subprocess.run(
        [ALONGSIDE, "doctor", "--json"], capture_output=True, text=True, timeout=60, check=False,
        env={**{k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "ALONGSIDE_", "DJANGO_"))},
             "ALONGSIDE_HOME": str(home)},
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (done.returncode, told["state"]) == (2, "wrong")
    wrong = {f["about"]: f["words"] for f in told["findings"] if f["state"] == "wrong"}
    assert "not running" in wrong["database"]
    assert {"address", "secrets", "disk"} <= {f["about"] for f in told["findings"]}
    assert not home.exists()


def test_the_doctor_says_which_setting_is_missing(tmp_path: Path) -> None:
    variables = {"DATABASE_URL": "host=/nowhere", "ALONGSIDE_ROLE": "worker"}
    code, _ = alongside("doctor", home=tmp_path, **variables)
    assert code == 2

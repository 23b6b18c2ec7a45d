"""The wheel holds all that a deployment needs, and the command of it really serves and ends."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

ALONGSIDE = Path(sys.executable).with_name("alongside")
SECONDS = 60


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from this tree."""
    made = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    (file,) = made.glob("*.whl")
    return set(zipfile.ZipFile(file).namelist())


@pytest.mark.parametrize(
    "file",
    [
        "alongside/web/static/vendor/govuk-frontend.min.css",
        "alongside/web/static/vendor/htmx.min.js",
        "alongside/web/static/vendor/LICENCES.txt",
        "alongside/web/static/alongside/start.js",
        "alongside/web/base.html",
        "alongside/packs/england/access.toml",
        "alongside/areas/front_door/migrations/0001_initial.py",
        "alongside/py.typed",
    ],
)
def test_the_wheel_holds(wheel: set[str], file: str) -> None:
    assert file in wheel


def test_the_wheel_holds_no_tests_and_no_tools(wheel: set[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"alongside"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answer(
    port: int, path: str, program: subprocess.Popen[bytes], token: str = ""
) -> tuple[int, str, bytes]:
    """The status, policy and body of one request, once somebody listens."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and program.poll() is None:
        with (
            contextlib.suppress(ConnectionRefusedError),
            contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as asked,
        ):
            asked.request(
                "GET",
                path,
                headers={"Host": f"localhost:{port}", "Authorization": f"Bearer {token}"},
            )
            said = asked.getresponse()
            return said.status, said.headers.get("Content-Security-Policy", ""), said.read()
    raise AssertionError(f"nothing was served: exit code {program.poll()}")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_its_pages_and_assets_and_ends_when_told(
    tmp_path: Path, ending: signal.Signals
) -> None:
    env = {
        **os.environ, "ALONGSIDE_HOME": str(tmp_path / "home"), "ALONGSIDE_LOG": "json",
        "ALONGSIDE_METRICS_TOKEN": "token",
    }  # fmt: skip
    env.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([ALONGSIDE, "migrate"], env=env, cwd=tmp_path, check=True, timeout=SECONDS)
    port = free_port()
    command = [ALONGSIDE, "serve", "--port", str(port), "--workers", "2"]
    with (tmp_path / "said").open("wb") as said:
        program = subprocess.Popen(
            command, env=env, cwd=tmp_path, start_new_session=True, stdout=said
        )
    try:
        status, policy, body = answer(port, "/sign-in/", program)
        assert status == 200
        assert b"Sign in" in body
        assert policy.startswith("default-src 'none'")
        assert answer(port, "/static/vendor/govuk-frontend.min.css", program)[0] == 200
        for address in ("/healthz", "/readyz"):
            assert answer(port, address, program)[0] == 200
        numbers = answer(port, "/metrics", program, "token")[2].decode()
        program.send_signal(ending)
        assert program.wait(SECONDS) == 0
    finally:
        if program.poll() is None:
            program.kill()
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)  # neither a server nor a database is left behind
    # Whichever of the two processes is asked answers for both.
    assert (
        'alongside_requests_total{method="GET",route="account_login",status="200"} 1.0' in numbers
    )
    lines = [json.loads(line) for line in (tmp_path / "said").read_text().splitlines()]
    assert {line["route"] for line in lines if line["event"] == "request"} == {"account_login"}
    assert any("Listening" in line["event"] for line in lines)

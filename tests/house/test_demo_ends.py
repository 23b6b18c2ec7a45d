"""The demo ends cleanly when told to, at any time, and an interrupted making is begun again."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.foundation.embedded_postgres import EmbeddedPostgres

SECONDS = 60


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    yield home
    EmbeddedPostgres(home / "postgres").stop()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def told_to_end(home: Path, port: int, *, after: str, by: signal.Signals) -> tuple[int, str]:
    """The demo started, told to end once it has said something: its exit code and all it said."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "alongside.cli", "demo", "--port", str(port), "--children", "300"],
        env={**os.environ, "ALONGSIDE_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert demo.stdout is not None
    said = ""
    for line in demo.stdout:
        said += line
        if after in line:
            break
    demo.send_signal(by)
    said += demo.communicate(timeout=SECONDS)[0]
    return demo.returncode, said


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_told_to_end_while_it_is_made_begins_again_next_time(
    home: Path, port: int, by: signal.Signals
) -> None:
    server = EmbeddedPostgres(home / "postgres")

    code, said = told_to_end(home, port, after="practitioners", by=by)
    assert (code, server.is_running()) == (130, False), said
    assert "Traceback" not in said, said
    assert "made from the beginning by the next start" in said

    code, said = told_to_end(home, port, after="Open http", by=by)
    assert (code, server.is_running()) == (0, False), said
    assert "practitioners" in said, "it was made again"
    assert "Traceback" not in said, said

    code, said = told_to_end(home, port, after="Open http", by=by)
    assert code == 0, said
    assert "already here" in said

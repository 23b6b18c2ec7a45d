"""A whole deployment on this machine: a server of its own, web processes on several ports, and a worker."""

import http.client
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from alongside.foundation.embedded_postgres import EmbeddedPostgres

REPOSITORY = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60


@dataclass
class Deployment:
    """Where everything is; `tree` is the version of the code that is started from here on."""

    folder: Path
    urls: dict[str, str]
    tree: Path = REPOSITORY
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, *words: str, **more: str) -> tuple[list[str], dict[str, str]]:
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "ALONGSIDE_"))
        }
        env = {
            **kept, **self.urls, **more, "PYTHONPATH": str(self.tree / "src"), "ALONGSIDE_DEMO": "1",
            "ALONGSIDE_HOME": str(self.folder / "home"), "ALONGSIDE_SECRET_KEY": "of a measurement",
            "ALONGSIDE_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "ALONGSIDE_METRICS_TOKEN": "of a measurement",
        }  # fmt: skip
        return [sys.executable, "-m", "alongside.cli", *words], env

    def run(self, *words: str, **more: str) -> float:
        """Run one command to its end; the seconds it took."""
        command, env = self.command(*words, **more)
        began = time.monotonic()
        subprocess.run(command, env=env, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - began

    def start(self, *words: str, **more: str) -> subprocess.Popen[bytes]:
        command, env = self.command(*words, **more)
        log = (self.folder / "log").open("ab")
        program = subprocess.Popen(command, env=env, cwd=self.folder, stdout=log, stderr=log)
        self.running.append(program)
        return program

    def serve(self, port: int, workers: int = 2) -> subprocess.Popen[bytes]:
        program = self.start("serve", "--port", str(port), "--workers", str(workers))
        wait_for(port)
        return program


def wait_for(port: int) -> None:
    """Until pages are answered; how an upgrade waits before it goes on to the next."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        with suppress(OSError, http.client.HTTPException):
            if Browser().get(port, "/sign-in/")[0] == http.client.OK:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def a_deployment() -> Iterator[Deployment]:
    """A prepared and still empty database; everything that was started is ended afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = EmbeddedPostgres(folder / "postgres")
        server.start()
        prepared = subprocess.run(
            [sys.executable, "-m", "alongside.cli", "prepare-database", "--admin", server.conninfo(),
             "--passwords", str(folder / "roles.json")],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        pairs = (line.partition("=") for line in prepared.stdout.splitlines())
        deployment = Deployment(folder, {key: shlex.split(value)[0] for key, _, value in pairs})
        try:
            yield deployment
        finally:
            for program in deployment.running:
                program.terminate()
            for program in deployment.running:
                program.wait(60)
            server.stop()


class Browser:
    """One person's browser: keeps cookies, follows nothing by itself."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def get(self, port: int, path: str) -> tuple[int, str]:
        return self._ask(port, "GET", path, None)

    def post(self, port: int, path: str, body: str) -> tuple[int, str]:
        return self._ask(port, "POST", path, body)

    def _ask(self, port: int, method: str, path: str, body: str | None) -> tuple[int, str]:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            asked.request(method, path, body=body, headers=headers)
            answer = asked.getresponse()
            for given in answer.headers.get_all("Set-Cookie", []):
                key, _, value = given.partition(";")[0].partition("=")
                self.cookies[key] = value
            return answer.status, answer.read().decode()
        finally:
            asked.close()

    def become(self, port: int, role: str) -> None:
        """Sign in as the demo's persona of a role."""
        _, page = self.get(port, "/demo/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = page.split(role)[1]
        posting = re.search(r'name="posting" value="([^"]+)"', form)
        if not (token and posting):
            raise LookupError(role)
        status, _ = self.post(
            port, "/demo/", f"csrfmiddlewaretoken={token[1]}&posting={posting[1]}"
        )
        if status != http.client.FOUND:
            raise LookupError(status)

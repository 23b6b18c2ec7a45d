"""An upgrade while people work: old processes on new tables, then each restarted, and no request lost.

Two web processes' worth of the old version serve on two ports; a stand-in for the proxy asks them in turn and,
as nginx and Caddy do, asks the other where one refuses the connection. Meanwhile the new version
migrates, then each port and the worker are ended and started anew.

python3 dev.py bench upgrade            or    python -m bench.upgrade --old REVISION
"""

import argparse
import http.client
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.table import Table

from bench._deployment import REPOSITORY, Browser, Deployment, a_deployment, free_port

PAGES = {"Contact officer": "/hub/", "Designated safeguarding lead": "/children/"}
PEOPLE_OF_EACH = 2


class Asking:
    """Asks without a pause until it is told to end; `came` counts what came of each request by phase."""

    def __init__(self, ports: list[int]) -> None:
        self.ports, self.phase, self.ended = ports, "old version", threading.Event()
        self.came: dict[str, Counter[str]] = {}
        self.slowest: dict[str, float] = {}
        self._threads = [
            threading.Thread(target=self._ask, args=each)
            for each in PAGES.items()
            for _ in range(PEOPLE_OF_EACH)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, role: str, path: str) -> None:
        try:
            self._go_on_asking(role, path)
        except BaseException as problem:
            self.came.setdefault(self.phase, Counter())[f"gave up: {problem!r}"] += 1
            raise

    def _go_on_asking(self, role: str, path: str) -> None:
        person, turn = Browser(), 0
        person.become(self.ports[0], role)
        while not self.ended.is_set():
            turn += 1
            first, second = self.ports[turn % 2], self.ports[(turn + 1) % 2]
            phase, began = self.phase, time.monotonic()
            came = self._once(person, path, first, second)
            self.came.setdefault(phase, Counter())[came] += 1
            took = time.monotonic() - began
            self.slowest[phase] = max(self.slowest.get(phase, 0), took)

    @staticmethod
    def _once(person: Browser, path: str, first: int, second: int) -> str:
        try:
            return f"{person.get(first, path)[0]}"
        except ConnectionRefusedError:
            return f"{person.get(second, path)[0]} by the other"
        except (OSError, http.client.HTTPException) as cut:
            return f"cut off: {type(cut).__name__}"


def main() -> int:
    """Upgrade, print the table, and end with 1 where a request was lost."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--old", default="HEAD~1", help="the revision that is upgraded from")
    options.add_argument("--children", type=int, default=400)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, a_deployment() as deployment:
        deployment.tree = checked_out(chosen.old, Path(folder))
        deployment.run("seed", "--children", str(chosen.children))
        asking = upgrade(deployment)
    return show(asking)


def checked_out(revision: str, folder: Path) -> Path:
    """The tree of an older revision, with nothing of this one in it."""
    packed = subprocess.run(
        ["git", "archive", revision, "src"], cwd=REPOSITORY, check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    return folder


def upgrade(deployment: Deployment) -> Asking:
    ports = [free_port(), free_port()]
    serving = {port: deployment.serve(port) for port in ports}
    worker = deployment.start("worker")
    with Asking(ports) as asking:
        time.sleep(5)
        deployment.tree = REPOSITORY
        asking.phase = "migrating"
        deployment.run("migrate")
        asking.phase = "old version, new tables"
        time.sleep(5)
        for number, port in enumerate(ports, 1):
            asking.phase = f"restarting {number} of 2"
            end(serving[port])
            deployment.serve(port)
        end(worker)
        deployment.start("worker")
        asking.phase = "new version"
        time.sleep(5)
    return asking


def end(program: "subprocess.Popen[bytes]") -> None:
    program.send_signal(signal.SIGTERM)
    program.wait(60)


def show(asking: Asking) -> int:
    table = Table(title="An upgrade while people work", title_justify="left")
    for heading in ("Phase", "Requests", "Lost", "By the other", "Slowest, s"):
        table.add_column(heading, justify="left" if heading == "Phase" else "right")
    lost = 0
    for phase, came in asking.came.items():
        good = came["200"] + came["200 by the other"]
        wrong = came.total() - good
        lost += wrong
        table.add_row(phase, f"{came.total():,}", str(wrong), str(came["200 by the other"]),
                      f"{asking.slowest[phase]:.2f}")  # fmt: skip
    Console(width=120).print(table)
    if lost:
        print({phase: dict(came) for phase, came in asking.came.items()})
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

"""What each process of a deployment takes: memory, processor time, connections.

A web process of one worker and one of two, the worker, and the database, idle and after 1,000 mixed
requests. Linux only: it reads /proc.

python3 dev.py bench processes            or    python -m bench.processes --requests 1000
"""

import argparse
import os
import sys
import threading
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from bench._deployment import Browser, Deployment, a_deployment, free_port

PAGES = {
    "Contact officer": ("/hub/", "/inbox/"),
    "Designated safeguarding lead": ("/children/", "/inbox/"),
}
TICKS = os.sysconf("SC_CLK_TCK")
MIB = 2**20


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in family(int(child)))]


def resident(pid: int) -> float:
    """MiB that are its own and not shared with another process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kinds = ("Private_Clean:", "Private_Dirty:")
    return sum(int(line.split()[1]) for line in lines if line.startswith(kinds)) / 1024


def processor(pid: int) -> float:
    """Seconds of processor it has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def connections(deployment: Deployment, role: str) -> int:
    with psycopg.connect(deployment.urls["DATABASE_OWNER_URL"]) as asked:
        found = asked.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [f"alongside_{role}"]
        ).fetchone()
    return found[0]


def ask(port: int, times: int) -> None:
    """So many pages, by four people at once."""

    def one(role: str, paths: tuple[str, ...]) -> None:
        person = Browser()
        person.become(port, role)
        for turn in range(times // 4):
            status, _ = person.get(port, paths[turn % len(paths)])
            if status != 200:
                raise RuntimeError(status)

    people = [threading.Thread(target=one, args=each) for each in PAGES.items() for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()


def main() -> int:
    """Measure, print the table, and end with 0."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--requests", type=int, default=1000)
    options.add_argument("--children", type=int, default=1500)
    chosen = options.parse_args()
    table = Table(
        title=f"What each process takes; {chosen.requests:,} requests", title_justify="left"
    )
    for heading in ("Process", "Own MiB idle", "Own MiB after", "Processor s", "Connections"):
        table.add_column(heading, justify="left" if heading == "Process" else "right")
    with a_deployment() as deployment:
        deployment.run("seed", "--children", str(chosen.children))
        port = free_port()
        serving, worker = deployment.serve(port), deployment.start("worker")
        programs = {"serve": family(serving.pid), "worker": family(worker.pid)}
        idle = {pid: resident(pid) for pids in programs.values() for pid in pids}
        used = {pid: processor(pid) for pids in programs.values() for pid in pids}
        ask(port, chosen.requests)
        for name, pids in programs.items():
            for place, pid in enumerate(pids):
                command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
                table.add_row(
                    f"{name} {place}: {command[-48:]}", f"{idle[pid]:.0f}", f"{resident(pid):.0f}",
                    f"{processor(pid) - used[pid]:.1f}", "",
                )  # fmt: skip
        for role in ("web", "sign_in", "worker"):
            table.add_row(f"connections as {role}", "", "", "", str(connections(deployment, role)))
    Console(width=130).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())

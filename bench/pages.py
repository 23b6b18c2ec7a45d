"""Three pages on a council of any size, beside the same layout with constant data; and twenty people at once.

Server time is asked of the WSGI application itself, in turn with its layout alone, as time on the
clock and as time on a processor (Python's and PostgreSQL's), which others who use the machine
disturb less. Twenty people ask the product's own server, two web processes, over HTTP.

python3 dev.py bench pages           or    python -m bench.pages 12000 60000 600000 --keep .local/bench
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import cpu_count, environ, getloadavg
from pathlib import Path
from statistics import median
from typing import Any

from bench._council import a_council
from bench._people_at_once import ask_together
from bench._showing import show_rows

SIZES, PEOPLE_AT_ONCE = (12_000, 60_000, 600_000), 60_000
PORT = 8306
BETWEEN = {"one second between": 1.0, "without a pause": 0.0}
Found = Mapping[str, Any]


def main() -> int:
    """Measure, print the tables, and end with 0; with 1 where the queries of a page grew."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("sizes", type=int, nargs="*", default=SIZES)
    options.add_argument("--rounds", type=int, default=10, help="of 20 to 25 pages each")
    options.add_argument("--seconds", type=float, default=15.0, help="that twenty people ask for")
    options.add_argument("--keep", type=Path, help="a folder to keep the councils in")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {size: measure(chosen.keep or Path(folder), size, chosen) for size in chosen.sizes}
    load = f"Load of this machine meanwhile: {getloadavg()[0]:.1f} on {cpu_count()} processors."
    _show_ratios(found, load)
    _show_growth(found, load)
    return 0 if _queries_are_constant(found) else 1


def measure(folder: Path, children: int, chosen: argparse.Namespace) -> Found:
    """What was found for one size of council."""
    home = (folder / str(children)).resolve()
    home.mkdir(parents=True, exist_ok=True)
    with a_council(home, children):
        run = [sys.executable, "-m", "bench._page_times", str(chosen.rounds)]
        said = subprocess.run(run, stdout=subprocess.PIPE, text=True, check=True).stdout
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        at_once = children == PEOPLE_AT_ONCE or len(chosen.sizes) == 1
        if at_once and chosen.seconds:
            with served():
                _show_people(found["load"], PORT, chosen.seconds)
    print(f"{children:,} children measured", file=sys.stderr)
    return found


@contextmanager
def served(workers: int = 2) -> Iterator[int]:
    """The product's own server on `PORT`, as `alongside serve` starts it: its process."""
    command = [sys.executable, "-m", "alongside.cli", "serve", "--port", str(PORT)]
    server = subprocess.Popen(
        [*command, "--workers", str(workers)], env={**environ, "ALONGSIDE_ROLE": "web"}
    )
    try:
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _show_people(load: Mapping[str, Sequence[tuple[str, str]]], port: int, seconds: float) -> None:
    rows = []
    for words, pause in BETWEEN.items():
        for page, times in ask_together(load, port=port, seconds=seconds, pause=pause).items():
            ordered = sorted(times)
            middle, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
            rows.append((f"{page}, {words}", f"{middle:.0f}", f"{p95:.0f}", len(times)))
    load_now = f"Load of this machine: {getloadavg()[0]:.1f} on {cpu_count()} processors, all of it included."
    headings = ("20 people at once, 2 web processes", "Median ms", "95th of 100, ms", "Pages")
    show_rows(headings, rows, title="Over HTTP", under=load_now)


def _show_ratios(found: Mapping[int, Found], under: str) -> None:
    headings = (
        *("Page", "Children", "Times the layout (processor)", "Times the layout (clock)"),
        *("Processor ms", "Layout", "Clock ms", "Layout", "Queries", "kB"),
    )
    rows = []
    for size, each in found.items():
        for page, one in each["pages"].items():
            cpu, alone_cpu = median(one["page cpu"]), median(one["alone cpu"])
            clock, alone = median(one["page"]), median(one["alone"])
            times = (cpu / alone_cpu, clock / alone, cpu, alone_cpu, clock, alone)
            sizes = (one["queries"], round(one["kilobytes"]))
            rows.append((page, f"{size:,}", *times, *sizes))
    show_rows(headings, sorted(rows), title="Beside the same layout, constant data", under=under)


def _show_growth(found: Mapping[int, Found], under: str) -> None:
    sizes = sorted(found)
    headings = (
        "Page",
        "Last to first (processor)",
        "Last to first (clock)",
        *map("{:,}".format, sizes),
    )
    rows = []
    for page in found[sizes[0]]["pages"]:
        each = [found[size]["pages"][page] for size in sizes]
        cpu = [median(one["page cpu"]) for one in each]
        clock = [median(one["page"]) for one in each]
        rows.append((page, cpu[-1] / cpu[0], clock[-1] / clock[0], *(f"{ms:.1f} ms" for ms in cpu)))
    show_rows(headings, rows, title="As the council grows", under=under)


def _queries_are_constant(found: Mapping[int, Found]) -> bool:
    counts: dict[str, set[int]] = {}
    for each in found.values():
        for page, one in each["pages"].items():
            counts.setdefault(page, set()).add(one["queries"])
    for page, numbers in counts.items():
        if len(numbers) > 1:
            print(f"The queries of {page} grew: {sorted(numbers)}", file=sys.stderr)
    return all(len(numbers) == 1 for numbers in counts.values())


if __name__ == "__main__":
    sys.exit(main())

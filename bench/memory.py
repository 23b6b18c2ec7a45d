"""What one web process holds in memory over 10,000 mixed pages, as the product's own server runs it.

Flat means that the last thousand pages leave no more behind than the second thousand found: the
first thousand fill what is kept on purpose (templates, packs, prepared statements).

python3 dev.py bench memory          or    python -m bench.memory --children 12000 --pages 10000
"""

import argparse
import json
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from itertools import cycle
from os import cpu_count, getloadavg
from pathlib import Path

from bench._council import a_council
from bench._people_at_once import ask_together
from bench._showing import show_rows
from bench.pages import PORT, served

STEPS = 10


def main() -> int:
    """Measure, print the table, and end with 0."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--children", type=int, default=12_000)
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--keep", type=Path, help="a folder to keep the council in")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = ((chosen.keep or Path(folder)) / str(chosen.children)).resolve()
        home.mkdir(parents=True, exist_ok=True)
        with a_council(home, chosen.children):
            sizes = measure(chosen.pages // STEPS)
    first, last = sizes[1], sizes[-1]
    rows = [
        (f"{number * chosen.pages // STEPS:,}", size / first, f"{size / 1024:.1f}")
        for number, size in enumerate(sizes)
    ]
    load = f"Load of this machine meanwhile: {getloadavg()[0]:.1f} on {cpu_count()} processors."
    grown = f"From the second thousand to the last: {(last - first) / 1024:+.1f} MB. {load}"
    headings = ("Pages served", "Times that after the first thousand", "Resident, MB")
    show_rows(headings, rows, title="Memory of one web process", under=grown)
    return 0


def measure(pages_a_step: int) -> list[int]:
    """Kilobytes resident before the first page and after each tenth of them."""
    run = [sys.executable, "-m", "bench._page_times", "1"]
    said = subprocess.run(run, stdout=subprocess.PIPE, text=True, check=True).stdout
    load = json.loads(said.splitlines()[-1])["load"]
    mixed = [one for together in zip(*(cycle(asked) for asked in load.values()), range(50), strict=False)
             for one in together[:-1]]  # fmt: skip
    with served(workers=1) as server:
        ask_together(load, port=PORT, seconds=0, pause=0)  # it is up, and has served some
        web = max(_descendants({server}), key=_resident)  # the others only look after it
        sizes, asked = [_resident(web)], cycle([*mixed, *_more(mixed)])
        connection = HTTPConnection("127.0.0.1", PORT)
        for step in range(STEPS):
            for _ in range(pages_a_step):
                cookie, address = next(asked)
                connection.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
                connection.getresponse().read()
            sizes.append(_resident(web))
            print(f"{step + 1} of {STEPS}: {sizes[-1] / 1024:.1f} MB", file=sys.stderr)
    return sizes


def _more(mixed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What else is asked for between: lists, a search, a page that is not there, one nobody may see."""
    cookies = [cookie for cookie, _ in mixed]
    addresses = (
        *("/inbox/", "/hub/decided/", "/hub/?show=nobody", "/hub/?page=2", "/children/?q=am"),
        *("/nowhere/", "/children/00000000-0000-7000-8000-000000000000/", "/school-record/"),
    )
    return list(zip(cookies, cycle(addresses), strict=False))


def _descendants(of: set[int]) -> set[int]:
    """These processes, and all that they started."""
    every = set(of)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent in every:
            every.add(int(process.name))
    return every


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(main())

"""Twenty people who ask a server for pages at once, each on a connection of their own."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle
from random import Random

PEOPLE, SECONDS_TO_START = 20, 60.0
Asked = tuple[str, str, str]  # the page's name, a session's cookie, an address


def ask_together(
    load: Mapping[str, Sequence[tuple[str, str]]], *, port: int, seconds: float, pause: float
) -> dict[str, list[float]]:
    """By page, the milliseconds each took; a person asks again `pause` seconds, more or less, after an answer."""
    _wait_for(port)
    every = [(page, *one) for page, asked in load.items() for one in asked]
    times: dict[str, list[float]] = {page: [] for page in load}
    _ask(every, port, until=time.monotonic() + 3, pause=0, seed=0)  # both processes have served
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(PEOPLE) as people:
        asking = [
            people.submit(_ask, every[n:] + every[:n], port, until=until, pause=pause, seed=n)
            for n in range(0, PEOPLE * 3, 3)
        ]
        for one in asking:
            for page, milliseconds in one.result():
                times[page].append(milliseconds)
    return times


def _ask(
    every: Sequence[Asked], port: int, *, until: float, pause: float, seed: int
) -> list[tuple[str, float]]:
    """One person's pages, one after the other, in a shuffled order."""
    rng = Random(seed)
    order = list(every)
    rng.shuffle(order)
    connection = HTTPConnection("127.0.0.1", port)
    found = []
    time.sleep(rng.random() * pause)
    for page, cookie, address in cycle(order):
        if time.monotonic() > until:
            break
        began = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
        answer = connection.getresponse()
        answer.read()
        found.append((page, (time.perf_counter() - began) * 1000))
        if answer.status != 200:
            raise AssertionError(f"{address} answered {answer.status}")
        time.sleep(pause * (0.5 + rng.random()))
    connection.close()
    return found


def _wait_for(port: int) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        if time.monotonic() > give_up:
            raise TimeoutError(f"Nothing answers on port {port}")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", "/sign-in/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True

"""Read on while what was read is being written: the database and this process work at once."""

from collections.abc import Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
_LOOKS_EVERY = 0.1  # seconds, whether whoever asked has gone


def read_ahead(items: Iterator[Item], *, most: int) -> Iterator[Item]:
    """The same items in the same order, read by another thread, never more than `most` before they are asked for.

    What reading raises is raised here, in its place. The thread ends with the generator.
    """
    reading = _Reading(items, most)
    reading.start()
    try:
        yield from reading.items()
    finally:
        reading.unwanted.set()
        reading.join()


class _Reading(Thread, Generic[Item]):
    """The thread that reads; it touches no database."""

    def __init__(self, items: Iterator[Item], most: int) -> None:
        super().__init__(name="read_ahead", daemon=True)
        self._items = items
        self._read: Queue[Item] = Queue(most)
        self._broken: BaseException | None = None
        self._ended, self.unwanted = Event(), Event()

    def run(self) -> None:
        try:
            for item in self._items:
                if not self._put(item):
                    return
        except BaseException as broken:  # noqa: BLE001  raised again where the items are asked for
            self._broken = broken
        finally:
            self._ended.set()

    def _put(self, item: Item) -> bool:
        while not self.unwanted.is_set():
            try:
                self._read.put(item, timeout=_LOOKS_EVERY)
            except Full:
                continue
            return True
        return False

    def items(self) -> Iterator[Item]:
        while True:
            over = self._ended.is_set()  # asked first: what was read before it is still there
            try:
                yield self._read.get(timeout=0 if over else _LOOKS_EVERY)
            except Empty:
                if over:
                    break
        if self._broken is not None:
            raise self._broken

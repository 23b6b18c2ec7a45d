"""Reading goes on while what was read is written, in the same order and to the same end."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.areas.loads.reading.ahead import read_ahead


def threads():
    return [t for t in threading.enumerate() if t.name == "read_ahead"]


@given(items=st.lists(st.integers(), max_size=50), most=st.integers(1, 5))
def test_the_same_comes_in_the_same_order(items, most):
    assert list(read_ahead(iter(items), most=most)) == items
    assert threads() == []


def broken_after(number):
    yield from range(number)
    raise ValueError("line 7")


def test_what_reading_raises_is_raised_after_what_was_read():
    read = read_ahead(broken_after(3), most=2)
    assert [next(read) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="line 7"):
        next(read)
    assert threads() == []


def test_whoever_stops_asking_leaves_no_thread_behind():
    read = read_ahead(iter(range(10_000)), most=2)
    assert next(read) == 0
    read.close()
    assert threads() == []


def test_no_more_is_read_than_may_be():
    asked = []
    read = read_ahead((asked.append(n) or n for n in range(100)), most=3)
    next(read)
    assert len(asked) <= 1 + 3 + 1
    read.close()

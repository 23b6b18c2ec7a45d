"""Help by agreement tells only what was agreed to; else a recorded reason. UK GDPR; Children Act 1989 s47."""

import pytest

from alongside.areas.plans.rules import may_be_told
from alongside.areas.plans.terms import About

ALL = tuple(About.values)


# basis, agreed to, what may be told of it
TABLE = [
    ("statutory", (), ALL),
    ("statutory", ("ended",), ALL),
    ("agreement", (), ("passed_on",)),
    ("agreement", ("accepted",), ("passed_on", "accepted")),
    ("agreement", ("accepted", "lead_named"), ("passed_on", "accepted", "lead_named")),
    ("agreement", ("meeting",), ("passed_on", "meeting")),
    ("agreement", ("update", "ended"), ("passed_on", "update", "ended")),
    ("agreement", ("lead_changed",), ("passed_on", "lead_changed")),
    ("agreement", ALL, ALL),
    ("", (), ("passed_on",)),  # not taken on yet: nobody has been asked
]


@pytest.mark.parametrize(("basis", "agreed", "told"), TABLE)
def test_a_school_may_be_told(basis, agreed, told):
    may = {about for about in ALL if may_be_told(about, basis=basis, agreed=frozenset(agreed))}
    assert may == set(told)

"""What is done to schools and rolls: the files that tell of them are loaded."""

from alongside.areas.schools.actions.errors import TooManyWouldEnd, UnknownSchool
from alongside.areas.schools.actions.lists import SchoolTotals, load_schools
from alongside.areas.schools.actions.loads import Counts, begin_load, finish_load
from alongside.areas.schools.actions.rolls import RollTotals, load_roll

__all__ = [
    "Counts",
    "RollTotals",
    "SchoolTotals",
    "TooManyWouldEnd",
    "UnknownSchool",
    "begin_load",
    "finish_load",
    "load_roll",
    "load_schools",
]

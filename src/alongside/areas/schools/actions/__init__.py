"""What is done to schools and rolls: the files that tell of them are loaded."""

from alongside.areas.schools.actions.enrolling import Enrolment, enrol
from alongside.areas.schools.actions.errors import Overtaken, TooManyWouldEnd, UnknownSchool
from alongside.areas.schools.actions.lists import SchoolTotals, load_schools, record_establishments
from alongside.areas.schools.actions.loads import (
    Counts,
    LoadedFile,
    begin_load,
    finish_load,
    refuse_if_overtaken,
)
from alongside.areas.schools.actions.rolls import RollTotals, load_roll

__all__ = [
    "Counts",
    "Enrolment",
    "LoadedFile",
    "Overtaken",
    "RollTotals",
    "SchoolTotals",
    "TooManyWouldEnd",
    "UnknownSchool",
    "begin_load",
    "enrol",
    "finish_load",
    "load_roll",
    "load_schools",
    "record_establishments",
    "refuse_if_overtaken",
]

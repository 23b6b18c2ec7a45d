"""What is done to schools and rolls: files are loaded; a lead says who at school knows of a child."""

from alongside.areas.schools.actions.assigning import (
    assign_child,
    share_request,
    unassign_child,
)
from alongside.areas.schools.actions.enrolling import Enrolment, enrol
from alongside.areas.schools.actions.errors import (
    NotOfThisTeam,
    Overtaken,
    TooManyWouldEnd,
    UnknownSchool,
)
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
    "NotOfThisTeam",
    "Overtaken",
    "RollTotals",
    "SchoolTotals",
    "TooManyWouldEnd",
    "UnknownSchool",
    "assign_child",
    "begin_load",
    "enrol",
    "finish_load",
    "load_roll",
    "load_schools",
    "record_establishments",
    "refuse_if_overtaken",
    "share_request",
    "unassign_child",
]

"""What is done to schools and rolls: files are loaded; a lead says who at school knows of a child."""

from alongside.areas.schools.actions.assigning import (
    assign_child,
    share_request,
    unassign_child,
)
from alongside.areas.schools.actions.enrolling import Enrolment, enrol
from alongside.areas.schools.actions.errors import (
    NotOfThisTeam,
    TooManyWouldEnd,
    UnknownSchool,
)
from alongside.areas.schools.actions.lists import SchoolTotals, load_schools, record_establishments
from alongside.areas.schools.actions.rolls import RollTotals, load_roll

__all__ = [
    "Enrolment",
    "NotOfThisTeam",
    "RollTotals",
    "SchoolTotals",
    "TooManyWouldEnd",
    "UnknownSchool",
    "assign_child",
    "enrol",
    "load_roll",
    "load_schools",
    "record_establishments",
    "share_request",
    "unassign_child",
]

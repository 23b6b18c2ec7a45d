"""What is done to schools and rolls: files are loaded; a lead says who at school knows of a child."""

from alongside.areas.schools.actions.assigning import (
    assign_child,
    share_request,
    unassign_child,
)
from alongside.areas.schools.actions.enrolling import (
    Enrolment,
    FormerPupil,
    enrol,
    enrol_former,
)
from alongside.areas.schools.actions.errors import (
    NotOfThisTeam,
    TooManyWouldEnd,
    UnknownSchool,
)
from alongside.areas.schools.actions.lists import SchoolTotals, load_schools, record_establishments
from alongside.areas.schools.actions.rolls import RollTotals, load_roll

__all__ = [
    "Enrolment",
    "FormerPupil",
    "NotOfThisTeam",
    "RollTotals",
    "SchoolTotals",
    "TooManyWouldEnd",
    "UnknownSchool",
    "assign_child",
    "enrol",
    "enrol_former",
    "load_roll",
    "load_schools",
    "record_establishments",
    "share_request",
    "unassign_child",
]

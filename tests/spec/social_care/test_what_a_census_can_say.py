"""What can be right in a children in need census, one example a line, and what becomes of the rest.

A code that is not in the list is left out alone. A day that cannot be right takes with it what it dates.
"""

from copy import deepcopy
from datetime import date

import pytest

from alongside.areas.social_care.rules.checking import check
from alongside.areas.social_care.rules.happening import happenings
from tests.factories.census import assessment, child, episode, protection_plan

LATEST = date(2022, 3, 31)
PLAN = episode(ChildProtectionPlans=[protection_plan("2021-06-25", "2022-01-10", "2021-09-20")])


def checked(told, *, year=2022):
    return check(deepcopy(told), year=year, latest=LATEST)


def kinds(told, **options):
    done = checked(told, **options)
    return [one.kind for one in happenings(done.record)] if done.record else None


# What is told, what is left of it, and the element that the reason stands beside.
EXAMPLES = [
    ("all of it is right", child("1", PLAN), 4, None),
    ("closed before it began", child("1", episode(CINclosureDate="2021-05-03")), None, "CINclosureDate"),
    ("closed on the day it began", child("1", episode(CINclosureDate="2021-05-04")), 2, None),
    ("a plan that ended before it began",
     child("1", episode(ChildProtectionPlans=[protection_plan("2021-06-25", "2021-06-24")])), 1, "CPPendDate"),
    ("a review before the plan",
     child("1", episode(ChildProtectionPlans=[protection_plan("2021-06-25", "", "2021-06-24")])), 2,
     "CPPreviewDate"),
    ("an assessment before the referral",
     child("1", episode(Assessments=[assessment("2021-05-03")])), 1, "AssessmentActualStartDate"),
    ("an assessment that is not finished",
     child("1", episode(Assessments=[{"AssessmentActualStartDate": "2021-05-10"}])), 2, None),
    ("an enquiry with a target to come",
     child("1", episode(Section47=[{"S47ActualStartDate": "2022-03-30", "InitialCPCtarget": "2022-04-20"}])), 2,
     None),
    ("a need that is no code", child("1", episode(PrimaryNeedCode="N99")), 1, "PrimaryNeedCode"),
    ("a source that came a year later", child("1", episode(ReferralSource="5D")), 1, "ReferralSource"),
    ("a factor that is no code",
     child("1", episode(Assessments=[assessment("2021-05-10", "2021-06-20", "1B", "99Z")])), 3,
     "AssessmentFactors"),
    ("an ethnicity that is no code", child("1", Ethnicity="XXXX"), 1, "Ethnicity"),
    ("a UPN with a wrong check letter", child("1", UPN="A330200012001"), 1, "UPN"),
    ("a death before a referral", child("1", PersonDeathDate="2021-05-03"), 1, "PersonDeathDate"),
    ("a death after it", child("1", PersonDeathDate="2021-06-03"), 2, None),
    ("two episodes of one day", child("1", episode(), episode(PrimaryNeedCode="N2")), 1, "CINreferralDate"),
    ("a child not yet born", child("1", episode("2021-05-04"), PersonBirthDate="2021-11-01"), 1, None),
    ("a referral long before birth", child("1", episode("2018-05-04"), PersonBirthDate="2021-11-01"), None,
     "CINreferralDate"),
    ("one episode of two is wrong", child("1", episode(), episode("2022-04-01")), 1, "CINreferralDate"),
    ("a number of earlier plans that is none",
     child("1", episode(ChildProtectionPlans=[protection_plan() | {"NumberOfPreviousCPP": "many"}])), 2,
     "NumberOfPreviousCPP"),
    ("a day with a time zone", child("1", episode("2021-05-04Z")), 1, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_what", "told", "left", "element"), EXAMPLES, ids=[e[0] for e in EXAMPLES]
)
def test_what_is_left_of_it_and_beside_what_the_reason_stands(_what, told, left, element):
    done = checked(told)
    assert (len(happenings(done.record)) if done.record else None) == left
    assert [problem.element for problem in done.problems] == ([element] if element else [])


def test_a_code_of_a_later_year_is_taken_in_that_year():
    told = child(
        "1", episode(ReferralSource="5D", CINclosureDate="2021-06-01", ReasonForClosure="RC9")
    )
    assert checked(told, year=2023).problems == []


def test_things_of_one_day_follow_one_another_as_they_do_in_life():
    day = "2021-05-04"
    told = child("1", episode(
        day, CINclosureDate=day, ReasonForClosure="RC8", Assessments=[assessment(day, day)],
        Section47=[{"S47ActualStartDate": day}],
    ))  # fmt: skip
    assert kinds(told) == [
        "referral_made", "social_work_assessment_begun", "social_work_assessment_done",
        "section_47_begun", "referral_closed",
    ]  # fmt: skip


def test_a_conference_told_twice_was_held_once():
    held = {"S47ActualStartDate": "2021-05-05", "DateOfInitialCPC": "2021-05-20"}
    told = child("1", episode(DateOfInitialCPC="2021-05-20", Section47=[held]))
    assert kinds(told).count("initial_conference_held") == 1

"""Rows beside postings: which is whose, what a missing column leaves as it is, and what goes back."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.loads.actions import Overtaken
from alongside.areas.staffing.actions import load_staff
from alongside.areas.staffing.staff_list import read_staff_file
from alongside.foundation.calendars import ENGLAND
from alongside.register.models import Organisation, Posting, Team, User
from tests.factories.council import make_council
from tests.factories.rolls import ALDER, NOW, make_establishment

EMAIL = "ivy.new@alder.example"
LEAD = {
    "Email": EMAIL, "Full Name": "Ivy New", "Role": "Designated safeguarding lead",
    "Organisation": ALDER,
}  # fmt: skip
WITHOUT_END = ("Full Name", "Email", "Role", "Organisation", "Team", "Team Kind", "Start Date")
HEADINGS = (*WITHOUT_END, "End Date")
LATER = NOW + timedelta(days=1)
NEXT_YEAR = datetime(2027, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def council(db):
    with connected_as("loader"):
        council = make_council()
        make_establishment(council.school, ALDER)
        yield council


@pytest.fixture
def loads(tmp_path):
    def load(*rows, at=NOW, headings=HEADINGS):
        path = tmp_path / "staff.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings)
            writer.writeheader()
            writer.writerows(rows)
        load.file = read_staff_file(path, read=lambda _: None)
        return load_staff(load.file, at=at)

    return load


def day(*parts):
    return datetime(*parts, tzinfo=ENGLAND)


def times(email=EMAIL):
    rows = Posting.objects.filter(user__email=email).order_by("starts_at", "id")
    return list(rows.values_list("starts_at", "ends_at"))


def starts(words, **more):
    return LEAD | {"Start Date": words} | more


def ends(words, **more):
    return LEAD | {"End Date": words} | more


def changed(done):
    return done.posted, done.start_changed, done.end_changed


def test_a_list_without_end_dates_keeps_an_end_that_is_to_come(loads):
    loads(ends("18/12/2026"))
    assert changed(loads(LEAD, at=LATER, headings=WITHOUT_END)) == (0, 0, 0)
    assert times() == [(NOW, day(2026, 12, 19))]


@pytest.mark.parametrize("start", ["", "24/11/2026"])
def test_a_list_without_end_dates_gives_nobody_who_has_left_their_access_back(loads, start):
    loads(ends("18/12/2026"))
    done = loads(starts(start), at=NEXT_YEAR, headings=WITHOUT_END)
    assert (changed(done), done.already_ended) == ((0, 0, 0), 1)
    assert times() == [(NOW, day(2026, 12, 19))]


def test_somebody_who_comes_back_later_is_posted_again_by_a_list_without_end_dates(loads):
    loads(ends("18/12/2026"))
    assert loads(starts("01/02/2027"), at=NEXT_YEAR, headings=WITHOUT_END).posted == 1
    assert times() == [(NOW, day(2026, 12, 19)), (day(2027, 2, 1), None)]


def test_two_times_of_one_person_in_one_role_and_team_are_two_postings(loads):
    rows = [ends("30/11/2026"), starts("01/02/2027")]
    assert changed(loads(*rows)) == (2, 0, 0)
    assert times() == [(NOW, day(2026, 12, 1)), (day(2027, 2, 1), None)]
    assert changed(loads(*rows, at=LATER)) == (0, 0, 0)
    assert changed(loads(*reversed(rows), at=LATER)) == (0, 0, 0)


def test_an_open_posting_is_parted_in_two_by_a_list_that_says_so(loads):
    loads(LEAD)
    rows = [starts("01/02/2027"), ends("30/11/2026")]
    assert changed(loads(*rows, at=LATER)) == (1, 0, 1)
    assert times() == [(NOW, day(2026, 12, 1)), (day(2027, 2, 1), None)]


@pytest.mark.parametrize("corrected", [(2027, 3, 1), (2027, 1, 11), (2026, 9, 1)])
def test_a_corrected_start_of_a_posting_that_has_not_begun_is_taken(loads, corrected):
    loads(starts("01/02/2027"))
    moment = day(*corrected)
    assert changed(loads(starts(f"{moment:%d/%m/%Y}"), at=LATER)) == (0, 1, 0)
    assert times() == [(moment, None)]


def test_when_a_posting_began_stays_as_it_was_for_it_is_history(loads):
    loads(starts("01/09/2026"))
    assert changed(loads(starts("01/10/2026"), at=LATER)) == (0, 0, 0)
    assert changed(loads(LEAD, at=LATER)) == (0, 0, 0)
    assert times() == [(day(2026, 9, 1), None)]


def test_a_day_of_leaving_before_the_load_that_dated_the_start_ends_the_access(loads):
    loads(LEAD)
    assert loads(ends("20/11/2026"), at=LATER).end_changed == 1
    assert times() == [(NOW, NOW)]
    assert changed(loads(ends("20/11/2026"), at=LATER)) == (0, 0, 0)


def test_a_time_that_is_over_ends_no_other_that_the_list_names(loads):
    loads(starts("01/11/2026"))
    past = LEAD | {"Start Date": "01/09/2026", "End Date": "30/09/2026"}
    assert changed(loads(past, starts("01/11/2026"), at=LATER)) == (0, 0, 0)
    assert times() == [(day(2026, 11, 1), None)]


@pytest.mark.parametrize(
    "second",
    [
        LEAD,
        starts("01/12/2026", Role="designated_safeguarding_lead"),
        ends("30/11/2026", Email=EMAIL.upper()),
    ],
)
def test_a_second_row_for_the_same_days_goes_back(loads, second):
    done = loads(LEAD, second | {"Full Name": "Ivy Other"})
    [(refused, _)] = loads.file.rejected
    assert (done.posted, done.rejected, refused.line, refused.column) == (1, 1, 3, "Start Date")
    assert "Line 2 has the same person, role and team for some of the same days" in refused.reason
    assert times() == [(NOW, None)]
    assert User.objects.get(email=EMAIL).full_name == "Ivy New"


def test_a_row_that_goes_back_makes_no_team_and_changes_no_telephone(loads, council):
    User.objects.create_user("gone@alder.example", "Gone", is_active=False)
    gone = {"Email": "gone@alder.example"}
    cedar = Organisation.objects.create(
        authority=council.authority, kind="school", name="Cedar School"
    )
    make_establishment(Team(organisation=cedar), "900103")
    headings = (*HEADINGS, "Team Telephone")
    done = loads(
        LEAD | gone | {"Organisation": "900103"},
        LEAD | gone | {"Team Telephone": "01632 960777"},
        LEAD | {"Organisation": "900103", "Email": "ivy@alder"},
        headings=headings,
    )
    assert (done.rejected, done.teams_added, done.people_added) == (3, 0, 0)
    assert not Team.objects.filter(organisation=cedar).exists()
    assert not Team.objects.filter(telephone="01632 960777").exists()


@pytest.mark.parametrize(
    "email",
    [
        "ada@school.example.",
        "a,b@school.example",
        "a;b@school.example",
        "ada@s..example",
        "ada@-school.example",
        f"ada@{'a' * 70}.example",
        '"a,b"@school.example',
        "ada@[192.0.2.1]",
        "ada..lead@school.example",
    ],
)
def test_an_address_that_no_mail_can_be_sent_to_goes_back(loads, email):
    done = loads(LEAD | {"Email": email})
    [(refused, _)] = loads.file.rejected
    assert (done.people_added, refused.column, refused.value) == (0, "Email", email)
    assert "not an email address" in refused.reason


@pytest.mark.parametrize("email", ["o'neill@school.example", "a.b+c@st-hild.sch.uk"])
def test_an_unusual_address_that_mail_goes_to_is_taken(loads, email):
    assert loads(LEAD | {"Email": email}).people_added == 1


def test_a_list_overtaken_by_a_later_one_is_refused(loads):
    loads(LEAD, at=LATER)
    with pytest.raises(Overtaken, match="Another staff file"):
        loads(ends("25/11/2026"))
    assert times() == [(LATER, None)]

"""Who is posted where, from a list: roles as the pack has them, postings that end, the same list twice."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.staffing.actions import load_staff
from alongside.areas.staffing.staff_list import read_staff_file
from alongside.foundation.calendars import ENGLAND
from alongside.register.models import Authority, Organisation, Posting, Team, User
from tests.factories.council import make_council
from tests.factories.rolls import ALDER, NOW, make_establishment

LEAD = {
    "Email": "Ivy.New@alder.example", "Full Name": "Ivy New", "Role": "Designated safeguarding lead",
    "Organisation": ALDER,
}  # fmt: skip
WORKER = {
    "Email": "jo.hub@thornmere.example", "Full Name": "Jo Hub", "Role": "hub_social_worker",
    "Organisation": "Thornmere Council", "Team": "Thornmere Front Door",
}  # fmt: skip
HEADINGS = (
    "Full Name", "Email", "Role", "Organisation", "Team", "Team Kind", "Team Telephone", "Start Date",
    "End Date",
)  # fmt: skip
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def council(db):
    with connected_as("loader"):
        council = make_council()
        make_establishment(council.school, ALDER)
        yield council


@pytest.fixture
def loads(tmp_path):
    def load(*rows, at=NOW):
        path = tmp_path / "staff.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADINGS)
            writer.writeheader()
            writer.writerows(rows)
        load.file = read_staff_file(path, read=lambda _: None)
        return load_staff(load.file, at=at)

    return load


def posting(email="ivy.new@alder.example"):
    return Posting.objects.select_related("user", "team").get(user__email=email)


def test_a_lead_is_posted_in_the_school_s_safeguarding_team_with_no_password_yet(loads, council):
    done = loads(LEAD)
    made = posting()
    assert (done.people_added, done.posted, done.rejected) == (1, 1, 0)
    assert (made.team_id, made.role) == (council.school.id, "designated_safeguarding_lead")
    assert (made.starts_at, made.ends_at, made.user.full_name) == (NOW, None, "Ivy New")
    assert (made.user.is_active, made.user.has_usable_password()) == (True, False)


def test_a_school_without_a_safeguarding_team_is_given_one(loads, council):
    new = Organisation.objects.create(
        authority=council.authority, kind="school", name="Cedar School"
    )
    make_establishment(Team(organisation=new), "900103")
    assert loads(LEAD | {"Organisation": "900103"}).teams_added == 1
    team = posting().team
    assert (team.kind, team.name) == ("safeguarding_team", "Cedar School safeguarding team")


def test_another_organisation_s_team_is_found_by_its_exact_name_or_made_by_its_kind(loads, council):
    new = {
        "Team": "North assessment",
        "Team Kind": "Assessment team",
        "Team Telephone": "01632 960777",
    }
    social = {"Role": "social_worker", "Email": "kay.social@thornmere.example"}
    done = loads(WORKER, WORKER | social | new)
    made = posting("kay.social@thornmere.example").team
    assert (done.posted, done.teams_added) == (2, 1)
    assert posting("jo.hub@thornmere.example").team_id == council.hub.id
    assert (made.kind, made.telephone) == ("assessment_team", "01632 960777")


def test_a_person_may_hold_several_postings(loads):
    second = WORKER | {
        "Email": LEAD["Email"].upper(),
        "Role": "hub_screener",
        "Full Name": "Ivy New",
    }
    done = loads(LEAD, second)
    assert (done.people_added, done.posted) == (1, 2)
    assert User.objects.get(email="ivy.new@alder.example").postings.count() == 2


def test_the_same_list_twice_changes_nothing(loads):
    rows = [
        LEAD,
        WORKER,
        WORKER | {"Role": "hub_manager", "Start Date": "01/09/2026", "End Date": "18/12/2026"},
    ]
    loads(*rows)
    done = loads(*rows, at=LATER)
    assert (done.people_added, done.people_renamed, done.posted, done.end_changed) == (0, 0, 0, 0)
    assert Event.objects.filter(kind="staff_loaded").count() == 2


def test_an_end_date_ends_the_posting_with_that_day(loads):
    loads(LEAD)
    assert loads(LEAD | {"End Date": "18/12/2026"}, at=LATER).end_changed == 1
    assert posting().ends_at == datetime(2026, 12, 19, tzinfo=ENGLAND)
    assert loads(LEAD | {"End Date": "25/11/2026"}, at=LATER).end_changed == 1
    assert posting().ends_at == datetime(2026, 11, 26, tzinfo=ENGLAND)


def test_somebody_who_comes_back_has_a_new_posting_beside_the_old(loads):
    loads(LEAD | {"Start Date": "01/09/2026", "End Date": "24/11/2026"})
    after = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert loads(LEAD | {"Start Date": "01/09/2026"}, at=after).posted == 1
    assert loads(LEAD | {"Start Date": "01/09/2026"}, at=after).posted == 0
    rows = Posting.objects.filter(user__email="ivy.new@alder.example").order_by("starts_at")
    assert [(p.starts_at, p.ends_at is None) for p in rows] == [
        (datetime(2026, 9, 1, tzinfo=ENGLAND), False), (after, True),
    ]  # fmt: skip


def test_a_posting_over_before_it_was_ever_known_here_is_not_made(loads):
    done = loads(LEAD | {"End Date": "20/11/2026"})
    assert (done.already_ended, done.posted) == (1, 0)


def test_a_changed_name_is_kept(loads):
    loads(LEAD)
    assert loads(LEAD | {"Full Name": "Ivy Newly-Wed"}).people_renamed == 1
    assert posting().user.full_name == "Ivy Newly-Wed"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Role": "Wizard"}, "Role", "No role is called that"),
        ({"Role": "Alongside itself"}, "Role", "Nobody signs in as this"),
        ({"Role": "hub_manager"}, "Role", "not held in such an organisation"),
        ({"Organisation": "123456"}, "Organisation", "No organisation is known by this"),
        ({"Organisation": "Nowhere"}, "Organisation", "No organisation is known by this"),
        ({"Organisation": "Twice"}, "Organisation", "Two organisations have this name"),
        ({"Organisation": "Ashmoor"}, "Organisation", "is not set up here"),
        ({"Organisation": "Thornmere Council", "Role": "hub_manager"}, "Team", "This is empty"),
        (WORKER | {"Team": "North"}, "Team", "no team of that name"),
        (
            WORKER | {"Team": "North", "Team Kind": "system"},
            "Team Kind",
            "one of: safeguarding_team",
        ),
        ({"Email": "ivy"}, "Email", "not an email address"),
        ({"Email": "gone@alder.example"}, "Email", "may not sign in any more"),
        ({"Full Name": "=1+1"}, "Full Name", "as a formula does"),
        ({"Full Name": ""}, "Full Name", "is empty"),
        ({"Start Date": "2/9/26", "End Date": "1/9/26"}, "End Date", "before the start date"),
        ({"End Date": "soon"}, "End Date", "not a date"),
        ({"Team Telephone": "ring me"}, "Team Telephone", "not a telephone number"),
    ],
)
def test_a_row_that_cannot_be_right_goes_back_with_its_reason(loads, council, cells, column, words):
    elsewhere = Authority.objects.create(dfe_code="998", name="Ashmoor", pack="")
    for authority, name in (
        (council.authority, "Twice"),
        (elsewhere, "Twice"),
        (elsewhere, "Ashmoor"),
    ):
        Organisation.objects.create(authority=authority, kind="charity", name=name)
    User.objects.create_user("gone@alder.example", "Gone", is_active=False)
    done = loads(LEAD | cells, LEAD)
    [(refused, _)] = loads.file.rejected
    assert (done.rejected, done.posted, refused.column) == (1, 1, column)
    assert words in refused.reason

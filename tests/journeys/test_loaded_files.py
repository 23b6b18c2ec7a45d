"""On loaded files alone: an engineer loads, then the school tells and the hub answers."""

import csv

import pytest
from click.testing import CliRunner
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.schools.gias import COLUMNS
from alongside.cli import main
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.factories.rolls import ALDER, row, write_rows
from tests.journeys.test_school_and_hub import decide, tell
from tests.journeys.windows import come_to, press, window

pytestmark = pytest.mark.browser

STAFF = """Email,Full Name,Role,Organisation,Team,Team Kind,Start Date
ada@alder.example,Ada Lead,designated_safeguarding_lead,900101,,,01/09/2026
eli@thornmere.example,Eli Worker,hub_social_worker,Thornmere,Thornmere Front Door for Families,,01/09/2026
sam@thornmere.example,Sam Helper,lead_practitioner,Thornmere,Mill family help team,family_help_team,01/09/2026
"""
SCHOOL = {
    "URN": ALDER, "LA (code)": "999", "LA (name)": "Thornmere", "EstablishmentNumber": "2001",
    "EstablishmentName": "Alder Primary School", "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open", "PhaseOfEducation (name)": "Primary",
    "OpenDate": "", "CloseDate": "", "Postcode": "ZZ1 1AA",
}  # fmt: skip


@pytest.fixture
def alongside(monkeypatch):
    """The command, as an engineer types it."""
    monkeypatch.setenv("DATABASE_URL", "the tests have a database of their own")

    def typed(*words) -> str:
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exit_code == 0, done.output
        return done.stdout

    return typed


@pytest.fixture
def loaded(db, tmp_path, alongside):
    """An authority, its list of schools, its staff and one school's roll, each from a file."""
    schools = tmp_path / "edubase.csv"
    with schools.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS.required)
        writer.writeheader()
        writer.writerow(SCHOOL)
    staff = tmp_path / "staff.csv"
    staff.write_text(STAFF, encoding="utf-8")
    child = row(1, Legal_Forename="Zoë", Legal_Surname="O’Neill")
    elsewhere = row(2, Address="9 Weir Street", Postcode="ZZ9 9ZZ")
    roll = write_rows(tmp_path / "roll.csv", [child, elsewhere], encoding="utf-16")
    alongside("authority", "thornmere", "--dfe-code", "999", "--gss-code", "E99999999")
    alongside("load", "schools", schools)
    alongside("load", "staff", staff)
    assert "Added                               2" in alongside(
        "load", "roll", roll, "--school", ALDER
    )


def posted(role: str) -> Posting:
    with connected_as("loader"):
        return Posting.objects.select_related("user").get(role=role)


def test_a_school_and_a_hub_that_came_from_files_go_from_telling_to_told(
    browser, address, loaded, settings
):
    settings.DEMO = True
    school = window(browser, posted("designated_safeguarding_lead"), address)
    tell(school, team="Thornmere Front Door for Families")
    hub = window(browser, posted("hub_social_worker"), address)
    decide(hub, team="Mill family help team, Thornmere")
    with connected_as("worker"):
        deliver_all(at=timezone.now())
    come_to(school, address)
    school.get_by_role("link", name="Zoë O’Neill").click()
    assert school.get_by_text("Sam rings on Tuesday.").is_visible()
    press(school, "I have read this")
    assert school.get_by_text("Your school read this").is_visible()
    school.context.close()
    hub.context.close()

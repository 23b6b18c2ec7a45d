"""The made-up council as rows: its rolls are such that a school's file loads over them."""

import pytest
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.people.queries import known_children
from alongside.areas.schools.models import Establishment, Registration
from alongside.areas.schools.queries import stays_at
from alongside.demo import seeding
from tests.factories.rolls import Office, write_rows


@pytest.fixture
def seeded(db, monkeypatch):
    monkeypatch.setattr(seeding, "request_plan", lambda *_, **__: ())
    at = timezone.now()
    seeding.seed(count=60, at=at, say=lambda _: None)
    with connected_as("loader"):
        yield at


def test_every_pupil_is_registered_at_a_school_of_the_national_list(seeded):
    schools = Establishment.objects.values_list("organisation_id", flat=True)
    registered = Registration.objects.filter(school_id__in=schools)
    assert registered.filter(left_on=None).count() == 60
    assert registered.exclude(left_on=None).exists()
    assert set(Establishment.objects.values_list("local_authority_code", flat=True)) == {"999"}


def test_a_school_s_own_file_of_them_adds_nobody(seeded, tmp_path):
    school = Establishment.objects.filter(
        organisation_id__in=Registration.objects.values("school_id")
    ).first()
    latest = {child: own[-1] for child, own in stays_at(school.organisation_id).items()}
    stays = {child: stay for child, stay in latest.items() if stay.left_on is None}
    rows = [
        {
            "UPN": next(iter(child.upns)),
            "Legal Forename": child.legal_name[0],
            "Legal Surname": child.legal_name[2],
            "Date of Birth": child.date_of_birth.strftime("%d/%m/%Y"),
            "Gender": child.sex,
            "Year Group": stays[child.child_id].year_group,
            "Address": child.address,
            "Postcode": child.postcode,
            "Date of Admission": stays[child.child_id].admitted_on.strftime("%d/%m/%Y"),
        }
        for child in known_children(stays).values()
    ]
    office = Office(tmp_path, school.urn)
    path = write_rows(office.path, rows, headings=rows[0])
    done = office.loads_file(path, at=seeded, complete=True)
    assert (done.taken, done.rejected) == (len(rows), 0)
    assert (done.added, done.changed, done.ended) == (0, 0, 0)

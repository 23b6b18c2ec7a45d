"""The national list of schools: every authority's, open or closed, loaded twice without a change."""

import csv
from datetime import date
from pathlib import Path

import pytest

from alongside.access.context import connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.chronology.models import Event
from alongside.areas.schools.actions import load_schools
from alongside.areas.schools.gias import read_schools_file
from alongside.areas.schools.models import Establishment
from alongside.register.models import Authority, Organisation
from tests.areas.schools.test_gias import CELLS, SAMPLE
from tests.factories.rolls import ALDER, NOW

HEADINGS = [*CELLS, "GSSLACode (name)"]


@pytest.fixture(autouse=True)
def as_loader(council):
    with connected_as("loader"):
        yield


@pytest.fixture
def loads(tmp_path):
    def load(*rows, path=tmp_path / "edubasealldata.csv"):
        with path.open("w", encoding="cp1252", newline="") as file:
            writer = csv.DictWriter(file, HEADINGS)
            writer.writeheader()
            writer.writerows({"GSSLACode (name)": "E09000099"} | CELLS | dict(row) for row in rows)
        return load_schools(read_schools_file(path, read=lambda _: None), at=NOW)

    return load


def school(urn, **cells):
    return {"URN": urn} | {name.replace("_", " "): cell for name, cell in cells.items()}


def test_a_school_of_an_authority_not_set_up_here_is_known_all_the_same(loads):
    done = loads(school("109876"))
    found = Establishment.objects.select_related("organisation__authority").get(urn="109876")
    organisation, authority = found.organisation, found.organisation.authority
    assert (done.added, done.authorities) == (1, 1)
    assert (organisation.kind, organisation.name) == ("school", "St Hild’s Primary School")
    assert (authority.dfe_code, authority.gss_code, authority.pack) == ("201", "E09000099", "")
    assert (authority.name, found.dfe_number, found.postcode) == (
        "Calderwick",
        "201/3614",
        "CW1 1AA",
    )


def test_a_school_of_an_authority_set_up_here_is_its_own(loads, council):
    loads(school("109876", **{"LA_(code)": "999"}))
    found = Establishment.objects.select_related("organisation").get(urn="109876")
    assert found.organisation.authority_id == council.authority.id
    council.authority.refresh_from_db()
    assert (council.authority.name, council.authority.gss_code) == ("Thornmere", "E99999999")


@pytest.mark.parametrize(
    ("kind", "organisation"),
    [
        ("Children's centre", "childrens_centre"),
        ("Children’s centre linked site", "childrens_centre"),
        ("Pupil referral unit", "school"),
    ],
)
def test_children_s_centres_are_no_schools(loads, kind, organisation):
    loads(school("109876", **{"TypeOfEstablishment_(name)": kind, "EstablishmentNumber": ""}))
    found = Establishment.objects.select_related("organisation").get(urn="109876")
    assert (found.organisation.kind, found.dfe_number) == (organisation, "")


def test_a_school_that_closed_keeps_its_record_and_one_not_listed_does_too(loads):
    loads(school("109876"), school("109877"))
    before = Establishment.objects.get(urn="109876").organisation_id
    done = loads(
        school("109876", **{"EstablishmentStatus_(name)": "Closed", "CloseDate": "31-08-2026"})
    )
    closed = Establishment.objects.get(urn="109876")
    assert (done.added, done.changed) == (0, 1)
    assert (closed.status, closed.closed_on) == ("closed", date(2026, 8, 31))
    assert closed.organisation_id == before
    assert Establishment.objects.filter(urn="109877").exists()


def test_a_school_renamed_is_the_same_organisation(loads):
    loads(school("109876"))
    done = loads(school("109876", EstablishmentName="St Hild Academy"))
    assert (done.changed, Organisation.objects.filter(name="St Hild Academy").count()) == (1, 1)


def test_a_number_somebody_here_knows_stays_where_the_list_has_none(loads):
    loads(school("109876"))
    assert loads(school("109876", TelephoneNum="")).changed == 0


def test_the_same_list_twice_changes_nothing_but_says_that_it_was_loaded(loads):
    rows = school("109876"), school("109877", **{"LA_(code)": "202", "LA_(name)": "Ashmoor"})
    loads(*rows)
    done = loads(*rows)
    assert (done.added, done.changed, done.authorities) == (0, 0, 0)
    assert Event.objects.filter(kind="schools_loaded").count() == 4  # for each authority, each time


def test_two_authorities_with_one_statistical_code_are_both_kept(loads):
    loads(school("109876"), school("109877", **{"LA_(code)": "202"}))
    codes = Authority.objects.filter(dfe_code__in=("201", "202")).values_list("gss_code", flat=True)
    assert sorted(codes) == ["", "E09000099"]


def test_a_urn_listed_twice_and_a_row_that_names_no_school_go_back(loads):
    done = loads(school("109876"), school("109876"), school("", EstablishmentName="Nowhere"))
    assert (done.added, done.rejected, done.taken) == (1, 2, 1)


def test_an_authority_not_served_grants_nothing_runs_no_clock_and_tells_nobody(loads):
    loads(school("109876"))
    authority = Authority.objects.get(dfe_code="201")
    assert load_matrix(authority) == 0
    record(Fact(kind="request_sent", authority_id=authority.id, at=NOW, payload={"urgent": True}))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real GIAS file is not beside the project")
def test_the_real_list_loads_whole():
    file = read_schools_file(Path(SAMPLE), read=lambda _: None)
    done = load_schools(file, at=NOW)
    assert (done.rejected, done.added) == (0, done.read)


def test_the_schools_the_council_began_with_are_untouched(loads):
    before = Establishment.objects.get(urn=ALDER).organisation_id
    loads(school("109876"))
    assert Establishment.objects.get(urn=ALDER).organisation_id == before

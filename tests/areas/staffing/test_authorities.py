"""Setting up an authority from its pack: once or ten times, the same."""

import pytest

from alongside.access.context import connected_as
from alongside.access.matrix import stored_rows, wanted_rows
from alongside.areas.staffing.actions import CodeTaken, set_up_authority
from alongside.packs import PackNotFound
from alongside.register.models import Authority, Organisation, Team
from tests.factories.rolls import NOW


@pytest.fixture(autouse=True)
def as_loader(db):
    with connected_as("loader"):
        yield


def set_up(**given):
    codes = {"pack": "thornmere", "dfe_code": "999", "gss_code": "E99999999"}
    return set_up_authority(**(codes | given), at=NOW)


def test_it_has_its_organisation_its_front_door_its_emergency_team_and_its_grants():
    done = set_up()
    authority, organisation = Authority.objects.get(), Organisation.objects.get()
    assert (authority.name, authority.pack) == ("Thornmere", "thornmere")
    assert (organisation.kind, organisation.name) == ("local_authority", "Thornmere")
    assert set(Team.objects.values_list("kind", "name", "telephone")) == {
        ("front_door", "Thornmere Front Door for Families", "01632 960100"),
        ("emergency_duty_team", "Thornmere Emergency Duty Team", "01632 960199"),
    }
    assert done.grants_changed == len(wanted_rows(authority)) == len(stored_rows(authority)) > 0


def test_done_again_it_changes_nothing():
    set_up()
    assert set_up().grants_changed == 0
    assert (Authority.objects.count(), Organisation.objects.count(), Team.objects.count()) == (
        1,
        1,
        2,
    )


def test_one_known_from_the_list_of_schools_becomes_one_served_here():
    known = Authority.objects.create(dfe_code="999", name="Thornmere", pack="")
    set_up()
    authority = Authority.objects.get()
    assert (authority.id, authority.pack, authority.gss_code) == (
        known.id,
        "thornmere",
        "E99999999",
    )


def test_a_team_renamed_in_the_pack_keeps_its_row():
    set_up()
    Team.objects.filter(kind="front_door").update(name="Old name", telephone="")
    set_up()
    assert Team.objects.get(kind="front_door").telephone == "01632 960100"


@pytest.mark.parametrize("other", [{"dfe_code": "999"}, {"gss_code": "E99999999"}])
def test_a_code_of_another_authority_is_refused(other):
    Authority.objects.create(
        **({"dfe_code": "998", "gss_code": "E99999998"} | other), name="Ashmoor", pack="x"
    )
    with pytest.raises(CodeTaken, match="belongs to Ashmoor"):
        set_up()
    assert Authority.objects.count() == 1


@pytest.mark.parametrize("pack", ["thornmer", ""])
def test_a_pack_that_is_not_there_is_named(pack):
    with pytest.raises(PackNotFound, match=f"“{pack}”.*thornmere"):
        set_up(pack=pack)

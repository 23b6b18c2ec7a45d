"""The sector's own sample of 166 children, counted beside a plain count of the file."""

from pathlib import Path

import pytest
from lxml import etree

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.models import Rejection
from alongside.areas.people.models import Identifier
from alongside.areas.social_care.models import CensusReturn, Characteristics, Referral
from alongside.foundation.identifiers import IdentifierError, parse_upn
from alongside.register.models import Authority, Child
from tests.factories.census import Sender
from tests.factories.council import make_council

FILE = Path(__file__).parents[3].parent / "shared" / "data" / "cin" / "cin_census_2022.xml"
LATEST = "2022-07-21"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="../shared/data is not here")


def plain_count():
    """What a reader of the file would count, without anything of ours but the check letter of a UPN."""
    tree = etree.parse(FILE)
    days = ("CINreferralDate", "CINclosureDate", "DateOfInitialCPC")
    episodes = tree.iterfind(".//CINdetails")
    good = [e for e in episodes if max(e.findtext(day) or "" for day in days) <= LATEST]
    children = {e.getparent() for e in good}
    upns = [c.findtext(".//UPN") for c in children]
    return {
        "children": len(children),
        "referral_made": len(good),
        "referral_closed": sum(e.find("CINclosureDate") is not None for e in good),
        "initial_conference_held": sum(e.find("DateOfInitialCPC") is not None for e in good),
        "disabilities": sum(len(c.findall(".//Disability")) for c in children),
        "upns": sum(map(is_upn, upns)),
    }


def is_upn(text):
    try:
        return bool(parse_upn(text))
    except IdentifierError:
        return False


def test_every_child_and_episode_that_can_be_right_is_there(db, tmp_path):
    make_council()
    with connected_as("loader"):
        Authority.objects.filter(dfe_code="999").update(dfe_code="975")
        before = Child.objects.count()
    sender = Sender(tmp_path, Authority.objects.get(dfe_code="975"))
    done = sender.loads_file(FILE)
    counted = plain_count()
    with connected_as("loader"):
        assert (done.read, done.taken) == (166, counted["children"])
        assert Child.objects.count() - before == CensusReturn.objects.count() == counted["children"]
        assert Referral.objects.count() == counted["referral_made"]
        for kind in ("referral_made", "referral_closed", "initial_conference_held"):
            assert Event.objects.filter(kind=kind).count() == counted[kind], kind
        told = Characteristics.objects.values_list("disabilities", flat=True)
        assert sum(map(len, told)) == counted["disabilities"]
        assert Identifier.objects.filter(scheme="upn").count() == counted["upns"]
        lines = FILE.read_text().splitlines()
        for row in Rejection.objects.exclude(value=""):
            assert row.value in lines[row.line - 1], (row.line, row.column)

"""Who reads of a child in care: their own worker, the virtual school head by halves, the school a pointer alone."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.access.models import MatrixRow
from alongside.areas.chronology.queries import chronology_of
from alongside.areas.looked_after.models import (
    CareEpisode,
    LookedAfterChild,
    PeriodOfCare,
    PlacedForAdoption,
    ReturnedChild,
    ReturnFile,
    ReturnRow,
)
from alongside.areas.looked_after.queries import placements_of, times_in_care
from alongside.register.models import Organisation, Team
from tests.areas.looked_after.conftest import NOW
from tests.factories.council import make_posting, tie
from tests.factories.returns import child, episode, of
from tests.web.signing_in import signed_in

POSTCODE = "ZZ2 2BB"
FILES = {
    "header": [child()],
    "episodes": [episode(PLACE="A5")],
    "missing": [of(MISSING="M", MIS_START="01/09/2018")],
    "placed_for_adoption": [of(DATE_PLACED="01/08/2018")],
}
LOOKED_AFTER, PLACEMENT, ADOPTION = (
    "looked_after_started",
    "missing_from_care",
    "placed_for_adoption",
)


@pytest.fixture
def in_care(council, sender, settings):
    settings.DEMO = True
    sender.sends(**FILES)
    with connected_as("loader"):
        found = LookedAfterChild.objects.get().child
        tie(found, council.school, "on_roll")
        tie(found, council.assessment, "allocated")
        return found


@pytest.fixture
def virtual_head(council):
    with connected_as("loader"):
        organisation = Organisation.objects.get(kind="local_authority")
        team = Team.objects.create(
            organisation=organisation, kind="virtual_school", name="Virtual school"
        )
        return make_posting(team, "virtual_school_head", "Vi Head")


def read_by(posting, child_id):
    """What somebody reads of it: kinds on the chronology, periods, placements, rows of adoption."""
    now = timezone.now()
    with acting_as(posting.id, at=now) as viewer:
        kinds = {entry.kind for entry in chronology_of(viewer, child_id)}
        return (
            kinds & {LOOKED_AFTER, PLACEMENT, ADOPTION},
            len(times_in_care(viewer, child_id)),
            len(placements_of(viewer, child_id, at=now)),
            PlacedForAdoption.objects.count(),
        )


def test_the_child_s_own_social_worker_reads_all_of_it_but_adoption(council, in_care):
    assert read_by(council.assessor, in_care.id) == ({LOOKED_AFTER, PLACEMENT}, 1, 1, 0)


def homes_of(posting, child_id):
    now = timezone.now()
    with acting_as(posting.id, at=now) as viewer:
        return [
            (one.placement, one.legal_status) for one in placements_of(viewer, child_id, at=now)
        ]


def test_what_says_that_a_child_is_to_be_adopted_is_shown_to_readers_of_adoption_alone(
    council, sender, in_care
):
    sender.sends(
        at=NOW + timedelta(days=1),
        episodes=[
            episode(DEC="01/08/2018", REC="X1"),
            episode(DECOM="01/08/2018", RNE="B", PLACE="A5", LS="E1"),
        ],
    )
    shown = [("Not shown here", "Not shown here"), ("Fostering", "Full care order")]
    assert homes_of(council.assessor, in_care.id) == shown
    assert "adopt" not in page_of(council.assessor, in_care.id)
    with connected_as("loader"):
        MatrixRow.objects.create(
            authority=council.authority, role="social_worker", relationship="allocated",
            purpose="safeguarding", part="adoption", act="read", own_subject_only=False,
        )  # fmt: skip
    assert [status for _, status in homes_of(council.assessor, in_care.id)] == [
        "Placement order", "Full care order",
    ]  # fmt: skip


def test_no_column_that_the_virtual_school_head_reads_says_why_care_ended():
    """Row-level security keeps rows apart, not columns: adoption is a reason for which care ends."""
    assert "reason_ended" not in {field.name for field in PeriodOfCare._meta.fields}


def test_the_virtual_school_head_reads_when_and_nothing_of_where_or_of_adoption(
    virtual_head, in_care
):
    assert read_by(virtual_head, in_care.id) == ({LOOKED_AFTER}, 1, 0, 0)


def test_the_school_and_whoever_is_not_the_child_s_worker_read_none_of_it(council, in_care):
    others = ("lead", "deputy", "other_lead", "screener", "manager", "practitioner")
    read = {who: read_by(getattr(council, who), in_care.id) for who in others}
    assert read == dict.fromkeys(others, (set(), 0, 0, 0))


def test_nobody_on_the_web_reads_a_return_as_it_was_sent(council, in_care):
    with acting_as(council.assessor.id, at=timezone.now()):
        for table in (ReturnRow, ReturnFile, ReturnedChild):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                table.objects.count()


def page_of(posting, child_id):
    answer = signed_in(posting).get(f"/children/{child_id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_postcode_of_a_placement_is_on_no_page(council, in_care):
    """The incident of the adopters' address: what is not shown to their own worker is shown to nobody."""
    with connected_as("loader"):
        assert CareEpisode.objects.get().placement_postcode == POSTCODE
    for posting in (council.assessor, council.lead):
        shown = page_of(posting, in_care.id)
        assert "ZZ2" not in shown
        assert "ZZ1" not in shown


def test_the_worker_s_page_says_what_happened_and_which_return_told_it(council, in_care):
    shown = page_of(council.assessor, in_care.id)
    for words in (
        *("Name not known", "In the council’s care", "Came into the council’s care"),
        *("Loaded from the looked-after children return (SSDA903) 2018/19", "Full care order"),
    ):
        assert words in shown


def test_the_school_s_page_says_nothing_of_care(council, in_care):
    shown = page_of(council.lead, in_care.id)
    assert "care order" not in shown
    assert "the council’s care" not in shown


def test_the_virtual_school_head_opens_the_page_and_reads_when(virtual_head, in_care):
    shown = page_of(virtual_head, in_care.id)
    assert "From 1 June 2018, and still" in shown
    assert "Kind of home" not in shown

"""A return becomes children in care: once, corrected once, and the same whatever the order of the years."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event, TakenBack
from alongside.areas.clocks.models import Clock
from alongside.areas.loads.models import Rejection, UnclearMatch
from alongside.areas.looked_after.actions.errors import NoOrganisation
from alongside.areas.looked_after.models import (
    CareEpisode,
    CareReview,
    LookedAfterChild,
    PeriodOfCare,
    ReturnRow,
)
from alongside.areas.messages.models import Delivery
from alongside.areas.people.models import Identifier, Identity, Name
from alongside.foundation.calendars import local_day
from alongside.register.models import Child, Organisation, Relationship
from tests.areas.looked_after.conftest import NOW, Sender
from tests.factories.returns import child, episode, of

REVIEW = {"REVIEW": "01/08/2018", "REVIEW_CODE": "PN1"}


@pytest.fixture(autouse=True)
def _seeing_everything(council):
    with connected_as("loader"):
        yield


def entries(number="100"):
    """What stands on the chronology of the child of a number: day and kind."""
    child_id = LookedAfterChild.objects.get(number=number).child_id
    events = Event.objects.filter(child_id=child_id).exclude(
        id__in=TakenBack.objects.values("event_id")
    )
    events = events.exclude(kind__endswith="_by_ssda903")  # who the child is, and not what happened
    return sorted((local_day(e.occurred_at), e.kind) for e in events if e.part != "identity")


def test_a_child_in_care_is_recorded_with_what_happened_and_when(sender):
    totals = sender.sends(reviews=[of(**REVIEW)])
    assert (totals.added, totals.changed, totals.rejected) == (1, 0, 0)
    assert entries() == [
        (date(2018, 6, 1), "looked_after_started"), (date(2018, 8, 1), "care_review_held"),
    ]  # fmt: skip
    found = LookedAfterChild.objects.get()
    assert Identity.objects.get(child_id=found.child_id).date_of_birth == date(2010, 5, 4)
    assert not Name.objects.filter(child_id=found.child_id).exists()


def test_history_starts_no_clock_and_is_sent_to_nobody(sender):
    sender.sends(reviews=[of(**REVIEW)], missing=[of(MISSING="M", MIS_START="01/09/2018")])
    assert not Clock.objects.exists()
    assert not Delivery.objects.exists()


def test_the_same_return_again_changes_nothing(sender):
    sender.sends(reviews=[of(**REVIEW)])
    before = everything()
    totals = sender.sends(at=NOW + timedelta(days=1), reviews=[of(**REVIEW)])
    assert (totals.added, totals.changed) == (0, 0)
    assert everything() == before


def everything():
    """Every row that a load may write, but for those of loads themselves."""
    tables = (
        CareEpisode,
        CareReview,
        PeriodOfCare,
        LookedAfterChild,
        ReturnRow,
        Relationship,
        TakenBack,
    )
    rows = {table.__name__: sorted(table.objects.values_list(), key=str) for table in tables}
    events = Event.objects.filter(child_id__isnull=False).values_list("id", flat=True)
    return rows | {"events": sorted(events), "children": Child.objects.count()}


def test_a_corrected_day_moves_the_entry_and_the_correction_is_recorded(sender):
    sender.sends()
    totals = sender.sends(at=NOW + timedelta(days=1), episodes=[episode(DECOM="05/06/2018")])
    assert (totals.added, totals.changed) == (0, 1)
    assert entries() == [
        (date(2018, 6, 5), "looked_after_started"), (date(2026, 11, 21), "care_record_corrected"),
    ]  # fmt: skip
    assert Event.objects.filter(kind="looked_after_started").count() == 2
    assert PeriodOfCare.objects.get().started_on == date(2018, 6, 5)


def test_a_correction_counts_only_what_its_readers_may_see(sender):
    """Who reads that care was corrected may not read of homes or of adoption: not even how much changed."""
    decided = [of(DATE_INT="01/08/2018")]
    sender.sends(ad1=decided, reviews=[of(**REVIEW)])
    sender.sends(at=NOW + timedelta(days=1), episodes=[episode(DECOM="05/06/2018")], ad1=[])
    said = Event.objects.get(kind="care_record_corrected").payload
    assert (said["added"], said["withdrawn"]) == (1, 1)
    assert TakenBack.objects.count() == 3


def test_a_council_that_is_not_set_up_is_refused(sender, council):
    """Else its children would be tied to nobody, and nobody would see them."""
    other = Sender(replace(council, authority=council.elsewhere), sender.folder)
    with pytest.raises(NoOrganisation, match="is not set up here"):
        other.sends()
    assert not ReturnRow.objects.exists()


def test_a_row_that_is_gone_is_taken_back_and_one_that_is_new_is_told(sender):
    sender.sends(reviews=[of(**REVIEW)])
    sender.sends(at=NOW + timedelta(days=1), reviews=[of(REVIEW="02/09/2018", REVIEW_CODE="PN2")])
    assert [row.held_on for row in CareReview.objects.all()] == [date(2018, 9, 2)]
    assert (date(2018, 8, 1), "care_review_held") not in entries()


def test_a_child_who_is_absent_is_left_alone_unless_the_return_is_complete(sender):
    both = {"header": [child("1"), child("2")], "episodes": [episode("1"), episode("2")]}
    sender.sends(**both)
    one = {"header": [child("1")], "episodes": [episode("1")]}
    sender.sends(at=NOW + timedelta(days=1), **one)
    assert PeriodOfCare.objects.count() == 2
    totals = sender.sends(at=NOW + timedelta(days=2), complete=True, **one)
    assert totals.ended == 1
    assert PeriodOfCare.objects.count() == 1


def test_a_complete_return_of_one_year_leaves_another_year_alone(sender):
    sender.sends(episodes=[episode(DEC="01/08/2018", REC="E4A")])
    sender.sends(
        at=NOW + timedelta(days=1), complete=True, header=[child("2")],
        episodes=[episode("2", DECOM="01/06/2019")],
    )  # fmt: skip
    assert PeriodOfCare.objects.count() == 2


def test_a_later_year_closes_what_was_open_and_corrects_nothing(sender):
    sender.sends()
    sender.sends(
        at=NOW + timedelta(days=1), episodes=[episode(DEC="09/05/2019", REC="E4A")], year=2019
    )
    assert entries() == [
        (date(2018, 6, 1), "looked_after_started"), (date(2019, 5, 9), "looked_after_ceased"),
    ]  # fmt: skip


def test_an_older_year_told_late_does_not_reopen_what_is_closed(sender):
    sender.sends(episodes=[episode(DEC="09/05/2019", REC="E4A")], year=2019)
    sender.sends(at=NOW + timedelta(days=1), year=2018)
    assert PeriodOfCare.objects.get().ended_on == date(2019, 5, 9)


UPN = "Y330200012001"


def test_a_child_known_by_upn_is_the_same_child(sender, council):
    Identifier.objects.create(child=council.child, scheme="upn", value=UPN)
    totals = sender.sends(header=[child(UPN=UPN, DOB="04/05/2015")], episodes=[episode()])
    assert totals.added == 0
    assert LookedAfterChild.objects.get().child_id == council.child.id


@pytest.mark.parametrize(
    ("born", "numbers", "column"),
    [("05/05/2015", ["100"], "DOB"), ("04/05/2015", ["100", "200"], "UPN")],
)
def test_a_upn_that_may_be_another_s_is_taken_for_nobody(sender, council, born, numbers, column):
    Identifier.objects.create(child=council.child, scheme="upn", value=UPN)
    sender.sends(
        header=[child(n, UPN=UPN, DOB=born) for n in numbers],
        episodes=[episode(n) for n in numbers],
    )
    assert not LookedAfterChild.objects.exists()
    back = list(Rejection.objects.values_list("column", "unit"))
    assert sorted(back) == [
        *((f"header.csv, {column}", number) for number in numbers),
    ]
    assert UnclearMatch.objects.count() == (column == "DOB")


def test_the_council_is_tied_to_a_child_for_as_long_as_it_looks_after_them(sender):
    sender.sends()
    tie = Relationship.objects.get(kind="in_care")
    assert (local_day(tie.starts_at), tie.ends_at) == (date(2018, 6, 1), None)
    sender.sends(at=NOW + timedelta(days=1), episodes=[episode(DEC="09/05/2019", REC="E4A")])
    tie.refresh_from_db()
    assert local_day(tie.ends_at) == date(2019, 5, 10)


def test_killed_between_two_batches_it_goes_on_and_ends_the_same(sender, monkeypatch):
    from alongside.areas.looked_after.actions.applying import Batch

    numbers = [str(n) for n in range(1, 8)]
    files = {"header": [child(n) for n in numbers], "episodes": [episode(n) for n in numbers]}
    whole, calls = Batch.apply, []

    def killed(self, units):
        calls.append(units)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(self, units)

    monkeypatch.setattr(Batch, "apply", killed)
    with pytest.raises(KeyboardInterrupt):
        sender.sends(batch=2, **files)
    assert PeriodOfCare.objects.count() == 4
    totals = sender.loads(sender.folder / "return-1", at=NOW + timedelta(hours=1), batch=2)
    assert (totals.went_on_from, totals.added) == (4, 7)
    assert (PeriodOfCare.objects.count(), ReturnRow.objects.count()) == (7, 14)


def test_what_another_council_tells_of_the_same_child_stands_beside_it(sender, council):
    """A child who moves between councils has one record, and each council corrects its own part of it."""
    sender.sends(header=[child(UPN=UPN)], episodes=[episode(DEC="01/08/2018", REC="E3")])
    council.elsewhere.pack = "thornmere"
    council.elsewhere.save()
    Organisation.objects.create(
        authority=council.elsewhere, name="Eastmere Council", kind="local_authority"
    )
    other = Sender(replace(council, authority=council.elsewhere), sender.folder / "elsewhere")
    other.sends(header=[child("7", UPN=UPN)], episodes=[episode("7", DECOM="01/08/2018")])
    [child_id] = set(LookedAfterChild.objects.values_list("child_id", flat=True))
    assert [row.known_from for row in PeriodOfCare.objects.order_by("known_from")] == [
        date(2018, 6, 1), date(2018, 8, 1),
    ]  # fmt: skip
    assert not TakenBack.objects.exists()
    assert Event.objects.filter(child_id=child_id, kind="looked_after_started").count() == 2

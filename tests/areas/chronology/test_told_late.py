"""What a return tells of long ago moves no clock and is sent to nobody: checked, not assumed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alongside.areas.chronology import actions
from alongside.areas.chronology.actions import Late, NotToldLate, record_late
from alongside.areas.chronology.events import catalogue
from alongside.config import checks
from alongside.foundation.ids import new_id
from alongside.packs import available_packs, load_pack
from alongside.packs.terms import Urgency

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
LATE = {name for name, kind in catalogue().items() if kind.told_late}


def test_no_pack_names_what_is_told_late():
    assert LATE
    assert {key: load_pack(key).events_named() & LATE for key in available_packs()} == {
        key: set() for key in available_packs()
    }


def test_a_pack_that_names_it_stops_the_start(monkeypatch):
    england = load_pack("thornmere")
    audience = replace(england.audiences[0], event="referral_made", urgency=Urgency.AT_ONCE)
    wrong = replace(england, audiences=(*england.audiences, audience))
    monkeypatch.setattr(checks, "load_pack", lambda _: wrong)
    found = checks.packs_name_only_known_events()
    assert {problem.id for problem in found} == {"alongside.E005"}
    assert "referral_made" in found[0].msg


def test_another_kind_is_not_recorded_without_its_clocks_and_messages():
    told = [Late("request_sent", str(new_id()), None, "2021-05-04")]
    with pytest.raises(NotToldLate):
        record_late(told, authority_id=new_id(), at=AT, said={})


def test_a_child_s_events_of_one_day_stay_in_the_order_told_however_many_go_before(monkeypatch):
    rows: list[tuple[str, str, str]] = []
    monkeypatch.setattr(
        actions, "insert_texts", lambda _model, _columns, batch, **_: rows.extend(batch)
    )
    said = {"load": new_id(), "year": 2021}
    others = [Late("section_47_begun", str(new_id()), None, "2021-05-04") for _ in range(998)]
    own, kinds = str(new_id()), ["section_47_begun", "need_plan_begun", "need_plan_ended"]
    told = [*others, *(Late(kind, own, None, "2021-05-04") for kind in kinds)]
    record_late(told, authority_id=new_id(), at=AT, said=said)
    assert [kind for _, child, _, kind, *_ in sorted(rows) if child == own] == kinds

"""What a council's own folder changes, and what it cannot."""

from dataclasses import asdict
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.foundation.calendars import Limit
from alongside.packs import PackInvalid, available_packs, clear_packs, load_pack, look_in
from alongside.packs.building import grants_left
from alongside.packs.layers import Layer, Layers, merge
from alongside.packs.terms import Act, Part, Relationship
from tests.packs.packs_on_disk import write_pack

DATA = Path(__file__).parent / "data"


def test_both_councils_are_found_and_england_is_not_one_of_them() -> None:
    assert available_packs() == ("thornmere",)
    assert available_packs(folders=[DATA]) == ("calderwick", "thornmere")


def test_a_deployment_names_its_packs_once_and_everyone_finds_them() -> None:
    look_in([DATA])
    try:
        assert available_packs() == ("calderwick", "thornmere")
        assert load_pack("calderwick").name == "Calderwick"
    finally:
        look_in([])
    assert available_packs() == ("thornmere",)


def test_thornmere_has_its_own_front_door_and_england_s_timescales() -> None:
    pack = load_pack("thornmere")

    assert (pack.key, pack.name) == ("thornmere", "Thornmere")
    assert pack.front_door.duty_line == "01632 960100"
    assert pack.front_door.office.opens == time(8, 30)
    assert pack.timescales["referrer_told"].limit == Limit.parse("1 working day")
    assert [str(each.before) for each in pack.timescales["referrer_told"].warn] == [
        "4 hours",
        "1 hour",
    ]
    assert pack.roles["hub_screener"].label == "Contact officer"
    assert pack.roles["hub_screener"].held_in == ("local_authority",)


def test_a_second_council_does_things_its_own_way() -> None:
    pack = load_pack("calderwick", folders=[DATA])

    in_full = pack.timescales["referrer_told_in_full"]
    assert pack.front_door.opens == time(9)
    assert pack.timescales["request_acknowledged"].limit == Limit.parse("4 hours")
    assert pack.timescales["request_acknowledged"].starts_on == ("request_sent",)
    assert (in_full.in_force_from, in_full.cancels_on) == (date(2026, 9, 1), ("telling_failed",))
    assert [level.name for level in pack.levels][:2] == ["Universal", "Extra help"]
    assert pack.levels[1].indicators["parenting_capacity"]
    assert [each.key for each in pack.outcome_frameworks if each.is_default] == [
        "calderwick_promise"
    ]
    assert pack.wording.status_line("waiting", team="the Gateway", due="noon") == (
        "With the Gateway until noon"
    )


def test_what_one_council_takes_away_the_other_keeps() -> None:
    thornmere, calderwick = load_pack("thornmere"), load_pack("calderwick", folders=[DATA])

    assert set(calderwick.grant_rows()) < set(thornmere.grant_rows())
    assert not [row for row in calderwick.grant_rows() if row.role == "head"]
    assert [row for row in thornmere.grant_rows() if row.role == "head"]
    assert not calderwick.audiences_of("decision_proposed")
    assert thornmere.audiences_of("decision_proposed")


def test_taking_away_a_right_that_an_audience_needs_is_refused_naming_both_files(
    tmp_path: Path,
) -> None:
    removal = "[[remove]]\nrelationship = 'referrer'\nacts = ['read']\nreason = 'x'"
    folder = write_pack(tmp_path, {"access.toml": removal})

    with pytest.raises(PackInvalid) as refused:
        load_pack("ashmoor", folders=[folder])

    by_key = {each.key: each for each in refused.value.problems}
    assert {"request_acknowledged", "request_decided"} <= set(by_key)
    assert by_key["request_decided"].file == "england/audiences.toml"
    assert "ashmoor/access.toml" in by_key["request_decided"].reason


def test_a_clock_s_warning_cannot_lose_its_audience(tmp_path: Path) -> None:
    removal = "[[remove]]\nevent = 'clock_overdue'\nreason = 'x'"
    folder = write_pack(tmp_path, {"audiences.toml": removal})

    with pytest.raises(PackInvalid, match=r"ashmoor/audiences\.toml does not tell 'received'"):
        load_pack("ashmoor", folders=[folder])


def test_a_council_may_loosen_nothing_by_naming_a_row_of_its_own(tmp_path: Path) -> None:
    grant = (
        "[[grant]]\nroles = ['head']\nrelationship = 'on_roll'\npurpose = 'safeguarding'\n"
        "parts = ['adoption']\nacts = ['read']\nown_subject_only = false\nsource = 'x'"
    )

    with pytest.raises(PackInvalid, match=r"ashmoor/access\.toml: grant: "):
        load_pack("ashmoor", folders=[write_pack(tmp_path, {"access.toml": grant})])


def test_a_deployment_s_own_folder_comes_before_the_one_in_the_package(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, {"pack.toml": 'name = "Thornmere, ours"'}, key="thornmere")

    assert load_pack("thornmere", folders=[folder]).name == "Thornmere, ours"
    assert load_pack("thornmere").name == "Thornmere"


def test_a_pack_is_read_once_until_it_is_cleared(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, {})
    first = load_pack("ashmoor", folders=[folder])
    (folder / "ashmoor" / "pack.toml").write_text('name = "Renamed"', encoding="utf-8")

    assert load_pack("ashmoor", folders=[folder]) is first
    clear_packs()
    assert load_pack("ashmoor", folders=[folder]).name == "Renamed"


def test_a_pack_s_tables_cannot_be_changed() -> None:
    pack = load_pack("thornmere")

    assert isinstance(pack.roles, MappingProxyType)
    assert isinstance(pack.levels[0].indicators, MappingProxyType)


TABLES = st.recursive(
    st.integers(), lambda below: st.dictionaries(st.sampled_from("abc"), below), max_leaves=8
).filter(lambda value: isinstance(value, dict))


@given(under=TABLES, over=TABLES)
def test_laying_the_same_table_over_twice_is_laying_it_once(under: dict, over: dict) -> None:  # type: ignore[type-arg]
    once = merge(under, over)

    assert merge(once, over) == once
    assert merge(under, {}) == under
    assert merge({}, over) == over
    assert set(once) == set(under) | set(over)


def _words(vocabulary: type[StrEnum]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(word) for word in vocabulary]), min_size=1, unique=True)


REMOVALS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "parts": _words(Part),
            "acts": _words(Act),
            "relationship": st.sampled_from([str(each) for each in Relationship]),
        },
    ),
    max_size=3,
)


@given(removals=REMOVALS)
def test_whatever_is_taken_away_is_gone_and_everything_else_is_left(
    removals: list[dict[str, object]],
) -> None:
    before = load_pack("thornmere")
    merged = {"access.toml": {"grant": [asdict(grant) for grant in before.grants]}}
    layers = Layers(
        Layer("england", {}), Layer("ashmoor", {"access.toml": {"remove": removals}}), merged
    )

    left = {row for grant in grants_left(layers) for row in grant.rows()}

    expected = {
        row
        for row in before.grant_rows()
        if not any(
            row.part in removal.get("parts", [row.part])  # type: ignore[operator]
            and row.act in removal.get("acts", [row.act])  # type: ignore[operator]
            and row.relationship == removal.get("relationship", row.relationship)
            for removal in removals
        )
    }
    assert left == expected


def test_an_authority_without_a_pack_grants_nothing_runs_no_clock_and_tells_nobody() -> None:
    pack = load_pack("")
    assert (pack.grant_rows(), dict(pack.timescales), pack.audiences, dict(pack.roles)) == (
        (), {}, (), {},
    )  # fmt: skip
    assert pack.events_named() == frozenset()

"""Ids in order of time, and references that can be read over the telephone."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.foundation.ids import (
    MomentHasNoId,
    ReferenceMistyped,
    ReferenceWrongShape,
    id_at,
    new_id,
    parse_reference,
    reference_of,
    texts_of_ids_at,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def moment_in(row_id: UUID) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=row_id.int >> 80)


def test_ids_made_one_after_another_are_in_order_and_all_different():
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {row_id.version for row_id in made} == {7}


@given(moment=moments)
def test_an_id_of_history_holds_its_moment_to_the_millisecond(moment):
    row_id = id_at(moment)
    assert row_id.version == 7
    assert timedelta(0) <= moment - moment_in(row_id) < timedelta(milliseconds=1)


def test_ids_of_one_moment_are_different_and_sort_before_those_of_a_later_one():
    moment = datetime(2026, 5, 1, 9, tzinfo=UTC)
    ids = {id_at(moment) for _ in range(5_000)}
    assert len(ids) == 5_000
    assert max(ids) < id_at(moment + timedelta(milliseconds=1))


def test_making_history_does_not_disturb_the_order_of_new_ids():
    before = new_id()
    id_at(datetime(2020, 1, 1, tzinfo=UTC))
    id_at(datetime(2090, 1, 1, tzinfo=UTC))
    after = new_id()
    assert before < after
    assert moment_in(after) - moment_in(before) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 5, 1, 9), "no time zone"),  # noqa: DTZ001
        (datetime(1969, 12, 31, tzinfo=UTC), "before 1970"),
    ],
)
def test_a_moment_that_no_id_can_hold_is_refused(moment, words):
    with pytest.raises(MomentHasNoId, match=words):
        id_at(moment)


@given(row_id=st.uuids())
def test_a_reference_is_short_grouped_and_always_the_same(row_id):
    reference = reference_of(row_id)
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", reference)
    assert reference_of(row_id) == reference
    assert parse_reference(reference) == reference


def test_references_of_ids_made_together_do_not_look_alike():
    references = {reference_of(new_id())[:4] for _ in range(1_000)}
    assert len(references) > 990  # of a million beginnings


@given(row_id=st.uuids())
def test_any_one_wrong_character_and_any_two_swapped_ones_are_caught(row_id):
    plain = reference_of(row_id).replace("-", "")
    wrong = {
        plain[:place] + letter + plain[place + 1 :] for place in range(8) for letter in ALPHABET
    }
    for first in range(8):
        for second in range(first):
            letters = list(plain)
            letters[first], letters[second] = letters[second], letters[first]
            wrong.add("".join(letters))
    for text in wrong - {plain}:
        with pytest.raises(ReferenceMistyped):
            parse_reference(text)


def test_a_reference_may_be_typed_as_it_was_heard():
    reference = next(r for r in map(reference_of, iter(new_id, None)) if {"0", "1"} <= set(r))
    for typed in (
        reference.lower(),
        reference.replace("-", ""),
        f" {reference[:4]} {reference[5:]} ",
        reference.replace("0", "o").replace("1", "L"),
        reference.replace("0", "O").replace("1", "i"),
    ):
        assert parse_reference(typed) == reference


@pytest.mark.parametrize("text", ["", "K7QM", "K7QM-29X!", "UUUU-UUUU", "K7QM-29XD-1"])
def test_what_is_not_a_reference_at_all_is_refused(text):
    with pytest.raises(ReferenceWrongShape, match="8 letters and digits"):
        parse_reference(text)


@given(told=st.lists(moments, max_size=50))
def test_ids_made_as_text_are_of_version_seven_and_of_their_moment(told):
    made = [UUID(text) for text in texts_of_ids_at([int(m.timestamp() * 1000) for m in told])]
    assert [one.version for one in made] == [7] * len(told)
    assert [one.variant for one in made] == [new_id().variant] * len(told)
    assert all(
        abs(moment_in(one) - at) < timedelta(milliseconds=2)
        for one, at in zip(made, told, strict=True)
    )
    assert len(set(made)) == len(told)

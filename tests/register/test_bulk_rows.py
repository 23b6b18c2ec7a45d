"""Rows written many at once keep what they are given, or are refused."""

import pytest
from django.db import DataError, IntegrityError

from alongside.access.context import connected_as
from alongside.areas.social_care.models import Characteristics
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, insert_texts, update_rows
from alongside.register.models import Authority, Child

COLUMNS = ("id", "dfe_code", "gss_code", "name", "pack")
LONGEST = 120


@pytest.fixture(autouse=True)
def as_loader(db):
    with connected_as("loader"):
        yield


def made(name):
    authority = new_id()
    insert_rows(Authority, COLUMNS, [(authority, "999", "", name, "")])
    return authority


def test_the_longest_words_that_fit_are_kept_whole():
    assert Authority.objects.get(id=made("é" * LONGEST)).name == "é" * LONGEST


def test_words_that_are_too_long_are_refused_and_not_cut_off():
    with pytest.raises(DataError, match="too long"):
        made("a" * (LONGEST + 1))
    authority = made("Thornmere")
    with pytest.raises(DataError, match="too long"):
        update_rows(Authority, ("id", "name"), [(authority, "a" * (LONGEST + 1))])
    assert Authority.objects.get().name == "Thornmere"


MARKS = "a\x1fb\x1e"  # what stands between two values on their way, and for nothing


@pytest.mark.parametrize("name", ["", "O'Neill", "a\tb\\n\n{,}", MARKS, "\x1e", "Łukasz 🎈"])
@pytest.mark.parametrize("others", [0, 1])
def test_whatever_the_words_are_they_arrive_as_they_were(name, others):
    rows = [(new_id(), f"{n:03}", "", words, "") for n, words in enumerate([name, *["B"] * others])]
    insert_rows(Authority, COLUMNS, rows)
    assert set(Authority.objects.values_list("id", "name")) == {(row[0], row[3]) for row in rows}


@pytest.mark.parametrize("name", ["", MARKS, "Thornmere"])
@pytest.mark.parametrize("others", [0, 1])
def test_texts_arrive_with_what_holds_of_every_row(name, others):
    rows = [(str(new_id()), f"{n:03}", words) for n, words in enumerate([name, *["B"] * others])]
    insert_texts(Authority, ("id", "dfe_code", "name"), rows, same={"gss_code": "", "pack": "x"})
    assert set(Authority.objects.values_list("name", "pack")) == {(row[2], "x") for row in rows}


AWKWARD = ['a"b', "\\", "a,b", "{}", "NULL", "", "é ö"]


@pytest.mark.parametrize("rows", [1, 3], ids=["one row", "several rows"])
@pytest.mark.parametrize("values", [[], ["a"], AWKWARD], ids=["nothing", "one", "awkward"])
def test_a_list_is_kept_as_it_is(values, rows):
    authority = made("Thornmere")
    children = [(new_id(), authority) for _ in range(rows)]
    insert_rows(Child, ("id", "authority_id"), children)
    columns = ("child_id", "ethnicity", "disabilities")
    insert_rows(Characteristics, columns, [(child, "", values) for child, _ in children])
    kept = Characteristics.objects.values_list("disabilities", flat=True)
    assert list(kept) == [values] * rows


LISTS = {"{}": [], "{MOB,VIS}": ["MOB", "VIS"], '{"a,b","c\\\\d"}': ["a,b", "c\\d"]}


@pytest.mark.parametrize("rows", [1, 3], ids=["one row", "several rows"])
@pytest.mark.parametrize("text", LISTS)
def test_a_list_given_as_text_is_kept_as_it_is(text, rows):
    authority = made("Thornmere")
    children = [(new_id(), authority) for _ in range(rows)]
    insert_rows(Child, ("id", "authority_id"), children)
    columns = ("child_id", "ethnicity", "disabilities")
    insert_texts(Characteristics, columns, [(str(child), "", text) for child, _ in children])
    kept = Characteristics.objects.values_list("disabilities", flat=True)
    assert list(kept) == [LISTS[text]] * rows


def test_no_list_at_all_is_refused_by_a_column_that_must_have_one_and_by_nothing_before_it():
    child = new_id()
    insert_rows(Child, ("id", "authority_id"), [(child, made("Thornmere"))])
    with pytest.raises(IntegrityError, match="null value"):
        insert_rows(
            Characteristics, ("child_id", "ethnicity", "disabilities"), [(child, MARKS, None)]
        )

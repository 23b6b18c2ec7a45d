"""Rows written many at once keep what they are given, or are refused."""

import pytest
from django.db import DataError

from alongside.access.context import connected_as
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows
from alongside.register.models import Authority

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

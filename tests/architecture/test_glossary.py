"""What a table holds is called by a word of the glossary, and each word there says where it is from."""

import re

import pytest
from django.apps import apps

from tests.architecture.house import REPOSITORY

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (REPOSITORY / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| Word")
]
WORDS = {
    word.strip().lower() for row in ROWS for word in re.split(r"[,(]", row[0].replace(")", ""))
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_word_has_a_meaning_and_a_source(row):
    assert len(row) == 3
    assert all(row)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_each_table_is_called_by_a_word_of_the_glossary(model):
    assert str(model._meta.verbose_name) in WORDS

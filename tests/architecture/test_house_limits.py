"""The house's own limits: sizes, names, and who may point at whose tables."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

SOURCE = Path(__file__).resolve().parents[2] / "src" / "alongside"
FILES = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
BANNED = ("service", "helper", "utils", "processor", "handler", "core", "common", "misc")
# Each with its reason.
LONGER_FUNCTIONS = {
    "hub_decide": "one form, its errors and its page: splitting it hid the order",
    "tell_question": "one question, its errors and its page: splitting it hid the order",
    "decided_rows": "one decision as rows, listed field by field",
    "_pupils": "six bulk inserts of one list, each a table",
    "decision_of": "one read model, listed field by field",
    "request_for_referrer": "one read model, listed field by field",
}
# The areas, top to bottom; a table may point only downward.
ORDER = [
    "front_door", "schools", "people", "chronology", "messages", "clocks", "access", "register",
]  # fmt: skip


def test_no_file_is_longer_than_300_lines():
    long = {p.name: n for p in FILES if (n := len(p.read_text().splitlines())) > 300}
    assert long == {}


def test_no_function_is_longer_than_30_lines_unless_it_says_why():
    long = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 30:
                long.add(node.name)
    assert long - set(LONGER_FUNCTIONS) == set()


@pytest.mark.parametrize("word", BANNED)
def test_no_module_or_class_is_called(word):
    named = {p.stem for p in FILES}
    for path in FILES:
        named |= {
            n.name.lower()
            for n in ast.walk(ast.parse(path.read_text()))
            if isinstance(n, ast.ClassDef)
        }
    assert not {name for name in named if word in name.split("_") or name.endswith(word)}


def test_a_table_points_only_at_tables_beneath_it():
    for model in apps.get_models():
        if model._meta.app_label not in ORDER:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model._meta.app_label in ORDER:
                here, there = model._meta.app_label, field.related_model._meta.app_label
                assert ORDER.index(there) >= ORDER.index(here), f"{model.__name__}.{field.name}"

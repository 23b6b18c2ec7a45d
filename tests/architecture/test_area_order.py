"""Who may point at whose tables. A foreign key by string is invisible to the import contracts."""

import pytest
from django.apps import apps

# Top to bottom, as in .importlinter; a table points only at its own area or beneath it.
ORDER = (
    "jobs",
    "case_system", "challenges", "front_door", "plans", "allegations", "looked_after", "social_care",
    "staffing",
    "schools",
    "loads", "people", "chronology", "messages", "clocks",
    "access", "register", "audit",
)  # fmt: skip
OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("alongside.")}
WITHOUT_TABLES = {"config", "web"}


def pointers():
    """Every foreign key and many-to-many between our tables: from, to, and the field as its name."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            forward = field.is_relation and not field.auto_created and field.related_model
            if forward and {model._meta.app_label, field.related_model._meta.app_label} <= OURS:
                here, there = model._meta.app_label, field.related_model._meta.app_label
                yield pytest.param(here, there, id=f"{here}.{model.__name__}.{field.name}")


def test_every_area_has_its_place_in_the_order():
    assert OURS - set(ORDER) == WITHOUT_TABLES


@pytest.mark.parametrize(("here", "there"), list(pointers()))
def test_a_table_points_only_at_tables_beneath_it(here, there):
    assert ORDER.index(there) >= ORDER.index(here)

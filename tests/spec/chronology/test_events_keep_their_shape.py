"""An event that was recorded is read for ever: a kind's version keeps its payload and its part.

`event_schemas.json` holds every version ever recorded. To change a kind, give it a new version, add
that version's shape to the file, and upcast the older one where it is read; no line is ever changed.
"""

import json
from pathlib import Path

import pytest

from alongside.areas.chronology.events import catalogue

FROZEN = json.loads(Path(__file__).with_name("event_schemas.json").read_text(encoding="utf-8"))


def shape(kind) -> dict[str, object]:
    return {"part": kind.part, "payload": dict(sorted(kind.payload.items()))}


@pytest.mark.parametrize("kind", catalogue().values(), ids=lambda kind: kind.name)
def test_each_kind_has_the_shape_that_was_frozen_for_its_version(kind):
    key = f"{kind.name} {kind.version}"
    assert key in FROZEN, f"add to event_schemas.json: {json.dumps({key: shape(kind)})}"
    assert FROZEN[key] == shape(kind)


def test_no_kind_that_was_ever_recorded_is_gone():
    recorded = {key.partition(" ")[0] for key in FROZEN}
    assert recorded - set(catalogue()) == set()

"""Whoever is asked writes an answer: the question stays as it was asked. As the web role."""

import pytest
from django.db import ProgrammingError, transaction

from alongside.access.context import acting_as
from alongside.areas.front_door.models import Enquiry
from tests.areas.front_door.test_asking import LATER, ask
from tests.areas.front_door.test_telling_to_told import send
from tests.factories.council import make_council


@pytest.fixture
def council(db):
    return make_council()


def test_whoever_is_asked_rewrites_no_question(council):
    enquiry_id = ask(council, send(council))
    with acting_as(council.lead.id, at=LATER):
        asked = Enquiry.objects.filter(id=enquiry_id)
        for column, value in (("asked_by", council.lead.id), ("asked_at", LATER)):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                asked.update(**{column: value})

"""Requests and what was decided: a school reads its own; a decision being written is the hub's alone."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may


def _may(table: str, act: str, subject: str) -> str:
    return may(table=table, act=act, part="'request'", subject=subject)


DRAFT, REQUEST, ANSWER = "front_door_draft", "front_door_request", "front_door_answer"
DECISION_DRAFT, DECISION = "front_door_decisiondraft", "front_door_decision"
OWN_DRAFT = f"({DRAFT}.team_id = (SELECT access_team()) AND {may(table=DRAFT, act='tell', part=chr(39) + 'request' + chr(39), subject=None)})"
PROPOSE = _may(DECISION_DRAFT, "propose_decision", "request_id")


class Migration(migrations.Migration):
    dependencies = [
        ("front_door", "0001_initial"),
        ("chronology", "0002_row_security"),
        ("access", "0002_functions_and_register_policies"),
    ]

    operations = [
        enforce(
            Rows(table=DRAFT, select=OWN_DRAFT, insert=OWN_DRAFT, update=OWN_DRAFT, delete=OWN_DRAFT),
            Rows(
                table=REQUEST,
                select=_may(REQUEST, "read", "id"),
                insert=_may(REQUEST, "record", "id"),
                update=_may(REQUEST, "record", "id"),
                worker=("SELECT", "UPDATE"),
            ),
            Rows(
                table=ANSWER,
                select=_may(ANSWER, "read", "request_id"),
                insert=_may(ANSWER, "record", "request_id"),
            ),
            Rows(table=DECISION_DRAFT, select=PROPOSE, insert=PROPOSE, update=PROPOSE, delete=PROPOSE),
            Rows(
                table=DECISION,
                select=_may(DECISION, "read", "request_id"),
                insert=_may(DECISION, "decide", "request_id"),
            ),
        )
    ]

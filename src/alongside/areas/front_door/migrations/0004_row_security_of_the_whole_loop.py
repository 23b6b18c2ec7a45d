"""A question is read by who asked and who is asked; a transfer and a judgement of identity are the hub's."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

ENQUIRY, TRANSFER = "front_door_enquiry", "front_door_transfer"
JUDGEMENT = "front_door_identityjudgement"


def _may(table: str, act: str, part: str, subject: str | None) -> str:
    return may(table=table, act=act, part=f"'{part}'", subject=subject)


def _enquiry(act: str) -> str:
    return f"({_may(ENQUIRY, act, 'enquiry', 'request_id')} OR {_may(ENQUIRY, act, 'enquiry', 'id')})"


class Migration(migrations.Migration):
    dependencies = [
        ("front_door", "0003_whole_loop"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        enforce(
            Rows(
                table=ENQUIRY,
                select=_enquiry("read"),
                insert=_may(ENQUIRY, "ask", "enquiry", "request_id"),
                update=_enquiry("record"),
                worker=("SELECT",),
            ),
            Rows(
                table=TRANSFER,
                select=_may(TRANSFER, "read", "request", "request_id"),
                insert=_may(TRANSFER, "record_transfer", "request", "request_id"),
                update=_may(TRANSFER, "record_transfer", "request", "request_id"),
            ),
            Rows(
                table=JUDGEMENT,
                select=_may(JUDGEMENT, "read", "identity", None),
                insert=_may(JUDGEMENT, "judge_identity", "identity", None),
            ),
        )
    ]

"""Help is read by its team and by the hub that asked; what the school is told is the school's to read."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

HELP, CONTACT, MEETING = "plans_help", "plans_contact", "plans_meeting"
HANDOVER, FEEDBACK = "plans_handover", "plans_feedback"


def _may(table: str, act: str, part: str, subject: str) -> str:
    return may(table=table, act=act, part=f"'{part}'", subject=subject)


def _help(act: str) -> str:
    return f"({_may(HELP, act, 'plan', 'id')} OR {_may(HELP, act, 'plan', 'request_id')})"


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
        ("chronology", "0002_row_security"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        enforce(
            Rows(
                table=HELP,
                select=_help("read"),
                insert=_help("record"),
                update=_help("record"),
                worker=("SELECT", "UPDATE"),
            ),
            Rows(
                table=CONTACT,
                select=_may(CONTACT, "read", "assessment", "help_id"),
                insert=_may(CONTACT, "record", "assessment", "help_id"),
            ),
            Rows(
                table=MEETING,
                select=_may(MEETING, "read", "plan", "help_id"),
                insert=_may(MEETING, "record", "plan", "help_id"),
                update=_may(MEETING, "record", "plan", "help_id"),
            ),
            Rows(
                table=HANDOVER,
                select=_may(HANDOVER, "read", "assessment", "help_id"),
                insert=_may(HANDOVER, "record", "assessment", "help_id"),
            ),
            Rows(
                table=FEEDBACK,
                select=_may(FEEDBACK, "read", "feedback", "request_id"),
                insert=_may(FEEDBACK, "record", "feedback", "request_id"),
            ),
        )
    ]

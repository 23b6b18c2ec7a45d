"""Care is read by those whose tie grants its part; the returns as sent, by the loader alone."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

AREA = "looked_after"
PARTS = {
    "periodofcare": "looked_after",
    "careepisode": "placement",
    "carereview": "placement",
    "missingepisode": "placement",
    "unaccompaniedstatus": "placement",
    "lookedafterchild": "placement",
    "careoutcomes": "placement",
    "careleaveroutcomes": "placement",
    "adoptionplan": "adoption",
    "placedforadoption": "adoption",
    "previouspermanence": "adoption",
}
KEPT = ("returnfile", "returnrow", "returnedchild")


def readable(table: str, part: str) -> Rows:
    return Rows(table=table, select=may(table=table, act="read", part=part, subject=None))


class Migration(migrations.Migration):
    dependencies = [
        ("looked_after", "0001_initial"),
        ("access", "0002_functions_and_register_policies"),
    ]

    operations = [
        enforce(
            *(readable(f"{AREA}_{table}", f"'{part}'") for table, part in PARTS.items()),
            *(Rows(table=f"{AREA}_{table}") for table in KEPT),
        )
    ]

"""That a child has a case number is read by those who may know of the case: it says that there is one."""

from django.db import migrations

from alongside.access.policies import may

TABLE = "people_identifier"


def _may(part: str) -> str:
    return may(table=TABLE, act="read", part=f"'{part}'", subject=None)


OF_THE_CASE = f"""
ALTER POLICY web_select ON {TABLE} USING (
    {_may("identity")} AND (scheme <> 'case_number' OR {_may("social_care")} OR {_may("looked_after")}));
"""
AS_IT_WAS = f"ALTER POLICY web_select ON {TABLE} USING ({_may('identity')});"


class Migration(migrations.Migration):
    dependencies = [("people", "0007_case_numbers"), ("access", "0011_a_look_for_a_row")]

    operations = [migrations.RunSQL(OF_THE_CASE, reverse_sql=AS_IT_WAS)]

"""Ways by which the lists of the register find their rows among hundreds of thousands.

The letters of names are indexed by a function of our own, because Chinese names know no spaces and
no extension is asked of the database.
"""

from django.db import migrations, models

LETTERS = """
create function registry_letters(told text) returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct part), '{}')
      from (
        select substr(lower(told), at, width) as part
          from generate_series(1, length(told)) as at, generate_series(1, 2) as width
         where at + width - 1 <= length(told)
      ) as parts
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0005_method_options"),
        ("registry", "0002_after_issue"),
    ]

    operations = [
        migrations.AddIndex(
            "ticket", models.Index(fields=["issued"], name="ticket_issued")
        ),
        migrations.AddIndex(
            "retirement", models.Index(fields=["purpose", "id"], name="retirement_purpose")
        ),
        migrations.AddIndex("retirement", models.Index(fields=["when"], name="retirement_when")),
        migrations.RunSQL(LETTERS, "drop function registry_letters(text)"),
        migrations.RunSQL(
            "create index registry_project_letters on projects_project"
            " using gin (registry_letters(name))",
            "drop index registry_project_letters",
        ),
        migrations.RunSQL(
            "create index registry_project_county on projects_project (county_code, id)",
            "drop index registry_project_county",
        ),
        migrations.RunSQL(
            "create index registry_period_method on projects_monitoringperiod (method, id)",
            "drop index registry_period_method",
        ),
        migrations.RunSQL(
            "create index registry_period_state on projects_monitoringperiod (state, id)",
            "drop index registry_period_state",
        ),
    ]

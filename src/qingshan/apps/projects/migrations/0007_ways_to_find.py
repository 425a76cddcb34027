"""Ways by which lists find projects and periods among hundreds of thousands.

The letters of names are indexed by a function of our own, because Chinese names know no spaces and
no extension is asked of the database. A database in which the registry made function and indexes
under names of its own keeps them: they are renamed, not built again.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models.expressions import F, Func

LETTERS = """
do $do$ begin
    if to_regprocedure('registry_letters(text)') is not null then
        alter function registry_letters(text) rename to project_letters;
    else
        create function project_letters(told text) returns text[]
        language sql immutable parallel safe as $$
            select coalesce(array_agg(distinct part), '{}')
              from (
                select substr(lower(told), at, width) as part
                  from generate_series(1, length(told)) as at, generate_series(1, 2) as width
                 where at + width - 1 <= length(told)
              ) as parts
        $$;
    end if;
end $do$
"""


def kept(model, index, former, made):
    """An index known to the models that takes over the one which the registry may have made."""
    table = f"projects_{model}"
    sql = [
        f"alter index if exists {former} rename to {index.name}",
        f"create index if not exists {index.name} on {table} {made}",
    ]
    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RunSQL(sql, f"drop index if exists {index.name}")],
        state_operations=[migrations.AddIndex(model, index)],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_doubt_study"),
    ]

    operations = [
        migrations.RunSQL(LETTERS, "drop function project_letters(text)"),
        kept(
            "project",
            django.contrib.postgres.indexes.GinIndex(
                Func(F("name"), function="project_letters"), name="project_letters_of_name"
            ),
            "registry_project_letters",
            "using gin (project_letters(name))",
        ),
        kept(
            "project",
            models.Index(fields=["county_code", "id"], name="project_county"),
            "registry_project_county",
            "(county_code, id)",
        ),
        kept(
            "monitoringperiod",
            models.Index(fields=["method", "id"], name="period_method"),
            "registry_period_method",
            "(method, id)",
        ),
        kept(
            "monitoringperiod",
            models.Index(fields=["state", "id"], name="period_state"),
            "registry_period_state",
            "(state, id)",
        ),
    ]

"""Acts that wait to be done together."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (SQL / "gathering.sql").read_text(encoding="utf-8"),
            "drop table base_waiting;",
        ),
    ]

"""The door for messages that end an act: all is booked or nothing stands."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("books", "0003_held_before_a_freeze")]

    operations = [
        migrations.RunSQL(
            (SQL / "booked.sql").read_text(encoding="utf-8"),
            "drop function books_booked(jsonb, text[]);",
        ),
    ]

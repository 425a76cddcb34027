"""The turn of acts that wait; databases of before have a turn of that name, which it replaces."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("base", "0002_gathering")]

    operations = [
        migrations.RunSQL(
            (SQL / "turn.sql").read_text(encoding="utf-8"),
            "drop procedure base_wait_turn; drop table base_turn;",
        ),
    ]

"""The turn again: as many are waited for as came last, and all hear of its end at once."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("base", "0002_gathering")]

    operations = [
        migrations.RunSQL((SQL / "turn.sql").read_text(encoding="utf-8"), "drop table base_turn;"),
    ]

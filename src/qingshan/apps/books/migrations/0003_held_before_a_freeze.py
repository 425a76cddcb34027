"""The door again: what was held before an account was frozen is still delivered."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("books", "0002_door")]

    operations = [
        migrations.RunSQL(
            (SQL / "post.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
    ]

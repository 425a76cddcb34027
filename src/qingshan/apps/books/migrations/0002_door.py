"""The door, and room on the pages of the rows that are updated at every act."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("books", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "alter table books_account set (fillfactor = 50);"
            "alter table books_hold set (fillfactor = 80);",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            (SQL / "post.sql").read_text(encoding="utf-8"), "drop function if exists books_post;"
        ),
    ]

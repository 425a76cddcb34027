"""Payments in are kept by the room custody: the table gets its name, every row stays."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_block_trades")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("PayIn", "custody_payin")],
            state_operations=[migrations.DeleteModel("PayIn")],
        )
    ]

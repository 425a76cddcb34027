"""No period without a claim."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_land_claim")]

    operations = [
        migrations.AlterField(
            model_name="monitoringperiod",
            name="land_claim",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="monitoring",
                to="land.claim",
            ),
        ),
    ]

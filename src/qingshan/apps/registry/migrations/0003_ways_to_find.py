"""Ways by which the lists of the register find tickets and retirements among hundreds of thousands.

It once made indexes on the tables of projects too; those stand in 0007 of projects since.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_method_options"),
        ("registry", "0002_after_issue"),
    ]

    operations = [
        migrations.AddIndex("ticket", models.Index(fields=["issued"], name="ticket_issued")),
        migrations.AddIndex(
            "retirement", models.Index(fields=["purpose", "id"], name="retirement_purpose")
        ),
        migrations.AddIndex("retirement", models.Index(fields=["when"], name="retirement_when")),
    ]

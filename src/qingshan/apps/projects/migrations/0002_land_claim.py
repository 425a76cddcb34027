"""Every period holds its claim in the land register; those that stand get theirs."""

import django.db.models.deletion
from django.db import migrations, models

from qingshan.apps.land.tenure import normal_number

STATES = ["registered", "measured", "reported", "verified", "issued", "withdrawn"]


def enter_claims(apps, schema_editor):
    """Write the claim of each period as it was when claims were kept with projects."""
    period_model = apps.get_model("projects", "MonitoringPeriod")
    claim_model = apps.get_model("land", "Claim")
    for period in period_model.objects.select_related("project", "survey"):
        ticket = getattr(period, "ticket", None)
        claim = claim_model.objects.create(
            survey=period.survey,
            title=period.project.name,
            scheme="gz_ticket",
            method=period.method,
            pools=[],
            start=period.start,
            end=period.end,
            tenure_number=normal_number(period.project.tenure_number),
            number=ticket.number if ticket else "",
            entered_on=period.survey.received.date(),
            state="issued" if period.state == "issued" else "live",
        )
        period_model.objects.filter(pk=period.pk).update(land_claim=claim)


class Migration(migrations.Migration):
    dependencies = [
        ("land", "0003_register"),
        ("projects", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="monitoringperiod", name="monitoring_state_known"
        ),
        migrations.AddField(
            model_name="monitoringperiod",
            name="land_claim",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="monitoring",
                to="land.claim",
            ),
        ),
        migrations.AddConstraint(
            model_name="monitoringperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="monitoring_state_known"
            ),
        ),
        migrations.RunPython(enter_claims, migrations.RunPython.noop),
    ]

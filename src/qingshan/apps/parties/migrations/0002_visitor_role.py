"""The list of roles knows the visitor, who acts without an account."""

from django.db import migrations, models

ROLES = [
    "applicant", "county_reviewer", "measurer", "verifier", "expert", "forestry_signer", "ecology_signer",
    "registrar", "operator", "trader", "bank", "court", "auditor", "administrator", "system", "visitor",
]


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="role_known"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(condition=models.Q(("role__in", ROLES)), name="role_known"),
        ),
    ]

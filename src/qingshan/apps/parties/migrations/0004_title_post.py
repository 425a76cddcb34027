"""The list of roles knows who says whether the title to land is as stated."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0003_accounts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='role_known',
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['applicant', 'county_reviewer', 'natural_resources', 'measurer', 'verifier', 'expert', 'forestry_signer', 'ecology_signer', 'registrar', 'operator', 'trader', 'bank', 'court', 'auditor', 'administrator', 'security_administrator', 'audit_administrator', 'system', 'visitor', 'member'])), name='role_known'),
        ),
    ]

from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0002_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asset', models.CharField(max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Halt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True)),
                ('scope', models.CharField(max_length=10)),
                ('asset', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(max_length=200)),
                ('document', models.CharField(blank=True, max_length=120)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('state', models.CharField(default='standing', max_length=20)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='halts', to='parties.party')),
            ],
        ),
        migrations.AddConstraint(
            model_name='halt',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['standing', 'lifted'])), name='halt_state_known'),
        ),
        migrations.AddConstraint(
            model_name='halt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("asset", ""), ("party", None), ("scope", "market")), models.Q(("party", None), ("scope", "asset"), models.Q(("asset", ""), _negated=True)), models.Q(('asset', ''), ('party__isnull', False), ('scope', 'party')), _connector='OR'), name='halt_names_its_subject'),
        ),
        migrations.AddField('trade', 'mode', models.CharField(max_length=20, default='listing'), preserve_default=False),
        migrations.AddField('trade', 'order', models.CharField(max_length=30, default=''), preserve_default=False),
        migrations.AddField('trade', 'asset', models.CharField(max_length=60, default=''), preserve_default=False),
        migrations.AddField('trade', 'unit_hold', models.CharField(max_length=60, default=''), preserve_default=False),
        migrations.AddField('trade', 'cash_hold', models.CharField(max_length=60, default=''), preserve_default=False),
        migrations.AddField('trade', 'relation', models.CharField(blank=True, default='', max_length=20)),
        migrations.AddField('trade', 'seller', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sales', to='parties.party')),
    ]

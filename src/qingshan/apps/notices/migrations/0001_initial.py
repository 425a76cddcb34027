# Notices, comments with answers and opinions, complaints.

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('base', '0001_initial'),
        ('parties', '0003_accounts'),
        ('projects', '0005_method_options'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('days', models.PositiveSmallIntegerField()),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('opened', models.DateTimeField()),
                ('closed', models.DateTimeField(null=True)),
                ('state', models.CharField(default='open', max_length=10)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.keptfile')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='projects.report')),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True)),
                ('code', models.CharField(max_length=20)),
                ('category', models.CharField(max_length=10)),
                ('anchor', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField()),
                ('text_digest', models.CharField(max_length=64)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('sender', models.CharField(blank=True, max_length=64)),
                ('received', models.DateTimeField()),
                ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.keptfile')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='notices.notice')),
            ],
        ),
        migrations.CreateModel(
            name='OwnerAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('when', models.DateTimeField()),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='notices.comment')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
        ),
        migrations.CreateModel(
            name='VerifierOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('when', models.DateTimeField()),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opinion', to='notices.comment')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True)),
                ('code', models.CharField(max_length=20)),
                ('category', models.CharField(max_length=12)),
                ('about', models.CharField(blank=True, max_length=120)),
                ('county_code', models.CharField(blank=True, max_length=6)),
                ('text', models.TextField()),
                ('text_digest', models.CharField(max_length=64)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('sender', models.CharField(blank=True, max_length=64)),
                ('received', models.DateTimeField()),
                ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.keptfile')),
            ],
            options={
                'indexes': [models.Index(fields=['sender', 'received'], name='complaint_sender')],
                'constraints': [models.CheckConstraint(condition=models.Q(('category__in', ['false_paper', 'false_data', 'double', 'damage', 'conduct', 'other'])), name='complaint_category_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='complaint_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='b31014c3680052454d73b9641d03e319eecf6be7', operation='DELETE OR UPDATE', pgid='pgtrigger_complaint_append_only_c9d31', table='notices_complaint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='complaint_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='5f6f9e969f0d299c85bc655c95ce277c77d3c36b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_complaint_never_emptied_6e9e4', table='notices_complaint', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'ended'])), name='notice_state_known'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='notice_forward'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['sender', 'received'], name='comment_sender'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('notice', 'text_digest'), name='comment_said_once'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['method', 'data', 'land', 'double', 'benefit', 'other'])), name='comment_category_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='comment_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='8e7dad20969ca22caf72327e2cea40c757ecf7f0', operation='DELETE OR UPDATE', pgid='pgtrigger_comment_append_only_ce8af', table='notices_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='comment_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='49dd356b69157ea32e35a1e0d13594d4122447d5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_comment_never_emptied_d7d24', table='notices_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owneranswer',
            trigger=pgtrigger.compiler.Trigger(name='owner_answer_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='11e901f5c48156a76e23078f5455cb06b8eed4d7', operation='DELETE OR UPDATE', pgid='pgtrigger_owner_answer_append_only_557d4', table='notices_owneranswer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owneranswer',
            trigger=pgtrigger.compiler.Trigger(name='owner_answer_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='bfa0bff927c82b22ffd406a0a7081f8e2c18b218', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_owner_answer_never_emptied_49623', table='notices_owneranswer', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='verifieropinion',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['upheld', 'explained', 'declined'])), name='opinion_outcome_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='verifieropinion',
            trigger=pgtrigger.compiler.Trigger(name='verifier_opinion_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='9660a687770980c4deb56835b5324514c3b4924e', operation='DELETE OR UPDATE', pgid='pgtrigger_verifier_opinion_append_only_793fe', table='notices_verifieropinion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='verifieropinion',
            trigger=pgtrigger.compiler.Trigger(name='verifier_opinion_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='cc94941584d2b20a8ba81ca94cbdbd8e67999893', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_verifier_opinion_never_emptied_82e62', table='notices_verifieropinion', when='BEFORE')),
        ),
    ]

# Transfer is made with its foreign keys at once, because its primary key is one of them.

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('amount', models.BigIntegerField()),
                ('left', models.BigIntegerField()),
                ('expires', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('chains', models.IntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('when', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('frozen', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['carbon', 'money', 'water'])), name='asset_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=180)),
                ('posted_in', models.BigIntegerField(default=0)),
                ('posted_out', models.BigIntegerField(default=0)),
                ('held_in', models.BigIntegerField(default=0)),
                ('held_out', models.BigIntegerField(default=0)),
                ('source_of_supply', models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.Q(('kind__in', ('supply', 'bank'))), models.BooleanField()), output_field=models.BooleanField())),
                ('sink', models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.Q(('kind__in', ('retired', 'cancelled', 'lapsed'))), models.BooleanField()), output_field=models.BooleanField())),
                ('closed', models.BooleanField(default=False)),
                ('frozen', models.BooleanField(default=False)),
                ('asset', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='books.asset')),
            ],
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('facts', models.JSONField(default=dict)),
                ('when', models.DateTimeField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['when'], name='chain_when', pages_per_range=16)],
                'constraints': [models.UniqueConstraint(fields=('key',), name='chain_once')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('pk', models.CompositePrimaryKey('chain_id', 'ordinal', blank=True, editable=False, primary_key=True, serialize=False)),
                ('ordinal', models.IntegerField()),
                ('chain', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='books.chain')),
                ('source', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers_out', to='books.account')),
                ('target', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers_in', to='books.account')),
                ('act', models.CharField(max_length=7)),
                ('amount', models.BigIntegerField()),
                ('hold', models.CharField(blank=True, default='', max_length=200)),
                ('expires', models.DateTimeField(null=True)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chain',
            trigger=pgtrigger.compiler.Trigger(name='chain_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='c12947e3a4d6f37fa1604c9cd5f62447d92fc58c', operation='DELETE OR UPDATE', pgid='pgtrigger_chain_append_only_c5759', table='books_chain', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chain',
            trigger=pgtrigger.compiler.Trigger(name='chain_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='d49c27e9fb1de25d53d645d792b7713342a6d3d3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_chain_never_emptied_8f231', table='books_chain', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='hold',
            name='chain',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='books.chain'),
        ),
        migrations.AddField(
            model_name='hold',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds_out', to='books.account'),
        ),
        migrations.AddField(
            model_name='hold',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds_in', to='books.account'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='seal_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='80d7f0735856fdc34dabadaccac6a5a2de44fba4', operation='DELETE OR UPDATE', pgid='pgtrigger_seal_append_only_1568a', table='books_seal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='seal_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='5a6f556675a832af450b9cb2a280a33f76afca1c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_seal_never_emptied_4f2df', table='books_seal', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['owner'], name='account_owner'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('name',), name='account_name_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('asset', 'owner', 'kind'), name='account_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['party', 'supply', 'buffer', 'retired', 'cancelled', 'lapsed', 'escrow', 'clearing', 'bank', 'fee', 'lender', 'court', 'register'])), name='account_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('held_in__gte', 0), ('held_out__gte', 0), ('posted_in__gte', 0), ('posted_out__gte', 0)), name='account_counters_positive'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('source_of_supply', True), ('posted_in__gte', django.db.models.expressions.CombinedExpression(models.F('posted_out'), '+', models.F('held_out'))), _connector='OR'), name='account_never_short'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('sink', False), models.Q(('held_out', 0), ('posted_out', 0)), _connector='OR'), name='sink_gives_nothing'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('closed', False), models.Q(('held_in', 0), ('held_out', 0), ('posted_in', models.F('posted_out'))), _connector='OR'), name='closed_account_empty'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(fields=('key',), name='hold_once'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='hold_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('left__gte', 0), ('left__lte', models.F('amount'))), name='hold_left_within'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='hold_between_two_accounts'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['source', 'chain'], name='transfer_source'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['target', 'chain'], name='transfer_target'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['post', 'hold', 'settle', 'release'])), name='transfer_act_known'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='transfer_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='transfer_between_two_accounts'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('expires', None), ('act', 'hold'), _connector='OR'), name='only_holds_expire'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='transfer_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='c615cdd9119198d521d1da878f7c6b851295cb28', operation='DELETE OR UPDATE', pgid='pgtrigger_transfer_append_only_d78cb', table='books_transfer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='transfer_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='0e6c3998955dc647b7838ff2c6e83c38fe80b9d6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_transfer_never_emptied_4b113', table='books_transfer', when='BEFORE')),
        ),
    ]

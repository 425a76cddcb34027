# Experts, panels, draws, seats, questions, votes, signatures.

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
            name='PanelQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField()),
                ('asked', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Panel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('size', models.PositiveSmallIntegerField()),
                ('drawn', models.DateTimeField()),
                ('closed', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, max_length=12)),
                ('state', models.CharField(default='drawn', max_length=10)),
                ('minutes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.keptfile')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panels', to='projects.report')),
            ],
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('source', models.TextField()),
                ('seed', models.CharField(max_length=64)),
                ('pool', models.JSONField()),
                ('excluded', models.JSONField()),
                ('chosen', models.JSONField()),
                ('when', models.DateTimeField()),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='review.panel')),
            ],
        ),
        migrations.CreateModel(
            name='PanelReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('when', models.DateTimeField()),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='review.panelquestion')),
            ],
        ),
        migrations.CreateModel(
            name='PoolExpert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True)),
                ('fields', models.JSONField()),
                ('unit', models.CharField(max_length=120)),
                ('unit_code', models.CharField(blank=True, max_length=18)),
                ('entered', models.DateTimeField()),
                ('state', models.CharField(default='active', max_length=10)),
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pool_expert', to='parties.party')),
            ],
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('declared', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('state', models.CharField(default='called', max_length=10)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='review.poolexpert')),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='review.panel')),
            ],
        ),
        migrations.AddField(
            model_name='panelquestion',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='review.seat'),
        ),
        migrations.CreateModel(
            name='MinutesSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('when', models.DateTimeField()),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='review.seat')),
            ],
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_favour', models.BooleanField()),
                ('scores', models.JSONField()),
                ('total', models.PositiveSmallIntegerField()),
                ('opinion', models.TextField()),
                ('when', models.DateTimeField()),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='vote', to='review.seat')),
            ],
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['drawn', 'reviewing', 'closed', 'void'])), name='panel_state_known'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['', 'recommended', 'declined'])), name='panel_result_known'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('report',), name='panel_of_report_once'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(fields=('panel', 'round'), name='draw_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draw',
            trigger=pgtrigger.compiler.Trigger(name='draw_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='3f76bc43fdc90dda06eae9245991a2506d580a8f', operation='DELETE OR UPDATE', pgid='pgtrigger_draw_append_only_5d65e', table='review_draw', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draw',
            trigger=pgtrigger.compiler.Trigger(name='draw_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='15a7d48ecf8d19da192a3ba1b5bd31984b14f866', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_draw_never_emptied_5519c', table='review_draw', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelreply',
            trigger=pgtrigger.compiler.Trigger(name='panel_reply_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='be284733083c3d652d97dbef53b34f4d084a3b55', operation='DELETE OR UPDATE', pgid='pgtrigger_panel_reply_append_only_844fa', table='review_panelreply', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelreply',
            trigger=pgtrigger.compiler.Trigger(name='panel_reply_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='1078ad28fc1bc9395b276d7e115747c20e0136ad', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_panel_reply_never_emptied_34cbf', table='review_panelreply', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='poolexpert',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['active', 'left'])), name='pool_expert_state_known'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('panel', 'expert'), name='seat_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['called', 'seated', 'voted', 'recused'])), name='seat_state_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelquestion',
            trigger=pgtrigger.compiler.Trigger(name='panel_question_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='ba73e202353ef12421689cf2147530a4418c4334', operation='DELETE OR UPDATE', pgid='pgtrigger_panel_question_append_only_72c4e', table='review_panelquestion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelquestion',
            trigger=pgtrigger.compiler.Trigger(name='panel_question_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='ed2f379033ea035341c5c2d8c19185059f2c8537', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_panel_question_never_emptied_59c10', table='review_panelquestion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minutessignature',
            trigger=pgtrigger.compiler.Trigger(name='minutes_signature_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='5682c985d80adf292065b63b20210f3e51b3a45c', operation='DELETE OR UPDATE', pgid='pgtrigger_minutes_signature_append_only_b60ab', table='review_minutessignature', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minutessignature',
            trigger=pgtrigger.compiler.Trigger(name='minutes_signature_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='d540d52f2ac09b86e441b774313c9da9ef28c4ba', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_minutes_signature_never_emptied_2a7a1', table='review_minutessignature', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='vote',
            trigger=pgtrigger.compiler.Trigger(name='vote_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='66c34e36d441308724760f491f2af2af398b887f', operation='DELETE OR UPDATE', pgid='pgtrigger_vote_append_only_d78eb', table='review_vote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='vote',
            trigger=pgtrigger.compiler.Trigger(name='vote_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="raise exception 'the table is append-only';", hash='1df6e6edaaa95fa8cd28b673f2bac492f9a36bab', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_vote_never_emptied_e28ea', table='review_vote', when='BEFORE')),
        ),
    ]

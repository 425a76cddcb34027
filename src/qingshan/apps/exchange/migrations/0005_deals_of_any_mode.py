import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('exchange', '0004_deals_name_their_parts')]

    operations = [
        migrations.AlterField('trade', 'seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sales', to='parties.party')),
        migrations.AlterField('trade', 'listing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trades', to='exchange.listing')),
        migrations.AddConstraint(
            model_name='trade',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['listing', 'bid', 'block', 'inquiry', 'auction'])), name='trade_mode_known'),
        ),
        migrations.AddIndex('trade', models.Index(fields=['asset', '-agreed'], name='trade_of_series')),
        migrations.AddIndex('trade', models.Index(fields=['-settled', '-id'], name='trade_tape')),
    ]

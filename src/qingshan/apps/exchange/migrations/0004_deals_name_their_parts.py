from django.db import migrations

FILL = """
update exchange_trade t set
    asset = l.asset,
    seller_id = l.seller_id,
    "order" = l.number,
    unit_hold = 'listing:' || l.number,
    cash_hold = 'trade:' || t.number
from exchange_listing l where l.id = t.listing_id
"""


class Migration(migrations.Migration):
    """Deals that were agreed before: each came from a listing, which told all of it."""

    dependencies = [('exchange', '0003_rules_of_trading')]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

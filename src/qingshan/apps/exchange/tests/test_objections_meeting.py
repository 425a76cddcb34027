"""A deal is corrected once, and never what the buyer is just retiring or selling."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.books import audit
from qingshan.apps.exchange.tests.test_objections import settled
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_corrections_one_counts(open_market, elsewhere, until_waiting):
    market = open_market
    with transaction.atomic():
        market.supply(1)
    trade = settled(market)
    told = {"trade": trade.pk, "reason": "差错"}
    with transaction.atomic():
        correct_trade(market.call("operator"), **told)
        other = elsewhere(correct_trade, market.call("operator"), **told)
        until_waiting()
    assert other.exception().refusals[0].code == "E-MC-01"
    assert market.units("farm").posted == carbon(11)
    assert audit.verify() is None

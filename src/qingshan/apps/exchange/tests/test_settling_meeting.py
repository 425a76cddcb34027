"""Who settles meets others who settle: every deal is delivered once."""

from __future__ import annotations

from django.db import transaction

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit
from qingshan.apps.exchange.tests.test_settling import picked, together
from qingshan.apps.exchange.verbs.settle_together import settle_together
from qingshan.core.kernel.units import carbon


def test_a_deal_settled_alone_meanwhile_is_not_settled_again(open_market, elsewhere, until_waiting):
    market = open_market
    with transaction.atomic():
        first, second = picked(market, 10, 20)
    with transaction.atomic():
        market.settle(first)
        other = elsewhere(settle_together, Call(SYSTEM, market.now, "clock"))
        until_waiting()
    assert other.result().deals == 1
    assert market.units("buyer").available == carbon(30)
    told = Event.objects.filter(name="trade.settled").values_list("subject_id", flat=True)
    assert sorted(told) == [first.pk, second.pk]
    assert audit.verify() is None


def test_two_that_settle_together_share_the_deals(open_market, elsewhere, until_waiting, refuses):
    market = open_market
    with transaction.atomic():
        picked(market, 10, 20)
    with transaction.atomic():
        assert together(market).deals == 2
        other = elsewhere(settle_together, Call(SYSTEM, market.now, "clock"))
        until_waiting()
    assert other.exception().refusals[0].code == "E-EX-66"
    assert market.units("buyer").available == carbon(30)
    assert audit.verify() is None

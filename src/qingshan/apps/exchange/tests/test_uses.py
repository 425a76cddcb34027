"""Deals by use are the same with the night's sums as without, whatever was corrected since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.exchange import jobs
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.use_models import UseTotals
from qingshan.apps.exchange.use_reads import means_by_use, turnover
from qingshan.apps.exchange.verbs.add_up_uses import add_up_uses
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


def test_the_nights_sums_change_nothing_that_is_told(market) -> None:
    assert (means_by_use(), turnover()) == ([], (0, 0, 0))
    market.supply(100)
    market.office.paid("buyer", fen("20000.00"))
    offer = market.list(100, "80.00")
    first, second = (market.settle(market.take(offer, tonnes)) for tonnes in (10, 20))
    market.now += timedelta(days=1)
    before = means_by_use()
    night = Call(SYSTEM, market.now, "night")
    made = add_up_uses(night)
    assert made.sums == {first.purpose: [2, carbon(30), fen("2400.00")]}
    assert means_by_use() == before
    assert add_up_uses(night) == made, "the same key, the same answer"
    third = market.settle(market.take(offer, 5))
    correct_trade(market.call("operator"), trade=second.pk, reason="录入有误")
    (mean,) = means_by_use()
    assert (mean.deals, mean.quantity, mean.amount_fen) == (2, carbon(15), fen("1200.00"))
    assert turnover() == (2, carbon(15), fen("1200.00"))
    correct_trade(market.call("operator"), trade=third.pk, reason="录入有误")
    assert turnover() == (1, carbon(10), fen("800.00"))
    market.now += timedelta(days=1)
    add_up_uses(Call(SYSTEM, market.now, "next night"))
    assert turnover() == (1, carbon(10), fen("800.00"))
    UseTotals.objects.all().delete()
    assert turnover() == (1, carbon(10), fen("800.00")), "all deals added up say the same"
    assert Trade.objects.count() == 3


def test_the_timer_adds_up_once_a_day() -> None:
    jobs.add_up_deals(timestamp=0)
    jobs.add_up_deals(timestamp=0)
    assert UseTotals.objects.get().sums == {}

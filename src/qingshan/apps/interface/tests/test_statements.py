"""A program reads the statement of its party's accounts, exact, and of nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.interface.tests.test_client import token_of
from qingshan.client import Client, Refusal
from qingshan.core.kernel.money import fen


def test_a_program_reads_a_month(open_office: Any, live_server: Any) -> None:
    market = Market(open_office, datetime(2026, 7, 17, 10, tzinfo=SHANGHAI))
    ticket = open_office.issued()
    market.asset = ticket.asset
    open_office.paid("buyer", fen("400000.00"))
    market.settle(market.take(market.list(1_000, "88.00"), 1_000))
    (trade,) = Trade.objects.all()
    with Client(live_server.url, token=token_of(open_office, "holdings:read")) as farm:
        told = farm.statement("2026-07")
        held = farm.statement("2026-07", ticket.number)
        with pytest.raises(Refusal) as unknown:
            farm.statement("2026-07", "GZ-2026-999999-9")
        assert unknown.value.status == 404
        with pytest.raises(Refusal) as wrong:
            farm.statement("2026-7")
        assert wrong.value.status == 422
    fee = trade.seller_fee_fen / 100
    assert (told["unit"], told["opening"], told["in"]) == ("yuan", "0.00", f"{88_000 - fee:.2f}")
    assert told["closing"] == told["in"]
    assert told["yuan_fees"] == f"{fee:.2f}"
    (line,) = told["items"]
    assert (line["code"], line["voucher"], line["yuan_fee"]) == (
        "trade",
        trade.number,
        f"{fee:.2f}",
    )
    assert (held["unit"], held["out"], held["yuan_fees"]) == ("t", "1000.0000", None)
    assert [one["code"] for one in held["items"]] == ["issue", "list", "trade"]
    assert [one["held_change"] for one in held["items"]] == ["0.0000", "1000.0000", "-1000.0000"]
    scope = token_of(open_office, "market:write", part="buyer")
    with Client(live_server.url, token=scope) as other, pytest.raises(Refusal) as closed:
        other.statement("2026-07")
    assert closed.value.status == 403

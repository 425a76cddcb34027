"""Amount, fee and total of one side, by the amounts that every walk is checked against."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.charge import BUYER, SELLER, Charge, charged, together
from qingshan.core.market.fee import fee_fen
from qingshan.core.tables.shelf import open_shelf

DAY = date(2026, 7, 17)
SHELF = open_shelf()


@pytest.mark.parametrize(
    ("tonnes", "price", "amount"),
    [
        (2468, "88.00", "217184.00"),
        (55, "85.00", "4675.00"),
        (2723, "15.00", "40845.00"),
    ],
)
def test_a_buyer_pays_the_fee_and_a_seller_gets_less_by_it(
    tonnes: int, price: str, amount: str
) -> None:
    sides = [
        charged(carbon(tonnes), fen(price), side=side, shelf=SHELF, as_of=DAY)
        for side in (BUYER, SELLER)
    ]
    fees = [fee_fen(fen(amount), side=side, shelf=SHELF, as_of=DAY) for side in (BUYER, SELLER)]
    assert min(fees) > 0
    assert [one.amount_fen for one in sides] == [fen(amount)] * 2
    assert [one.fee_fen for one in sides] == fees
    assert [one.total_fen for one in sides] == [fen(amount) + fees[0], fen(amount) - fees[1]]


def test_the_total_is_written_in_capitals() -> None:
    assert Charge(fen("217184.00"), 0).capitals == "贰拾壹万柒仟壹佰捌拾肆元整"
    paid, got = (Charge(fen("4675.00"), fen("5.00"), side) for side in (BUYER, SELLER))
    assert (paid.capitals, got.capitals) == ("肆仟陆佰捌拾元整", "肆仟陆佰柒拾元整")


def test_several_purchases_come_to_one() -> None:
    parts = [Charge(fen("4675.00"), fen("14.03")), Charge(fen("40845.00"), fen("122.54"))]
    whole = together(parts)
    assert whole == Charge(fen("45520.00"), fen("136.57"))
    assert whole.total_fen == sum(one.total_fen for one in parts)
    assert together([]).total_fen == 0
    with pytest.raises(AssertionError):
        together([*parts, Charge(1, 0, SELLER)])

"""Hours, bands and the close of a day, from dated rows."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.kernel.money import amount_fen, fen
from qingshan.core.kernel.units import CARBON_PER_TONNE, carbon
from qingshan.core.market.rules import band_around, mean_price_fen, quantity_rule, sessions
from qingshan.core.tables.shelf import open_shelf

DAY = date(2026, 7, 17)
SHELF = open_shelf()


def test_sessions_by_mode():
    told = [str(span) for span in sessions("listing", shelf=SHELF, as_of=DAY)]
    assert told == ["09:30–11:30", "13:00–15:00"]
    (block,) = sessions("block", shelf=SHELF, as_of=DAY)
    assert [block.holds(time(*at)) for at in ((12, 59), (13, 0), (14, 59), (15, 0))] == [
        *(False, True, True, False)
    ]


def test_bands_by_mode():
    band = band_around(fen("85.00"), "listing", shelf=SHELF, as_of=DAY)
    assert (band.low_fen, band.high_fen) == (fen("76.50"), fen("93.50"))
    wide = band_around(fen("85.00"), "block", shelf=SHELF, as_of=DAY)
    assert (wide.low_fen, wide.high_fen) == (fen("59.50"), fen("110.50"))
    # Half a fen goes up at either end; no price is nothing.
    odd = band_around(5, "listing", shelf=SHELF, as_of=DAY)
    assert (odd.low_fen, odd.high_fen) == (5, 6)
    assert band_around(1, "block", shelf=SHELF, as_of=DAY).low_fen == 1


def test_sizes():
    assert quantity_rule("block_min_qty", shelf=SHELF, as_of=DAY) == carbon(1_000)


@given(st.lists(st.tuples(st.integers(1, 10**5), st.integers(1, 10**5)), min_size=1, max_size=20))
def test_a_mean_lies_between_the_lowest_and_the_highest(deals):
    tonnes = [quantity * CARBON_PER_TONNE for quantity, _ in deals]
    amounts = [
        amount_fen(quantity, price, CARBON_PER_TONNE)
        for quantity, (_, price) in zip(tonnes, deals, strict=True)
    ]
    mean = mean_price_fen(sum(amounts), sum(tonnes))
    assert min(price for _, price in deals) <= mean <= max(price for _, price in deals)

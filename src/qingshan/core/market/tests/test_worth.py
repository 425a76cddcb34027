"""What an estimate may be worth: exact fen, costs taken off, a share for each household."""

from __future__ import annotations

from datetime import date

from qingshan.core.kernel.spread import Spread
from qingshan.core.market.worth import scenarios
from qingshan.core.tables.shelf import open_shelf

DAY = date(2026, 7, 1)
CARBON = Spread(1_000_0000, 2_468_0000, 3_000_0000)
AREA_M2 = 1_500 * 10_000 / 15


def test_three_prices_by_use_cheapest_first_and_exact_amounts() -> None:
    found = scenarios(CARBON, AREA_M2, households=None, shelf=open_shelf(), as_of=DAY)
    assert [one.price_fen for one in found] == [1500, 5000, 8800]
    assert found[2].gross.mid == 2_468 * 8800 == 21_718_400
    assert all(one.per_household is None for one in found)
    assert all(one.use.zh and one.use.en for one in found)


def test_costs_come_off_and_households_share_what_is_left() -> None:
    one = scenarios(CARBON, AREA_M2, households=160, shelf=open_shelf(), as_of=DAY)[2]
    fixed, survey, share = 3_000_000, 200 * 1_500, 0.05
    assert one.net.mid == round(21_718_400 * (1 - share)) - fixed - survey
    assert one.per_household is not None
    assert one.per_household.mid == one.net.mid // 160


def test_a_loss_earns_nothing_and_its_costs_are_shown() -> None:
    for one in scenarios(
        Spread(-20, -10, -1), AREA_M2, households=2, shelf=open_shelf(), as_of=DAY
    ):
        assert one.gross == Spread(0, 0, 0)
        assert one.net.high == -3_300_000

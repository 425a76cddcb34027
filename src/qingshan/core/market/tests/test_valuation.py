"""Units are valued use by use, by the median of deals, and not at all where deals are few."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.kernel.units import carbon
from qingshan.core.market.valuation import Comparable, valuations


def deals(purpose: str, *prices: int) -> list[Comparable]:
    return [Comparable(purpose, date(2026, 7, day), fen) for day, fen in enumerate(prices, 1)]


def test_each_use_has_its_median_and_its_worth_less_the_haircut() -> None:
    found = valuations(
        [*deals("event", 8_000, 7_001, 9_000, 7_500), *deals("own_emissions", 8_800)],
        quantity=carbon(3_000),
        least=3,
        haircut_percent=Decimal(50),
    )
    event, own = found
    assert (event.deals, event.low_fen, event.high_fen) == (4, 7_001, 9_000)
    assert (event.first, event.last) == (date(2026, 7, 1), date(2026, 7, 4))
    # The two in the middle are 75.00 and 80.00: 3,000 t at 77.50, half of it.
    assert (event.median_fen, event.value_fen) == (7_750, 11_625_000)
    assert (own.deals, own.median_fen, own.value_fen) == (1, 8_800, None)


def test_median_and_worth_are_rounded_once_each_half_to_even() -> None:
    (found,) = valuations(
        deals("event", 8_000, 8_001), quantity=carbon("0.0003"), least=1, haircut_percent=Decimal(0)
    )
    # 80.005 is shown as 80.00; the worth is reckoned from 80.005 and not from what is shown.
    assert (found.median_fen, found.value_fen) == (8_000, 2)
    (found,) = valuations(
        deals("event", 8_000, 8_001), quantity=carbon(2), least=1, haircut_percent=Decimal(0)
    )
    assert found.value_fen == 16_001


@given(
    prices=st.lists(st.integers(1, 100_000), min_size=1, max_size=20),
    quantity=st.integers(1, 10**10),
    haircut=st.integers(0, 100),
)
def test_it_lies_between_the_cheapest_and_the_dearest_and_a_haircut_never_adds(
    prices: list[int], quantity: int, haircut: int
) -> None:
    def worth(percent: int) -> int:
        (found,) = valuations(
            deals_of(prices), quantity=quantity, least=1, haircut_percent=Decimal(percent)
        )
        assert found.low_fen <= found.median_fen <= found.high_fen
        assert found.value_fen is not None
        return found.value_fen

    assert 0 <= worth(haircut) <= worth(0)
    assert worth(100) == 0


def deals_of(prices: list[int]) -> list[Comparable]:
    return [Comparable("event", date(2026, 7, 1), fen) for fen in prices]

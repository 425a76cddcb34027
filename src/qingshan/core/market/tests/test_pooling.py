"""Nothing is lost and nothing made when many small shares become whole units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.kernel.units import CARBON_PER_TONNE, carbon
from qingshan.core.market.pooling import divided, pooled


@pytest.mark.parametrize(
    ("shares", "top_up", "tonnes"),
    [([88] * 12, 944, 2), ([1], 999, 1), ([400, 600], 0, 1), ([25] * 500, 500, 13)],
)
def test_the_last_whole_unit_is_filled_up(shares, top_up, tonnes):
    found = pooled(shares, unit_kg=1_000)
    assert (found.top_up_kg, found.quantity) == (top_up, carbon(tonnes))


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40), st.integers(1, 5_000))
def test_shares_and_top_up_are_what_is_retired(shares, unit):
    found = pooled(shares, unit_kg=unit)
    assert 0 <= found.top_up_kg < unit
    assert found.quantity == (sum(shares) + found.top_up_kg) * CARBON_PER_TONNE // 1_000
    assert (sum(shares) + found.top_up_kg) % unit == 0


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1_000), min_size=1, max_size=40))
def test_parts_add_up_and_are_fair(total, weights):
    if not sum(weights):
        weights = [*weights, 1]
    parts = divided(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) <= 1


def test_of_equal_remainders_the_earlier_goes_first():
    assert divided(10, [1, 1, 1]) == [4, 3, 3]
    assert divided(0, [3, 4]) == [0, 0]

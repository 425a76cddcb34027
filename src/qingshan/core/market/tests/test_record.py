"""A record of an auction is checked by anyone; whatever is altered in it shows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from qingshan.core.market.record import record_faults
from qingshan.core.market.sealed import commitment

NUMBER, SECRET = "JJ-2026-000001-3", "0f" * 16
TONNE = 10_000


def record() -> dict[str, Any]:
    """Ten tonnes for sale; the third bid is not opened, the fourth was set aside."""
    told = [(12, 8_500, 6), (15, 8_200, 8), (17, None, None), (19, 9_000, 3)]
    bids: list[dict[str, Any]] = []
    for place, (bidder, price, tonnes) in enumerate(told, 1):
        quantity = None if tonnes is None else tonnes * TONNE
        is_open = quantity is not None
        digest = commitment(NUMBER, bidder, price, quantity, SECRET) if is_open else "a" * 64
        bids.append(
            {
                "place": place,
                "bidder": bidder,
                "commitment": digest,
                "opened": is_open,
                "price_fen": price,
                "quantity": quantity,
                "secret": SECRET if is_open else "",
                "set_aside": "E-EX-17" if place == 4 else "",
                "won": {1: 6 * TONNE, 2: 4 * TONNE}.get(place, 0),
            }
        )
    return {
        "auction": NUMBER,
        "quantity": 10 * TONNE,
        "lot": TONNE,
        "floor_fen": 8_000,
        "under": "void",
        "bids": bids,
        "result": {"price_fen": 8_200, "sold": 10 * TONNE, "wanted": 14 * TONNE},
    }


def test_a_right_record_holds():
    assert record_faults(record()) == []


@pytest.mark.parametrize(
    ("bid", "name", "value", "said"),
    [
        (0, "price_fen", 8_600, "bid 1 does not give its digest"),
        (1, "quantity", 9 * TONNE, "bid 2 does not give its digest"),
        (0, "secret", "00" * 16, "bid 1 does not give its digest"),
        (1, "bidder", 12, "bid 2 does not give its digest"),
        (2, "won", TONNE, "bid 3 should win 0"),
        (3, "set_aside", "", "bid 4 should win 30000"),
        (1, "place", 5, "the bids are not told in the order of their arrival"),
    ],
)
def test_whatever_is_altered_in_a_bid_shows(bid, name, value, said):
    told = deepcopy(record())
    told["bids"][bid][name] = value
    assert said in record_faults(told)


@pytest.mark.parametrize("name", ["price_fen", "sold", "wanted"])
def test_another_result_shows(name):
    told = record()
    told["result"][name] += TONNE
    assert any("price, sold and wanted" in one for one in record_faults(told))

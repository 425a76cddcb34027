"""The public record of a decided auction, and what anyone may check of it without asking anybody.

A record is plain JSON: what was announced, every digest in the order of arrival, what was opened,
and the result. Quantities in carbon units, prices in fen per tonne.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from qingshan.core.market.auction import Cleared, clear
from qingshan.core.market.sealed import opens

Record = Mapping[str, Any]


def record_faults(record: Record) -> list[str]:
    """What does not hold, in English sentences; nothing where digests and result are right.

    Every opened bid must give its digest; a bid that did not open or was set aside wins nothing;
    the others, cleared anew, must give the price, the parts and the sums that are told.
    """
    bids = record["bids"]
    opened = [bid for bid in bids if bid["opened"]]
    found = [
        f"bid {bid['place']} does not give its digest"
        for bid in opened
        if not opens(bid["commitment"], record["auction"], bid["bidder"], *_told(bid))
    ]
    if [bid["place"] for bid in bids] != list(range(1, len(bids) + 1)):
        found.append("the bids are not told in the order of their arrival")
    return [*found, *_result_faults(record, bids)]


def cleared_anew(record: Record) -> tuple[list[Mapping[str, Any]], Cleared]:
    """The bids that count, and what comes of them."""
    counting = [bid for bid in record["bids"] if bid["opened"] and not bid["set_aside"]]
    lot = record["lot"]
    return counting, clear(
        np.array([bid["price_fen"] for bid in counting], dtype=np.int64),
        np.array([bid["quantity"] // lot for bid in counting], dtype=np.int64),
        offered=record["quantity"] // lot,
        floor_fen=record["floor_fen"],
        under=record["under"],
    )


def _told(bid: Mapping[str, Any]) -> tuple[int, int, str]:
    return bid["price_fen"], bid["quantity"], bid["secret"]


def _result_faults(record: Record, bids: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    counting, cleared = cleared_anew(record)
    lot, result = record["lot"], record["result"]
    won = {
        bid["place"]: part * lot for bid, part in zip(counting, cleared.won.tolist(), strict=True)
    }
    for bid in bids:
        if bid["won"] != won.get(bid["place"], 0):
            yield f"bid {bid['place']} should win {won.get(bid['place'], 0)}"
    told = (result["price_fen"], result["sold"], result["wanted"])
    right = (cleared.price_fen, cleared.sold * lot, cleared.wanted * lot)
    if told != right:
        yield f"price, sold and wanted should be {right}"

"""Every way in which the ledger refuses, over the pure rules."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from qingshan.core.kernel.errors import Refused
from qingshan.core.ledger import refusals
from qingshan.core.ledger.book import Asset, Book
from qingshan.core.ledger.invariants import broken
from qingshan.core.ledger.model import AssetKind
from qingshan.core.ledger.rules import apply_batch, apply_chain
from qingshan.core.ledger.scenario import play, read_chain

ROWS = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text(encoding="utf-8"))
NOON = datetime.fromisoformat("2024-05-01T12:00:00+08:00")
ELSEWHERE = {
    refusals.ACCOUNT_BUSY,
    refusals.ACCOUNT_UNKNOWN,
    refusals.ASSET_EXISTS,
    refusals.DAY_OPEN,
    refusals.DAY_SKIPPED,
    refusals.SEAL_STANDS,
}
"""Refused by the store and by sealing, where a database is needed; tested there."""


def stands(row: dict) -> Book:
    book = Book.of(Asset("T", AssetKind.CARBON), Asset("Y", AssetKind.MONEY))
    when = datetime.fromisoformat(row.get("given_when", NOON.isoformat()))
    issue = "issue start: post T/registry/supply > T/party:1/party 100"
    return play(book, [issue, *row.get("given", [])], when=when)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_the_rule_sheet(row, refuses):
    book = stands(row)
    chain = read_chain(row["act"])
    if not row["says"]:
        assert not broken(apply_chain(book, chain, when=NOON))
        return
    with refuses(*row["says"]):
        apply_chain(book, chain, when=NOON)
    _, (reply,) = apply_batch(book, [chain], when=NOON)
    assert [refusal.code for refusal in reply.refusals] == row["says"]


def test_every_refusal_has_a_row():
    codes = {value for name, value in vars(refusals).items() if name.isupper()}
    rows = {code for row in ROWS for code in row["says"]}
    assert codes - rows == ELSEWHERE


def test_what_is_short_is_said_with_amounts_in_both_languages():
    book = stands({})
    with pytest.raises(Refused) as caught:
        apply_chain(
            book,
            read_chain("transfer x: post T/party:1/party > T/party:2/party 20100"),
            when=NOON,
        )
    (refusal,) = caught.value.refusals
    assert refusal.what("zh") == "T 可用 0.0100 吨，需要 2.0100 吨，还差 2 吨。"
    assert "2.0100 t needed, 2 t missing" in refusal.what("en")
    assert refusal.place == "T"


def test_what_is_short_is_said_for_the_whole_chain():
    """The second move runs short, and a third is asked: what is missing is missing for all."""
    moves = [f"post T/party:1/party > T/party:{n}/party {n}0" for n in (2, 5, 6)]
    with pytest.raises(Refused) as caught:
        apply_chain(stands({}), read_chain("transfer x: " + "; ".join(moves)), when=NOON)
    (refusal,) = caught.value.refusals
    assert refusal.what("zh") == "T 可用 0.0100 吨，需要 0.0130 吨，还差 0.0030 吨。"

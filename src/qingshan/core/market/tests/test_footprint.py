"""Kilograms by factors of the table: up to the whole one, never below what they offset."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.kernel.units import carbon
from qingshan.core.market.footprint import activities, footprint
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 17)


def test_an_event_adds_up():
    told = {"car": Decimal(120), "electricity": Decimal("999.5"), "hotel": Decimal(30)}
    found = footprint(told, open_shelf(), AS_OF)
    assert [part.kg for part in found.parts] == [24, 537, 1_500]
    assert (found.kg, found.whole_tonnes, found.quantity) == (2_061, 3, carbon("2.061"))


def test_every_factor_says_who_set_it():
    found = activities(open_shelf(), AS_OF)
    assert len(found) >= 7
    for one in found:
        assert one.source
        assert ("暂定，无正式文本" in one.note) == (one.basis == "set"), one.key
    by_key = {one.key: one for one in found}
    assert by_key["electricity"].factor == Decimal("0.5366")
    earlier = {one.key: one for one in activities(open_shelf(), date(2024, 1, 1))}
    assert earlier["electricity"].basis == "set"


def test_nothing_comes_to_nothing():
    assert footprint({}, open_shelf(), AS_OF).quantity == 0


@given(st.decimals(0, 10**6, places=1))
def test_an_offset_is_never_smaller(amount):
    found = footprint({"flight": amount}, open_shelf(), AS_OF)
    assert 0 <= found.kg - amount * Decimal("0.15") < 1

"""Money: capitals as contracts write them, and rounding to the fen once."""

from __future__ import annotations

import pytest

from qingshan.core.kernel import money
from qingshan.core.kernel.units import CARBON_PER_TONNE, carbon, exact_tonnes, plain_tonnes


@pytest.mark.parametrize(
    ("tonnes", "price", "amount", "capitals"),
    [
        ("2468", "88.00", "217,184.00", "贰拾壹万柒仟壹佰捌拾肆元整"),
        ("55", "85", "4,675.00", "肆仟陆佰柒拾伍元整"),
        ("2723", "15", "40,845.00", "肆万零捌佰肆拾伍元整"),
        ("0.0001", "85", "0.01", "壹分"),
        ("37.0173", "50", "1,850.87", "壹仟捌佰伍拾元捌角柒分"),
    ],
)
def test_reported_deals_come_out_to_the_fen(
    tonnes: str, price: str, amount: str, capitals: str
) -> None:
    due = money.amount_fen(carbon(tonnes), money.fen(price), CARBON_PER_TONNE)
    assert money.yuan(due) == amount
    assert money.capitals(due) == capitals


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (10_050, "壹佰元伍角整"),
        (100_100, "壹仟零壹元整"),
        (10_000_000, "壹拾万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (1_203_450_000_670_005, "壹拾贰万亿零叁佰肆拾伍亿零陆仟柒佰元零伍分"),
        (-467_500, "负肆仟陆佰柒拾伍元整"),
    ],
)
def test_capitals(fen: int, text: str) -> None:
    assert money.capitals(fen) == text


def test_numbers_on_a_ticket_face() -> None:
    assert money.number_capitals(12_723) == "壹万贰仟柒佰贰拾叁"
    assert money.number_capitals(100_010) == "壹拾万零壹拾"


@pytest.mark.parametrize("wrong", ["88.001", "ten", ""])
def test_amounts_are_refused_rather_than_rounded(wrong: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        money.fen(wrong)


@pytest.mark.parametrize(
    ("fen", "plain"),
    [(0, "0.00"), (5, "0.05"), (21_718_400, "217184.00"), (-123_456, "-1234.56")],
)
def test_programs_read_money_without_marks(fen: int, plain: str) -> None:
    assert money.plain_yuan(fen) == plain


@pytest.mark.parametrize(
    ("amount", "plain", "exact"),
    [
        (0, "0", "0.0000"),
        (24_680_000, "2468", "2468.0000"),
        (12_345_678, "1234.5678", "1234.5678"),
        (-5_000, "-0.5000", "-0.5000"),
    ],
)
def test_programs_read_tonnes_without_marks(amount: int, plain: str, exact: str) -> None:
    assert plain_tonnes(amount) == plain
    assert exact_tonnes(amount) == exact

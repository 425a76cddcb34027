"""Numbers of people, bodies and cards are checked by their standards and never shown whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.sheets.identity import (
    bank_card_fault,
    credit_code_fault,
    is_cut,
    masked,
    mobile_fault,
    passes_luhn,
    resident_id_fault,
    scientific,
)


def test_the_example_of_the_standard_passes() -> None:
    """GB 11643-1999, annex A: 11010519491231002X."""
    assert resident_id_fault("11010519491231002X") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("110105194912310021", "check character"),
        ("11010519491331002X", "date of birth"),
        ("990105194912310025", "no province"),
        ("110105491231002", "it has 15"),
        ("11010519491231002x", "18 characters"),
    ],
)
def test_wrong_ids_are_told_apart(text: str, words: str) -> None:
    fault = resident_id_fault(text)
    assert fault is not None
    assert words in fault.en


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(at: int, by: int) -> None:
    """ISO 7064 MOD 11-2 finds every single error; a changed date is found as such or by it."""
    right = "11010519491231002X"
    wrong = right[:at] + str((int(right[at]) + by) % 10) + right[at + 1 :]
    assert resident_id_fault(wrong) is not None


def test_credit_codes() -> None:
    assert credit_code_fault("91350100M000100Y43") is None
    assert credit_code_fault("91350100M000100Y44") is not None
    assert credit_code_fault("91350100I000100Y43") is not None
    assert credit_code_fault("91350100M000100Y4") is not None


def test_cards_and_mobiles() -> None:
    assert bank_card_fault("6228480402564890018") is None
    assert bank_card_fault("62284804A2564890018") is not None
    assert passes_luhn("79927398713")
    assert not passes_luhn("79927398710")
    assert mobile_fault("13800001234") is None
    assert mobile_fault("23800001234") is not None


def test_lost_digits_are_seen() -> None:
    assert is_cut(520103199001011234)
    assert is_cut(5.20103199001011e17)
    assert is_cut("5.20103E+17")
    assert is_cut("520103199001011000")
    assert not is_cut("520103199001011236")
    assert not is_cut(13800001234)
    assert scientific(520103199001011234) == "5.20103E+17"


@given(st.text("0123456789", min_size=1, max_size=19))
def test_a_masked_number_hides_at_least_a_third(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert shown.count("*") * 3 >= len(text)
    assert masked("520103199001011234") == "5201**********1234"

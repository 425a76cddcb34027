"""Numbers without a gap, and a check digit that catches a slip."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from qingshan.apps.base.models import Event
from qingshan.apps.base.numbering import check_digit, next_number, normalise, number_all

EVENT = dict.fromkeys(("name", "verb", "actor", "key", "content", "digest", "note"), "x")
EVENT |= {"subject": "base.Counter", "subject_id": 1, "when": now(), "facts": {}}
DIGITS = st.text("0123456789", min_size=10, max_size=10)


def iso_7064(digits: str) -> bool:
    """Whether a number with its check digit is right, by the standard's own test."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10
        product = (total or 10) * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


@given(DIGITS)
def test_the_digit_is_that_of_the_standard(digits):
    assert iso_7064(f"{digits}{check_digit(digits)}")


def test_the_standards_own_example():
    assert check_digit("0794") == 5


@given(DIGITS, st.integers(0, 10), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(digits, place, shift):
    right = f"{digits}{check_digit(digits)}"
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert str(check_digit(wrong[:-1])) != wrong[-1]


def test_a_slip_is_refused_with_what_was_typed(refuses):
    number = f"GZ-2024-000001-{check_digit('2024000001')}"
    assert normalise(number) == number
    for wrong in ("GZ-2024-000002-" + number[-1], number[:-1], "GZ", "", "GZ-2024-0000O-X"):
        with refuses("E-MC-04"):
            normalise(wrong)


@pytest.mark.parametrize(
    "typed",
    [
        " gz-2024-000001-{} ",
        "GZ—2024－000001—{}",
        "GZ-2O24-OOOOO1-{}",
        "GZ-2024-00000I-{}",
        "gz 2024 000001 {}",
        "GZ 2024–000001—{}",
        "gz2024000001{}",
        "GZ 2024 000001-{}",
    ],
)
def test_what_people_type_is_read(typed):
    digit = check_digit("2024000001")
    text = typed.format(digit)
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for typed_text in (text, wide, wide.replace(" ", "\u3000"), f"  {text}\t"):
        assert normalise(typed_text) == f"GZ-2024-000001-{digit}"


@pytest.mark.django_db
def test_numbers_follow_each_other_by_series_and_year():
    numbers = [next_number("GZ", 2024), next_number("GZ", 2024), next_number("ZX", 2024)]
    numbers.append(next_number("GZ", 2025))
    assert [number[:-2] for number in numbers] == [
        "GZ-2024-000001", "GZ-2024-000002", "ZX-2024-000001", "GZ-2025-000001",
    ]  # fmt: skip
    assert all(normalise(number) == number for number in numbers)


@pytest.mark.django_db
def test_a_rolled_back_act_leaves_no_gap():
    next_number("GZ", 2024)

    @transaction.atomic
    def lose() -> None:
        next_number("GZ", 2024)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lose()
    assert next_number("GZ", 2024).startswith("GZ-2024-000002-")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers(elsewhere, until_waiting):
    @transaction.atomic
    def take() -> str:
        return next_number("GZ", 2024)

    with transaction.atomic():
        first = next_number("GZ", 2024)
        others = [elsewhere(take) for _ in range(3)]
        until_waiting(3)
    numbers = sorted([first, *(other.result() for other in others)])
    assert [number[:-2] for number in numbers] == [f"GZ-2024-00000{n}" for n in (1, 2, 3, 4)]


@pytest.mark.django_db
def test_numbers_for_several_acts_follow_one_another() -> None:
    first, rows = next_number("GZ", 2024), [Event() for _ in range(4)]
    number_all(rows, "GZ", [2024, 2025, 2024, 2024])
    one, other, *more = [(vars(row)["number"], row.pk) for row in rows]
    assert other[0].startswith("GZ-2025-000001-")
    several = [number for number, _ in (one, *more)]
    numbers = [first, *several, next_number("GZ", 2024)]
    assert [number.split("-")[2] for number in numbers] == [f"{n:06d}" for n in range(1, 6)]
    assert [normalise(number) for number in numbers] == numbers
    keys = [key for _, key in (one, *more)]
    assert keys == sorted(set(keys)), "keys follow the numbers"
    assert Event.objects.create(**EVENT).pk > max(row.pk for row in rows)

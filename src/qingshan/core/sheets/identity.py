"""Numbers of people, bodies and cards: check characters, and how they are shown."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from qingshan.core.kernel.label import Label

_ID_CHECKS = "10X98765432"
_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, table 2: digits and letters without I, O, S, V, Z."""

_PROVINCES = {
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64"),
    *("65", "71", "81", "82", "83"),
}
"""GB/T 2260; 81 to 83 are residents of Hong Kong, Macau and Taiwan."""

_LENGTH = 18
_CARD_LENGTHS = range(12, 20)
"""ISO/IEC 7812-1: a primary account number has up to 19 digits."""

_EXCEL_DIGITS = 15
SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+?\d{1,3}")


def resident_id_fault(text: str) -> Label | None:
    """What is wrong with a resident id, or None.

    GB 11643-1999: six digits of place, date of birth, three of order, then ISO 7064 MOD 11-2 with
    weights 2^(i-1) mod 11 from the right.
    """
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return Label(
            f"应为 18 位，现为 {len(text)} 位或含其他字符",
            f"18 characters are needed; it has {len(text)}, or others than digits",
        )
    if text[:2] not in _PROVINCES:
        return Label("前两位不是省级代码", "its first two digits are no province")
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return Label("出生日期不存在", "its date of birth does not exist")
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(text[:17]))
    if _ID_CHECKS[total % 11] != text[17]:
        return Label("校验码不符", "its check character does not fit")
    return None


def credit_code_fault(text: str) -> Label | None:
    """What is wrong with a unified social credit code, or None.

    GB 32100-2015: 17 characters, then 31 - (sum of value × 3^(i-1) mod 31) mod 31.
    """
    if len(text) != _LENGTH or any(one not in _CODE_CHARACTERS for one in text):
        return Label(
            "应为 18 位数字或大写字母（不含 I、O、S、V、Z）",
            "18 digits or capital letters are needed (without I, O, S, V, Z)",
        )
    if with_check_character(text[:17]) != text:
        return Label("校验码不符", "its check character does not fit")
    return None


def with_check_character(body: str) -> str:
    """The 17 characters of a credit code with their check character (GB 32100-2015, 5.2.3)."""
    total = sum(_CODE_CHARACTERS.index(one) * pow(3, at, 31) for at, one in enumerate(body))
    return body + _CODE_CHARACTERS[-total % 31]


def bank_card_fault(text: str) -> Label | None:
    """What is wrong with the shape of a bank account or card number, or None."""
    if not re.fullmatch(r"[0-9]+", text) or len(text) not in _CARD_LENGTHS:
        return Label(
            f"应为 12 至 19 位数字，现为 {len(text)} 位",
            f"12 to 19 digits are needed; it has {len(text)}",
        )
    return None


def mobile_fault(text: str) -> Label | None:
    """What is wrong with a mobile number of the mainland, or None."""
    if not re.fullmatch(r"1[3-9][0-9]{9}", text):
        return Label("应为 1 开头的 11 位手机号", "a mobile number has 11 digits and begins with 1")
    return None


def passes_luhn(text: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for at, digit in enumerate(reversed(text)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_cut(value: str | float, length: int = _LENGTH) -> bool:
    """Whether a spreadsheet has lost digits: scientific form, a long number, or zeros at the end.

    A text counts as cut when everything after its fifteenth digit is zero, with three or more.
    """
    if isinstance(value, int | float):
        return abs(value) >= float(10**_EXCEL_DIGITS)
    if SCIENTIFIC.fullmatch(value):
        return True
    tail = value[_EXCEL_DIGITS:]
    return value.isdigit() and len(value) >= length and len(tail) >= 3 and not tail.strip("0")


def scientific(value: float | Decimal) -> str:
    """A number as a spreadsheet shows it: ``5.20103E+17``."""
    return f"{Decimal(value):.5E}"


def masked(text: str) -> str:
    """First and last four characters; of a shorter text only the first and the last.

    >>> masked("520103199001011234")
    '5201**********1234'
    """
    keep = 4 if len(text) >= 12 else 3 if len(text) >= 10 else 1
    if len(text) <= 2 * keep:
        return "*" * len(text)
    return text[:keep] + "*" * (len(text) - 2 * keep) + text[-keep:]


def discreet(text: str, most: int = 20) -> str:
    """A text as it may be repeated: short, and long numbers in it masked wherever they stand."""
    shown = re.sub(r"\d{9,}[Xx]?", lambda found: masked(found[0]), text)
    return shown if len(shown) <= most else f"{shown[:most]}…"

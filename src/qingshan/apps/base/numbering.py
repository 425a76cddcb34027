"""Numbers of things: gapless in a series and year, with a check digit that catches a slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import Model

from qingshan.apps.base import refusals
from qingshan.apps.base.prepared import Asked, Prepared, answered
from qingshan.core.kernel.errors import Refused

_MODULUS = 10
Rows = list[tuple[Any, ...]]
_TAKE = """
insert into base_counter as counter (series, year, last) values ($1, $2, $3)
on conflict (series, year) do update set last = counter.last + $3 returning last
"""
_DRAW = Prepared(_TAKE)
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc]")


def next_number(series: str, year: int) -> str:
    """The next number of a series: ``GZ-2024-000001-7``; runs in the act's transaction.

    The counter's row lock orders concurrent acts; a rolled back act leaves no gap. One statement
    takes it, so that whoever waits for it waits no longer than the act still lasts.
    """
    row = _DRAW.row(series, year, 1)
    assert row is not None
    (number,) = _numbers(series, year, 1, *row)
    return number


def number_all(
    rows: Sequence[Model], series: str, years: Sequence[int], *first: Asked
) -> list[Rows]:
    """Give new rows of one kind their keys and numbers, in one message behind ``first``.

    Answers what ``first`` did.

    ``years`` are those of the rows. Other acts wait for the counter until this one has ended, so
    numbers are drawn as late as can be.
    """
    of = {
        year: [row for row, its in zip(rows, years, strict=True) if its == year]
        for year in dict.fromkeys(years)
    }
    draw = _draw_with_keys(type(rows[0]))
    draws = [(draw, [series, year, len(of[year])]) for year in of]
    answers = answered(*first, *draws)
    for year, answer in zip(of, answers[len(first) :], strict=True):
        numbers = _numbers(series, year, len(of[year]), answer[0][0])
        for row, number, (_, key) in zip(of[year], numbers, answer, strict=True):
            row.pk, row.number = key, number  # type: ignore[attr-defined]
    return answers[: len(first)]


def _numbers(series: str, year: int, count: int, last: int) -> list[str]:
    """As many numbers up to the last that was drawn."""
    told = [f"{year:04d}{place:06d}" for place in range(last - count + 1, last + 1)]
    return [f"{series}-{digits[:4]}-{digits[4:]}-{check_digit(digits)}" for digits in told]


@cache
def _draw_with_keys(model: type[Model]) -> Prepared:
    """The same with a new key of a model for each number."""
    table, key = model._meta.db_table, model._meta.pk.column
    return Prepared(
        f"with drawn as ({_TAKE})"  # noqa: S608  names of ours
        f" select last, nextval(pg_get_serial_sequence('\"{table}\"', '{key}'))"
        " from drawn, generate_series(1, $3)"
    )


def check_digit(digits: str) -> int:
    """The check digit by ISO 7064, MOD 11,10, which catches every single wrong digit."""
    product = _MODULUS
    for digit in digits:
        total = (int(digit) + product) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return (_MODULUS + 1 - product) % _MODULUS


def normalise(number: str) -> str:
    """A number as typed by a person, in its stored form; confusable letters are read as digits.

    Blanks may stand where the hyphens are, or nothing at all; full-width characters, as a Chinese
    keyboard gives them, and small letters are the same as the others.

    Raises
    ------
    Refused
        E-MC-04 when the check digit does not match.
    """
    series, digits = typed(number)
    if not is_whole(digits):
        raise Refused.because(refusals.NUMBER_WRONG, number.strip() or "—")
    return written(series, digits)


def typed(number: str) -> tuple[str, str]:
    """Series and digits of a number as typed by a person, right or wrong."""
    plain = unicodedata.normalize("NFKC", number).strip().upper()
    found = re.fullmatch(r"([^\W\d_]+)[-\s]*(.*)", _DASHES.sub("-", plain))
    series, rest = found.groups() if found else ("", "")
    return series, re.sub(r"[-\s]", "", rest.translate(str.maketrans("OIL", "011")))


def is_whole(digits: str) -> bool:
    """Whether the digits are year, number and the check digit that belongs to them."""
    is_long = re.fullmatch("[0-9]{11}", digits) is not None
    return is_long and str(check_digit(digits[:-1])) == digits[-1]


def written(series: str, digits: str) -> str:
    """A number in its stored form."""
    return f"{series}-{digits[:4]}-{digits[4:10]}-{digits[10]}"

"""Powers, logarithms and exponentials that give the same bits on every machine.

The functions of a machine's own library differ in the last bit from one processor to another, and
with them the dry matter of one tree in twelve. These are made of additions, multiplications,
divisions and powers of two alone, whose results IEEE 754 fixes to the last bit, one operation of
numpy at a time, so that none is contracted with another.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
Pair = tuple[Column, Column]
"""A number as the sum of two, the second below the last bit of the first."""

BLOCK = 16_384
"""Elements that are worked on at a time, so that they stay in the processor's cache."""

_LN2_HIGH = 0.693147180369123816490  # its last 21 bits are zero: times an exponent it is exact
_LN2_LOW = 1.90821492927058770002e-10
_SPLIT = 134_217_729.0  # 2^27 + 1, Dekker (1971)
_ROOT_HALF = 0.7071067811865476
_ODD = tuple(1.0 / n for n in range(25, 1, -2))
"""Of the series of artanh, s³/3 + s⁵/5 + …: for |s| <= 0.172 what is left out is below 2^-70."""
_FACTORIALS = tuple(1.0 / float(np.prod(np.arange(1, n + 1, dtype=np.float64)))
                    for n in range(14, 1, -1))  # fmt: skip
_UNDERFLOW, _OVERFLOW = -746.0, 710.0


def power(base: npt.ArrayLike, exponent: npt.ArrayLike) -> Column:
    """``base`` to the power of ``exponent``; both may be columns.

    Nothing to a positive power is nothing; a negative base gives NaN, and what is unknown stays so.
    """
    return _by_blocks(_power, base, exponent)


def ln(value: npt.ArrayLike) -> Column:
    """The natural logarithm; minus infinity of nothing, NaN below."""
    return _by_blocks(_ln, value)


def exp(value: npt.ArrayLike) -> Column:
    """The exponential, e to the power of ``value``."""
    return _by_blocks(_exp, value)


def _by_blocks(act: Callable[..., Column], *given: npt.ArrayLike) -> Column:
    columns = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in given))
    shape = columns[0].shape
    flat = [column.reshape(-1) for column in columns]
    result = np.empty(flat[0].size)
    with np.errstate(all="ignore"):
        for start in range(0, result.size, BLOCK):
            part = slice(start, start + BLOCK)
            result[part] = act(*(column[part] for column in flat))
    return result.reshape(shape)


def _power(base: Column, exponent: Column) -> Column:
    high, low = _logarithm(base)
    product, rest = _times(high, exponent)
    found = _exponential(product, rest + low * exponent)
    found = np.where(base > 0, found, np.where(base == 0, _of_nothing(exponent), np.nan))
    return np.where(exponent == 0, 1.0, found)


def _of_nothing(exponent: Column) -> Column:
    """Powers of zero; of an unknown exponent unknown."""
    return np.where(exponent > 0, 0.0, np.where(exponent < 0, np.inf, exponent))


def _ln(value: Column) -> Column:
    high, low = _logarithm(value)
    found = np.where(value > 0, high + low, np.where(value == 0, -np.inf, np.nan))
    return np.where(np.isposinf(value), np.inf, found)


def _exp(value: Column) -> Column:
    return _exponential(value, np.zeros_like(value))


def _logarithm(value: Column) -> Pair:
    """The logarithm of positive numbers: k ln 2 + 2 artanh((m - 1) / (m + 1)) for value = m 2^k."""
    mantissa, exponent = np.frexp(np.where(value > 0, value, 1.0))
    is_low = mantissa < _ROOT_HALF
    mantissa = np.where(is_low, mantissa * 2.0, mantissa)
    k = (exponent - is_low).astype(np.float64)
    above = mantissa - 1.0
    below = mantissa + 1.0
    lost = mantissa - (below - 1.0)
    s = above / below
    product, rest = _times(s, below)
    correction = ((above - product) - rest - s * lost) / below
    square = s * s
    series = np.full_like(s, _ODD[0])
    for coefficient in _ODD[1:]:
        series = series * square + coefficient
    tail = 2.0 * (correction + s * square * series)
    high, low = _plus(k * _LN2_HIGH, 2.0 * s)
    return _plus(high, low + (tail + k * _LN2_LOW))


def _exponential(high: Column, low: Column) -> Column:
    """The exponential of high + low."""
    bounded = np.clip(high, _UNDERFLOW, _OVERFLOW)
    k = np.rint(bounded / (_LN2_HIGH + _LN2_LOW))
    first = bounded - k * _LN2_HIGH
    r, lost = _plus(first, low - k * _LN2_LOW)
    series = np.full_like(r, _FACTORIALS[0])
    for coefficient in _FACTORIALS[1:]:
        series = series * r + coefficient
    grown = 1.0 + (r + (r * r * series + lost * (1.0 + r)))
    scaled = np.ldexp(grown, np.where(np.isnan(k), 0.0, k).astype(np.int32))
    return np.where(np.isnan(high), np.nan, scaled)


def _plus(one: Column, other: Column) -> Pair:
    """The sum and what its rounding lost (Knuth 1969)."""
    total = one + other
    part = total - one
    return total, (one - (total - part)) + (other - part)


def _times(one: Column, other: Column) -> Pair:
    """The product and what its rounding lost (Dekker 1971)."""
    product = one * other
    one_high, one_low = _halves(one)
    other_high, other_low = _halves(other)
    rest = one_high * other_high - product
    rest = ((rest + one_high * other_low) + one_low * other_high) + one_low * other_low
    return product, rest


def _halves(value: Column) -> Pair:
    """The upper and the lower half of the bits."""
    scaled = _SPLIT * value
    high = scaled - (scaled - value)
    return high, value - high

"""Smallest units of the assets, and the one place where a measured number becomes an integer."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

CARBON_PER_TONNE = 10_000
"""A carbon unit is 0.0001 t CO2e: court orders carry four decimals."""

SQUARE_METRE_PER_HECTARE = 10_000
MU_PER_HECTARE = 15


def carbon(tonnes: str | int | Decimal) -> int:
    """Tonnes as carbon units; more than four decimals are refused rather than rounded."""
    value = Decimal(tonnes) * CARBON_PER_TONNE
    if value != value.to_integral_value():
        raise ValueError(f"a quantity has at most four decimals: {tonnes}")
    return int(value)


def tonnes(amount: int) -> Decimal:
    """Carbon units as tonnes with four decimals."""
    return Decimal(amount) / CARBON_PER_TONNE


def tonnes_text(amount: int) -> str:
    """Carbon units for reading: whole tonnes plain, otherwise all four decimals."""
    whole, rest = divmod(abs(amount), CARBON_PER_TONNE)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:04d}" if rest else "")


def plain_tonnes(amount: int) -> str:
    """The same as sheets and forms read it, without marks between thousands: ``2468``."""
    return tonnes_text(amount).replace(",", "")


def exact_tonnes(amount: int) -> str:
    """Carbon units for programs, always with all four decimals: ``2468.0000``."""
    whole, rest = divmod(abs(amount), CARBON_PER_TONNE)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:04d}"


def whole_tonnes(amount: int) -> int:
    """Carbon units that make up whole tonnes; the remainder stays uncredited."""
    return int((Decimal(amount) / CARBON_PER_TONNE).quantize(Decimal(1), ROUND_FLOOR))


def round_half_even(value: float) -> int:
    """Round a measured value once to an integer, half to even, by its shortest decimal form."""
    return int(Decimal(repr(value)).quantize(Decimal(1), ROUND_HALF_EVEN))


def mu(area_ha: float) -> float:
    """Hectares as mu: 1 ha = 15 mu."""
    return area_ha * MU_PER_HECTARE

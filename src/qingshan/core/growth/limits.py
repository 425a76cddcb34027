"""What a fit must have and how far a curve may be used (table ``growth.limit``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.core.tables.shelf import Shelf

TABLE = "growth.limit"


@dataclass(frozen=True)
class Limits:
    """The rows in force on one day; ages in years, R², p and confidence as shares of 1."""

    stands_min: int
    ages_min: int
    asymptote_factor_max: float
    r_squared_min: float
    r_squared_doubt: float
    trend_p: float
    reach_yr: int
    reference_first_yr: int
    reference_last_yr: int
    confidence: float


def limits_on(shelf: Shelf, as_of: date) -> Limits:
    """The limits of one day (E-TB-14, E-TB-15 when a row is absent)."""

    def read(key: str, name: str, unit: str) -> float:
        return shelf.value(TABLE, key=key, name=name, unit=unit, as_of=as_of).number

    return Limits(
        stands_min=int(read("fit", "stands_min", "count")),
        ages_min=int(read("fit", "ages_min", "count")),
        asymptote_factor_max=read("fit", "asymptote_factor_max", "1"),
        r_squared_min=read("fit", "r_squared_min", "1"),
        r_squared_doubt=read("fit", "r_squared_doubt", "1"),
        trend_p=read("fit", "trend_p", "%") / 100.0,
        reach_yr=int(read("use", "reach", "yr")),
        reference_first_yr=int(read("reference", "first", "yr")),
        reference_last_yr=int(read("reference", "last", "yr")),
        confidence=read("band", "confidence", "%") / 100.0,
    )

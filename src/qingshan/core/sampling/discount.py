"""What uncertainty takes off: the steps and formulas of the schemes, compared as decimals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qingshan.core.kernel.errors import Refused
from qingshan.core.sampling import refusals as codes
from qingshan.core.tables.lists import PART
from qingshan.core.tables.row import Row, Value
from qingshan.core.tables.shelf import Shelf

TABLE = "carbon.uncertainty_discount"
AR_CM, AR_TOOL14, VCS = "AR-CM-001/003 step", "AR-TOOL14", "VCS 2023 rule"
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Discount:
    """What a scheme takes off at an uncertainty, in per cent of the removal.

    A negative ``percent`` enlarges a loss. ``row`` is the step or formula that was applied.
    """

    scheme: str
    u_percent: Decimal
    percent: Decimal
    row: dict[str, Any]

    @property
    def factor(self) -> Decimal:
        """What a removal is multiplied by."""
        return 1 - self.percent / HUNDRED

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "scheme": self.scheme,
            "u_percent": str(self.u_percent),
            "percent": str(self.percent),
            "row": self.row,
        }


def discount(
    shelf: Shelf,
    scheme: str,
    u_percent: Decimal,
    as_of: date,
    *,
    is_gain: bool = True,
    allow_low: bool = False,
) -> Discount:
    """The discount of a scheme at a relative half-width (90 %) of ``u_percent``.

    Steps hold above their lower and up to their upper bound: at exactly 10 % the first still
    holds. Of AR-TOOL14 the step is a share of U itself: 25 % of 15 % is 3.75 %. Where a scheme has
    no rule for losses, a loss is enlarged by what a gain would lose.

    Parameters
    ----------
    shelf, as_of
        The tables and the date they are read under (``carbon.uncertainty_discount``).
    scheme
        Its name in the table, such as ``AR-CM-001/003 step``.
    u_percent
        As a decimal; a float is told by its shortest form before, never rounded.
    is_gain
        False where the change is a loss (or, for AR-TOOL14, the figure is a baseline).
    allow_low
        Whether steps of low confidence are read; the caller then has to say that they were.

    Raises
    ------
    Refused
        E-SA-09 above the last step that issues, E-SA-10 for an unknown scheme, E-TB-17 for one of
        low confidence.
    """
    steps = {key: shelf.names(TABLE, key) for key in shelf.keys(TABLE) if _scheme(key) == scheme}
    if not steps:
        known = dict.fromkeys(_scheme(key) for key in shelf.keys(TABLE))
        raise Refused.because(codes.SCHEME_UNKNOWN, scheme, scheme=scheme, known="、".join(known))
    assert u_percent >= 0, "a half-width is no negative number"
    highest = Decimal(0)
    for key, names in steps.items():
        low = _bound(shelf, key, "from_excl", as_of, allow_low=allow_low)
        high = None
        if "to_incl" in names:
            high = _bound(shelf, key, "to_incl", as_of, allow_low=allow_low)
            highest = max(highest, high)
        is_in = (u_percent > low or low == 0) and (high is None or u_percent <= high)
        if is_in and "deduct_if_gain" in names:
            return _applied(shelf, key, u_percent, as_of, is_gain=is_gain)
    raise Refused.because(
        codes.NO_ISSUE, scheme, value=str(u_percent), high=f"{highest:f}", scheme=scheme
    )


def _applied(shelf: Shelf, key: str, u_percent: Decimal, as_of: date, *, is_gain: bool) -> Discount:
    scheme = _scheme(key)
    row = next(
        row for row in shelf.rows(TABLE, as_of) if row.key == key and row.name == "deduct_if_gain"
    )
    percent = _percent(row, u_percent)
    if scheme == AR_TOOL14:
        percent = percent / HUNDRED * u_percent
    if not is_gain:
        percent = _of_a_loss(shelf, key, percent, as_of)
    return Discount(scheme, u_percent, percent, row.as_dict())


def _bound(shelf: Shelf, key: str, name: str, as_of: date, *, allow_low: bool) -> Decimal:
    return shelf.value(TABLE, key=key, name=name, unit="%", as_of=as_of, allow_low=allow_low).value


def _of_a_loss(shelf: Shelf, key: str, percent: Decimal, as_of: date) -> Decimal:
    if "deduct_if_loss" in shelf.names(TABLE, key):
        return shelf.value(TABLE, key=key, name="deduct_if_loss", unit="%", as_of=as_of).value
    return -percent


def _percent(row: Row, u_percent: Decimal) -> Decimal:
    """A number as it stands, ``0.2618*U90`` as a multiple, ``SE-5`` as what lies above."""
    if isinstance(row, Value):
        return row.value
    text = str(row.value)
    if _is_number(text):
        return Decimal(text)
    factor, times, _ = text.partition("*")
    if times:
        return Decimal(factor) * u_percent
    _, minus, part = text.partition("-")
    assert minus, f"{text} is no rule of deduction"
    return u_percent - Decimal(part)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _scheme(key: str) -> str:
    return key.rpartition(PART)[0]

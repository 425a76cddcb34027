"""What an estimate may be worth: published prices by use, rough costs, a share for each household.

No market price is named: one nominal tonne sells from ten to a hundred yuan by its use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen
from qingshan.core.kernel.spread import Spread
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

PRICE_TABLE = "market.ticket_price"
COST_TABLE = "market.project_cost"
COST_KEY = "ticket"
_M2_PER_MU = Decimal(10_000) / 15


@dataclass(frozen=True)
class Scenario:
    """One price and what would be left of it; amounts in fen, low, mid and high.

    ``per_household`` is None where nobody said how many households share; ``price`` is the row
    that the price was read from.
    """

    code: str
    use: Label
    price: Value
    gross: Spread
    net: Spread
    per_household: Spread | None

    @property
    def price_fen(self) -> int:
        """The price of a tonne."""
        return int(self.price.value)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: amounts in fen."""
        return {
            "code": self.code,
            "use": {"zh": self.use.zh, "en": self.use.en},
            "price_fen": self.price_fen,
            "gross_fen": self.gross.as_dict(),
            "net_fen": self.net.as_dict(),
            "per_household_fen": self.per_household.as_dict() if self.per_household else None,
            "price": self.price.as_dict(),
        }


def scenarios(
    carbon: Spread, area_m2: float, *, households: int | None, shelf: Shelf, as_of: date
) -> tuple[Scenario, ...]:
    """Money in each price scenario, cheapest first.

    Parameters
    ----------
    carbon
        Estimated removal in 0.0001 t; a loss earns nothing.
    area_m2
        Ground that must be surveyed.
    households
        Number of households that share, if known.
    shelf, as_of
        The tables and the date under which they are read.

    Notes
    -----
    Cost = fixed cost of measuring and verifying + survey by mu + share of the gross for developing
    and selling (table ``market.project_cost``). The net may be negative, and is then shown so.
    """

    def cost(name: str, unit: str) -> Decimal:
        return shelf.value(COST_TABLE, key=COST_KEY, name=name, unit=unit, as_of=as_of).value

    outlay = cost("fixed", "fen") + cost("survey", "fen") * Decimal(area_m2) / _M2_PER_MU
    share = cost("share", "%") / 100

    def net_of(gross: int) -> int:
        return int((gross * (1 - share) - outlay).quantize(Decimal(1), ROUND_HALF_EVEN))

    found = []
    for code in shelf.keys(PRICE_TABLE):
        price = shelf.value(PRICE_TABLE, key=code, name="price", unit="fen", as_of=as_of)
        gross = carbon.map(_earned(int(price.value)))
        net = gross.map(net_of)
        each = net.map(_shared(households)) if households else None
        found.append(Scenario(code, _use(shelf, code, as_of), price, gross, net, each))
    return tuple(sorted(found, key=lambda one: one.price_fen))


def _earned(price_fen: int) -> Any:
    return lambda units: amount_fen(max(units, 0), price_fen, CARBON_PER_TONNE)


def _shared(households: int) -> Any:
    return lambda fen: fen // households


def _use(shelf: Shelf, code: str, as_of: date) -> Label:
    zh, en = (
        shelf.text(PRICE_TABLE, key=code, name=f"label_{language}", as_of=as_of).value
        for language in ("zh", "en")
    )
    return Label(zh, en)

"""What the plot route takes and answers: survey, options, stocks, and the run with digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import polars as pl

from qingshan.core.carbon.note import Note
from qingshan.core.carbon.plausibility import yield_t_ha_yr
from qingshan.core.carbon.plots.trees import Means, Weighed
from qingshan.core.carbon.removal import Removal
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.sampling.discount import AR_CM, Discount
from qingshan.core.sampling.estimate import Estimate

ROUTE = "plots_v1"
Design = Literal["paired", "independent"]
Judged = Literal["stock", "change"]


@dataclass(frozen=True)
class PlotSurvey:
    """What was measured: lists of plots and trees (``sampling.trees``), and areas of the strata."""

    plots: pl.DataFrame
    trees: pl.DataFrame
    areas_ha: Mapping[str, float]


@dataclass(frozen=True)
class PlotOptions:
    """How plots are measured and judged.

    Parameters
    ----------
    route
        One of ``biomass.choice.ROUTES``: volume or biomass, with heights (two entries) or without.
    design
        ``paired`` for the same plots on both occasions, ``independent`` for two sets.
    error_of
        Whose relative error is deducted: the ``stock`` of the second occasion as AR-CM has it, or,
        stricter, the ``change``.
    scheme
        A scheme of table ``carbon.uncertainty_discount``.
    risk_percent
        Non-permanence; None takes the ticket's own row.
    equations, species, statuses
        Equations by species name; what written species and statuses stand for.
    override_by, override_reason
        Who allows equations that their table warns of, and why; both or neither.
    """

    route: str = "volume_two_entry"
    design: Design = "paired"
    error_of: Judged = "stock"
    scheme: str = AR_CM
    risk_percent: Decimal | None = None
    equations: Mapping[str, str] = field(default_factory=dict)
    species: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    override_by: str = ""
    override_reason: str = ""

    @property
    def means(self) -> Means:
        """How trees are measured; without a reason nobody's word counts."""
        allowed_by = self.override_by if self.override_reason else ""
        return Means(self.route, self.equations, self.species, allowed_by)

    def as_dict(self) -> dict[str, Any]:
        """For JSON and digests."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        told["risk_percent"] = None if self.risk_percent is None else str(self.risk_percent)
        return {name: dict(v) if isinstance(v, Mapping) else v for name, v in told.items()}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> PlotOptions:
        """Back from ``as_dict``."""
        risk = told["risk_percent"]
        return cls(**{**told, "risk_percent": None if risk is None else Decimal(risk)})


@dataclass(frozen=True)
class Stock:
    """The carbon stock at one occasion: plots with ``value`` in tC/ha, and the estimate."""

    occasion: int
    plots: pl.DataFrame
    estimate: Estimate


@dataclass(frozen=True)
class PlotRun(Removal):
    """A removal measured on plots.

    ``frame`` has a row a stratum: ``stratum``, ``area_ha``, ``carbon_t1_tc_ha``,
    ``carbon_t2_tc_ha``, ``change_tc_ha``, ``gross_unit``, ``removal_unit`` (0.0001 tCO2e).
    """

    period: Period
    as_of: date
    options: PlotOptions
    stocks: tuple[Stock, Stock]
    change: Estimate
    discount: Discount
    risk: dict[str, Any]
    factor: float
    weighed: Weighed
    frame: pl.DataFrame
    notes: tuple[Note, ...]
    digests: Mapping[str, str]

    @property
    def area_ha(self) -> float:
        """Area of all strata, ha."""
        return self.change.area_ha

    @property
    def yield_t_ha_yr(self) -> float:
        """Removal per hectare and year, tCO2e."""
        return yield_t_ha_yr(self.removal, self.area_ha, calendar_years(self.period))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over what the run is: route, period, date, options and the part digests."""
        return digest_of(
            {
                "route": ROUTE,
                "period": [self.period.start, self.period.end],
                "as_of": self.as_of,
                "options": self.options.as_dict(),
                "digests": dict(self.digests),
            }
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the run without its plots and trees."""
        return {
            "route": ROUTE,
            "period": {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()},
            "as_of": self.as_of.isoformat(),
            "options": self.options.as_dict(),
            "stocks": [
                {"occasion": stock.occasion, **stock.estimate.as_dict()} for stock in self.stocks
            ],
            "change": self.change.as_dict(),
            "discount": self.discount.as_dict(),
            "risk": self.risk,
            "gross_unit": self.gross,
            "removal_unit": self.removal,
            "removal_t": tonnes_text(self.removal),
            "issuable_t": self.issuable_t,
            "share_recalled": self.weighed.share_recalled,
            "strata": self.frame.to_dicts(),
            "stand_ins": self.weighed.stand_ins.to_dicts(),
            "kinds": {name: kind.as_dict() for name, kind in self.weighed.kinds.items()},
            "notes": [note.as_dict() for note in self.notes],
            "digests": dict(self.digests),
            "digest": self.digest,
        }

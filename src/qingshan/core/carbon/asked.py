"""What is asked of sub-compartments: a method, a period, a date, options and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from qingshan.core.carbon.catalogue import Method
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.graph import Plan
from qingshan.core.carbon.options import Settled, settle
from qingshan.core.carbon.plausibility import Band
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import Shelf, open_shelf


@dataclass(frozen=True)
class Asked:
    """One question, put to all rows alike, as ``run.measure`` takes it.

    What follows from it is found when it is first needed: E-CA-01 for an unknown method, E-CA-02
    for options that it does not take.
    """

    method: str
    period: Period
    as_of: date
    options: Mapping[str, Any] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=open_shelf)

    @cached_property
    def found(self) -> Method:
        """The method itself."""
        return find_method(self.method)

    @cached_property
    def settled(self) -> Settled:
        """Every option with its value."""
        return settle(self.found.spec, self.options)

    @cached_property
    def plan(self) -> Plan:
        """The part of the method's graph that is in force."""
        return self.found.plan(self.settled)

    @cached_property
    def band(self) -> Band:
        """The yields that are held for plausible on the date."""
        return Band.on(self.shelf, self.as_of)

    @cached_property
    def years(self) -> float:
        """Length of the period in calendar years."""
        return calendar_years(self.period)

    @property
    def allowed(self) -> str | None:
        """The reason given to pass a yield above the limit."""
        reason = self.settled["allow_yield"]
        return str(reason) if reason else None

"""A published curve for use beside one's own: its ages set by a table, its band unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from qingshan.core.growth import refusals as codes
from qingshan.core.growth.curve import NAMED_MOST, Band, Curves
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]


class Grown(Protocol):
    """Any curve that a stand can grow along."""

    @property
    def id(self) -> str: ...

    @property
    def first_yr(self) -> int: ...

    @property
    def last_yr(self) -> int: ...

    def growth(self, age_yr: Floats, years: float) -> Band: ...

    def beyond(self, age_yr: Floats, rows: Sequence[str]) -> Refusal: ...


class Library(Protocol):
    """Curves by group and origin."""

    def find(self, curve_id: str) -> Grown | None: ...


@dataclass(frozen=True)
class FixedCurve:
    """A curve that was fitted elsewhere; ``source`` says where."""

    id: str
    label: Label
    source: Label
    volumes: Callable[[Floats], Floats]
    first_yr: int
    last_yr: int

    def growth(self, age_yr: Floats, years: float) -> Band:
        """By what factor volume grows; without a band, since nothing is known of its errors."""
        now, then = self.volumes(age_yr), self.volumes(age_yr + years)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(now > 0, then / now, np.nan)
        unknown = np.full(len(age_yr), np.nan)
        return Band(unknown, ratio, unknown)

    def beyond(self, age_yr: Floats, rows: Sequence[str]) -> Refusal:
        """E-GR-06: ages at which the table does not let it be used."""
        facts = {
            "curve": self.label.zh,
            "ages": f"{age_yr.min():g}–{age_yr.max():g}",
            "first": self.first_yr,
            "last": self.last_yr,
            "count": len(rows),
            "rows": "、".join(rows[:NAMED_MOST]),
        }
        return Refusal(codes.REFERENCE_BEYOND, self.id, facts)


@dataclass(frozen=True)
class Shelved:
    """One's own curves first, published ones where there is none."""

    own: Curves | None
    published: tuple[FixedCurve, ...]

    def find(self, curve_id: str) -> Grown | None:
        """The curve of a group and origin, or None."""
        found = None if self.own is None else self.own.find(curve_id)
        return found or next((each for each in self.published if each.id == curve_id), None)

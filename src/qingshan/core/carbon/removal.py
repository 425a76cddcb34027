"""What every measured removal has in common, by whichever route it was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import polars as pl

from qingshan.core.kernel.units import whole_tonnes


class Removal:
    """Rows of integers, and their sums: ``gross_unit`` and ``removal_unit`` in 0.0001 tCO2e."""

    frame: pl.DataFrame

    @cached_property
    def removal(self) -> int:
        """The removal after deductions, in carbon units of 0.0001 t."""
        return int(self.frame["removal_unit"].sum())

    @cached_property
    def gross(self) -> int:
        """The removal before deductions, in carbon units."""
        return int(self.frame["gross_unit"].sum())

    @property
    def issuable_t(self) -> int:
        """Whole tonnes that a ticket can carry; a loss carries none."""
        return max(0, whole_tonnes(self.removal))


class _Digested(Protocol):
    """A run with the digests of its parts and one over all of them."""

    @property
    def digest(self) -> str: ...

    @property
    def digests(self) -> Mapping[str, str]: ...


R = TypeVar("R", bound=_Digested)


@dataclass(frozen=True)
class Replay(Generic[R]):
    """A run repeated: whether it is equal, and which parts differ."""

    is_equal: bool
    differs: tuple[str, ...]
    run: R

    @classmethod
    def of(cls, recorded: R, again: R) -> Replay[R]:
        """Held against each other by their digests."""
        names = sorted({*again.digests, *recorded.digests})
        differs = tuple(n for n in names if again.digests.get(n) != recorded.digests.get(n))
        return cls(again.digest == recorded.digest, differs, again)

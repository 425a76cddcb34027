"""Everything that is wrong with a survey, collected with its places and said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.schema import Field
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Text

LISTED_EACH = 200
"""Places listed for one fault of one field; a whole column gone wrong would fill a page of a
million lines."""


class Findings:
    """Collects refusals; ``place(i)`` names the sub-compartment of row ``i`` (0-based)."""

    def __init__(self, place: Callable[[int], Text]) -> None:
        self._place = place
        self._refusals: list[Refusal] = []
        self._scope: pl.Series | None = None

    @contextmanager
    def within(self, rows: pl.Series) -> Iterator[None]:
        """Look at those rows only: of the others a field is not asked, and of none no column."""
        self._scope = rows
        try:
            yield
        finally:
            self._scope = None

    def __bool__(self) -> bool:
        return bool(self._refusals)

    def one(self, code: str, place: Text = "", **facts: Any) -> None:
        """A fault of the file as a whole."""
        if self._scope is None or not len(self._scope) or self._scope.any():
            self._refusals.append(Refusal(code, place, facts))

    def rows(
        self,
        code: str,
        wrong: pl.Series,
        field: Field,
        facts: Mapping[str, Any],
        values: pl.Series | None = None,
    ) -> None:
        """A fault of single rows, where ``wrong`` is true; ``values`` fills the fact ``value``."""
        if self._scope is not None and len(wrong) == len(self._scope):
            wrong = wrong & self._scope
        where = np.flatnonzero(wrong.fill_null(value=False).to_numpy())
        named = {"field_zh": field.label.zh, "field_en": field.label.en, "unit": field.unit}
        for index in where[:LISTED_EACH].tolist():
            value = {} if values is None else {"value": _shown(values[index])}
            self.one(code, self._place(index), **named, **facts, **value)
        if len(where) > LISTED_EACH:
            self.one(
                codes.MORE_OF_THE_SAME,
                "",
                **named,
                same=code,
                count=f"{len(where) - LISTED_EACH:,}",
            )

    def raise_all(self) -> None:
        """Refuse with everything collected, or pass."""
        refuse_all(self._refusals)

    def extend(self, refusals: Iterable[Refusal]) -> None:
        """Take over faults found elsewhere."""
        self._refusals.extend(refusals)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

"""Measured rows added up by species group, in parts that add up to the same whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon.frames import blocks
from qingshan.core.carbon.graph import Plan
from qingshan.core.carbon.inputs import LAYER
from qingshan.core.carbon.plausibility import AREA_PER_HA

STOCKS = ("carbon_t1_tc", "carbon_t2_tc")
UNITS = ("gross_unit", "removal_unit")
_WHOLE = ("count", "area", *UNITS, "weight", "recalled")

Flags = npt.NDArray[np.bool_]
Recorded = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Sums:
    """Sums by ``group``, in order of its name: ``count``, ``area`` (1e-8 ha), carbon at both dates
    (tC, for reading), removals (0.0001 t), their absolute values in ``weight`` and, of these, what
    rests on recalled parameters in ``recalled``.
    """

    groups: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame, rests: Flags) -> Sums:
        """Of measured rows; ``rests`` says which of them rest on recalled parameters.

        A block adds up integers as floats, which is exact below 2**53: 900 Gt, ten times the land
        of the earth. What is known without adding is not added: the weight of a block without
        losses, and what rests on recalled parameters where all rows do or none.
        """
        names, some, every = _names(frame), bool(rests.any()), bool(rests.all())
        codes = frame["group"].to_physical().to_numpy()
        held = {name: frame[name].to_numpy() for name in (*STOCKS, *UNITS, "area_measured_ha")}
        added = {name: np.zeros(len(names)) for name in STOCKS}
        added |= {name: np.zeros(len(names), dtype=np.int64) for name in _WHOLE}
        for rows in blocks(len(frame)):
            block = {name: column[rows] for name, column in held.items()}
            block["area"] = np.rint(block.pop("area_measured_ha") * AREA_PER_HA)
            is_gain = block["gross_unit"].min() >= 0
            if not is_gain:
                block["weight"] = np.abs(block["gross_unit"])
            if some and not every:
                block["recalled"] = np.abs(block["gross_unit"]) * rests[rows]
            numbers = codes[rows].astype(np.intp)
            added["count"] += np.bincount(numbers, minlength=len(names))
            parts = {n: np.bincount(numbers, v, minlength=len(names)) for n, v in block.items()}
            parts.setdefault("weight", parts["gross_unit"])
            parts.setdefault("recalled", parts["weight"] * every)
            for name, part in parts.items():
                added[name] += part.astype(added[name].dtype)
        there = sorted(np.flatnonzero(added["count"]), key=names.__getitem__)
        found = {name: amounts[there] for name, amounts in added.items()}
        named = pl.Series([names[at] for at in there], dtype=pl.String)
        return cls(pl.DataFrame({"group": named, **found}))

    @classmethod
    def together(cls, parts: Iterable[Sums]) -> Sums:
        """The sums of all parts."""
        every = pl.concat([part.groups for part in parts])
        return cls(every.group_by("group").agg(pl.all().sum()).sort("group"))

    @cached_property
    def by_group(self) -> pl.DataFrame:
        """Per species group: count, area in ha, carbon at both dates, removals."""
        area = (pl.col("area") / AREA_PER_HA).alias("area_ha")
        return self.groups.select("group", "count", area, *STOCKS, *UNITS)

    @property
    def area_ha(self) -> float:
        """Area measured, ha."""
        return self.of_all("area") / AREA_PER_HA

    @property
    def share_recalled(self) -> float:
        """Share of the result (by absolute removal) resting on recalled parameters."""
        weight = self.of_all("weight")
        return self.of_all("recalled") / weight if weight else 0.0

    def of_all(self, name: str) -> int:
        """One of the integers over all groups."""
        return int(self.groups[name].sum())


def resting_on_recalled(
    frame: pl.DataFrame, plan: Plan, parameters: Mapping[str, Recorded], constants: Recorded
) -> Flags:
    """Which rows rest on a recalled parameter.

    A row rests on the parameters of its group and of its layer, and on those of what it has
    besides, such as an area burnt.
    """
    by_group = [
        any(value["basis"] == "recalled" for value in parameters.get(name, {}).values())
        for name in _names(frame)
    ]
    rests: Flags = np.array(by_group).take(frame["group"].to_physical().to_numpy())
    kinds = {kind.code: kind.pool for kind in plan.spec.kinds}
    for parameter in plan.parameters:
        if constants.get(parameter.name, {}).get("basis") != "recalled":
            continue
        if parameter.where:
            rests |= frame[parameter.where].to_numpy() != 0
        elif LAYER in frame.columns:
            codes_of = [code for code, pool in kinds.items() if pool == parameter.pool]
            rests |= frame[LAYER].is_in(codes_of).to_numpy()
        else:
            rests[:] = True
    return rests


def _names(frame: pl.DataFrame) -> list[str]:
    dtype = frame.schema["group"]
    assert isinstance(dtype, pl.Enum), "groups are kept as an Enum, whose names are fixed"
    return dtype.categories.to_list()

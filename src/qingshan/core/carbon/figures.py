"""Someone's own figures, from a workbook or CSV, held against those of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qingshan.core.carbon.difference import Parting, figures
from qingshan.core.carbon.explain import explain, first_difference
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.node import Node
from qingshan.core.carbon.package import refusals as codes
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.sheets.delimited import read_text
from qingshan.core.sheets.grid import Grid, Limits, address, is_blank
from qingshan.core.sheets.opening import looks_like_text
from qingshan.core.sheets.workbook import read_workbook

LIMITS = Limits(rows=200_000)
UNIT = "0.0001 tCO2e"
"""The unit of the integers of a run, as the figures of ``explain`` name it."""

KEY_HEADS = (
    "小班号", "小班编号", "小班", "编号", "数的编号", "节点", "compartment", "sub-compartment",
    "key", "id", "node",
)  # fmt: skip
PLOT_HEADS = ("层", "层名", "样地号", "样地", "stratum", "plot")
"""Headings of the keys of a survey on plots; they name rows where no other column does."""

VALUE_HEADS = ("数值", "值", "减排量", "value", "removal", "figure", "")
HEADS: Mapping[str, str] = {
    "期初碳储量": "carbon_t1", "期末碳储量": "carbon_t2", "碳储量": "carbon_t2",
    "计量面积": "area", "面积": "area",
    "期初蓄积": "volume_t1", "期末蓄积": "volume_t2", "扣减前": "gross", "扣减前减排量": "gross",
    "扣减系数": "deductions", "基线": "baseline", "排放": "emission",
}  # fmt: skip
"""Headings of columns that hold another figure of a sub-compartment than its removal."""

_UNIT_PART = re.compile(r"[（(].*?[）)]")
_HEAD_ROWS = 20
_TOTALS = ("group:", "gross", "removal", "ticket")
_BELOW = re.compile(r"^[a-z_0-9]+$")


@dataclass(frozen=True)
class Own:
    """Someone's figures: value by id as written, and the cell that each was read from."""

    values: Mapping[str, float]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Comparison:
    """How someone's figures compare: the first that differs, all that differ, what is unmatched.

    Order is bottom up: parameters, then sub-compartment by sub-compartment from its parameters to
    its removal, then groups and totals. Removals are compared in tonnes.
    """

    compared: int
    first: Parting | None
    partings: tuple[Parting, ...]
    cells: Mapping[str, str]
    unmatched: tuple[str, ...]
    absent: int

    @property
    def agrees(self) -> bool:
        """Whether everything that could be compared is the same to 1e-6, and something could."""
        return bool(self.compared) and not self.partings

    def trees(self, depth: int) -> dict[str, Any]:
        """For JSON, each figure that differs with what it rests on; ``from_trees`` reads it."""
        return {
            "compared": self.compared,
            "cells": dict(self.cells),
            "unmatched": list(self.unmatched),
            "absent": self.absent,
            "partings": [(p.node.to_depth(depth).as_dict(), p.other) for p in self.partings],
        }

    @classmethod
    def from_trees(cls, told: Mapping[str, Any]) -> Comparison:
        """Back from ``trees``."""
        partings = tuple(Parting(Node.from_dict(node), other) for node, other in told["partings"])
        first = partings[0] if partings else None
        return cls(
            told["compared"], first, partings, told["cells"], tuple(told["unmatched"]),
            told["absent"],
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "agrees": self.agrees,
            "compared": self.compared,
            "first": None if self.first is None else self._told(self.first),
            "partings": [self._told(each) for each in self.partings],
            "unmatched": list(self.unmatched),
            "absent": self.absent,
        }

    def _told(self, parting: Parting) -> dict[str, Any]:
        return parting.as_dict() | {"cell": self.cells.get(parting.node.id, "")}


def read_figures(path: Path) -> Own:
    """Figures from the first sheet that has a heading of ids beside a heading of values.

    A plain id is a sub-compartment and its value the removal in t; other columns may be headed by
    a figure below it (``carbon_t2`` or 期末碳储量); an id with a colon is that of any figure.

    Raises
    ------
    Refused
        E-SH codes for a file that cannot be opened, E-PK-05 for no such columns or no number.
    """
    if looks_like_text(path, LIMITS):
        book = read_text(path, LIMITS, _score)
    else:
        book = read_workbook(path, LIMITS)
    for grid in book.grids:
        found = _header(grid)
        if found is not None:
            own = _read(grid, *found)
            if own.values:
                return own
            raise _none(path.name, "没有一个数", "there is no number")
    raise _none(path.name, "没有小班号一列", "there is no column of sub-compartments")


def compare(run: Run, own: Own) -> Comparison:
    """Hold someone's figures against a run, from the bottom up, to 1e-6 of each figure."""
    partings: list[Parting] = []
    unmatched: list[str] = []
    compared = 0
    for tree, mine in _trees(run, own.values, unmatched):
        known = figures(tree)
        here = {name: value for name, value in mine.items() if name in known}
        unmatched += [name for name in mine if name not in known]
        compared += len(here)
        while here:
            node = first_difference(tree, here)
            if node is None:
                break
            partings.append(Parting(node, here.pop(node.id)))
    keys = set(run.frame[KEY].to_list())
    asked = {name.partition(":")[2].partition("/")[0] for name in own.values}
    return Comparison(
        compared=compared,
        first=partings[0] if partings else None,
        partings=tuple(partings),
        cells=own.cells,
        unmatched=tuple(unmatched),
        absent=len(keys - asked) if any(n.startswith("compartment:") for n in own.values) else 0,
    )


def _trees(
    run: Run, values: Mapping[str, float], unmatched: list[str]
) -> Iterator[tuple[Node, dict[str, float]]]:
    """Each tree with the figures that belong to it, the deepest first."""
    by_root: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        by_root.setdefault(_root(name), {})[name] = value
    for root in sorted(by_root, key=_depth):
        try:
            tree = explain(run, root)
        except Refused:
            unmatched += by_root[root]
            continue
        units = {node.id: node.unit for node in tree.walk()}
        yield tree, {n: _in_unit(v, units.get(n, "")) for n, v in by_root[root].items()}


def _root(name: str) -> str:
    """The figure whose tree holds another: a sub-compartment for all that lies below it."""
    if name.startswith("compartment:"):
        head, _, below = name.rpartition("/")
        return head if head and _BELOW.match(below) else name
    return name


def _depth(root: str) -> tuple[int, int, str]:
    if root.startswith("compartment:"):
        return (1, 0, root)
    at = next((i for i, total in enumerate(_TOTALS) if root.startswith(total)), -1)
    return (0, 0, root) if at < 0 else (2, at, root)


def _in_unit(value: float, unit: str) -> float:
    """Tonnes become the integers of a run, rounded as the run rounds."""
    return float(round(value * CARBON_PER_TONNE)) if unit == UNIT else value


def _header(grid: Grid) -> tuple[int, int, dict[int, str]] | None:
    """Row of the headings, column of the ids, and for each value column the figure it holds."""
    for row in sorted(grid.rows)[:_HEAD_ROWS]:
        heads = [_plain(cell) for cell in grid.rows[row]]
        at = _first(heads, KEY_HEADS) or _first(heads, PLOT_HEADS)
        if at is None:
            continue
        columns = {
            i: name for i, head in enumerate(heads, 1) if (name := _figure(head)) is not None
        }
        columns.pop(at, None)
        if columns:
            return row, at, columns
    return None


def _first(heads: Sequence[str], known: Sequence[str]) -> int | None:
    return next((i for i, head in enumerate(heads, 1) if head in known), None)


def _figure(head: str) -> str | None:
    if head and head in VALUE_HEADS:
        return ""
    if head in HEADS:
        return HEADS[head]
    name = head.removeprefix("compartment/")
    return name if (_BELOW.match(name) and "_" in name) or name in HEADS.values() else None


def _read(grid: Grid, header: int, at: int, columns: Mapping[int, str]) -> Own:
    values: dict[str, float] = {}
    cells: dict[str, str] = {}
    for row in sorted(number for number in grid.rows if number > header):
        key = grid.cell(row, at)
        if is_blank(key):
            continue
        for column, figure in columns.items():
            value = _number(grid.cell(row, column))
            if value is None:
                continue
            name = _id(_word(key), figure)
            values[name] = value
            cells[name] = f"{grid.name}!{address(row, column)}"
    return Own(values, cells)


def _id(key: str, figure: str) -> str:
    if ":" in key or key in ("ticket", "removal", "gross"):
        return key
    return f"compartment:{key}" + (f"/{figure}" if figure else "")


def _word(cell: Any) -> str:
    """A key as text; a spreadsheet may have made a number of it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _number(cell: Any) -> float | None:
    if isinstance(cell, bool) or is_blank(cell):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    try:
        return float(str(cell).strip().replace(",", ""))
    except ValueError:
        return None


def _plain(cell: Any) -> str:
    return "" if is_blank(cell) else _UNIT_PART.sub("", str(cell)).strip().lower()


def _score(cells: Sequence[str]) -> int:
    return sum(
        _plain(cell) in (*KEY_HEADS, *PLOT_HEADS) or _figure(_plain(cell)) is not None
        for cell in cells
    )


def _none(name: str, zh: str, en: str) -> Refused:
    return Refused.because(codes.NO_FIGURES, name, name=name, finding_zh=zh, finding_en=en)

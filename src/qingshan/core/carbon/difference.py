"""Where two runs part: what was asked, what was given, and the first figure that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from qingshan.core.carbon.deduction import Deduction
from qingshan.core.carbon.explain import explain, first_difference
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.node import Node
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.label import Label

RESULTS = ("gross_unit", "removal_unit")
NOTHING = "—"


@dataclass(frozen=True)
class Change:
    """One thing that two runs tell differently: an option, a parameter, a table."""

    name: str
    label: Label
    first: str
    second: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return {
            "name": self.name,
            "zh": self.label.zh,
            "en": self.label.en,
            "first": self.first,
            "second": self.second,
        }


@dataclass(frozen=True)
class Parting:
    """The first figure, from the bottom up, at which two runs part."""

    node: Node
    other: float

    @property
    def gap(self) -> float:
        """How far the second run lies from the first, in the unit of the figure."""
        return self.other - float(self.node.value or 0.0)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "node": self.node.id,
            "zh": self.node.label.zh,
            "en": self.node.label.en,
            "unit": self.node.unit,
            "first": self.node.value,
            "second": self.other,
            "gap": self.gap,
        }


@dataclass(frozen=True)
class Rows:
    """Sub-compartments of one run only, and those whose figures changed.

    ``changed`` holds for each changed row its key and the names of the columns that differ.
    """

    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "only_first": list(self.only_first),
            "only_second": list(self.only_second),
            "changed": [
                {"compartment": key, "columns": list(names)} for key, names in self.changed
            ],
        }


@dataclass(frozen=True)
class Difference:
    """All in which two runs differ; ``is_equal`` when their digests are the same."""

    is_equal: bool
    changes: tuple[Change, ...]
    rows: Rows
    first: Parting | None
    removal_unit: tuple[int, int]

    def first_words(self) -> list[str]:
        """The first figure that differs, its id and both values; nothing where none does."""
        if self.first is None:
            return []
        node = self.first.node
        return [f"{node.id}: {node.value} → {self.first.other} {node.unit}"]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "equal": self.is_equal,
            "removal_unit": list(self.removal_unit),
            "changes": [change.as_dict() for change in self.changes],
            "rows": self.rows.as_dict(),
            "first": None if self.first is None else self.first.as_dict(),
        }


def difference(first: Run, second: Run) -> Difference:
    """Compare two runs: what was asked, what the tables said, row by row, and the first figure.

    The first figure is that of the first sub-compartment, in order of the key, whose integers
    differ, looked for from the parameters upwards; None when no common row differs.
    """
    rows = rows_changed(first.frame, second.frame)
    return Difference(
        is_equal=first.digest == second.digest,
        changes=tuple(_changes(first, second)),
        rows=rows,
        first=_parting(first, second, rows),
        removal_unit=(first.removal, second.removal),
    )


def rows_changed(first: pl.DataFrame, second: pl.DataFrame) -> Rows:
    """Rows by key: on one side only, or with other figures in a column that both have."""
    one, other = (_texts(frame).sort(KEY) for frame in (first, second))
    columns = [name for name in one.columns if name in other.columns and name != KEY]
    joined = one.join(other.select(KEY, *columns), on=KEY, suffix="·", how="inner").sort(KEY)
    flags = joined.select(
        KEY, *(pl.col(name).ne_missing(pl.col(f"{name}·")).alias(name) for name in columns)
    )
    touched = flags.filter(pl.any_horizontal(columns)) if columns else flags.clear()
    changed = tuple(
        (str(row[KEY]), tuple(name for name in columns if row[name]))
        for row in touched.iter_rows(named=True)
    )
    gone = one.join(other, on=KEY, how="anti")[KEY].sort().to_list()
    new = other.join(one, on=KEY, how="anti")[KEY].sort().to_list()
    return Rows(tuple(gone), tuple(new), changed)


def _changes(first: Run, second: Run) -> Iterator[Change]:
    told = (
        ("method", Label("方法学", "method"), first.method, second.method),
        ("from", Label("监测期首日", "first day"), first.period.start, second.period.start),
        ("to", Label("监测期末日", "last day"), first.period.last, second.period.last),
        ("as_of", Label("参数日期", "tables as of"), first.as_of, second.as_of),
    )
    for name, label, one, other in told:
        if one != other:
            yield Change(name, label, str(one), str(other))
    for name in sorted({*first.options, *second.options}):
        one, other = _text(first.options.get(name)), _text(second.options.get(name))
        if one != other:
            yield Change(f"option:{name}", Label(f"选项 {name}", f"option {name}"), one, other)
    yield from _deductions(first, second)
    yield from _parameters(first, second)
    for name in sorted({*first.digests, *second.digests}):
        one, other = first.digests.get(name, NOTHING), second.digests.get(name, NOTHING)
        if one != other:
            yield Change(f"digest:{name}", Label(f"摘要 {name}", f"digest of {name}"), one, other)


def _deductions(first: Run, second: Run) -> Iterator[Change]:
    one = {found.name: found for found in first.deductions}
    other = {found.name: found for found in second.deductions}
    for name in dict.fromkeys([*one, *other]):
        said = [
            f"{d.percent.normalize():f}%" if d else NOTHING
            for d in (one.get(name), other.get(name))
        ]
        if said[0] != said[1]:
            label = (one.get(name) or other[name]).label
            yield Change(f"deduction:{name}", label, *said)


def _rate(found: Deduction | None) -> str:
    return NOTHING if found is None else f"{found.percent.normalize():f}%"


def _parameters(first: Run, second: Run) -> Iterator[Change]:
    for group in sorted({*first.parameters, *second.parameters}):
        one, other = first.parameters.get(group, {}), second.parameters.get(group, {})
        for name in dict.fromkeys([*one, *other]):
            said = [_parameter(one.get(name)), _parameter(other.get(name))]
            if said[0] != said[1]:
                label = Label(f"参数 {group} {name}", f"parameter {name} of {group}")
                yield Change(f"parameter:{group}/{name}", label, *said)


def _parameter(row: dict[str, Any] | None) -> str:
    """Value, unit and source, so that a new edition with the same value is seen as well."""
    if row is None:
        return NOTHING
    return f"{row['value']} {row['unit']}（{row['source']['title']}）"


def _parting(first: Run, second: Run, rows: Rows) -> Parting | None:
    moved = [key for key, names in rows.changed if set(names) & set(RESULTS)]
    if not moved:
        return None
    node = f"compartment:{moved[0]}"
    tree, own = explain(first, node), figures(explain(second, node))
    found = first_difference(tree, own)
    # A difference of one unit in a large sub-compartment lies below the tolerance of figures.
    found = found or tree
    return Parting(found, own.get(found.id, float("nan")))


def figures(tree: Node) -> dict[str, float]:
    """The numbers of a tree by their ids."""
    return {
        node.id: float(node.value)
        for node in tree.walk()
        if isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    coded = [name for name in frame.columns if isinstance(frame[name].dtype, pl.Enum)]
    return frame.with_columns(pl.col(coded).cast(pl.String))


def _text(value: Any) -> str:
    return NOTHING if value is None else str(value)

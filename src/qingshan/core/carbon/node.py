"""One opened figure: what it is, by which formula, from which figures below it, and where read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.core.kernel.label import Label

READ_FROM: Mapping[str, Label] = {
    "column": Label("小班字段 {value}", "survey column {value}"),
    "plot_column": Label("样地清单字段 {value}", "column {value} of the plots"),
    "tree_column": Label("每木检尺表字段 {value}", "column {value} of the trees"),
}
"""Sources of figures that were surveyed, by the sheet in which they stand."""


@dataclass(frozen=True)
class Node:
    """A figure with what it rests on.

    ``value`` is the full-precision figure as computed, ``shown`` its rounded text; ``source`` is
    the
    table row, option or survey column of a figure that is not computed; ``more`` counts children
    that
    are not listed and can be opened by their own id.
    """

    id: str
    label: Label
    value: int | float | str | None
    shown: str
    unit: str = ""
    formula: str = ""
    source: Mapping[str, Any] | None = None
    children: tuple[Node, ...] = ()
    more: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON, with all children."""
        return {
            "id": self.id,
            "label": {"zh": self.label.zh, "en": self.label.en},
            "formula": self.formula,
            "value": self.value,
            "shown": self.shown,
            "unit": self.unit,
            "source": None if self.source is None else dict(self.source),
            "children": [child.as_dict() for child in self.children],
            "more": self.more,
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Node:
        """Back from ``as_dict``."""
        children = tuple(cls.from_dict(child) for child in told["children"])
        return cls(**{**told, "label": Label(**told["label"]), "children": children})

    def walk(self) -> Iterator[Node]:
        """Every node, what a figure rests on before the figure itself."""
        for child in self.children:
            yield from child.walk()
        yield self

    def to_depth(self, depth: int) -> Node:
        """The figure with at most ``depth`` levels below it; ``more`` counts what is cut."""
        if depth <= 0:
            cut = self.more + len(self.children)
            return Node(
                self.id, self.label, self.value, self.shown, self.unit, self.formula, self.source,
                (), cut
            )  # fmt: skip
        children = tuple(child.to_depth(depth - 1) for child in self.children)
        return Node(
            self.id, self.label, self.value, self.shown, self.unit, self.formula, self.source,
            children, self.more,
        )  # fmt: skip


def figure(value: float, decimals: int) -> str:
    """A figure for reading: thousands separated, fixed decimals."""
    return f"{value:,.{decimals}f}"

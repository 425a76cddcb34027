"""One thing found in field data: what is said, how much it matters and in which list it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level
from qingshan.core.sheets.reading import Sheet

TREES, PLOTS, PHOTOS, EARLIER = "trees", "plots", "photos", "earlier"
LISTS: Mapping[str, Label] = {
    TREES: Label("每木检尺表", "trees"),
    PLOTS: Label("样地清单", "plots"),
    PHOTOS: Label("照片", "photos"),
    EARLIER: Label("前期", "earlier occasion"),
}


@dataclass(frozen=True)
class Finding:
    """``rows`` are rows of the list that ``source`` names (``LISTS``), as the file counts them."""

    level: Level
    refusal: Refusal
    source: str = TREES
    rows: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        """The code of what is said."""
        return self.refusal.code

    def as_dict(self) -> dict[str, Any]:
        """For JSON: code, level, list, rows and the sentences in both languages."""
        return {
            "level": self.level.value,
            "list": self.source,
            "rows": list(self.rows),
            **self.refusal.as_dict(),
        }


@dataclass(frozen=True)
class Listed:
    """A list as read, and the pen that writes findings on its rows; ``species`` by code."""

    sheet: Sheet
    source: str
    species: Mapping[str, Label] = field(default_factory=dict)

    def named(self, species: str) -> str:
        """A species as people know it: code and name."""
        label = self.species.get(species)
        return species if label is None else f"{species} {label.zh}"

    def at(self, level: Level, code: str, key: str, row: int, **facts: Any) -> Finding:
        """A finding on the cell of column ``key`` in a row; the cell is marked in the file."""
        letter = self.sheet.places.get(key) or next(iter(self.sheet.places.values()))
        cell = f"{letter}{row}"
        told = {**facts, "row": row, "cell": cell}
        return Finding(level, Refusal(code, f"{self.sheet.name}!{cell}", told), self.source, (row,))

    def all(self, level: Level, code: str, **facts: Any) -> Finding:
        """A finding on the list as a whole."""
        return Finding(level, Refusal(code, self.sheet.file, facts), self.source)

    def untested(self, test: Label, reason: Label, code: str) -> Finding:
        """What was not tested, and why: unknown is never fine."""
        return self.all(
            Level.TELLS, code, test_zh=test.zh, test_en=test.en,
            reason_zh=reason.zh, reason_en=reason.en,
        )  # fmt: skip

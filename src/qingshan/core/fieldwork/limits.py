"""Up to where field data is believed (table ``fieldwork.limit``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

TABLE, STATUS_TABLE = "fieldwork.limit", "fieldwork.tree_status"

_UNITS = {
    ("position", "planned_distance_max"): "m",
    ("height", "slenderness_min"): "1",
    ("height", "slenderness_max"): "1",
    ("height", "trees_min"): "count",
    ("height", "residual_max"): "1",
    ("height", "residual_least"): "m",
    ("digit", "readings_min"): "count",
    ("digit", "p_max"): "P",
    ("digit", "heaped_excess"): "share",
    ("digit", "digit_excess"): "share",
    ("duplicate", "chance_max"): "1",
    ("duplicate", "block_trees"): "count",
    ("photo", "hash_distance_max"): "count",
    ("photo", "days_max"): "d",
    ("photo", "distance_max"): "m",
    ("occasion", "shrink_max"): "cm",
    ("occasion", "growth_max"): "cm/yr",
    ("occasion", "threshold_dbh"): "cm",
    ("occasion", "recode_trees_min"): "count",
    ("occasion", "recode_share_min"): "share",
    ("unit", "values_min"): "count",
    ("unit", "tolerance"): "1",
    ("unit", "share_min"): "share",
}


@dataclass(frozen=True)
class Limits:
    """The rows of one day, in the units of the table, by key and name."""

    values: dict[tuple[str, str], float]

    def of(self, key: str, name: str) -> float:
        """One value."""
        return self.values[key, name]


@dataclass(frozen=True)
class Status:
    """What a code of tree status (检尺类型) means, such as ``live``, ``dead`` or ``cut``.

    ``is_live`` is None where the code does not tell.
    """

    label: Label
    meaning: str
    is_live: bool | None = None


def limits_on(shelf: Shelf, as_of: date) -> Limits:
    """All limits of one day (E-TB-14, E-TB-15 when a row is absent)."""
    return Limits(
        {
            (key, name): shelf.value(TABLE, key=key, name=name, unit=unit, as_of=as_of).number
            for (key, name), unit in _UNITS.items()
        }
    )


def statuses_on(shelf: Shelf, as_of: date) -> dict[str, Status]:
    """Codes of tree status of one day."""
    found = {}
    for code in shelf.keys(STATUS_TABLE):
        zh, en, meaning = (
            shelf.text(STATUS_TABLE, key=code, name=name, as_of=as_of).value
            for name in ("label_zh", "label_en", "meaning")
        )
        is_live = None
        if "is_live" in shelf.names(STATUS_TABLE, code):
            told = shelf.value(STATUS_TABLE, key=code, name="is_live", unit="flag", as_of=as_of)
            is_live = told.value > 0
        found[code] = Status(Label(zh, en), meaning, is_live)
    return found

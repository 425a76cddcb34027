"""Side files under the tables of one date: the three lists with their ranges and codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from qingshan.core.fieldwork.limits import statuses_on
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.households import Claim, households
from qingshan.core.sheets.movements.listing import movements
from qingshan.core.sheets.participants.listing import participants
from qingshan.core.sheets.plots import plots, trees
from qingshan.core.sheets.specification import Bounds, Specification
from qingshan.core.sheets.transfers.listing import transfers
from qingshan.core.tables.shelf import Shelf

LISTS = ("households", "plots", "trees")
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv")
"""Suffixes that are read, or refused in words, as a side file."""

_LIMITS = "sheets.limit"
_KEYS = {"households": "household", "plots": "plot", "trees": "tree", "participants": "participant"}
_UNITS = {
    "area_mu": "mu",
    "area_m2": "m2",
    "carbon_kg": "kg",
    "longitude_deg": "deg",
    "latitude_deg": "deg",
    "x_m": "m",
    "y_m": "m",
    "dbh_cm": "cm",
    "height_m": "m",
}
_SPECIES, _SYSTEM = "carbon.species_code", "GB 3-digit"


def specification_of(name: str, shelf: Shelf, as_of: date) -> Specification:
    """The list of this name with ranges and codes as they are on a day.

    ``LISTS``, participants, movements, transfers.

    Raises
    ------
    Refused
        E-TB codes when a range is not in force on that day.
    """
    bounds = _bounds(_KEYS[name], shelf, as_of) if name in _KEYS else {}
    made: Mapping[str, Callable[[], Specification]] = {
        "households": lambda: households(bounds),
        "plots": lambda: plots(bounds, species_of(shelf, as_of)),
        "movements": movements,
        "participants": lambda: participants(bounds),
        "transfers": transfers,
        "trees": lambda: trees(bounds, species_of(shelf, as_of), _statuses(shelf, as_of)),
    }
    return made[name]()


def claim_of(
    shelf: Shelf,
    as_of: date,
    *,
    area_mu: float | None = None,
    compartments_mu: Mapping[str, float] | None = None,
) -> Claim:
    """What households share out, with the tolerance of the table."""
    tolerance = shelf.value(
        _LIMITS, key="household", name="area_sum_tolerance", unit="mu", as_of=as_of
    )
    return Claim(area_mu, compartments_mu or {}, tolerance.number)


def species_of(shelf: Shelf, as_of: date) -> dict[str, Label]:
    """Species by code of the national list; the table names them in Chinese only."""
    found = {}
    for row in shelf.rows(_SPECIES, as_of):
        system, _, code = row.key.partition("|")
        if system == _SYSTEM and row.name == "label_zh":
            found[code] = Label(str(row.value), str(row.value))
    return found


def _statuses(shelf: Shelf, as_of: date) -> dict[str, Label]:
    return {code: status.label for code, status in statuses_on(shelf, as_of).items()}


def _bounds(key: str, shelf: Shelf, as_of: date) -> dict[str, Bounds]:
    names = set(shelf.names(_LIMITS, key))
    found = {}
    for column, unit in _UNITS.items():
        if f"{column}_min" in names:
            low, high = (
                shelf.value(_LIMITS, key=key, name=f"{column}_{end}", unit=unit, as_of=as_of).number
                for end in ("min", "max")
            )
            found[column] = Bounds(low, high)
    return found

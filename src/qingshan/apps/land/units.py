"""Administrative units by code or name, old ones too: what unit holds the ground at a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from qingshan.core.tables.row import Row
from qingshan.core.tables.shelf import open_shelf

TABLE = "land.unit_succession"
LEVELS = ("province", "prefecture", "county")
_ENDINGS = ("自治州", "自治县", "地区", "特区", "省", "市", "县", "区")
_PEOPLES = ("布依族", "仡佬族", "土家族", "苗族", "侗族", "彝族", "回族", "水族")


@dataclass(frozen=True)
class Unit:
    """A unit under one code and name, and the days on which it had them (``valid_to`` exclusive).

    ``successor`` is the code of the unit that holds its ground from ``valid_to`` on.
    """

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    successor: str | None

    @property
    def level(self) -> str:
        """One of ``LEVELS``, by the zeros of the code."""
        return LEVELS[2 - (self.code.endswith("00")) - (self.code.endswith("0000"))]

    def holds_on(self, day: date) -> bool:
        """Whether the unit had this code and name on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class UnitAnswer:
    """The unit, or the candidates among which only a person can choose; both empty if unknown."""

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()


def unit_of(code_or_name: str, as_of: date, *, level: str | None = None) -> UnitAnswer:
    """The unit that on ``as_of`` holds the ground of a code or name, however old.

    A name may be written with or without its ending (水城 or 水城县). A name that more than one
    unit has borne leads to every unit that holds their ground now: nothing is guessed.

    Parameters
    ----------
    code_or_name : str
        A code of GB/T 2260 (six digits) or a name.
    as_of : date
        The day on which the answer's unit must hold.
    level : str, optional
        One of ``LEVELS``, to tell a city of prefecture level from a former one of county level.
    """
    told = code_or_name.strip()
    bearers = _units().get(told, ()) if told.isdigit() else _named(told)
    bearers = tuple(unit for unit in bearers if level is None or unit.level == level)
    led = [unit for bearer in bearers for unit in _followed(bearer, as_of)]
    found = sorted(dict.fromkeys(led), key=lambda unit: unit.code)
    if len(found) == 1:
        return UnitAnswer(found[0])
    return UnitAnswer(None, tuple(found))


def units_on(day: date, level: str = "county") -> list[Unit]:
    """The units of a level that hold on a day, in order of code."""
    held = [unit for spans in _units().values() for unit in spans if unit.holds_on(day)]
    return sorted((unit for unit in held if unit.level == level), key=lambda unit: unit.code)


@cache
def _units() -> dict[str, tuple[Unit, ...]]:
    shelf = open_shelf()
    rows = shelf.rows(TABLE)
    after = {row.key: row for row in rows if row.name == "successor"}
    units: dict[str, tuple[Unit, ...]] = {}
    for row in rows:
        if row.name == "name":
            units[row.key] = (*units.get(row.key, ()), _unit(row, after.get(row.key)))
    return units


def _unit(row: Row, after: Row | None) -> Unit:
    successor = after.value_text if after and after.valid_from == row.valid_to else None
    return Unit(row.key, row.value_text, row.valid_from, row.valid_to, successor)


def _named(name: str) -> tuple[Unit, ...]:
    every = [unit for spans in _units().values() for unit in spans]
    exact = tuple(unit for unit in every if unit.name == name)
    if exact or not name:
        return exact
    return tuple(unit for unit in every if _short(unit.name) == name)


def _short(name: str) -> str:
    """A name without its ending and the names of peoples: 镇宁布依族苗族自治县 is 镇宁."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            name = name.removesuffix(ending)
            break
    while (people := next((p for p in _PEOPLES if name.endswith(p)), None)) is not None:
        name = name.removesuffix(people)
    return name


def _followed(unit: Unit, as_of: date) -> list[Unit]:
    """Along the successors to the one that holds on the day; none before the unit began."""
    if as_of < unit.valid_from:
        return [old for old in _before(unit) for old in _at(old, as_of)]
    return _at(unit, as_of)


def _at(unit: Unit, as_of: date) -> list[Unit]:
    if unit.holds_on(as_of):
        return [unit]
    if unit.successor is None or as_of < unit.valid_from:
        return []
    return [found for after in _units().get(unit.successor, ()) for found in _at(after, as_of)]


def _before(unit: Unit) -> list[Unit]:
    """Every unit that leads to this one, however far back."""
    every = [other for spans in _units().values() for other in spans]
    direct = [other for other in every if other.successor == unit.code]
    return [*direct, *(older for other in direct for older in _before(other))]

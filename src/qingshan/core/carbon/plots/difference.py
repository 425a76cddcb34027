"""Where two runs over plots part: what was asked, which equations and parameters, which figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from qingshan.core.carbon.difference import NOTHING, Change
from qingshan.core.kernel.label import Label

RELATIVE_TOLERANCE = 1e-9

_PARTS: Mapping[str, Label] = {
    "period": Label("监测期", "period"),
    "as_of": Label("参数日期", "tables as of"),
    "options": Label("选项", "options"),
    "kinds": Label("方程与参数", "equations and parameters"),
    "stocks": Label("碳储量", "stocks"),
    "change": Label("变化量", "change"),
    "discount": Label("不确定性扣减", "deduction for uncertainty"),
    "risk": Label("风险扣减", "deduction for risk"),
    "strata": Label("各层减排量", "removals of the strata"),
    "digests": Label("摘要", "digests"),
}
"""What a record tells, what a figure rests on before the figure itself."""
_NAMES = ("stratum", "occasion", "name", "key")


class Told(Protocol):
    """A run over plots or the record of one."""

    @property
    def digest(self) -> str: ...

    @property
    def removal(self) -> int: ...


@dataclass(frozen=True)
class PlotDifference:
    """All in which two runs differ, bottom up; the first change is where to look."""

    is_equal: bool
    changes: tuple[Change, ...]
    removal_unit: tuple[int, int]

    def first_words(self) -> list[str]:
        """The first figure that differs, with both values; nothing where none does."""
        return [f"{c.name}: {c.first} → {c.second}" for c in self.changes[:1]]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "equal": self.is_equal,
            "removal_unit": list(self.removal_unit),
            "changes": [change.as_dict() for change in self.changes],
        }


def plot_difference(
    first: Told, told: Mapping[str, Any], second: Told, other: Mapping[str, Any]
) -> PlotDifference:
    """Compare two runs by what they tell (``PlotRun.as_dict``), parameters before results."""
    changes = (
        Change(name, _PARTS[name.partition("/")[0]], one, two)
        for part in _PARTS
        for name, one, two in _parted(part, told.get(part), other.get(part))
    )
    return PlotDifference(
        first.digest == second.digest, tuple(changes), (first.removal, second.removal)
    )


def _parted(name: str, one: Any, two: Any) -> Iterator[tuple[str, str, str]]:
    """Places at which two values part, with what each has there."""
    one, two = _named(one), _named(two)
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        for key in dict.fromkeys([*one, *two]):
            yield from _parted(f"{name}/{key}", one.get(key), two.get(key))
    elif not _same(one, two):
        yield name, _text(one), _text(two)


def _named(value: Any) -> Any:
    """A list by the names of its members, so that one more moves no other."""
    if not isinstance(value, list):
        return value
    return {_name(each) or str(at): each for at, each in enumerate(value)}


def _name(member: Any) -> str:
    known = member if isinstance(member, Mapping) else {}
    return "|".join(str(known[name]) for name in _NAMES if name in known)


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, float) and isinstance(two, float | int):
        return abs(one - two) <= RELATIVE_TOLERANCE * max(abs(one), abs(two))
    return bool(one == two)


def _text(value: Any) -> str:
    return NOTHING if value is None else str(value)

"""Kinds of cases: who handles them, which steps they take and how long each may last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.apps.casework.refusals import KIND_UNKNOWN
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

KINDS, LIMITS, SETTINGS = "casework.kind", "casework.limit", "casework.setting"
PART = "|"
DAYS = "working day"


@dataclass(frozen=True)
class Kind:
    """One kind of case; ``steps`` are the states through which it goes before its close."""

    name: str
    label: Label
    handlers: tuple[str, ...]
    receivers: tuple[str, ...]
    steps: tuple[str, ...]
    needs_opinion: bool

    def posts(self, state: str) -> tuple[str, ...]:
        """The roles that handle a case of this kind in a state."""
        return self.receivers if state == "forwarded" else self.handlers


def kinds() -> list[str]:
    """The kinds that offices handle, in the order of the table."""
    return open_shelf().keys(KINDS)


def kind_of(name: str, *, as_of: date) -> Kind:
    """One kind of case on a day.

    Raises
    ------
    Refused
        E-CW-01 for a kind that the table does not have.
    """
    if name not in kinds():
        raise Refused.because(KIND_UNKNOWN, name)
    told = {row.name: row.value_text for row in open_shelf().rows(KINDS, as_of) if row.key == name}
    return Kind(
        name=name,
        label=Label(told["label_zh"], told["label_en"]),
        handlers=tuple(told["handlers"].split(PART)),
        receivers=tuple(told["receivers"].split(PART)),
        steps=tuple(told["steps"].split(PART)),
        needs_opinion=told["needs_opinion"] == "1",
    )


def kind_label(name: str, *, as_of: date) -> Label:
    """What a kind of case is called."""
    return kind_of(name, as_of=as_of).label


def limit_days(kind: str, step: str, *, as_of: date) -> int | None:
    """Working days that a step of this kind may last; None where no limit is set."""
    key = f"{kind}{PART}{step}"
    shelf = open_shelf()
    if key not in shelf.keys(LIMITS):
        return None
    return int(shelf.value(LIMITS, key=key, name="days", unit=DAYS, as_of=as_of).value)


def setting(key: str, name: str, *, as_of: date, unit: str = "count") -> int:
    """One number that rules the handling of all cases."""
    return int(open_shelf().value(SETTINGS, key=key, name=name, unit=unit, as_of=as_of).value)


def attachment_bytes(as_of: date) -> int:
    """How large a file that comes with an answer or a field check may be."""
    return setting("attachment", "bytes_most", as_of=as_of)


def remedy_text(as_of: date) -> Label:
    """What somebody may do who was refused."""
    shelf = open_shelf()
    zh = shelf.text(SETTINGS, key="remedy", name="text_zh", as_of=as_of).value
    en = shelf.text(SETTINGS, key="remedy", name="text_en", as_of=as_of).value
    return Label(zh, en)

"""The documents that the values come from, listed once in ``sources.yaml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.tables import refusals as codes

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser reads the list some ten times faster; both give the same result."""


@dataclass(frozen=True)
class Source:
    """One document: ``date`` is its own date or the day it took effect, as far as known."""

    id: str
    title: str
    issuer: str = ""
    number: str = ""
    date: dt.date | None = None
    page: str = ""
    url: str = ""
    licence: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON; empty fields are left out."""
        known = {f.name: getattr(self, f.name) for f in fields(self)}
        if self.date is not None:
            known["date"] = self.date.isoformat()
        return {name: value for name, value in known.items() if value not in ("", None)}


FIELDS = tuple(f.name for f in fields(Source))


def read_sources(path: Path) -> dict[str, Source]:
    """Every source by its id.

    Parameters
    ----------
    path
        A YAML list of mappings with the fields of ``Source``; ``id`` and ``title`` are required.

    Raises
    ------
    Refused
        E-TB-18 for each unknown field, missing field, repeated id or malformed date;
        E-TB-19 when the file is absent or is no YAML list.
    """
    entries = _entries(path)
    found: dict[str, Source] = {}
    wrong: list[Refusal] = []
    for position, entry in enumerate(entries, start=1):
        place = f"{path.name}:{position}"
        faults = [] if isinstance(entry, dict) else [("条目不是映射", "the entry is no mapping")]
        if not faults:
            faults = _faults(entry, found)
        wrong += [faulty_list(place, zh, en) for zh, en in faults]
        if not faults:
            source = Source(**{key: _cell(key, value) for key, value in entry.items()})
            found[source.id] = source
    refuse_all(wrong)
    return found


def _entries(path: Path) -> list[Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise Refused(unreadable(path, type(fault).__name__)) from fault
    if not isinstance(content, list):
        raise Refused(unreadable(path, "a list is expected"))
    return content


def unreadable(path: Path, detail: str, line: int | None = None) -> Refusal:
    """The refusal of a file that cannot be read as a whole (E-TB-19)."""
    place = path.name if line is None else f"{path.name}:{line}"
    return Refusal(codes.FILE, place, {"detail": detail})


def faulty_list(place: str, detail_zh: str, detail_en: str) -> Refusal:
    """The refusal of an entry in one of the shelf's own lists (E-TB-18)."""
    return Refusal(codes.LIST, place, {"detail_zh": detail_zh, "detail_en": detail_en})


def _faults(entry: dict[str, Any], found: dict[str, Source]) -> list[tuple[str, str]]:
    faults = [
        (f"未知字段 {key}", f"unknown field {key}") for key in sorted(set(entry) - set(FIELDS))
    ]
    faults += [
        (f"缺少字段 {key}", f"missing field {key}")
        for key in ("id", "title")
        if not str(entry.get(key) or "").strip()
    ]
    if entry.get("id") in found:
        faults.append((f"编号 {entry['id']} 重复", f"the id {entry['id']} is repeated"))
    if entry.get("date") is not None and not isinstance(entry["date"], dt.date):
        faults.append((f"日期 {entry['date']} 有误", f"the date {entry['date']} is malformed"))
    return faults


def _cell(key: str, value: Any) -> Any:
    if key == "date":
        return value
    return "" if value is None else str(value)

"""The field map: a TOML file that says which column of a foreign file holds what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.schema import FIELDS, nearest
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.units import MU_PER_HECTARE, SQUARE_METRE_PER_HECTARE

HA_PER: Mapping[str, float] = {
    "ha": 1.0,
    "mu": 1.0 / MU_PER_HECTARE,
    "亩": 1.0 / MU_PER_HECTARE,
    "m2": 1.0 / SQUARE_METRE_PER_HECTARE,
}
"""Hectares in one unit of area."""

PER_HECTARE = {"m3/ha": 1.0, "m3/mu": float(MU_PER_HECTARE), "m3/亩": float(MU_PER_HECTARE)}
"""Cubic metres per hectare in one unit of stock density."""

TOTAL = "m3"
AREAS = ("area", "area_t1")
VOLUMES = ("volume_t1", "volume_t2")
SECTIONS = tuple(dict.fromkeys(f.section for f in FIELDS.values()))
_ENTRY_KEYS = ("column", "value", "unit", "map")
_CURVE_KEYS = ("table", "curve", "age", "age_at", "columns", "unit")
_CURVE_COLUMNS = ("curve", "age", "volume")
EARLIER_SECTIONS = ("area_t1", "species_t1", "volume_t1")
_TOP = ("title", "note", "key", "curve", "earlier", *SECTIONS)


@dataclass(frozen=True)
class Entry:
    """Where a field comes from: a column or one value for all, its unit, code meanings."""

    column: str | None = None
    value: str | float | None = None
    unit: str = ""
    map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CurveUse:
    """Volumes from a table of yield curves (columns ``curve``, ``age``, ``volume``)."""

    table: str
    curve: str
    age: str
    age_at: str
    columns: Mapping[str, str]
    per_hectare: float


@dataclass(frozen=True)
class FieldMap:
    """What the map says; a field it does not name is looked for under the standard field codes."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    key_columns: tuple[str, ...] = ()
    key_row: str | None = None
    curve: CurveUse | None = None
    earlier: FieldMap | None = None
    earlier_file: str | None = None
    title: str = ""
    folder: Path | None = None

    def entry(self, section: str) -> Entry:
        """The entry of a section; empty when the map does not name it."""
        return self.entries.get(section, Entry())

    def find_file(self, name: str, data_folder: Path | None) -> Path:
        """A file the map names: beside the map first, then beside the data.

        Raises
        ------
        Refused
            E-FD-17 when it is in neither place.
        """
        folders = [folder for folder in (self.folder, data_folder) if folder is not None]
        for folder in folders:
            if (folder / name).is_file():
                return folder / name
        raise Refused(
            _wrong(
                name,
                ("找不到这个文件", "the file is not there"),
                ("与本文件或数据同一文件夹中的文件名", "a file beside the map or beside the data"),
            )
        )


def read_fieldmap(path: Path) -> FieldMap:
    """Read a field map from a TOML file.

    Raises
    ------
    Refused
        E-FD-16 for every unknown entry, E-FD-17 for every entry that is not understood.
    """
    try:
        words = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(
            _wrong(
                path.name,
                ("文件读不出", f"the file cannot be read ({type(fault).__name__})"),
                ("UTF-8 编码的 TOML 文件", "a TOML file in UTF-8"),
            )
        ) from fault
    return parse_fieldmap(words, folder=path.parent)


def parse_fieldmap(words: str, folder: Path | None = None) -> FieldMap:
    """A field map from its TOML text; files it names are looked for in ``folder`` first."""
    try:
        content = tomllib.loads(words)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(
            _wrong(
                "TOML",
                (f"不是有效的 TOML（{fault}）", f"not valid TOML ({fault})"),
                ('形如 [area] column = "MIAN_JI"', 'such as [area] column = "MIAN_JI"'),
            )
        ) from fault
    reader = _Reader()
    result = reader.top(content, folder)
    refuse_all(reader.refusals)
    return result


class _Reader:
    """Reads sections strictly and collects everything that is wrong."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def top(self, content: dict[str, Any], folder: Path | None) -> FieldMap:
        self._known("", content, _TOP)
        earlier = self._section("earlier", content)
        earlier_file = earlier.pop("file", None)
        self._known("earlier", earlier, ("key", *EARLIER_SECTIONS), also="file")
        later = self._fields("", content, folder)
        if earlier_file is not None and not isinstance(earlier_file, str):
            self._wrong("earlier.file", "不是文件名", "not a file name", "文件名", "a file name")
        return FieldMap(
            entries=later.entries,
            key_columns=later.key_columns,
            key_row=later.key_row,
            curve=self._curve(content),
            earlier=self._fields("earlier.", earlier, folder) if "earlier" in content else None,
            earlier_file=str(earlier_file) if earlier_file is not None else None,
            title=str(content.get("title", "")),
            folder=folder,
        )

    def _fields(self, prefix: str, content: dict[str, Any], folder: Path | None) -> FieldMap:
        entries = {
            name: self._entry(prefix, name, self._section(name, content, prefix))
            for name in SECTIONS
            if name in content
        }
        key = self._section("key", content, prefix)
        self._known(f"{prefix}key", key, ("columns", "row"))
        columns = key.get("columns", [])
        if not (isinstance(columns, list) and all(isinstance(c, str) for c in columns)):
            self._wrong(
                f"{prefix}key.columns", "不是列名的列表", "not a list of columns",
                '形如 ["LIN_BAN", "XIAO_BAN"]', 'such as ["LIN_BAN", "XIAO_BAN"]',
            )  # fmt: skip
            columns = []
        row = key.get("row")
        return FieldMap(
            entries=entries,
            key_columns=tuple(columns),
            key_row=str(row) if row is not None else None,
            folder=folder,
        )

    def _entry(self, prefix: str, name: str, section: dict[str, Any]) -> Entry:
        place = f"{prefix}{name}"
        self._known(place, section, _ENTRY_KEYS)
        if ("column" in section) == ("value" in section):
            self._wrong(
                place, "column 与 value 须有且只有一个", "needs either column or value",
                "column 或 value 之一", "one of column and value",
            )  # fmt: skip
        unit = str(section.get("unit", ""))
        allowed = _units(name)
        if (unit or name in (*AREAS, *VOLUMES)) and unit not in allowed:
            self._wrong(
                f"{place}.unit", f"单位“{unit}”", f"unit “{unit}”",
                "、".join(allowed) or "此项没有单位", ", ".join(allowed) or "no unit here",
            )  # fmt: skip
        meanings = section.get("map", {})
        if not isinstance(meanings, dict):
            self._wrong(
                f"{place}.map", "不是对应表", "not a table of meanings",
                '形如 {SX = "云杉"}', 'such as {SX = "云杉"}',
            )  # fmt: skip
            meanings = {}
        return Entry(
            column=str(section["column"]) if "column" in section else None,
            value=section.get("value"),
            unit=unit,
            map={str(code): str(meaning) for code, meaning in meanings.items()},
        )

    def _curve(self, content: dict[str, Any]) -> CurveUse | None:
        if "curve" not in content:
            return None
        section = self._section("curve", content)
        self._known("curve", section, _CURVE_KEYS)
        columns = self._section("columns", section, "curve.")
        self._known("curve.columns", columns, _CURVE_COLUMNS)
        for name in ("table", "curve", "age", "age_at", "unit"):
            if not isinstance(section.get(name), str):
                self._wrong(f"curve.{name}", "未写明", "not stated", "一个文本值", "a text")
        if section.get("age_at") not in ("start", "end"):
            self._wrong(
                "curve.age_at", f"“{section.get('age_at')}”", f"“{section.get('age_at')}”",
                '"start"（期初林龄）或 "end"（期末林龄）', '"start" or "end" of the period',
            )  # fmt: skip
        unit = str(section.get("unit", ""))
        if unit not in PER_HECTARE:
            known = "、".join(PER_HECTARE)
            self._wrong("curve.unit", f"单位“{unit}”", f"unit “{unit}”", known, known)
        return CurveUse(
            table=str(section.get("table", "")),
            curve=str(section.get("curve", "")),
            age=str(section.get("age", "")),
            age_at=str(section.get("age_at", "")),
            columns={name: str(columns.get(name, name)) for name in _CURVE_COLUMNS},
            per_hectare=PER_HECTARE.get(unit, 1.0),
        )

    def _section(self, name: str, content: dict[str, Any], prefix: str = "") -> dict[str, Any]:
        section = content.get(name, {})
        if isinstance(section, dict):
            return dict(section)
        self._wrong(
            f"{prefix}{name}", "不是一节", "not a section",
            f'形如 [{prefix}{name}] column = "…"', f'such as [{prefix}{name}] column = "…"',
        )  # fmt: skip
        return {}

    def _known(
        self, place: str, content: dict[str, Any], known: tuple[str, ...], also: str = ""
    ) -> None:
        named = (*known, also) if also else known
        for key in content:
            if key not in named:
                facts = {
                    "key": f"{place}.{key}" if place else key,
                    "known": "、".join(named),
                    "nearest": nearest(key, list(named), 1),
                }
                self.refusals.append(Refusal(codes.MAP_KEY_UNKNOWN, place, facts))

    def _wrong(self, key: str, zh: str, en: str, expected_zh: str, expected_en: str) -> None:
        self.refusals.append(_wrong(key, (zh, en), (expected_zh, expected_en)))


def _units(section: str) -> tuple[str, ...]:
    if section in AREAS:
        return tuple(HA_PER)
    if section in VOLUMES:
        return (*PER_HECTARE, TOTAL)
    return {"mean_age": ("yr",), "canopy": ("1", "%"), "emission": ("t",)}.get(section, ())


def _wrong(key: str, finding: tuple[str, str], expected: tuple[str, str]) -> Refusal:
    return Refusal(
        codes.MAP_VALUE_WRONG,
        key,
        {
            "key": key,
            "finding_zh": finding[0],
            "finding_en": finding[1],
            "expected_zh": expected[0],
            "expected_en": expected[1],
        },
    )

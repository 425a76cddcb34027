"""Where a layer of zones comes from: what must be told, and the units that it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.apps.land.models import ZoneLayer
from qingshan.apps.land.refusals import (
    LAYER_AGAIN,
    LAYER_DATE,
    LAYER_FIELD,
    PROVENANCE_MISSING,
)
from qingshan.apps.land.units import unit_of
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.zones import ZONE_KINDS

_FIELDS = {
    "version": Label("版本", "version"),
    "publisher": Label("发布单位", "publisher"),
    "source": Label("来源", "source"),
    "as_of": Label("数据日期", "date"),
    "coverage": Label("覆盖范围", "coverage"),
}


@dataclass(frozen=True)
class Provenance:
    """What the person who imports a layer tells of it; ``coverage`` as codes or names of units."""

    kind: str
    name: str
    version: str
    publisher: str
    source: str
    as_of: date | None
    coverage: tuple[str, ...]
    has_footprint: bool = False
    document_number: str = ""
    licence: str = ""

    @property
    def title(self) -> str:
        """The layer's name; that of its kind where none is given."""
        known = ZONE_KINDS.get(self.kind)
        return self.name.strip() or (known.label.zh if known else self.kind)

    def codes(self, today: date) -> list[str]:
        """The units covered, as codes of today; old codes and names are followed."""
        found = [unit_of(told, today).unit for told in self.coverage]
        return sorted({unit.code for unit in found if unit is not None})

    def faults(self, today: date) -> list[Refusal]:
        """All that is missing or wrong, at once (E-ZL-01 to 04)."""
        told = {
            "version": self.version.strip(),
            "publisher": self.publisher.strip(),
            "source": self.source.strip(),
            "as_of": self.as_of,
            "coverage": self.coverage or self.has_footprint,
        }
        wrong = [
            Refusal(PROVENANCE_MISSING, self.title, {"field": _FIELDS[name]})
            for name, value in told.items()
            if not value
        ]
        if self.kind not in ZONE_KINDS:
            wrong.append(_unknown(self.title, Label("图层类型", "kind"), self.kind, _kinds()))
        wrong += [fault for code in self.coverage for fault in self._unit(code, today)]
        if self.as_of is not None and self.as_of > today:
            wrong.append(Refusal(LAYER_DATE, self.title, {"as_of": self.as_of, "today": today}))
        stands = ZoneLayer.objects.filter(
            kind=self.kind, name=self.title, version=self.version.strip()
        ).exclude(state="withdrawn")
        if stands.exists():
            facts = {"name": self.title, "version": self.version.strip()}
            wrong.append(Refusal(LAYER_AGAIN, self.title, facts))
        return wrong

    def _unit(self, told: str, today: date) -> list[Refusal]:
        answer = unit_of(told, today)
        if answer.unit is not None:
            return []
        named = "、".join(f"{unit.code} {unit.name}" for unit in answer.candidates)
        known = Label(named or "国标区划代码", named or "codes of GB/T 2260")
        return [_unknown(self.title, Label("覆盖范围", "coverage"), told, known)]


def _kinds() -> Label:
    zh = "、".join(f"{name}（{kind.label.zh}）" for name, kind in ZONE_KINDS.items())
    return Label(zh, ", ".join(f"{name} ({kind.label.en})" for name, kind in ZONE_KINDS.items()))


def _unknown(place: str, field: Label, found: str, known: Label) -> Refusal:
    return Refusal(LAYER_FIELD, place, {"field": field, "found": found, "known": known})

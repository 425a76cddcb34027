"""One cell becomes one value: strictly, with a note on every kindness."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label, enumerated
from qingshan.core.sheets import identity
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.grid import Grid, address, is_blank
from qingshan.core.sheets.header import Place
from qingshan.core.sheets.notes import Note
from qingshan.core.sheets.specification import SCALED, Column, Kind, Rule

_FORMS: Mapping[Rule, tuple[str, Callable[[str], Label | None]]] = {
    Rule.RESIDENT_ID: (codes.RESIDENT_ID_WRONG, identity.resident_id_fault),
    Rule.CREDIT_CODE: (codes.CREDIT_CODE_WRONG, identity.credit_code_fault),
    Rule.BANK_CARD: (codes.CODE_MALFORMED, identity.bank_card_fault),
    Rule.MOBILE: (codes.CODE_MALFORMED, identity.mobile_fault),
}
_LONG = {Rule.RESIDENT_ID, Rule.CREDIT_CODE, Rule.BANK_CARD}
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[ T][\d:.]+)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL_FIRST, _SERIAL_LAST = date(1950, 1, 1), date(2100, 1, 1)
_EXCEL_DIGITS = 15
_SHOWN_MOST = 20
_LONG_NUMBER = 10**7
_CHOICES_SHOWN = 12


@dataclass(frozen=True)
class _Fault:
    """Why a cell has no value."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Cells:
    """Reads the cells of one sheet and gathers what is wrong and what was made good."""

    grid: Grid
    as_of: date
    refusals: list[Refusal] = field(default_factory=list)
    _kind: Counter[tuple[str, str]] = field(default_factory=Counter)
    _first: dict[tuple[str, str], tuple[Column, str]] = field(default_factory=dict)

    def read(self, row: int, place: Place) -> Any:
        """The value of one cell for the frame, or None when it is blank or refused."""
        found = self._value(row, place)
        if not isinstance(found, _Fault):
            return found
        cell = address(row, place.at)
        facts = {"row": row, "cell": cell, **_named(place.column), **found.facts}
        self.refusals.append(Refusal(found.code, f"{self.grid.name}!{cell}", facts))
        return None

    def _value(self, row: int, place: Place) -> Any:
        at, value = (row, place.at), self.grid.cell(row, place.at)
        if at in self.grid.unanswered:
            return _Fault(codes.FORMULA_EMPTY)
        if at in self.grid.errors:
            return _Fault(codes.CELL_ERROR, {"value": value})
        if is_blank(value):
            return _Fault(codes.VALUE_MISSING) if place.column.is_required else None
        readers: Mapping[Kind, Callable[[Any, int, Place], Any]] = {
            Kind.IDENTIFIER: self._identifier,
            Kind.DATE: self._date,
            Kind.CHOICE: self._choice,
            Kind.TEXT: self._tidy,
        }
        reader = readers.get(place.column.kind)
        return reader(value, row, place) if reader else self._number(value, row, place)

    def notes(self) -> list[Note]:
        """Each kindness once a column, with its number of cells and the first of them."""
        return [
            Note.of(kind, cell, **_named(column), count=self._kind[kind, column.key], cell=cell)
            for (kind, _), (column, cell) in self._first.items()
        ]

    def _note(self, kind: str, row: int, place: Place) -> None:
        key = (kind, place.column.key)
        self._kind[key] += 1
        self._first.setdefault(key, (place.column, address(row, place.at)))

    def _tidy(self, value: Any, _row: int, _place: Place) -> str:
        """Text without spaces around it."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return re.sub(r"[\s\u200b\ufeff]+", " ", str(value)).strip()

    def _narrow(self, value: str, row: int, place: Place) -> str:
        """Full-width digits, letters and spaces made plain; spaces and a leading quote go."""
        plain = unicodedata.normalize("NFKC", value)
        narrow = re.sub(r"[\s\u200b\ufeff]+", "", plain).removeprefix("'")
        if any("\uff01" <= one <= "\uff5e" or one == "\u3000" for one in value):
            self._note("characters widened", row, place)
        return narrow

    def _identifier(self, value: Any, row: int, place: Place) -> str | _Fault:
        rule = place.column.rule
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        text = _whole(value) if is_number else self._narrow(str(value), row, place).upper()
        is_lost = rule in _LONG or is_number or identity.is_cut(text, 99)
        if is_lost and identity.is_cut(value if is_number else text):
            shown = identity.scientific(value) if is_number else _shown(text, place.column)
            return _Fault(codes.DIGITS_LOST, {"shown": shown})
        if is_number:
            self._note("identifier as number", row, place)
        if rule is not None:
            code, fault_of = _FORMS[rule]
            fault = fault_of(text)
            if fault is not None:
                facts = {"reason_zh": fault.zh, "reason_en": fault.en}
                return _Fault(code, {"shown": identity.masked(text), **facts})
            if rule is Rule.BANK_CARD and not identity.passes_luhn(text):
                self._note("card doubtful", row, place)
        return text

    def _number(self, value: Any, row: int, place: Place) -> float | _Fault:
        column = place.column
        exact = self._exact(value, row, place)
        if exact is None or not exact.is_finite() or abs(exact) >= 10**_EXCEL_DIGITS:
            return _Fault(codes.NUMBER_WRONG, {"shown": _shown(value, column)})
        exact *= place.factor
        if (row, place.at) in self.grid.formats and "%" in column.units:
            exact *= 100
            self._note("per cent by format", row, place)
        bounds = column.bounds
        if bounds is not None and not bounds.low <= exact <= bounds.high:
            facts = {"low": f"{bounds.low:g}", "high": f"{bounds.high:g}"}
            facts |= {"unit": column.unit or "—", "shown": _plain(exact)}
            return _Fault(codes.RANGE_LEFT, facts)
        if column.kind in SCALED:
            decimals = SCALED[column.kind]
            scaled = exact.scaleb(decimals)
            if scaled != scaled.to_integral_value():
                return _Fault(codes.DECIMALS_MANY, {"shown": _plain(exact), "decimals": decimals})
            return int(scaled)
        return float(exact)

    def _exact(self, value: Any, row: int, place: Place) -> Decimal | None:
        """A cell as a decimal of at most 15 digits, which is all that a spreadsheet keeps."""
        if isinstance(value, bool | date | timedelta):
            return None
        if isinstance(value, int | float):
            return Decimal(f"{Decimal(value):.{_EXCEL_DIGITS}g}")
        text = self._narrow(str(value), row, place).replace("，", ",")
        column = place.column
        for unit in column.units:
            if column.units[unit] == place.factor:
                text = text.removesuffix(unit)
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        if not _PLAIN_NUMBER.fullmatch(text):
            return None
        if not self.grid.is_text:
            self._note("number as text", row, place)
        return _decimal(text)

    def _date(self, value: Any, row: int, place: Place) -> date | _Fault:
        found, reason = self._day(value, row, place)
        if found is not None and found > self.as_of:
            reason = Label("晚于检查日期", "it lies after the day of the check")
        elif found is not None:
            return found
        facts = {"reason_zh": reason.zh, "reason_en": reason.en}
        shown = str(found) if found else _shown(value, place.column)
        return _Fault(codes.DATE_WRONG, {"shown": shown, **facts})

    def _day(self, value: Any, row: int, place: Place) -> tuple[date | None, Label]:
        unclear = Label("须写明四位年、月、日", "year in four digits, month and day are needed")
        if isinstance(value, datetime):
            return value.date(), unclear
        if isinstance(value, date):
            return value, unclear
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        text = unicodedata.normalize("NFKC", text).strip()
        matched = _YEAR_FIRST.fullmatch(text) or _EIGHT.fullmatch(text)
        if matched:
            try:
                found = date(*(int(part) for part in matched.groups()))
            except ValueError:
                return None, Label("这一天不存在", "there is no such day")
            if not self.grid.is_text:
                self._note("date as text", row, place)
            return found, unclear
        if re.fullmatch(r"\d{5}(\.\d+)?", text):
            found = self.grid.epoch + timedelta(days=int(float(text)))
            if _SERIAL_FIRST <= found <= _SERIAL_LAST:
                self._note("date by serial", row, place)
                return found, unclear
        return None, unclear

    def _choice(self, value: Any, row: int, place: Place) -> str | _Fault:
        text = self._tidy(value, row, place)
        code = self._code_of(text, place.column)
        if code is None:
            choices = enumerated(list(place.column.choices.values())[:_CHOICES_SHOWN])
            more = "…" if len(place.column.choices) > _CHOICES_SHOWN else ""
            facts = {"choices_zh": choices.zh + more, "choices_en": choices.en + more}
            return _Fault(codes.CHOICE_UNKNOWN, {"shown": _shown(text, place.column), **facts})
        return code

    @staticmethod
    def _code_of(text: str, column: Column) -> str | None:
        """The code meant by a code, a name, or both as the list of the template writes them."""
        for code, label in column.choices.items():
            names = {code, *label, column.entry(code, "zh"), column.entry(code, "en")}
            if text.casefold() in {name.casefold() for name in names}:
                return code
        return None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _whole(value: float) -> str:
    """A number as an identifier: without the decimal point that a spreadsheet gave it."""
    return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)


def _plain(value: Decimal) -> str:
    """Without exponent and needless zeros; a long number only roughly, as it may be anybody's."""
    if not value.is_finite() or abs(value) >= _LONG_NUMBER:
        return identity.scientific(value)
    text = f"{value:f}"[:_SHOWN_MOST]
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(value: Any, column: Column) -> str:
    """A cell as it may be said: what is personal or long only masked, all of it short."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _plain(Decimal(value))
    text = str(value).strip()
    if identity.SCIENTIFIC.fullmatch(text):
        return identity.scientific(Decimal(text))
    return identity.masked(text[:_SHOWN_MOST]) if column.is_personal else identity.discreet(text)


def _named(column: Column) -> dict[str, str]:
    return {"column_zh": column.label.zh, "column_en": column.label.en}

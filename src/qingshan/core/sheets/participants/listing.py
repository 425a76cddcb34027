"""The list of people who take part in an event or buy a small pack: name and kilograms each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.participants import refusals as codes
from qingshan.core.sheets.reading import Sheet
from qingshan.core.sheets.specification import Bounds, Column, Kind, Rule, Specification

YES, NO = "yes", "no"


def participants(bounds: Mapping[str, Bounds] | None = None) -> Specification:
    """The list of participants; ``bounds`` by column key, from a table."""
    bounds = bounds or {}
    return Specification(
        name="participants",
        label=Label("参与人清单", "list of participants"),
        columns=(
            Column(
                "name", Label("姓名", "name"), Kind.TEXT,
                Label("公开时只显示姓", "shown in public with the surname only"),
                aliases=("参与人", "参与人姓名", "participant"), is_personal=True,
            ),
            Column(
                "carbon_kg", Label("碳量", "carbon"), Kind.NUMBER,
                Label("整千克，单位写在表头", "whole kilograms; unit in the header"),
                aliases=("抵消量", "减排量", "千克数", "数量"),
                units={"千克": Decimal(1), "kg": Decimal(1), "公斤": Decimal(1)},
                is_unit_needed=True, bounds=bounds.get("carbon_kg"),
            ),
            Column(
                "is_fourteen", Label("已满14周岁", "14 or older"), Kind.CHOICE,
                Label("未满14周岁的不填入本表", "children under 14 are not entered here"),
                aliases=("是否已满14周岁", "年满14周岁"),
                choices={YES: Label("是", "yes"), NO: Label("否", "no")},
            ),
            Column(
                "mobile", Label("手机号", "mobile"), Kind.IDENTIFIER,
                Label("11 位，可空；同名的人须填", "11 digits; needed where two bear one name"),
                aliases=("手机号码", "联系电话", "电话", "手机"),
                rule=Rule.MOBILE, is_required=False, is_personal=True,
            ),
        ),
        unique=("name", "mobile"),
        help=Label("每人一行。", "One row for each person."),
    )  # fmt: skip


def participant_faults(sheet: Sheet) -> Iterator[Refusal]:
    """Kilograms that are not whole (E-SH-37) and children under fourteen (E-SH-38)."""
    for row in sheet.frame.iter_rows(named=True):
        if row["carbon_kg"] is not None and row["carbon_kg"] != int(row["carbon_kg"]):
            facts = _place(sheet, row["row"], "carbon_kg")
            told = {**facts, "found": f"{row['carbon_kg']:g}"}
            yield Refusal(codes.KILOGRAMS_BROKEN, f"{sheet.name}!{facts['cell']}", told)
        if row["is_fourteen"] == NO:
            facts = _place(sheet, row["row"], "is_fourteen")
            yield Refusal(codes.CHILD_LISTED, f"{sheet.name}!{facts['cell']}", facts)


def _place(sheet: Sheet, row: int, key: str) -> dict[str, Any]:
    return {"row": row, "cell": f"{sheet.places[key]}{row}"}

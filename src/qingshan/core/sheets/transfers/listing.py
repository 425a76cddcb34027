"""The list of transfers without a trade that one paper orders: ticket, giver, taker, tonnes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon
from qingshan.core.sheets.reading import Sheet
from qingshan.core.sheets.specification import Column, Kind, Specification
from qingshan.core.sheets.transfers import refusals as codes

_TONNES = {"吨": Decimal(1), "t": Decimal(1)}
_PARTY = Label("统一社会信用代码或登记的名称", "the credit code, or the name as it is entered")


def transfers() -> Specification:
    """Which units go from whom to whom."""
    return Specification(
        name="transfers",
        label=Label("过户清单", "list of transfers"),
        columns=(
            Column(
                "ticket", Label("碳票编号", "ticket"), Kind.IDENTIFIER,
                Label("如 GZ-2024-000001-7，文本格式", "such as GZ-2024-000001-7, as text"),
                aliases=("碳票", "票号", "碳票号", "ticket number"),
            ),
            Column(
                "source", Label("转出方", "giver"), Kind.TEXT, _PARTY,
                aliases=("出让方", "原持有人", "转出人", "from", "source"), is_personal=True,
            ),
            Column(
                "target", Label("转入方", "taker"), Kind.TEXT, _PARTY,
                aliases=("受让方", "承继方", "转入人", "to", "target"), is_personal=True,
            ),
            Column(
                "tonnes", Label("数量", "quantity"), Kind.NUMBER,
                Label("吨，最多四位小数", "tonnes with at most four decimals"),
                aliases=("过户数量", "吨数", "碳量", "tonnes"), units=_TONNES,
            ),
        ),
        help=Label("一行一笔过户。", "One row for each transfer."),
    )  # fmt: skip


def transfer_faults(sheet: Sheet) -> Iterator[Refusal]:
    """E-SH-40 for each quantity that is no number of carbon units above zero."""
    for row in sheet.frame.iter_rows(named=True):
        if row["tonnes"] is not None and not quantity_of(row["tonnes"]):
            cell = f"{sheet.places['tonnes']}{row['row']}"
            found = f"{Decimal(repr(row['tonnes'])).normalize():f}"
            yield Refusal(
                codes.TONNES_WRONG, f"{sheet.name}!{cell}", {"cell": cell, "found": found}
            )


def quantity_of(tonnes: float) -> int:
    """Tonnes of a cell in carbon units; 0 where they are none, below zero or too fine."""
    try:
        found = carbon(Decimal(repr(tonnes)))
    except ValueError:
        return 0
    return max(found, 0)

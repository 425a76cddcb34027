"""The list of a day's movements at the custody bank (银行流水), as banks let one download it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.movements import refusals as codes
from qingshan.core.sheets.reading import Sheet
from qingshan.core.sheets.specification import Column, Kind, Specification

_YUAN = {"元": Decimal(1), "yuan": Decimal(1), "CNY": Decimal(1), "人民币元": Decimal(1)}


def movements() -> Specification:
    """Reference, day, amount in or out, and who is on the other side."""
    return Specification(
        name="movements",
        label=Label("银行流水", "bank movements"),
        columns=(
            Column(
                "reference", Label("流水号", "reference"), Kind.IDENTIFIER,
                Label("银行给每笔流水的唯一编号，文本格式", "the bank's own for each, as text"),
                aliases=("交易流水号", "银行流水号", "业务流水号", "bank reference"),
            ),
            Column(
                "day", Label("交易日期", "day"), Kind.DATE,
                Label("与对账日相同", "the day that is reconciled"),
                aliases=("记账日期", "入账日期", "日期", "date"),
            ),
            Column(
                "in_fen", Label("收入金额", "in"), Kind.MONEY,
                Label("存管账户收到的金额", "what the custody account received"),
                aliases=("贷方发生额", "收入", "贷方金额", "credit"), units=_YUAN,
                is_required=False,
            ),
            Column(
                "out_fen", Label("支出金额", "out"), Kind.MONEY,
                Label("存管账户付出的金额", "what the custody account paid"),
                aliases=("借方发生额", "支出", "借方金额", "debit"), units=_YUAN,
                is_required=False,
            ),
            Column(
                "other_account", Label("对方账号", "other account"), Kind.IDENTIFIER,
                Label("文本格式，可空", "as text; may be blank"),
                aliases=("对手账号", "对方账户", "account of the other side"),
                is_required=False, is_personal=True,
            ),
            Column(
                "other_name", Label("对方户名", "other name"), Kind.TEXT,
                Label("可空", "may be blank"),
                aliases=("对手户名", "对方名称", "name of the other side"),
                is_required=False, is_personal=True,
            ),
            Column(
                "remark", Label("摘要", "remark"), Kind.TEXT,
                Label("付款时请银行附上出金编号", "for payments out: the number of the request"),
                aliases=("附言", "用途", "备注"), is_required=False,
            ),
        ),
        unique=("reference",),
        help=Label("一行一笔流水。", "One row for each movement."),
    )  # fmt: skip


def movement_faults(sheet: Sheet) -> Iterator[Refusal]:
    """E-SH-39 for each row that is not either in or out."""
    for row in sheet.frame.iter_rows(named=True):
        into, out = row["in_fen"] or 0, row["out_fen"] or 0
        if min(into, out) != 0 or max(into, out) <= 0:
            key = next(k for k in ("in_fen", "out_fen", "reference") if k in sheet.places)
            cell = f"{sheet.places[key]}{row['row']}"
            yield Refusal(codes.ONE_SIDE, f"{sheet.name}!{cell}", {"row": row["row"], "cell": cell})

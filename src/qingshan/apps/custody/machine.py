"""The states of bank accounts, payments out, statements of the bank and differences."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

BANK_ACCOUNT = Machine(
    name="bank_account",
    start="entered",
    states={
        "entered": Label("待核验", "to be confirmed"),
        "confirmed": Label("已核验", "confirmed"),
        "ended": Label("已停用", "ended"),
    },
    moves=(
        Move("confirm_bank_account", "entered", "confirmed", "operator"),
        Move("end_bank_account", "entered", "ended", "trader"),
        Move("end_bank_account", "confirmed", "ended", "trader"),
    ),
)

PAY_OUT = Machine(
    name="pay_out",
    start="asked",
    states={
        "asked": Label("待银行付款", "waiting for the bank"),
        "paid": Label("已付款", "paid"),
        "cancelled": Label("已撤销", "cancelled"),
    },
    moves=(
        Move("confirm_pay_out", "asked", "paid", "operator"),
        Move("cancel_pay_out", "asked", "cancelled", "trader"),
    ),
)

BANK_STATEMENT = Machine(
    name="bank_statement",
    start="read",
    states={
        "read": Label("待入账", "read, not booked"),
        "booked": Label("已入账", "booked"),
        "discarded": Label("已作废", "discarded"),
    },
    moves=(
        Move("book_statement", "read", "booked", "operator"),
        Move("discard_statement", "read", "discarded", "operator"),
    ),
)

DIFFERENCE = Machine(
    name="difference",
    start="open",
    states={
        "open": Label("待处理", "open"),
        "explained": Label("已说明", "explained"),
        "corrected": Label("已更正", "corrected"),
    },
    moves=(
        Move("explain_difference", "open", "explained", "operator"),
        Move("book_difference", "open", "corrected", "operator"),
        Move("book_difference", "explained", "corrected", "operator"),
        Move("confirm_pay_out", "open", "corrected", "operator"),
        Move("confirm_pay_out", "explained", "corrected", "operator"),
        Move("book_statement", "open", "corrected", "operator"),
        Move("book_statement", "explained", "corrected", "operator"),
    ),
)

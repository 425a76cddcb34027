"""The states of bank accounts and payments out."""

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

"""The states of orders, deals and halts; an order with nothing left is filled without a move."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

LISTING = Machine(
    name="listing",
    start="submitted",
    states={
        "submitted": Label("待审核", "under review"),
        "open": Label("挂牌中", "open"),
        "refused": Label("未通过审核", "refused"),
        "cancelled": Label("已撤牌", "cancelled"),
        "expired": Label("已到期", "expired"),
    },
    moves=(
        Move("admit_listing", "submitted", "open", "operator"),
        Move("refuse_listing", "submitted", "refused", "operator"),
        Move("take_listing", "open", "open", "trader"),
        Move("buy_in_zone", "open", "open", "trader"),
        Move("cancel_listing", "submitted", "cancelled", "trader"),
        Move("cancel_listing", "open", "cancelled", "trader"),
        Move("expire_listing", "submitted", "expired", "system"),
        Move("expire_listing", "open", "expired", "system"),
    ),
)

BID = Machine(
    name="bid",
    start="open",
    states={
        "open": Label("求购中", "open"),
        "cancelled": Label("已撤销", "cancelled"),
        "expired": Label("已到期", "expired"),
    },
    moves=(
        Move("fill_bid", "open", "open", "trader"),
        Move("cancel_bid", "open", "cancelled", "trader"),
        Move("expire_bid", "open", "expired", "system"),
    ),
)

BLOCK_TRADE = Machine(
    name="block_trade",
    start="proposed",
    states={
        "proposed": Label("待对方确认", "proposed"),
        "confirmed": Label("已确认成交", "confirmed"),
        "declined": Label("对方不同意", "declined"),
        "withdrawn": Label("已撤回", "withdrawn"),
        "expired": Label("已到期", "expired"),
    },
    moves=(
        Move("confirm_block", "proposed", "confirmed", "trader"),
        Move("decline_block", "proposed", "declined", "trader"),
        Move("withdraw_block", "proposed", "withdrawn", "trader"),
        Move("expire_block", "proposed", "expired", "system"),
    ),
)

INQUIRY = Machine(
    name="inquiry",
    start="open",
    states={
        "open": Label("询价中", "open"),
        "taken": Label("已成交", "agreed"),
        "withdrawn": Label("已撤回", "withdrawn"),
        "expired": Label("已截止", "expired"),
    },
    moves=(
        Move("accept_quotation", "open", "taken", "trader"),
        Move("withdraw_inquiry", "open", "withdrawn", "trader"),
        Move("expire_inquiry", "open", "expired", "system"),
    ),
)

INVITATION = Machine(
    name="invitation",
    start="asked",
    states={
        "asked": Label("待报价", "asked"),
        "declined": Label("不报价", "declined"),
    },
    moves=(Move("decline_inquiry", "asked", "declined", "trader"),),
)

QUOTATION = Machine(
    name="quotation",
    start="standing",
    states={
        "standing": Label("有效", "standing"),
        "taken": Label("已成交", "agreed"),
        "withdrawn": Label("已撤回", "withdrawn"),
        "expired": Label("已过期", "expired"),
        "passed": Label("未成交", "not chosen"),
    },
    moves=(
        Move("accept_quotation", "standing", "taken", "trader"),
        Move("withdraw_quotation", "standing", "withdrawn", "trader"),
        Move("expire_quotation", "standing", "expired", "system"),
        Move("withdraw_inquiry", "standing", "passed", "trader"),
        Move("expire_inquiry", "standing", "passed", "system"),
    ),
)

TRADE = Machine(
    name="trade",
    start="agreed",
    states={
        "agreed": Label("已成交待交割", "agreed"),
        "settled": Label("已交割", "settled"),
        "corrected": Label("已更正", "corrected"),
    },
    moves=(
        Move("settle_trade", "agreed", "settled", "operator"),
        Move("settle_together", "agreed", "settled", "operator"),
        Move("correct_trade", "settled", "corrected", "operator"),
    ),
)

OBJECTION = Machine(
    name="objection",
    start="open",
    states={
        "open": Label("待答复", "open"),
        "answered": Label("已答复", "answered"),
    },
    moves=(Move("answer_objection", "open", "answered", "operator"),),
)

LARGE_HOLDING = Machine(
    name="large_holding",
    start="owed",
    states={
        "owed": Label("待报告", "report owed"),
        "reported": Label("已报告", "reported"),
        "ended": Label("已降至标准以下", "below the mark"),
    },
    moves=(
        Move("report_holding", "owed", "reported", "trader"),
        Move("end_large_holding", "owed", "ended", "system"),
        Move("end_large_holding", "reported", "ended", "system"),
    ),
)

HALT = Machine(
    name="halt",
    start="standing",
    states={
        "standing": Label("暂停中", "standing"),
        "lifted": Label("已恢复", "lifted"),
    },
    moves=(Move("resume_trading", "standing", "lifted", "operator"),),
)

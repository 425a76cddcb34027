"""What the exchange refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

LOT_WRONG = declare(
    "E-EX-01",
    what=Label(
        "数量 {quantity_t} 吨不是 {lot} 吨的整数倍。", "{quantity_t} t is no multiple of {lot} t."
    ),
    why=Label("挂牌和成交以整吨为单位。", "Listings and deals are in whole lots."),
    remedy=Label("请填写整吨数量。", "Enter whole tonnes."),
)
PRICE_WRONG = declare(
    "E-EX-02",
    what=Label("价格 {price} 元无效。", "The price {price} is not valid."),
    why=Label(
        "价格须大于零，最小变动 0.01 元/吨。", "Prices are above zero in steps of 0.01 yuan."
    ),
    remedy=Label("请更正价格。", "Correct the price."),
)
TRADER_BARRED = declare(
    "E-EX-03",
    what=Label("{party}不得参与交易。", "{party} may not trade."),
    why=Label(
        "主管部门、登记交易机构、核查机构及其人员不得持有和买卖碳票。",
        "Offices, registry, exchange, verifiers and their staff may not hold or trade.",
    ),
    remedy=Label("请由符合条件的交易参与人办理。", "Let an eligible trader do it."),
)
TOO_MUCH = declare(
    "E-EX-04",
    what=Label(
        "该挂牌只剩 {left_t} 吨，您申请 {asked_t} 吨。",
        "Only {left_t} t are left; you asked for {asked_t} t.",
    ),
    why=Label("其余部分已被他人先行成交。", "Others have taken the rest."),
    remedy=Label(
        "请改为不超过 {left_t} 吨，或选择其他挂牌。", "Take at most {left_t} t or another listing."
    ),
)
OWN_LISTING = declare(
    "E-EX-05",
    what=Label("不能买入自己的挂牌。", "You cannot take your own listing."),
    why=Label("自买自卖会虚构成交。", "A deal with oneself feigns trade."),
    remedy=Label("如需收回，请撤牌。", "Cancel the listing instead."),
)
LISTING_OVER = declare(
    "E-EX-06",
    what=Label("该挂牌已于 {expires} 到期。", "The listing expired at {expires}."),
    why=Label("到期的挂牌不能再成交。", "An expired listing cannot be taken."),
    remedy=Label("请选择其他挂牌。", "Choose another listing."),
)
EXPIRY_PAST = declare(
    "E-EX-07",
    what=Label("到期时间 {expires} 早于当前时间。", "The expiry {expires} lies in the past."),
    why=Label("挂牌须有未来的到期时间。", "A listing ends in the future."),
    remedy=Label("请更正到期时间。", "Correct the expiry."),
)
AMOUNT_WRONG = declare(
    "E-EX-08",
    what=Label("入金金额 {amount} 无效。", "The amount {amount} is not valid."),
    why=Label("金额须大于零。", "An amount is above zero."),
    remedy=Label("请按银行回单更正。", "Correct it by the bank's slip."),
)
BELOW_FEE = declare(
    "E-EX-09",
    what=Label(
        "成交金额 {amount} 元不足以支付卖方手续费 {fee} 元。",
        "The amount of {amount} yuan does not cover the seller's fee of {fee} yuan.",
    ),
    why=Label("手续费从成交金额中扣收。", "The fee is taken out of the amount."),
    remedy=Label("请提高成交数量。", "Take a larger quantity."),
)
REFERENCE_BOOKED = declare(
    "E-EX-10",
    what=Label("银行流水号{place}已经入账。", "The bank reference {place} is booked already."),
    why=Label("一笔银行流水只入账一次。", "A bank's payment is booked once."),
    remedy=Label("请核对银行回单。", "Check the bank's slip."),
)
NOT_A_WARE = declare(
    "E-EX-11",
    what=Label("“{place}”不是可以挂牌的碳票。", "“{place}” is no ticket that can be listed."),
    why=Label("本市场只挂牌已签发的碳票。", "Only issued tickets are listed here."),
    remedy=Label("请选择持有的碳票。", "Choose a ticket that you hold."),
)

"""What the exchange refuses: listings, rules, halts."""

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
    why=Label("价格须大于零，最小变动 0.01 元/吨。", "Above zero, in steps of 0.01 yuan."),
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
    why=Label("成交以挂牌的剩余数量为限。", "A deal takes no more than what is left."),
    remedy=Label(
        "有剩余的，请改为不超过剩余数量；没有的，请选择其他挂牌。",
        "Take no more than what is left; where nothing is, take another listing.",
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
    why=Label("挂牌、求购、询价和报价须有未来的到期时间。", "An order ends in the future."),
    remedy=Label("请更正到期时间。", "Correct the expiry."),
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
NOT_A_WARE = declare(
    "E-EX-11",
    what=Label("“{place}”不是可以挂牌的碳票。", "“{place}” is no ticket that can be listed."),
    why=Label("本市场只挂牌已签发的碳票。", "Only issued tickets are listed here."),
    remedy=Label("请选择持有的碳票。", "Choose a ticket that you hold."),
)
MARKET_CLOSED = declare(
    "E-EX-12",
    what=Label("现在不是交易时段。", "The market is closed now."),
    why=Label(
        "{mode}的交易时段为交易日{hours}，法定节假日和周末休市。",
        "For this mode ({mode}) the market opens on trading days, {hours}; it closes on "
        "holidays and weekends.",
    ),
    remedy=Label("请在交易时段办理。", "Come back when it is open."),
)
BAND_BROKEN = declare(
    "E-EX-13",
    what=Label(
        "价格 {price} 元超出 {low}–{high} 元。", "The price {price} lies outside {low}–{high}."
    ),
    why=Label(
        "价格不得超出前收盘价 {close} 元（{day}）上下 {share}%。",
        "A price keeps within {share} % of the close before, {close} ({day}).",
    ),
    remedy=Label("请在此区间内报价。", "Name a price in this range."),
)
RESOLD_SOON = declare(
    "E-EX-14",
    what=Label(
        "{party}于 {day} {acted}过该碳票，至今只隔 {gone} 个交易日。",
        "{party} {acted} units of this ticket on {day}, {gone} trading days ago.",
    ),
    why=Label(
        "同一参与人买入后卖出或卖出后买入同一碳票，须间隔 {gap} 个交易日（国办发〔2012〕37 号）。",
        "Buying and selling the same ticket lie at least {gap} trading days apart.",
    ),
    remedy=Label("请{from_day}办理。", "Do it {from_day}."),
)
HOLDERS_FULL = declare(
    "E-EX-15",
    what=Label("该碳票已有 {holders} 个持有人。", "The ticket has {holders} holders already."),
    why=Label(
        "同一权益的持有人累计不得超过 {most} 个（国办发〔2012〕37 号）。",
        "No more than {most} may hold one right.",
    ),
    remedy=Label("请选择其他碳票。", "Choose another ticket."),
)
POSITION_FULL = declare(
    "E-EX-16",
    what=Label(
        "成交后{party}将持有 {total_t} 吨，超过 {most_t} 吨。",
        "{party} would hold {total_t} t, more than {most_t} t.",
    ),
    why=Label("单个参与人的持有量设有上限。", "There is a limit to what one party holds."),
    remedy=Label("请减少买入数量。", "Buy less."),
)
HALTED = declare(
    "E-EX-17",
    what=Label(
        "{subject}已于 {since} 暂停交易。", "Trading is halted for {subject} since {since}."
    ),
    why=Label("暂停原因：{reason}。", "The reason given: {reason}."),
    remedy=Label("恢复交易后再办理，进展见市场公告。", "Wait; the market page tells."),
)
RELATION_HIDDEN = declare(
    "E-EX-18",
    what=Label(
        "{buyer}与{seller}存在已知的关联关系。", "{buyer} and {seller} are known to be related."
    ),
    why=Label("关联交易须如实披露，并随成交公布。", "Ties are declared, in public."),
    remedy=Label("请选择关联关系后再提交。", "Declare how they are related."),
)
RELATION_UNKNOWN = declare(
    "E-EX-19",
    what=Label("关联关系“{place}”不在选项内。", "The relation “{place}” is not on the list."),
    why=Label("关联关系按选项填报。", "Relations are declared by a list."),
    remedy=Label("请从选项中选择。", "Choose one of the list."),
)
SIZE_WRONG = declare(
    "E-EX-20",
    what=Label("数量 {asked_t} 吨不符合该方式。", "{asked_t} t does not suit this mode."),
    why=Label(
        "{mode}的单笔数量须{bound} {limit_t} 吨。",
        "For this mode ({mode}) one order is {bound} {limit_t} t.",
    ),
    remedy=Label("请更正数量或改用其他方式。", "Correct the quantity or use another mode."),
)
HALT_WRONG = declare(
    "E-EX-21",
    what=Label("暂停范围、对象或理由填写不全。", "Scope, subject or reason is missing."),
    why=Label(
        "暂停须指明全市场、一个碳票或一个参与人，并说明理由。",
        "A halt names the market, one ticket or one party, and says why.",
    ),
    remedy=Label("请补全后提交。", "Complete it."),
)
TERM_LONG = declare(
    "E-EX-22",
    what=Label("到期时间 {expires} 过远。", "The end {expires} lies too far ahead."),
    why=Label("挂牌、求购和询价最长 {days} 天。", "An order stands for {days} days at most."),
    remedy=Label("请缩短期限，到期后可重新办理。", "Choose a shorter term and renew it later."),
)
BID_FILLED = declare(
    "E-EX-23",
    what=Label(
        "该求购只剩 {left_t} 吨，您卖出 {asked_t} 吨。",
        "Only {left_t} t are still asked for; you sell {asked_t} t.",
    ),
    why=Label("成交以求购的剩余数量为限。", "A deal takes no more than what is still asked for."),
    remedy=Label(
        "请改为不超过 {left_t} 吨，或选择其他求购。",
        "Sell at most {left_t} t or into another request.",
    ),
)
OWN_BID = declare(
    "E-EX-24",
    what=Label("不能向自己的求购卖出。", "You cannot sell into your own request."),
    why=Label("自买自卖会虚构成交。", "A deal with oneself feigns trade."),
    remedy=Label("如需收回，请撤销求购。", "Cancel the request instead."),
)
BID_OVER = declare(
    "E-EX-25",
    what=Label("该求购已于 {expires} 到期。", "The request expired at {expires}."),
    why=Label("到期的求购不能再成交。", "Nothing is sold into an expired request."),
    remedy=Label("请选择其他求购。", "Choose another request."),
)
SIDE_WRONG = declare(
    "E-EX-26",
    what=Label("“{place}”既不是买入也不是卖出。", "“{place}” is neither buying nor selling."),
    why=Label("大宗协议须写明提出方买入还是卖出。", "It says on which side its proposer is."),
    remedy=Label("请选择买入或卖出。", "Choose to buy or to sell."),
)
OWN_BLOCK = declare(
    "E-EX-27",
    what=Label("大宗协议的双方是同一参与人。", "Both sides of the block deal are the same party."),
    why=Label("自买自卖会虚构成交。", "A deal with oneself feigns trade."),
    remedy=Label("请填写另一参与人。", "Name another party."),
)
BLOCK_OVER = declare(
    "E-EX-28",
    what=Label("该协议已于 {expires} 到期。", "The proposal expired at {expires}."),
    why=Label("协议须在期限内确认。", "A proposal is confirmed in time or not at all."),
    remedy=Label("请由对方重新提出。", "Ask the other side to propose again."),
)
NOBODY_ASKED = declare(
    "E-EX-40",
    what=Label("没有可以询价的持有人。", "There is nobody to ask."),
    why=Label(
        "询价须指明持有人，或面向现在持有该碳票的其他参与人。",
        "An inquiry names holders, or goes to all others who hold the ticket now.",
    ),
    remedy=Label("请填写持有人，或改用求购。", "Name a holder, or place a request."),
)
OWN_INQUIRY = declare(
    "E-EX-41",
    what=Label("不能向自己询价。", "You cannot ask yourself."),
    why=Label("自买自卖会虚构成交。", "A deal with oneself feigns trade."),
    remedy=Label("请删去本方名称。", "Leave your own name out."),
)
INQUIRY_OVER = declare(
    "E-EX-42",
    what=Label("该询价已于 {expires} 截止。", "The inquiry ended at {expires}."),
    why=Label("截止后不再报价和成交。", "Nothing is offered or agreed after its end."),
    remedy=Label("请由买方重新询价。", "Let the buyer ask again."),
)
NOT_ASKED = declare(
    "E-EX-43",
    what=Label("{party}不在该询价的对象内。", "{party} was not asked."),
    why=Label("只有被询价的持有人可以报价。", "Only those who were asked may offer."),
    remedy=Label("可以挂牌，或向求购卖出。", "List units, or sell into a request."),
)
QUOTATION_STANDS = declare(
    "E-EX-44",
    what=Label("您对该询价已有有效报价 {place}。", "Your offer {place} stands already."),
    why=Label("每个持有人对一次询价只有一个有效报价。", "A holder has one offer at a time."),
    remedy=Label("如需改动，请先撤回原报价。", "Withdraw it first."),
)
QUOTATION_LARGE = declare(
    "E-EX-45",
    what=Label(
        "询价 {wanted_t} 吨，报价 {offered_t} 吨。",
        "{wanted_t} t are asked for; you offer {offered_t} t.",
    ),
    why=Label("报价数量不得超过询价数量。", "An offer is no larger than what is asked for."),
    remedy=Label("请改为不超过 {wanted_t} 吨。", "Offer at most {wanted_t} t."),
)
QUOTATION_SHORT = declare(
    "E-EX-46",
    what=Label(
        "该报价为 {offered_t} 吨，您接受 {asked_t} 吨。",
        "The offer is for {offered_t} t; you take {asked_t} t.",
    ),
    why=Label("接受的数量不得超过报价数量。", "No more is taken than was offered."),
    remedy=Label("请改为不超过 {offered_t} 吨。", "Take at most {offered_t} t."),
)
QUOTATION_OVER = declare(
    "E-EX-47",
    what=Label("该报价已于 {expires} 失效。", "The offer ended at {expires}."),
    why=Label("报价在有效期内才能接受。", "An offer is taken in time or not at all."),
    remedy=Label("请选择其他报价，或请对方重新报价。", "Take another one, or ask for a new one."),
)
QUOTATION_LATE = declare(
    "E-EX-48",
    what=Label(
        "报价有效期 {expires} 晚于询价截止时间 {end}。",
        "The offer would stand until {expires}; the inquiry ends at {end}.",
    ),
    why=Label("询价截止时，未接受的报价自动解冻。", "At its end all other offers are free again."),
    remedy=Label("请缩短有效期。", "Let the offer end sooner."),
)
ZONE_ONLY = declare(
    "E-EX-50",
    what=Label("该挂牌只在{zone}成交。", "This listing is dealt in the {zone} only."),
    why=Label(
        "专区挂牌的碳票买入即注销，不再流通。",
        "What is bought in a zone is retired at once and never traded again.",
    ),
    remedy=Label("请在专区办理，或选择其他挂牌。", "Buy it there, or choose another listing."),
)
ZONE_NONE = declare(
    "E-EX-51",
    what=Label("挂牌 {place} 不在专区内。", "The listing {place} is in no zone."),
    why=Label("专区只成交指定在专区的挂牌。", "A zone deals only what was offered to it."),
    remedy=Label("请选择专区内的挂牌，或在市场摘牌。", "Choose one that is."),
)
ZONE_UNKNOWN = declare(
    "E-EX-52",
    what=Label("没有“{place}”这一专区。", "There is no zone “{place}”."),
    why=Label("挂牌面向全市场、司法专区或个人专区。", "A listing is open to all or to one zone."),
    remedy=Label("请从选项中选择。", "Choose one of the list."),
)
ZONE_PERSONS = declare(
    "E-EX-53",
    what=Label("{party}不是个人。", "{party} is no person."),
    why=Label("个人专区只供个人小额认购注销。", "This zone is for persons and their small packs."),
    remedy=Label("单位请在市场买入后注销。", "Organisations buy in the market and retire."),
)
RULING_MISSING = declare(
    "E-EX-54",
    what=Label("没有写明裁判文书案号或认购事由。", "The ruling’s number or the event is missing."),
    why=Label(
        "司法认购须写明案号和事由，个人认购须写明事由，随注销证书公开。",
        "The certificate names the ruling and the event; for persons, the event.",
    ),
    remedy=Label("请补全后提交。", "Complete it."),
)
REPORT_EMPTY = declare(
    "E-EX-60",
    what=Label("没有填写持有原因或后续安排。", "The reason or the intent is missing."),
    why=Label(
        "大户报告须说明为什么持有、打算如何处置。",
        "The report says why so much is held and what is meant to become of it.",
    ),
    remedy=Label("请补全后提交。", "Complete it."),
)
OBJECTION_LATE = declare(
    "E-EX-61",
    what=Label("对{place}的异议期限已于 {until} 届满。", "Objections to {place} ended on {until}."),
    why=Label(
        "成交后 {days} 个交易日内未提异议，视为认可。",
        "Who says nothing within {days} trading day(s) after the deal agrees with it.",
    ),
    remedy=Label("请与对方或交易机构协商。", "Talk to the other side or the exchange."),
)
OBJECTION_FOREIGN = declare(
    "E-EX-62",
    what=Label("该主体不是{place}的买方或卖方。", "The party is no side of {place}."),
    why=Label("只有成交双方可以提出异议。", "Only the two sides of a deal may object."),
    remedy=Label("请核对成交号。", "Check the number of the deal."),
)
OBJECTION_KNOWN = declare(
    "E-EX-63",
    what=Label("已对{place}提出过异议。", "There is an objection to {place} already."),
    why=Label("一方对一笔成交提一次异议。", "A side objects to a deal once."),
    remedy=Label("请等待答复，或查看已有答复。", "Wait for the answer, or see it."),
)
WORDS_MISSING = declare(
    "E-EX-64",
    what=Label("没有填写理由。", "The reason is missing."),
    why=Label("异议、答复和更正都须说明理由。", "Objection, answer and correction say why."),
    remedy=Label("请填写理由。", "Enter the reason."),
)
WAY_BACK_SHUT = declare(
    "E-EX-65",
    what=Label(
        "{place}不能更正：{party}可用 {available}，须退回 {needed}。",
        "{place} cannot be corrected: {party} has {available} available; {needed} must go back.",
    ),
    why=Label(
        "更正把碳票和资金原路退回，双方须有足额可用。",
        "A correction leads units and money back, and both must be there.",
    ),
    remedy=Label(
        "请通知该方补足或解除占用后再更正，或由双方另行成交、赔付。",
        "Ask that party to make it up or to free it, or let both settle it by a new deal or "
        "damages.",
    ),
)
NOTHING_WAITS = declare(
    "E-EX-66",
    what=Label("没有待交割的成交。", "No deal waits for delivery."),
    why=Label(
        "统一交割办理已成交、尚未交割的成交；专区成交逐笔交割。",
        "Deals that are agreed and not delivered go together; those of a zone go one by one.",
    ),
    remedy=Label("有新的成交后再办理。", "Do it again when there are new deals."),
)
PICKS_COUNT = declare(
    "E-EX-67",
    what=Label("摘牌单列了 {asked} 笔挂牌。", "{asked} listings are named."),
    why=Label("一张摘牌单须有 1 至 {most} 笔。", "An order takes 1 to {most} listings."),
    remedy=Label("请重新选择；较多时分几次办理。", "Choose again; do many in several orders."),
)
LISTING_TWICE = declare(
    "E-EX-68",
    what=Label("{place}列了两次。", "{place} is named twice."),
    why=Label("一张摘牌单里，一笔挂牌只列一次。", "An order names each listing once."),
    remedy=Label("请把数量合在一起。", "Add its quantities up."),
)
RULING_USED = declare(
    "E-EX-69",
    what=Label("案号{place}已认购过：{trades}。", "Bought for {place} already: {trades}."),
    why=Label("同一文书重复认购，多半是重复办理。", "Twice is mostly once too often."),
    remedy=Label(
        "请核对；确需再次认购的，勾选“确需再次认购”后提交。",
        "Check it; if more is to be bought for it, tick that it is and hand in again.",
    ),
)

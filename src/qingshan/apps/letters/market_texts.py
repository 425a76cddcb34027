"""The words of notifications about the market: offers, deals, auctions, inquiries, money."""

from __future__ import annotations

from qingshan.apps.letters.words import Words, worded

MARKET_TEXTS: dict[str, Words] = {
    "trade_agreed": worded(
        "成交 {ref}", "Deal {ref}",
        "成交 {number}：{quantity} 吨，{yuan} 元，待交割。",
        "Deal {number}: {quantity} t for {yuan} yuan, to be settled.",
    ),
    "trade_settled": worded(
        "成交 {ref} 已交割", "Deal {ref} was settled",
        "成交 {number}：{quantity} 吨，{yuan} 元，已交割。",
        "Deal {number}: {quantity} t for {yuan} yuan, is settled.",
    ),
    "trades_agreed": worded(
        "成交 {ref} 等 {count} 笔", "{count} deals, {ref} and others",
        "成交 {number} 等 {count} 笔：共 {quantity} 吨，{yuan} 元，待交割。",
        "{count} deals, {number} and others: {quantity} t for {yuan} yuan, to be settled.",
    ),
    "trades_settled": worded(
        "成交 {ref} 等 {count} 笔已交割", "{count} deals were settled, {ref} and others",
        "成交 {number} 等 {count} 笔：共 {quantity} 吨，{yuan} 元，已交割。",
        "{count} deals, {number} and others: {quantity} t for {yuan} yuan, are settled.",
    ),
    "listing_opened": worded(
        "挂牌 {ref} 已通过审核", "Offer {ref} was admitted",
        "挂牌 {number} 已通过审核，现可被摘牌。",
        "Offer {number} was admitted and can be taken now.",
    ),
    "listing_refused": worded(
        "挂牌 {ref} 未通过审核", "Offer {ref} was refused",
        "挂牌 {number} 未通过审核，碳票已解除冻结。理由：{reason}",
        "Offer {number} was refused and the units are free again. Reason: {reason}",
    ),
    "listing_expired": worded(
        "挂牌 {ref} 到期", "Offer {ref} has expired",
        "挂牌 {number} 到期，余量已解除冻结。",
        "Offer {number} has expired; what was left is free again.",
    ),
    "bid_expired": worded(
        "求购 {ref} 到期", "Request {ref} has expired",
        "求购 {number} 到期，未成交部分的资金已解除冻结。",
        "Request {number} has expired; the money for what nobody sold is free again.",
    ),
    "block_proposed": worded(
        "大宗协议 {ref} 待您确认", "Block deal {ref} waits for you",
        "{who}提议{side}碳票 {title} 共 {quantity} 吨，{yuan} 元/吨，请在工作台确认或不同意。",
        "{who} would {side} {quantity} t of ticket {title} at {yuan} yuan per t; please answer.",
    ),
    "block_declined": worded(
        "大宗协议 {ref} 对方不同意", "Block deal {ref} was declined",
        "大宗协议 {number} 对方不同意，您方冻结的部分已退回。",
        "Block deal {number} was declined; what you had set aside is free again.",
    ),
    "block_expired": worded(
        "大宗协议 {ref} 到期", "Block deal {ref} has expired",
        "大宗协议 {number} 到期未确认，冻结的部分已退回提议方。",
        "Block deal {number} was not confirmed in time; what was set aside is free again.",
    ),
    "trading_halted": worded(
        "暂停交易 {ref}", "Trading halted {ref}",
        "暂停交易：{scope}。理由：{reason}。期间不能下单和成交，挂单可以撤回，已成交的照常交割。",
        "Halted: {scope}, because {reason}. Nothing is ordered or dealt; orders may be taken back.",
    ),
    "trading_resumed": worded(
        "恢复交易 {ref}", "Trading resumed {ref}",
        "恢复交易：{scope}。", "Trading goes on: {scope}.",
    ),
    "rules_announced": worded(
        "交易规则调整 {ref}", "Rules of trading change {ref}",
        "自 {day} 起调整交易规则：{rules}。依据：{document}。起始日前成交的不受影响。",
        "From {day} the rules of trading are: {rules}. What is agreed before keeps its terms.",
    ),
    "rules_withdrawn": worded(
        "交易规则调整 {ref} 已撤回", "A change of rules was withdrawn {ref}",
        "原定自 {day} 起的交易规则调整已撤回：{rules}。现行规则不变。",
        "What was to hold from {day} was withdrawn: {rules}. The rules stay as they are.",
    ),
    "alert_noted": worded(
        "监控提示 {ref}", "Alert {ref}",
        "{kind}：碳票 {ticket}，{said}。请核查。",
        "{kind} in ticket {ticket}: {said}. Please look into it.",
    ),
    "clarification_asked": worded(
        "请说明成交情况 {ref}", "Please explain your deals {ref}",
        "交易机构要求说明碳票 {ticket} 的交易情况，请于 {due} 前在工作台答复：{question}",
        "The exchange asks about your deals in {ticket}; please answer by {due}: {question}",
    ),
    "clarification_given": worded(
        "情况说明 {ref} 已提交", "Clarification {ref} was given",
        "{who}已就碳票 {ticket} 的交易提交情况说明。",
        "{who} explained its deals in ticket {ticket}.",
    ),
    "clarification_dropped": worded(
        "情况说明 {ref} 不再要求", "Clarification {ref} is no longer asked for",
        "碳票 {ticket} 的交易已核查办结，不需要再答复。",
        "The look at your deals in ticket {ticket} has ended; no answer is needed.",
    ),
    "party_warned": worded(
        "书面警示 {ref}", "Warning {ref}",
        "交易机构就碳票 {ticket} 的交易出具书面警示：{text}",
        "The exchange warns you of your deals in ticket {ticket}: {text}",
    ),
    "auction_announced": worded(
        "竞价 {ref} 已公告", "Auction {ref} is announced",
        "竞价 {number}（碳票 {ticket}，{quantity} 吨）已受理公告，{begins} 开始投报。",
        "Auction {number} of {quantity} t of {ticket} is announced; bidding begins at {begins}.",
    ),
    "auction_returned": worded(
        "竞价 {ref} 被退回", "Auction {ref} was sent back",
        "竞价申请 {number} 被退回，碳票已解除冻结。理由：{reason}",
        "Auction {number} was sent back and your units are free again: {reason}",
    ),
    "auction_lapsed": worded(
        "竞价 {ref} 逾期未审核", "Auction {ref} has lapsed",
        "竞价申请 {number} 在投报开始前没有审核，碳票已解除冻结，可以重新申请。",
        "Auction {number} was not admitted in time; your units are free and you may propose again.",
    ),
    "auction_off": worded(
        "竞价 {ref} 已取消", "Auction {ref} is called off",
        "竞价 {number} 已取消，冻结的碳票、保证金和货款全部解冻。理由：{reason}",
        "Auction {number} is called off; units, deposits and money are free again: {reason}",
    ),
    "auction_opening": worded(
        "竞价 {ref} 请开标", "Auction {ref}: open your bid",
        "竞价 {number} 投报截止，请凭凭条在 {ends} 前开标；逾期，保证金 {deposit} 元不予退还。",
        "Bidding in auction {number} is over. Open your bid by {ends}, or lose the deposit of"
        " CNY {deposit}.",
    ),
    "auction_decided": worded(
        "竞价 {ref} 已出结果", "Auction {ref} is decided",
        "竞价 {number}：{outcome}。", "Auction {number}: {outcome}.",
    ),
    "auction_won": worded(
        "竞价 {ref} 您已中标", "You won in auction {ref}",
        "竞价 {number}：{outcome}。您的成交见“成交”，未用的资金已解冻。",
        "Auction {number}: {outcome}. Your deal stands under “Deals”; what it does not need is"
        " free.",
    ),
    "auction_lost": worded(
        "竞价 {ref} 您未中标", "You did not win in auction {ref}",
        "竞价 {number}：{outcome}。您没有成交，保证金和货款已全部解冻。",
        "Auction {number}: {outcome}. You have no deal; all your money is free again.",
    ),
    "auction_unopened": worded(
        "竞价 {ref} 您未开标", "You did not open your bid in auction {ref}",
        "竞价 {number} 已出结果。您没有开标，保证金按公告的规则处理，见竞价页面。",
        "Auction {number} is decided. You did not open your bid; the deposit goes where the rules"
        " of its page say.",
    ),
    "inquiry_opened": worded(
        "询价 {ref} 请报价", "Inquiry {ref} asks for your offer",
        "{who}询价：碳票 {ticket}，{quantity} 吨。请在 {ends} 前报价或答复不报价。",
        "{who} asks for {quantity} t of {ticket}. Offer or decline by {ends}.",
    ),
    "inquiry_over": worded(
        "询价 {ref} 已结束", "Inquiry {ref} is over",
        "询价 {number}（碳票 {ticket}）已结束，报价冻结的碳票已解冻。",
        "Inquiry {number} about {ticket} is over; units of your offer are free again.",
    ),
    "inquiry_declined": worded(
        "询价 {ref} 一方不报价", "A holder declines inquiry {ref}",
        "{who}对询价 {number} 不报价。{word}", "{who} offers nothing to inquiry {number}. {word}",
    ),
    "quotation_made": worded(
        "询价 {ref} 收到报价", "An offer to inquiry {ref}",
        "{who}报价：碳票 {ticket}，{quantity} 吨，{yuan} 元/吨。",
        "{who} offers {quantity} t of {ticket} at {yuan} yuan per t.",
    ),
    "quotation_withdrawn": worded(
        "询价 {ref} 的报价撤回", "An offer to inquiry {ref} was withdrawn",
        "{who}撤回了 {quantity} 吨、{yuan} 元/吨的报价。",
        "{who} withdrew the offer of {quantity} t at {yuan} yuan per t.",
    ),
    "quotation_expired": worded(
        "询价 {ref} 的报价到期", "An offer to inquiry {ref} has expired",
        "{quantity} 吨、{yuan} 元/吨的报价已到期，碳票已解冻。",
        "The offer of {quantity} t at {yuan} yuan per t has expired; its units are free again.",
    ),
    "quotation_passed": worded(
        "您的报价未被接受", "Your offer was not taken",
        "询价 {order} 已与他人成交，您报价冻结的碳票已解冻。",
        "Inquiry {order} ended in a deal with another holder; the units of your offer are free.",
    ),
    "trade_objected": worded(
        "成交 {ref} 有异议", "An objection to deal {ref}",
        "{who}对成交 {number} 提出异议：{reason}", "{who} objects to deal {number}: {reason}",
    ),
    "objection_answered": worded(
        "成交 {ref} 的异议已答复", "The objection to deal {ref} is answered",
        "对成交 {number} 的异议，答复：{outcome}。{answer}",
        "The objection to deal {number}: {outcome}. {answer}",
    ),
    "trade_corrected": worded(
        "成交 {ref} 已更正", "Deal {ref} was corrected",
        "成交 {number}（{quantity} 吨，{yuan} 元）已按错误成交更正、原路退回。理由：{reason}",
        "Deal {number} ({quantity} t, {yuan} yuan) was led back as an error: {reason}",
    ),
    "money_received": worded(
        "资金已入账", "Money has come in",
        "{yuan} 元已入账。", "{yuan} yuan have come in.",
    ),
    "money_paid_out": worded(
        "出金 {ref} 已付款", "Payment {ref} was made",
        "{yuan} 元已付至 {account}。", "{yuan} yuan were paid to {account}.",
    ),
    "money_moved": worded(
        "资金有变动", "Your money has moved",
        "{day} 的银行流水已入账，您的资金有变动，详见“资金”。",
        "The bank's movements of {day} are booked and touched your money; see “Money”.",
    ),
    "bank_account_confirmed": worded(
        "银行账户已核验", "A bank account is confirmed",
        "银行账户 {number} 已核验，可以出金。", "Bank account {number} is confirmed for payments.",
    ),
}  # fmt: skip

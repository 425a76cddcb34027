"""What an auction refuses: times, bids that do not fit, openings that do not match."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NOTICE_SHORT = declare(
    "E-AC-01",
    what=Label(
        "公告不足 {days} 天：投报自 {begins} 开始。",
        "Bidding begins at {begins}, less than {days} days ahead.",
    ),
    why=Label(
        "竞价须提前 {days} 天公告，使有意者有时间准备。",
        "An auction is announced {days} days before, so that anybody may prepare.",
    ),
    remedy=Label(
        "请把投报开始时间推后，重新提交。", "Let bidding begin later and propose it again."
    ),
)
WINDOW_SHORT = declare(
    "E-AC-02",
    what=Label(
        "{window}时间为 {begins} 至 {ends}，不足 {hours} 小时。",
        "The {window} lasts from {begins} to {ends}, less than {hours} hours.",
    ),
    why=Label("时间过短，竞买人来不及投报或开标。", "Bidders could not bid or open in time."),
    remedy=Label("请延长{window}时间。", "Make the {window} longer."),
)
UNDER_UNKNOWN = declare(
    "E-AC-03",
    what=Label(
        "“{place}”不是不足额时的处理办法。",
        "“{place}” says nothing of what happens when too little is asked for.",
    ),
    why=Label(
        "申报总量少于标的时如何处理须事先公布。", "It is announced beforehand what happens then."
    ),
    remedy=Label(
        "请选择全部不成交，或按申报数量成交。", "Choose to sell nothing or what is asked for."
    ),
)
REASON_MISSING = declare(
    "E-AC-04",
    what=Label("没有写明理由。", "The reason is missing."),
    why=Label(
        "退回和取消竞价都要向当事人和公众说明理由。",
        "Whoever is sent back or called off is told why.",
    ),
    remedy=Label("请填写理由。", "Say why."),
)
BIDDING_BEGUN = declare(
    "E-AC-05",
    what=Label("竞价已于 {begins} 开始投报。", "Bidding began at {begins}."),
    why=Label(
        "开始投报后卖方不得撤回，以保护竞买人。",
        "From then on the seller is bound, for the sake of the bidders.",
    ),
    remedy=Label(
        "确有需要取消的，请向交易机构说明理由。", "Tell the exchange if it must be called off."
    ),
)
NOT_BIDDING = declare(
    "E-AC-06",
    what=Label(
        "现在不是投报时间（{begins} 至 {ends}）。", "Bids are taken from {begins} to {ends}."
    ),
    why=Label("只有在公告的时间内投报的报价才有效。", "Only bids in the announced time count."),
    remedy=Label(
        "请在投报时间内办理，或选择其他竞价。", "Bid in that time, or in another auction."
    ),
)
OWN_AUCTION = declare(
    "E-AC-07",
    what=Label("不能参加自己的竞价。", "You cannot bid in your own auction."),
    why=Label("自买自卖会虚构成交。", "A deal with oneself feigns trade."),
    remedy=Label("请由其他参与人投报。", "Leave the bidding to others."),
)
BID_STANDS = declare(
    "E-AC-08",
    what=Label(
        "{party}在本次竞价中已经投报（{number}）。",
        "{party} has bid in this auction already ({number}).",
    ),
    why=Label(
        "每个竞买人只能投报一次，密封后不得更改或撤回。",
        "Each bidder bids once; what is sealed is not changed or taken back.",
    ),
    remedy=Label("请在开标时间内开标。", "Open that bid in the time of opening."),
)
DIGEST_WRONG = declare(
    "E-AC-09",
    what=Label("密封摘要的格式不正确。", "The digest of the bid is malformed."),
    why=Label(
        "摘要是 64 位十六进制数，由价格、数量和密钥计算得出。",
        "It is 64 hexadecimal digits, reckoned from price, quantity and secret.",
    ),
    remedy=Label("请在投报页面重新密封。", "Seal the bid again on its page."),
)
NOT_OPENING = declare(
    "E-AC-10",
    what=Label(
        "现在不是开标时间（{begins} 至 {ends}）。", "Bids are opened from {begins} to {ends}."
    ),
    why=Label(
        "投报结束前开标会泄露报价，逾期开标无法核对。",
        "Earlier it would tell the others, later nothing can be checked.",
    ),
    remedy=Label("请在开标时间内办理。", "Open it in that time."),
)
OPENING_DIFFERS = declare(
    "E-AC-11",
    what=Label(
        "价格、数量和密钥与密封报价 {place} 的摘要不一致。",
        "Price, quantity and secret do not give the digest of bid {place}.",
    ),
    why=Label("只有与密封时完全相同的报价才能开标。", "A bid is opened exactly as it was sealed."),
    remedy=Label("请使用投报时保存的凭条。", "Use the slip that you saved when you sealed it."),
)
STILL_OPENING = declare(
    "E-AC-12",
    what=Label("开标时间到 {ends} 才结束。", "Bids may be opened until {ends}."),
    why=Label("开标结束前还有竞买人可能开标。", "Until then somebody may still open a bid."),
    remedy=Label("请在开标结束后办理。", "Do it after that."),
)
SERIES_FROZEN = declare(
    "E-AC-13",
    what=Label("竞价标的 {place} 已被冻结。", "What is sold, {place}, is frozen."),
    why=Label(
        "冻结期间不能交割，出结果会使竞买人的资金无法解冻。",
        "It could not be delivered, and the bidders' money would be stuck.",
    ),
    remedy=Label(
        "请在解除冻结后办理，或取消本次竞价。", "Wait until it is free, or call the auction off."
    ),
)

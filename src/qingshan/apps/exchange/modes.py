"""How a deal came about, and how its two parties are related."""

from __future__ import annotations

from qingshan.core.kernel.label import Label

LISTING, BID, BLOCK, INQUIRY, AUCTION = "listing", "bid", "block", "inquiry", "auction"

JUDICIAL_ZONE, INDIVIDUAL_ZONE = "judicial_zone", "individual_zone"

ZONES: dict[str, Label] = {
    JUDICIAL_ZONE: Label("司法专区", "judicial zone"),
    INDIVIDUAL_ZONE: Label("个人专区", "individual zone"),
}
"""Where units are bought to be retired at once; each is a mode of its own."""

MODES: dict[str, Label] = {
    LISTING: Label("挂牌点选", "offer picked"),
    BID: Label("求购点选", "request picked"),
    BLOCK: Label("大宗协议", "block deal"),
    INQUIRY: Label("询价成交", "inquiry"),
    AUCTION: Label("单向竞价", "auction"),
    **ZONES,
}

PICKED = (LISTING, BID)
"""Modes whose deals make the close of a day."""

UNRELATED = ""
RELATIONS: dict[str, Label] = {
    UNRELATED: Label("无关联关系", "not related"),
    "control": Label("同一控制", "under the same control"),
    "share": Label("持股或参股", "one holds shares of the other"),
    "person": Label("人员兼任或亲属", "shared officers or kin"),
    "other": Label("其他关联关系", "related otherwise"),
}
"""What a buyer declares of the seller; it is public with the deal."""

SELL, BUY = "sell", "buy"
SIDES: dict[str, Label] = {SELL: Label("卖出", "sell"), BUY: Label("买入", "buy")}

"""What may stand out in the market, and how a look at it may end."""

from __future__ import annotations

from qingshan.core.kernel.label import Label

APART, ROUND_TRIP, SAME_PAIR = "apart", "round_trip", "same_pair"
RELATED, WITHDRAWN = "related", "withdrawn"

KINDS: dict[str, Label] = {
    APART: Label("价格偏离", "price apart from the close"),
    ROUND_TRIP: Label("往返成交", "sold to and fro"),
    SAME_PAIR: Label("固定对手成交", "the same two parties"),
    RELATED: Label("关联成交集中", "deals of related parties"),
    WITHDRAWN: Label("频繁撤单", "orders taken back"),
}

CLEARED, WARNED, RESTRICTED, REFERRED = "cleared", "warned", "restricted", "referred"
OUTCOMES: dict[str, Label] = {
    CLEARED: Label("未发现问题", "nothing wrong"),
    WARNED: Label("已书面警示", "warned in writing"),
    RESTRICTED: Label("已限制交易", "kept from trading"),
    REFERRED: Label("已移送主管部门", "passed to the authority"),
}
"""What the exchange may do, by 碳排放权交易管理规则（试行）: ask, warn, restrict, report."""

"""Why a chain happens: the closed list of codes, and what each may do that others may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Act


@dataclass(frozen=True)
class Code:
    """A reason in life.

    ``passes_freeze``: the act goes through although the series or the account is frozen, because
    it sets units free for nobody but the holder, or because an authority acts by it.
    ``returns_supply``: it may give back to the supply account what was issued wrongly.
    """

    name: str
    label: Label
    passes_freeze: bool = False
    returns_supply: bool = False


CODES: Mapping[str, Code] = {
    code.name: code
    for code in (
        Code("issue", Label("签发", "issue")),
        Code("buffer", Label("入缓冲池", "buffer contribution")),
        Code("buffer_return", Label("缓冲返还", "buffer return")),
        Code("list", Label("挂牌", "listing")),
        Code("unlist", Label("撤牌", "listing withdrawn"), passes_freeze=True),
        Code("order", Label("申购冻结", "order, money held")),
        Code("order_cancel", Label("申购解冻", "order cancelled"), passes_freeze=True),
        Code("deposit_lost", Label("保证金不予退还", "deposit lost"), passes_freeze=True),
        Code("trade", Label("成交交割", "delivery against payment")),
        Code("trade_correction", Label("成交更正", "deal corrected")),
        Code("fee", Label("手续费", "fee")),
        Code("transfer", Label("转让", "transfer")),
        Code("pay_in", Label("入金", "money in")),
        Code("pay_out", Label("出金", "money out")),
        Code("pay_out_cancel", Label("出金撤销", "payment out cancelled"), passes_freeze=True),
        Code("pledge", Label("质押", "pledge")),
        Code("pledge_release", Label("解除质押", "pledge released"), passes_freeze=True),
        Code("foreclose", Label("处置质物", "pledge foreclosed")),
        Code("court_hold", Label("司法冻结", "court hold"), passes_freeze=True),
        Code("court_release", Label("司法解冻", "court hold released"), passes_freeze=True),
        Code("court_transfer", Label("司法划转", "court transfer"), passes_freeze=True),
        Code("court_purchase", Label("司法认购", "court-ordered purchase")),
        Code("prepare", Label("会签预占", "held for co-signature")),
        Code("prepare_release", Label("会签撤回", "co-signature withdrawn"), passes_freeze=True),
        Code("retire", Label("注销", "retirement")),
        Code("cancel", Label("作废", "cancellation"), passes_freeze=True),
        Code("make_good", Label("补足", "made good")),
        Code("reversal", Label("逆转", "reversal"), passes_freeze=True),
        Code("allot", Label("配水", "water allotted")),
        Code("lapse", Label("到期失效", "lapse")),
        Code("expire", Label("到期解冻", "hold expired"), passes_freeze=True),
        Code(
            "correction",
            Label("更正", "correction"),
            passes_freeze=True,
            returns_supply=True,
        ),
    )
}


_GIVEN_BACK: Mapping[str, str] = {"court_transfer": "court_release", "foreclose": "pledge_release"}
"""What an act is that frees units within a chain which moves others: freed by the freeze's end."""


def movement_label(name: str, act: Act) -> Label:
    """What one movement of a chain is called: what a chain gives back it does not transfer."""
    return code_label(_GIVEN_BACK.get(name, name) if act is Act.RELEASE else name)


def code_label(name: str) -> Label:
    """What a code is called on a page; an unknown one shows as it is."""
    code = CODES.get(name)
    return code.label if code else Label(name, name)

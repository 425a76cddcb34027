"""What a token may be good for, and which roles may have such a token made."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.apps.webhooks.verbs.register_webhook import MEMBERS
from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Scope:
    """One permission of a token: never more than the roles of its owner allow."""

    label: Label
    roles: tuple[str, ...]


_HOLDERS = ("applicant", "trader")
_BOTH_SIDES = ("bank", *_HOLDERS)

SCOPES: dict[str, Scope] = {
    "holdings:read": Scope(Label("读取本单位的持有", "read what one's party holds"), _HOLDERS),
    "tickets:write": Scope(Label("注销本单位的碳票", "retire units of one's party"), _HOLDERS),
    "transfers:write": Scope(
        Label("办理非交易过户", "transfer units without a trade"), ("registrar",)
    ),
    "market:write": Scope(
        Label(
            "挂牌、撤牌、摘牌、询价报价、竞价和专区认购",
            "offer, take, inquire, quote, bid in auctions and buy in zones",
        ),
        _HOLDERS,
    ),
    "rights-checks:read": Scope(
        Label("读取本单位的权利核查单", "read rights checks of one's party"), _BOTH_SIDES
    ),
    "rights-checks:write": Scope(
        Label("申请、同意和开具权利核查", "ask for rights checks, consent to them, have them made"),
        _BOTH_SIDES,
    ),
    "webhooks:write": Scope(
        Label("登记和管理事件推送", "register webhooks and manage them"), MEMBERS
    ),
}

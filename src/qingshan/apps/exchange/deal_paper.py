"""The contract of a deal and the statement of each side, as PDF with amounts in capitals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.frame import HOUSE, HOUSE_LINE, language, say
from qingshan.apps.base.paper import render
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import BUY, SELL
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import masked_code
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import capitals, yuan
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day

TEMPLATE = Path(__file__).parent / "papers" / "deal.typ"
CONTRACT = Label("林业碳票成交合同", "Contract of sale")
STATEMENTS = {
    SELL: Label("林业碳票交割单（卖方）", "Statement of the seller"),
    BUY: Label("林业碳票交割单（买方）", "Statement of the buyer"),
}
WORDS = {
    "foot": Label(
        "数量以登记系统、资金以结算账户记录为准。", "Register and settlement accounts decide."
    ),
    "demo": Label("演示环境，数据为虚构", "Demonstration: all data are fictional"),
    "capitals": Label("大写", "In capitals"),
}
TERMS = (
    Label(
        "卖方已按申报冻结全部标的数量，买方已冻结全部价款和手续费；双方同时交割，任何一方不足即全部不交割。",
        "Units, price and fees were held when the deal was agreed; all of it changes hands at once "
        "or none of it.",
    ),
    Label(
        "买方声明的用途和与卖方的关联关系随成交公布。",
        "The use and the relation that the buyer declared are public with the deal.",
    ),
    Label(
        "对结果有异议的，应当在异议期限内提出，逾期视为认可；期限见交易规则。",
        "Objections are made in the time that the rules of trading give; silence is consent.",
    ),
)
"""The third by 碳排放权结算管理规则（试行）, 2021, as remembered."""


def contract_pdf(trade: Trade) -> bytes:
    """The contract of both sides, in the language of the request."""
    return _pdf(
        trade,
        CONTRACT,
        sections=[
            _section(Label("双方", "The parties"), _sides(trade)),
            _section(Label("标的", "What is sold"), _ware(trade)),
        ],
        total=(Label("成交金额", "Amount"), trade.amount_fen),
        terms=TERMS,
        signers=(Label("卖方（签章）", "Seller"), Label("买方（签章）", "Buyer")),
    )


def statement_pdf(trade: Trade, side: str) -> bytes:
    """What one side delivered and was paid, or paid and got, with its own fee alone."""
    charge, fee = trade.charge(side), trade.charge(side).fee_fen
    name = Label("应付合计", "To be paid") if side == BUY else Label("应收合计", "To be received")
    assert trade.settled is not None, "a statement tells of what was delivered"
    settled = f"{trade.settled.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    money = [
        (
            Label("成交金额", "Amount"),
            Label(f"{yuan(trade.amount_fen)} 元", _cny(trade.amount_fen)),
        ),
        (Label("手续费", "Fee"), Label(f"{yuan(fee)} 元", _cny(fee))),
        (Label("交割时间", "Delivered"), Label(settled, settled)),
    ]
    return _pdf(
        trade,
        STATEMENTS[side],
        sections=[
            _section(Label("双方", "The parties"), _sides(trade)),
            _section(Label("标的", "What is sold"), _ware(trade)),
            _section(Label("资金", "Money"), money),
        ],
        total=(name, charge.total_fen),
        terms=TERMS[-1:],
    )


def _pdf(
    trade: Trade,
    heading: Label,
    *,
    sections: list[dict[str, Any]],
    total: tuple[Label, int],
    terms: tuple[Label, ...],
    signers: tuple[Label, ...] = (),
) -> bytes:
    moment = trade.settled or trade.agreed
    day = booking_day(moment)
    name, amount = total
    data: Mapping[str, Any] = {
        "lang": language(),
        "words": {key: say(word) for key, word in WORDS.items()},
        "house": f"{say(HOUSE)} · {say(HOUSE_LINE)}",
        "heading": say(heading),
        "number": trade.number,
        "made": f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "demo": settings.DEMO,
        "sections": sections,
        "total": {
            "name": say(name),
            "figure": say(Label(f"{yuan(amount)} 元", _cny(amount))),
            "capitals": capitals(amount),
        },
        "terms": [say(term) for term in terms],
        "signers": [say(who) for who in signers],
    }
    return render(TEMPLATE, data, title=f"{say(heading)} {trade.number}", dated=day)


def _section(heading: Label, rows: list[tuple[Label, Label]]) -> dict[str, Any]:
    return {"heading": say(heading), "rows": [[say(name), say(value)] for name, value in rows]}


def _sides(trade: Trade) -> list[tuple[Label, Label]]:
    return [
        (Label("卖方", "Seller"), _who(trade.seller)),
        (Label("买方", "Buyer"), _who(trade.buyer)),
        (Label("关联关系", "Relation"), trade.relation_label),
    ]


def _who(party: Party) -> Label:
    code = f"　{masked_code(party.credit_code)}" if party.credit_code else ""
    return Label(party.label.zh + code, party.label.en + code)


def _ware(trade: Trade) -> list[tuple[Label, Label]]:
    ticket = trade.asset.removeprefix("ticket:")
    tonnes, price = tonnes_text(trade.quantity), yuan(trade.price_fen)
    agreed = f"{trade.agreed.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return [
        (Label("碳票编号", "Ticket"), Label(ticket, ticket)),
        (Label("数量", "Quantity"), Label(f"{tonnes} 吨二氧化碳当量", f"{tonnes} t CO2e")),
        (Label("价格", "Price"), Label(f"{price} 元/吨", f"CNY {price} per t")),
        (Label("方式", "Mode"), trade.mode_label),
        (Label("用途", "Use"), PURPOSES[trade.purpose]),
        (Label("成交时间", "Agreed"), Label(agreed, agreed)),
    ]


def _cny(amount_fen: int) -> str:
    return f"CNY {yuan(amount_fen)}"

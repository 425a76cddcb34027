"""The contract of a deal and the statement of each side, sealed, with amounts in capitals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.frame import HOUSE, HOUSE_LINE, language, say
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import BUY, SELL
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import shown_code
from qingshan.apps.registry.faces import code_of, sealed
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import capitals, yuan
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day
from qingshan.core.proof.code import plain_code

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
    "check": Label("扫码或在下列网址输入编号和校验码核验", "Check by the code or at this address"),
    "code": Label("校验码", "Check code"),
}
DUE = {BUY: Label("应付合计", "To be paid"), SELL: Label("应收合计", "To be received")}
SIGNERS = (Label("卖方（签章）", "Seller"), Label("买方（签章）", "Buyer"))
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


KIND = "deal"
CONTRACT_PAPER = "contract"
PAPERS = (CONTRACT_PAPER, SELL, BUY)
"""What the seal says that it is, and the papers of a deal: the contract and each side's own."""


@dataclass(frozen=True)
class DealPaper:
    """One paper of a deal, in the language of the request; both languages bear the same seal."""

    trade: Trade
    which: str

    @property
    def number(self) -> str:
        """The number of the deal."""
        return self.trade.number

    @property
    def title(self) -> Label:
        """What it is, in the language of the paper."""
        return Label(*[say(self.heading)] * 2)

    @property
    def heading(self) -> Label:
        """What it is."""
        return STATEMENTS.get(self.which, CONTRACT)

    @property
    def verify_url(self) -> str:
        """Where it is checked."""
        return f"{settings.SITE_URL}/verify"

    @property
    def signed_at(self) -> datetime:
        """When what it tells was agreed, or delivered; a paper of later is the same paper."""
        settled = self.trade.settled if self.which != CONTRACT_PAPER else None
        return (settled or self.trade.agreed).astimezone(SHANGHAI)

    def statement(self) -> dict[str, Any]:
        """What the seal and the check code say: figures, nothing of the parties."""
        trade = self.trade
        return {
            "kind": KIND,
            "paper": self.which,
            "number": trade.number,
            "ticket_number": trade.asset.removeprefix("ticket:"),
            "amount": trade.quantity,
            "unit": "0.0001 tCO2e",
            "price_fen": trade.price_fen,
            "total_fen": self.total[1],
            "agreed": trade.agreed.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "demo": bool(settings.DEMO),
            **({"mark": "corrected"} if trade.corrected else {}),
        }

    @property
    def total(self) -> tuple[Label, int]:
        """What it comes to, in fen: the amount, or what the side pays or gets."""
        if self.which == CONTRACT_PAPER:
            return Label("成交金额", "Amount"), self.trade.amount_fen
        return DUE[self.which], self.trade.charge(self.which).total_fen

    @property
    def mark(self) -> Label | None:
        """What stands across it once the deal was led back; its check code stays what it was."""
        trade = self.trade
        if trade.corrected is None:
            return None
        when, why = (
            f"{trade.corrected.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            trade.correction_reason,
        )
        return Label(
            f"已更正：本笔成交于 {when} 冲回，碳票和资金已原路退回。理由：{why}",
            f"Corrected: on {when} units and money of this deal were led back. Reason: {why}",
        )

    def as_data(self) -> dict[str, Any]:
        """What is printed."""
        is_contract = self.which == CONTRACT_PAPER
        name, amount = self.total
        return {
            "lang": language(),
            "words": {key: say(word) for key, word in WORDS.items()},
            "house": f"{say(HOUSE)} · {say(HOUSE_LINE)}",
            "heading": say(self.heading),
            "number": self.number,
            "made": f"{self.signed_at:%Y-%m-%d %H:%M}",
            "demo": bool(settings.DEMO),
            "mark": say(self.mark) if self.mark else "",
            "sections": _sections(self.trade, self.which),
            "total": {
                "name": say(name),
                "figure": say(Label(f"{yuan(amount)} 元", _cny(amount))),
                "capitals": capitals(amount),
            },
            "terms": [say(term) for term in (TERMS if is_contract else TERMS[-1:])],
            "signers": [say(who) for who in SIGNERS] if is_contract else [],
        }


def contract_pdf(trade: Trade) -> bytes:
    """The contract of both sides, sealed, in the language of the request."""
    return _sealed(DealPaper(trade, CONTRACT_PAPER))


def statement_pdf(trade: Trade, side: str) -> bytes:
    """What one side delivered and was paid, or paid and got, with its own fee alone; sealed."""
    assert trade.settled is not None, "a statement tells of what was delivered"
    return _sealed(DealPaper(trade, side))


def _sealed(paper: DealPaper) -> bytes:
    return sealed(TEMPLATE, paper, signer(REGISTER), dated=booking_day(paper.signed_at))


def paper_with_code(trade: Trade, code: str) -> DealPaper | None:
    """The paper of a deal on which this check code is printed; None when it is on none."""
    key = signer(REGISTER)
    papers = (DealPaper(trade, which) for which in PAPERS)
    return next((one for one in papers if plain_code(code_of(one, key)) == plain_code(code)), None)


def _sections(trade: Trade, which: str) -> list[dict[str, Any]]:
    sections = [
        _section(Label("双方", "The parties"), _sides(trade)),
        _section(Label("标的", "What is sold"), _ware(trade)),
    ]
    if which != CONTRACT_PAPER:
        sections.append(_section(Label("资金", "Money"), _money(trade, which)))
        sections.append(
            _section(Label("手续费开票资料", "Invoice of the fee"), _bill(trade, which))
        )
    return sections


def _money(trade: Trade, side: str) -> list[tuple[Label, Label]]:
    assert trade.settled is not None, "it was delivered"
    fee, settled = (
        trade.charge(side).fee_fen,
        f"{trade.settled.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    )
    return [
        (
            Label("成交金额", "Amount"),
            Label(f"{yuan(trade.amount_fen)} 元", _cny(trade.amount_fen)),
        ),
        (Label("手续费", "Fee"), Label(f"{yuan(fee)} 元", _cny(fee))),
        (Label("交割时间", "Delivered"), Label(settled, settled)),
    ]


def _bill(trade: Trade, side: str) -> list[tuple[Label, Label]]:
    """What an invoice of the fee needs; for the amount each side finds the other's code above."""
    party = trade.buyer if side == BUY else trade.seller
    code, fee = shown_code(party) or "—", trade.charge(side).fee_fen
    return [
        (Label("抬头", "Title"), party.label),
        (Label("税号", "Tax number"), Label(code, code)),
        (
            Label("项目和金额", "Item and amount"),
            Label(f"交易手续费 {yuan(fee)} 元", f"fee, {_cny(fee)}"),
        ),
    ]


def _section(heading: Label, rows: list[tuple[Label, Label]]) -> dict[str, Any]:
    return {"heading": say(heading), "rows": [[say(name), say(value)] for name, value in rows]}


def _sides(trade: Trade) -> list[tuple[Label, Label]]:
    return [
        (Label("卖方", "Seller"), _who(trade.seller)),
        (Label("买方", "Buyer"), _who(trade.buyer)),
        (Label("关联关系", "Relation"), trade.relation_label),
    ]


def _who(party: Party) -> Label:
    code = f"　{shown_code(party)}" if party.credit_code else ""
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

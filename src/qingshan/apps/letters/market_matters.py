"""What the events of the market are about: deals, orders, block deals, inquiries, halts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.books.reads import balances_of_asset
from qingshan.apps.exchange.inquiry_models import Quotation
from qingshan.apps.exchange.models import Bid, Listing
from qingshan.apps.exchange.modes import INQUIRY, SIDES
from qingshan.apps.letters.matter import Facts, Matter
from qingshan.apps.parties.reads import parties_in
from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.notices import rules_of
from qingshan.apps.surveillance.models import Alert, Clarification, WrittenWarning
from qingshan.apps.surveillance.words import told
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import AccountKind


def holders_of(asset: str) -> list[int]:
    """The parties that hold units of a series now."""
    return [
        int(account.owner.removeprefix("party:"))
        for account, balance in balances_of_asset(asset).items()
        if account.kind is AccountKind.PARTY and balance.posted
    ]


def _trade(trade: Any, _: Facts) -> Matter:
    """A deal; where it ended an inquiry, those too whose offers were not taken."""
    passed: list[int] = []
    if trade.mode == INQUIRY:
        others = Quotation.objects.filter(inquiry__number=trade.order, state="passed")
        passed = sorted(set(others.values_list("holder", flat=True)))
    return Matter(
        number=trade.number,
        ref=trade.number,
        parties={"buyer": [trade.buyer_id], "seller": [trade.seller_id], "passed": passed},
        # Who was passed over sees no deal of others.
        page=("deals", {}) if passed else ("deal", {"number": trade.number}),
        facts={
            "quantity": tonnes_text(trade.quantity),
            "yuan": yuan(trade.amount_fen),
            "order": trade.order,
            "reason": trade.correction_reason,
        },
        amounts={"quantity": trade.quantity, "fen": trade.amount_fen},
        several_page=("deals", {}),
    )


def _objection(found: Any, _: Facts) -> Matter:
    trade, word = found.trade, found.outcome_label
    sides = {trade.buyer_id, trade.seller_id}
    return Matter(
        number=trade.number,
        ref=trade.number,
        parties={"owner": [found.party_id], "counterparty": sorted(sides - {found.party_id})},
        page=("deal", {"number": trade.number}),
        facts={
            "who": list(found.party.label),
            "reason": found.reason,
            "outcome": list(word),
            "answer": found.answer,
        },
    )


def _inquiry(inquiry: Any, _: Facts) -> Matter:
    return Matter(
        number=inquiry.number,
        ref=inquiry.number,
        parties={
            "buyer": [inquiry.buyer_id],
            "asked": list(inquiry.invitations.values_list("holder", flat=True)),
        },
        page=("inquiry", {"number": inquiry.number}),
        facts={
            "who": list(inquiry.buyer.label),
            "ticket": inquiry.ticket,
            "quantity": tonnes_text(inquiry.quantity),
            "ends": moment_text(inquiry.expires),
        },
    )


def _invitation(invitation: Any, facts: Facts) -> Matter:
    found = _inquiry(invitation.inquiry, facts)
    more = {"who": list(invitation.holder.label), "word": invitation.word}
    return replace(found, facts={**found.facts, **more})


def _quotation(quotation: Any, facts: Facts) -> Matter:
    found = _inquiry(quotation.inquiry, facts)
    return replace(
        found,
        parties={"buyer": [quotation.inquiry.buyer_id], "holder": [quotation.holder_id]},
        facts={
            **found.facts,
            "who": list(quotation.holder.label),
            "quantity": tonnes_text(quotation.quantity),
            "yuan": yuan(quotation.price_fen),
        },
    )


def _order(order: Any, _: Facts) -> Matter:
    """An offer, or a request."""
    word = "seller" if hasattr(order, "seller_id") else "buyer"
    return Matter(
        order.number,
        order.number,
        parties={word: [getattr(order, f"{word}_id")]},
        page=("series", {"number": order.asset.removeprefix("ticket:")}),
        facts={
            "ticket": order.asset.removeprefix("ticket:"),
            "yuan": yuan(order.price_fen),
            "reason": getattr(order, "refusal_reason", ""),
        },
    )


def _block(block: Any, _: Facts) -> Matter:
    return Matter(
        number=block.number,
        ref=block.number,
        title=block.asset.removeprefix("ticket:"),
        parties={"proposer": [block.proposer_id], "counterparty": [block.counterparty_id]},
        page=("block", {"number": block.number}),
        facts={
            "who": list(block.proposer.label),
            "side": list(SIDES[block.side]),
            "quantity": tonnes_text(block.quantity),
            "yuan": yuan(block.price_fen),
        },
    )


def _halt(halt: Any, _: Facts) -> Matter:
    """Holders of the series, the party itself, and whoever has an order that is touched by it."""
    touched = Q(state="open", left__gt=0)
    if halt.asset:
        touched &= Q(asset=halt.asset)
    sellers, buyers = Q(seller=halt.party_id), Q(buyer=halt.party_id)
    if halt.party_id is None:
        sellers = buyers = Q()
    ordering = {
        *Listing.objects.filter(touched & sellers).values_list("seller", flat=True),
        *Bid.objects.filter(touched & buyers).values_list("buyer", flat=True),
    }
    return Matter(
        number=halt.number,
        ref=halt.number,
        parties={
            "holder": [halt.party_id] if halt.party_id else [],
            "holders": holders_of(halt.asset) if halt.asset else [],
            "ordering": sorted(ordering),
        },
        page=("market_rules", {}),
        facts={"scope": list(halt.scope_label), "reason": halt.reason},
    )


def _rules(notice: RuleNotice, _: Facts) -> Matter:
    """A change of the rules, with the new values in words, for all who may buy or sell."""
    told = [(rule.label, rule.told) for rule in rules_of(notice)]
    rules = [
        "，".join(f"{label.zh} {value.zh}" for label, value in told),
        ", ".join(f"{label.en} {value.en}" for label, value in told),
    ]
    return Matter(
        number=notice.number,
        ref=notice.number,
        parties={"dealing": parties_in("trader", "applicant")},
        page=("market_rules", {}),
        facts={"day": f"{notice.valid_from}", "rules": rules, "document": notice.document},
    )


def _alert(alert: Alert, _: Facts) -> Matter:
    kind, said = alert.kind_label, told(alert)
    return Matter(
        number=alert.number,
        ref=alert.number,
        page=("alert", {"number": alert.number}),
        facts={"kind": list(kind), "said": list(said), "ticket": alert.ticket},
    )


def _clarification(asked: Clarification, _: Facts) -> Matter:
    """What a side was asked; the operator reads the answer on the page of the alert."""
    is_given = asked.state == "given"
    return Matter(
        number=asked.number,
        ref=asked.number,
        parties={"owner": [asked.party_id]},
        page=("alert", {"number": asked.alert.number})
        if is_given
        else ("clarification", {"number": asked.number}),
        facts={
            "who": list(asked.party.label),
            "ticket": asked.alert.ticket,
            "question": asked.question,
            "due": asked.due.isoformat(),
        },
    )


def _warning(warning: WrittenWarning, _: Facts) -> Matter:
    return Matter(
        number=warning.number,
        ref=warning.number,
        parties={"owner": [warning.party_id]},
        page=("clarifications", {}),
        facts={"ticket": warning.alert.ticket, "text": warning.text},
    )


def moment_text(when: datetime) -> str:
    """A moment in Chinese time, to the minute."""
    return f"{when.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


MARKET_TELLERS: Mapping[str, Callable[[Any, Facts], Matter]] = {
    "exchange.Trade": _trade,
    "exchange.Listing": _order,
    "exchange.Bid": _order,
    "exchange.BlockTrade": _block,
    "exchange.Halt": _halt,
    "rulebook.RuleNotice": _rules,
    "surveillance.Alert": _alert,
    "surveillance.Clarification": _clarification,
    "surveillance.WrittenWarning": _warning,
    "exchange.Objection": _objection,
    "exchange.Inquiry": _inquiry,
    "exchange.Invitation": _invitation,
    "exchange.Quotation": _quotation,
}
"""By the model of the event's subject."""

"""What the inbox learns of this room: block deals to answer, and what one may take back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.exchange.holding_reads import owed_by
from qingshan.apps.exchange.inquiry_acts import ACTS as INQUIRY_ACTS
from qingshan.apps.exchange.models import BlockTrade
from qingshan.apps.exchange.modes import SIDES
from qingshan.apps.exchange.reads import (
    bids_of,
    blocks_proposed_by,
    blocks_to_confirm,
    listings_to_review,
    open_objections,
    upheld_objections,
)
from qingshan.apps.exchange.verbs.cancel_bid import cancel_bid
from qingshan.apps.exchange.verbs.withdraw_block import withdraw_block
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text


def _own_bids(actor: Actor) -> Iterable[Task]:
    for bid in bids_of(actor.parties):
        left, price = tonnes_text(bid.left), yuan(bid.price_fen)
        note = Label(f"尚缺 {left} 吨，{price} 元/吨", f"{left} t wanted at CNY {price}")
        label = verb_label("cancel_bid")
        yield Task("cancel_bid", bid.pk, label, str(bid), note, bid.placed)


def cancel(call: Call, key: int) -> Model:
    """Take a request back."""
    return cancel_bid(call, bid=key)


def _said(block: BlockTrade) -> Label:
    tonnes, price = tonnes_text(block.quantity), yuan(block.price_fen)
    side = SIDES[block.side]
    who = block.proposer.label
    return Label(
        f"{who.zh}{side.zh} {tonnes} 吨，{price} 元/吨",
        f"{who.en} would {side.en} {tonnes} t at CNY {price}",
    )


def _to_confirm(actor: Actor) -> Iterable[Task]:
    for block in blocks_to_confirm(actor.parties, now()):
        label = verb_label("confirm_block")
        there = reverse("block", args=[block.number])
        yield Task(
            "confirm_block", block.pk, label, str(block), _said(block), block.proposed, there
        )


def _own_blocks(actor: Actor) -> Iterable[Task]:
    for block in blocks_proposed_by(actor.parties):
        label = verb_label("withdraw_block")
        yield Task("withdraw_block", block.pk, label, str(block), _said(block), block.proposed)


def withdraw(call: Call, key: int) -> Model:
    """Take a proposal back."""
    return withdraw_block(call, block=key)


def _to_report(actor: Actor) -> Iterable[Task]:
    for found in owed_by(actor.parties):
        tonnes = tonnes_text(found.quantity)
        note = Label(
            f"持有 {found.ticket} {tonnes} 吨，{found.due} 前报告",
            f"{tonnes} t of {found.ticket}, to be reported by {found.due}",
        )
        label, there = verb_label("report_holding"), reverse("report_holding", args=[found.number])
        yield Task("report_holding", found.pk, label, str(found), note, found.noted, there)


def _objections(_actor: Actor) -> Iterable[Task]:
    for one in open_objections():
        label, there = verb_label("answer_objection"), reverse("answer_objection", args=[one.pk])
        note = Label(f"{one.party.label.zh}：{one.reason}", f"{one.party.label.en}: {one.reason}")
        yield Task("answer_objection", one.pk, label, str(one), note, one.raised, there)


def _upheld(_actor: Actor) -> Iterable[Task]:
    for one in upheld_objections():
        deal = one.trade.number
        label, there = verb_label("correct_trade"), reverse("correct_trade", args=[deal])
        note = Label(f"异议成立：{one.answer}", f"an objection was upheld: {one.answer}")
        yield Task(
            "correct_trade", one.trade_id, label, deal, note, one.answered or one.raised, there
        )


def _to_review(_actor: Actor) -> Iterable[Task]:
    for one in listings_to_review():
        tonnes, price = tonnes_text(one.quantity), yuan(one.price_fen)
        note = Label(
            f"{one.seller.label.zh}：{tonnes} 吨，{price} 元/吨",
            f"{one.seller.label.en}: {tonnes} t at CNY {price}",
        )
        label, there = Label("审核挂牌", "review the listing"), reverse("listing_reviews")
        yield Task("admit_listing", one.pk, label, str(one), note, one.listed, there)


ACTS: dict[str, Act] = {
    **INQUIRY_ACTS,
    "report_holding": Act(("applicant", "trader"), _to_report),
    "admit_listing": Act(("operator",), _to_review),
    "answer_objection": Act(("operator",), _objections),
    "correct_trade": Act(("operator",), _upheld),
    "confirm_block": Act(("applicant", "trader"), _to_confirm),
    "withdraw_block": Act(("applicant", "trader"), _own_blocks, withdraw, is_due=False),
    "cancel_bid": Act(("trader",), _own_bids, cancel, is_due=False),
}

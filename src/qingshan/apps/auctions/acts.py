"""What the inbox learns of auctions: to admit, to decide, to open, and what may be taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.reads import (
    auctions_to_clear,
    bids_to_open,
    proposed_auctions,
    withdrawable_auctions,
)
from qingshan.apps.auctions.rules import said
from qingshan.apps.auctions.verbs.clear_auction import clear_auction
from qingshan.apps.auctions.verbs.withdraw_auction import withdraw_auction
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text


def _said(auction: Auction) -> Label:
    tonnes, floor = tonnes_text(auction.quantity), yuan(auction.floor_fen)
    return Label(f"{tonnes} 吨，底价 {floor} 元/吨", f"{tonnes} t, floor CNY {floor}")


def _task(act: str, auction: Auction, since: object, href: str = "") -> Task:
    return Task(act, auction.pk, verb_label(act), str(auction), _said(auction), since, href)


def _to_admit(_actor: Actor) -> Iterable[Task]:
    for auction in proposed_auctions():
        there = reverse("auction", args=[auction.number])
        yield _task("admit_auction", auction, auction.proposed, there)


def _to_clear(_actor: Actor) -> Iterable[Task]:
    for auction in auctions_to_clear(now()):
        yield _task("clear_auction", auction, auction.opening_until)


def _clear(call: Call, key: int) -> Model:
    return clear_auction(call, auction=key)


def _to_withdraw(actor: Actor) -> Iterable[Task]:
    for auction in withdrawable_auctions(actor.parties, now()):
        yield _task("withdraw_auction", auction, auction.proposed)


def _withdraw(call: Call, key: int) -> Model:
    return withdraw_auction(call, auction=key)


def _to_open(actor: Actor) -> Iterable[Task]:
    for bid in bids_to_open(actor.parties, now()):
        ends = said(bid.auction.opening_until)
        note = Label(f"{ends} 前开标，逾期不退保证金", f"open it by {ends} or lose the deposit")
        label, there = verb_label("unseal_bid"), reverse("unseal_bid", args=[bid.number])
        yield Task("unseal_bid", bid.pk, label, str(bid), note, bid.auction.bidding_until, there)


ACTS: dict[str, Act] = {
    "admit_auction": Act(("operator",), _to_admit),
    "clear_auction": Act(("operator",), _to_clear, _clear),
    "unseal_bid": Act(("trader",), _to_open),
    "withdraw_auction": Act(("applicant", "trader"), _to_withdraw, _withdraw, is_due=False),
}

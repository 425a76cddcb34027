"""The ledger's side of payments: what is posted when money comes, is asked for, and leaves."""

from __future__ import annotations

from qingshan.apps.custody.models import PayIn, PayOut
from qingshan.apps.custody.reads import is_booked
from qingshan.apps.custody.refusals import REFERENCE_BOOKED, REFERENCE_MISSING
from qingshan.core.kernel.errors import Refusal
from qingshan.core.ledger.model import AccountId, Chain, hold, post, release, settle
from qingshan.core.market.settlement import bank, cash


def reference_faults(reference: str) -> list[Refusal]:
    """E-CU-03 without a reference of the bank, E-CU-02 with one that is booked."""
    if not reference.strip():
        return [Refusal(REFERENCE_MISSING)]
    return [Refusal(REFERENCE_BOOKED, reference)] if is_booked(reference) else []


def received(paid: PayIn) -> Chain:
    """Bank → party."""
    moved = post(bank(), cash(paid.party.owner), paid.amount_fen)
    return Chain(f"pay_in:{paid.bank_reference}", "pay_in", (moved,))


def set_aside(asked: PayOut) -> Chain:
    """What is asked for is held for the bank."""
    moved = hold(asked.hold, *_way(asked), asked.amount_fen)
    return Chain(f"ask_pay_out:{asked.number}", "pay_out", (moved,))


def left(asked: PayOut) -> Chain:
    """Party → bank, out of the hold."""
    moved = settle(asked.hold, *_way(asked), asked.amount_fen)
    return Chain(f"paid_out:{asked.number}", "pay_out", (moved,))


def given_back(asked: PayOut) -> Chain:
    """The hold is released."""
    moved = release(asked.hold, *_way(asked), asked.amount_fen)
    return Chain(f"cancel_pay_out:{asked.number}", "pay_out_cancel", (moved,))


def _way(asked: PayOut) -> tuple[AccountId, AccountId]:
    return cash(asked.party.owner), bank()

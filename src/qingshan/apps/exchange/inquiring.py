"""Inquiries and their offers under lock, and the units that an offer sets aside.

Whatever is done to an offer is done under the lock of its inquiry, which is taken first.
"""

from __future__ import annotations

from collections.abc import Sequence

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.rows import locked
from qingshan.apps.books import store
from qingshan.apps.exchange.inquiry_models import Inquiry, Invitation, Quotation
from qingshan.apps.exchange.refusals import INQUIRY_OVER, NOT_ASKED
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.ledger.model import Chain, hold, release
from qingshan.core.market.settlement import escrow, units


def locked_quotation(key: int) -> Quotation:
    """An offer, with its inquiry locked before it."""
    inquiry = Quotation.objects.values_list("inquiry", flat=True).get(pk=key)
    locked(Inquiry, inquiry)
    return locked(Quotation, key)


def locked_invitation(inquiry: Inquiry, holder: int) -> Invitation:
    """The invitation of a holder, whose inquiry is locked.

    Raises
    ------
    Refused
        E-EX-43 when the holder was not asked.
    """
    found = Invitation.objects.filter(inquiry=inquiry, holder=holder).first()
    if found is None:
        raise Refused.because(NOT_ASKED, inquiry.number, party=party_of(holder).label)
    return locked(Invitation, found.pk)


def over_faults(inquiry: Inquiry, call: Call) -> list[Refusal]:
    """Whether the time of an inquiry is over."""
    if inquiry.expires > call.when:
        return []
    told = f"{inquiry.expires.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return [Refusal(INQUIRY_OVER, inquiry.number, {"expires": told})]


def set_aside(quotation: Quotation, call: Call) -> None:
    """Hold the units of an offer."""
    asset, owner = quotation.inquiry.asset, quotation.holder.owner
    held = hold(quotation.hold, units(asset, owner), escrow(asset), quotation.quantity)
    store.post_one(Chain(f"quote:{quotation.number}", "list", (held,)), when=call.when)


def freed_units(quotation: Quotation, quantity: int) -> list[Chain]:
    """What releases some of the units of an offer, or all of them; nothing for none."""
    if not quantity:
        return []
    asset, owner = quotation.inquiry.asset, quotation.holder.owner
    freed = release(quotation.hold, units(asset, owner), escrow(asset), quantity)
    return [Chain(f"unquote:{quotation.number}", "unlist", (freed,))]


def end_quotations(inquiry: Inquiry, call: Call, *, also: Sequence[Chain] = ()) -> int:
    """End with an inquiry every offer that still stands, and answer how many there were.

    The inquiry's own move was guarded; its offers follow it. All that is booked with it, ``also``
    included, goes through the door in one call (decision 0026).
    """
    chains = list(also)
    standing = inquiry.quotations.select_for_update(no_key=True).filter(state="standing")
    rows = list(standing.order_by("pk"))
    for quotation in rows:
        quotation.state = "passed"
        chains += freed_units(quotation, quotation.quantity)
        quotation.save(update_fields=["state"])
    store.post_all(chains, when=call.when)
    return len(rows)

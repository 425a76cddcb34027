"""Units leave circulation: chain, cut, number and certificate in one transaction."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.books import store
from qingshan.apps.registry import printing
from qingshan.apps.registry.claims import claim_faults
from qingshan.apps.registry.life import REGISTRY, holding, units_wrong
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.registry.refusals import (
    BENEFICIARY_MISSING,
    PURPOSE_UNKNOWN,
)
from qingshan.apps.registry.serials import cut
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.ledger.model import AccountId, AccountKind, Chain, post

SERIES = "ZX"


def retire(call: Call, order: Order) -> Retirement:
    """Post the units into the sink and write the certificate.

    ``order.before`` are transfers of the same chain that come first, such as the payment of a
    court-ordered purchase.

    The ticket is locked before anything is booked, as a transfer or a revocation does, and stays
    so until its numbers are cut.

    Raises
    ------
    Refused
        E-RG-05 to E-RG-08 and E-RG-12 all at once; E-LG codes when the ledger refuses.
    """
    locked(Ticket, order.ticket.pk)
    refuse_all(_wrong(order, call.when.date()))
    asset = order.ticket.asset
    number = next_number(SERIES, call.when.year)
    chain = Chain(
        key=f"retire:{number}",
        code=order.code,
        transfers=(
            *order.before,
            post(
                holding(order.ticket, order.party.owner),
                AccountId(asset, REGISTRY, AccountKind.RETIRED),
                order.quantity,
            ),
        ),
        facts={**order.facts, "retirement": number, "purpose": order.purpose},
    )
    store.post_one(chain, when=call.when)
    piece = cut(order.ticket, order.quantity, code=order.code, chain=chain.key)
    written = printing.retirement(number, order, piece, when=call.when)
    return Retirement.objects.create(
        number=number,
        ticket=order.ticket,
        party=order.party,
        cut=piece,
        quantity=order.quantity,
        purpose=order.purpose,
        beneficiary=order.beneficiary,
        statement=order.statement,
        case_number=order.case_number,
        when=call.when,
        check_code=written.check_code,
        certificate=files.keep(written.pdf, name=f"{number}.pdf", media_type=printing.MEDIA_TYPE),
    )


def _wrong(order: Order, as_of: date) -> list[Refusal]:
    account = holding(order.ticket, order.party.owner)
    wrong = [] if order.is_delivered else list(units_wrong(account, order.quantity))
    if not order.beneficiary.strip():
        wrong.append(Refusal(BENEFICIARY_MISSING, str(order.ticket)))
    if order.purpose not in PURPOSES:
        wrong.append(Refusal(PURPOSE_UNKNOWN, order.purpose or "—"))
    said = f"{order.statement} {order.beneficiary}"
    wrong += claim_faults(said, place=str(order.ticket), as_of=as_of)
    return wrong

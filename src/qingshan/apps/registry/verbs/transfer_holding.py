"""Transfer units without a trade (非交易过户): by inheritance, merger or judgment."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import entered, shared
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.parties.reads import parties_with
from qingshan.apps.registry.life import basis_wrong, holding, units_wrong, valid_ticket
from qingshan.apps.registry.models import GROUNDS, HoldingTransfer
from qingshan.apps.registry.refusals import GIVER_IS_TAKER, GROUND_UNKNOWN
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, post

SERIES = "GH"


@verb(
    event="holding.transferred",
    label=Label("非交易过户", "transfer without a trade"),
    roles=("registrar",),
)
def transfer_holding(  # noqa: PLR0913  the fields of form F7
    call: Call,
    *,
    ticket: int,
    source: int,
    target: int,
    quantity: int,
    ground: str,
    document: str,
) -> Done[HoldingTransfer]:
    """Move units from one holder to another on a paper that orders or proves it.

    Raises
    ------
    Refused
        E-RG-05, E-RG-11, E-RG-12, E-RG-14 and E-RG-22 all at once; E-RG-13 when the ticket is not
        valid; E-LG codes when the ledger refuses, such as a frozen holding.
    """
    found = valid_ticket(ticket, "transfer_holding", take=shared)
    giver, taker = parties_with([source, target])
    account = holding(found, giver.owner)
    wrong = [*basis_wrong(found, document), *units_wrong(account, quantity)]
    if giver == taker:
        wrong.append(Refusal(GIVER_IS_TAKER, giver.name))
    if ground not in GROUNDS:
        wrong.append(Refusal(GROUND_UNKNOWN, ground or "—"))
    refuse_all(wrong)
    number = next_number(SERIES, call.when.year)
    chain = Chain(
        key=f"transfer:{number}",
        code="transfer",
        transfers=(post(account, holding(found, taker.owner), quantity),),
        facts={"transfer": number, "ground": ground},
    )
    store.post_one(chain, when=call.when)
    done = HoldingTransfer(
        number=number,
        ticket=found,
        source=giver,
        target=taker,
        quantity=quantity,
        ground=ground,
        document=document,
        when=call.when,
    )
    return Done(entered(done), {"number": number, "quantity": quantity, "ground": ground})

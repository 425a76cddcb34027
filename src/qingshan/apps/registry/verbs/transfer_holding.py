"""Transfer units without a trade (非交易过户): by inheritance, merger or judgment."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import number_all
from qingshan.apps.base.prepared import answered
from qingshan.apps.base.rows import asking, entering_all, loaded, sharing
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books.store import Posting
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.life import basis_wrong, holding, must_be_valid, units_wrong
from qingshan.apps.registry.models import GROUNDS, HoldingTransfer, Ticket
from qingshan.apps.registry.reads import asking_states, states_told
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
    found, state, (giver, taker) = _taken(ticket, [source, target])
    must_be_valid(found, state, "transfer_holding")
    account = holding(found, giver.owner)
    wrong = [*basis_wrong(found, document), *units_wrong(account, quantity)]
    if giver == taker:
        wrong.append(Refusal(GIVER_IS_TAKER, giver.name))
    if ground not in GROUNDS:
        wrong.append(Refusal(GROUND_UNKNOWN, ground or "—"))
    refuse_all(wrong)
    done = HoldingTransfer(
        ticket=found,
        source=giver,
        target=taker,
        quantity=quantity,
        ground=ground,
        document=document,
        when=call.when,
    )
    number_all([done], SERIES, [call.when.year])
    chain = Chain(
        key=f"transfer:{done.number}",
        code="transfer",
        transfers=(post(account, holding(found, taker.owner), quantity),),
        facts={"transfer": done.number, "ground": ground},
    )
    booked = Posting([chain], when=call.when)
    facts = {"number": done.number, "quantity": quantity, "ground": ground}
    return Done(done, facts, last=booked.last(entering_all([done])))


def _taken(ticket: int, sides: list[int]) -> tuple[Ticket, str, list[Party]]:
    """The ticket, which nobody changes until the act ends, its state and both parties.

    Transfers of one ticket need not wait for each other, only for an act that changes its state.
    """
    tickets, states, people = answered(
        sharing(Ticket, [ticket]), asking_states([ticket]), asking(Party, "id", sides)
    )
    parties = {one.pk: one for one in loaded(Party, people)}
    (found,) = loaded(Ticket, tickets)
    return found, states_told([ticket], states)[ticket], [parties[side] for side in sides]

"""Surrender units of another ticket for those of a revoked one (补足)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.registry.life import REGISTRY, holding, units_wrong, valid_ticket
from qingshan.apps.registry.models import Amends, Duty
from qingshan.apps.registry.reads import owed
from qingshan.apps.registry.refusals import DUTY_EXCEEDED
from qingshan.apps.registry.serials import cut
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post


@verb(event="duty.made_good", label=Label("补足", "make good"), roles=("applicant", "trader"))
def make_good(call: Call, *, duty: int, ticket: int, quantity: int) -> Done[Amends]:
    """Cancel units of a valid ticket that the debtor holds, as many as are owed or fewer.

    Raises
    ------
    Refused
        E-RG-05 or E-RG-12 for the quantity, E-RG-18 for more than is owed, all at once; E-RG-13
        when the other ticket is not valid; E-LG codes when the ledger refuses.
    """
    owing = locked(Duty, duty)
    must_act_for(call, owing.party_id)
    found = valid_ticket(ticket, "make_good")
    account = holding(found, owing.party.owner)
    wrong = list(units_wrong(account, quantity))
    left = owed(owing)
    if quantity > left:
        facts = {"left": AssetKind.CARBON.say(left), "amount": AssetKind.CARBON.say(quantity)}
        wrong.append(Refusal(DUTY_EXCEEDED, str(owing.ticket), facts))
    refuse_all(wrong)
    key = f"make_good:{owing.ticket.number}:{owing.amends.count() + 1}"
    sink = AccountId(found.asset, REGISTRY, AccountKind.CANCELLED)
    chain = Chain(key, "make_good", (post(account, sink, quantity),), {"duty": owing.ticket.number})
    store.post_one(chain, when=call.when)
    piece = cut(found, quantity, code=chain.code, chain=key)
    done = Amends.objects.create(duty=owing, cut=piece, quantity=quantity, when=call.when)
    told = {"duty": owing.ticket.number, "ticket": found.number, "quantity": quantity}
    return Done(done, told)

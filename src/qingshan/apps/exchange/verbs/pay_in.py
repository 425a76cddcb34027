"""Book money that the custody bank reports as received for a party."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.models import PayIn
from qingshan.apps.exchange.refusals import AMOUNT_WRONG, REFERENCE_BOOKED
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post
from qingshan.core.market.settlement import EXCHANGE, MONEY, cash


@verb(event="money.received", label=Label("入金", "book a payment"), roles=("operator",))
def pay_in(call: Call, *, party: int, amount_fen: int, bank_reference: str) -> Done[PayIn]:
    """Post bank → party.

    Raises
    ------
    Refused
        E-EX-08 an amount not above zero, E-EX-10 a bank reference that is booked already.
    """
    if amount_fen <= 0:
        raise Refused.because(AMOUNT_WRONG, bank_reference, amount=yuan(amount_fen))
    if PayIn.objects.filter(bank_reference=bank_reference).exists():
        raise Refused.because(REFERENCE_BOOKED, bank_reference)
    owner = party_of(party).owner
    paid = PayIn.objects.create(
        party_id=party, amount_fen=amount_fen, bank_reference=bank_reference, when=call.when
    )
    store.open_asset(MONEY, AssetKind.MONEY)
    bank = AccountId(MONEY, EXCHANGE, AccountKind.BANK)
    chain = Chain(f"pay_in:{bank_reference}", "pay_in", (post(bank, cash(owner), amount_fen),))
    store.post_one(chain, when=call.when)
    return Done(paid, {"party": party, "amount_fen": amount_fen, "reference": bank_reference})

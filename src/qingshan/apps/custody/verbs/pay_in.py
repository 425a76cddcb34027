"""Book money that the custody bank reports as received for a party."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.custody.models import PayIn
from qingshan.apps.custody.paying import received, reference_faults
from qingshan.apps.custody.refusals import AMOUNT_WRONG
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.ledger.model import AssetKind
from qingshan.core.market.settlement import MONEY


@verb(event="money.received", label=Label("入金", "book a payment"), roles=("operator",))
def pay_in(call: Call, *, party: int, amount_fen: int, bank_reference: str) -> Done[PayIn]:
    """Post bank → party.

    Raises
    ------
    Refused
        E-CU-01 an amount not above zero, E-CU-02 a bank reference that is booked already, E-CU-03
        none.
    """
    faults = reference_faults(bank_reference)
    if amount_fen <= 0:
        faults.append(Refusal(AMOUNT_WRONG, bank_reference, {"amount": yuan(amount_fen)}))
    refuse_all(faults)
    paid = PayIn.objects.create(
        party=party_of(party), amount_fen=amount_fen, bank_reference=bank_reference, when=call.when
    )
    store.open_asset(MONEY, AssetKind.MONEY)
    store.post_one(received(paid), when=call.when)
    return Done(paid, {"party": party, "amount_fen": amount_fen, "reference": bank_reference})

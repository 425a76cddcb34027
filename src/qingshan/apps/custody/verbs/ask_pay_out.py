"""A party asks for its money: the amount is held at once."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import shared
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.custody.models import BankAccount, PayOut
from qingshan.apps.custody.paying import set_aside
from qingshan.apps.custody.refusals import ACCOUNT_UNFIT, AMOUNT_WRONG
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan

SERIES = "TK"


@verb(
    event="payout.asked",
    label=Label("申请出金", "ask for a payment"),
    roles=("applicant", "trader", "court"),
)
def ask_pay_out(call: Call, *, party: int, account: int, amount_fen: int) -> Done[PayOut]:
    """Hold the amount for the bank until it is paid or the request is cancelled.

    Raises
    ------
    Refused
        E-AU-02 a foreign party, E-CU-01 an amount not above zero, E-CU-06 an account of another or
        not confirmed, E-LG-22 more than is available.
    """
    must_act_for(call, party)
    target, faults = shared(BankAccount, account), []
    if amount_fen <= 0:
        faults.append(Refusal(AMOUNT_WRONG, "", {"amount": yuan(amount_fen)}))
    if target.party_id != party or target.state != "confirmed":
        faults.append(Refusal(ACCOUNT_UNFIT, "" if target.party_id != party else str(target)))
    refuse_all(faults)
    asked = PayOut.objects.create(
        number=next_number(SERIES, call.when.year),
        party=party_of(party),
        account=target,
        amount_fen=amount_fen,
        asked=call.when,
    )
    store.post_one(set_aside(asked), when=call.when)
    return Done(asked, {"number": asked.number, "party": party, "amount_fen": amount_fen})

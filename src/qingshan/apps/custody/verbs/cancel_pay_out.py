"""A request is taken back, or the bank did not pay: the money is free again."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.custody.models import PayOut
from qingshan.apps.custody.paying import given_back
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="payout.cancelled",
    label=Label("撤销出金", "cancel the payment"),
    roles=("applicant", "trader", "court", "operator"),
)
def cancel_pay_out(call: Call, *, pay_out: int) -> Done[PayOut]:
    """Release what was held; E-AU-02 for those who are not its party, E-MC-01 once it is paid."""
    found = locked(PayOut, pay_out)
    if not call.actor.may("operator"):
        must_act_for(call, found.party_id)
    advance(found, "cancel_pay_out", call)
    found.save(update_fields=["state"])
    store.post_one(given_back(found), when=call.when)
    facts = {"number": found.number, "party": found.party_id, "amount_fen": found.amount_fen}
    return Done(found, facts)

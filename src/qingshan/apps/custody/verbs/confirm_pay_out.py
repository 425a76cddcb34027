"""The bank has paid: the money leaves the ledger."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.custody.models import PayOut
from qingshan.apps.custody.paying import left, reference_faults
from qingshan.apps.custody.reads import unmatched_out
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(event="payout.paid", label=Label("确认出金", "confirm the payment"), roles=("operator",))
def confirm_pay_out(call: Call, *, pay_out: int, bank_reference: str) -> Done[PayOut]:
    """Post party → bank out of the hold; a movement that a statement showed is matched by it.

    Raises
    ------
    Refused
        E-CU-02 a reference that is booked already, E-CU-03 none, E-MC-01 when it was paid or
        cancelled before.
    """
    found = locked(PayOut, pay_out)
    advance(found, "confirm_pay_out", call)
    shown = unmatched_out(bank_reference, found.amount_fen)
    refuse_all([] if shown else reference_faults(bank_reference))
    found.bank_reference, found.paid = bank_reference, call.when
    found.save(update_fields=["state", "bank_reference", "paid"])
    if shown is not None and shown.line is not None:
        advance(shown, "confirm_pay_out", call)
        shown.settled, shown.settled_by = call.when, call.actor.name
        shown.save(update_fields=["state", "settled", "settled_by"])
        shown.line.pay_out = found
        shown.line.save(update_fields=["pay_out"])
    store.post_one(left(found), when=call.when)
    facts = {"number": found.number, "party": found.party_id, "amount_fen": found.amount_fen}
    return Done(found, {**facts, "reference": bank_reference})

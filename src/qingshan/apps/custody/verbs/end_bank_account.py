"""An account is used no more: told by its party, or refused by the operator."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.custody.models import BankAccount
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="bank_account.ended",
    label=Label("停用银行账户", "end the bank account"),
    roles=("applicant", "trader", "court", "operator"),
)
def end_bank_account(call: Call, *, account: int) -> Done[BankAccount]:
    """What was asked for before is still paid to it; E-AU-02 for those who are not its party."""
    found = locked(BankAccount, account)
    if not call.actor.may("operator"):
        must_act_for(call, found.party_id)
    advance(found, "end_bank_account", call)
    found.save(update_fields=["state"])
    return Done(found, {"party": found.party_id})

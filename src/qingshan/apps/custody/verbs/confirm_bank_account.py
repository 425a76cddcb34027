"""The operator confirms that an account bears the party's name."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.custody.models import BankAccount
from qingshan.core.kernel.label import Label


@verb(
    event="bank_account.confirmed",
    label=Label("核验银行账户", "confirm the bank account"),
    roles=("operator",),
)
def confirm_bank_account(call: Call, *, account: int) -> Done[BankAccount]:
    """From now on money may be paid to it, and what comes from it is the party's."""
    found = locked(BankAccount, account)
    advance(found, "confirm_bank_account", call)
    found.save(update_fields=["state"])
    return Done(found, {"party": found.party_id})

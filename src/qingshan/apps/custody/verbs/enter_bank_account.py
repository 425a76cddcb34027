"""Enter a bank account to which a party's money may be paid out."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.custody.models import BankAccount
from qingshan.apps.custody.refusals import ACCOUNT_KNOWN, NUMBER_WRONG
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.sealing import unseal
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.identity import bank_card_fault


@verb(
    event="bank_account.entered",
    label=Label("登记银行账户", "enter a bank account"),
    roles=("applicant", "trader", "court"),
)
def enter_bank_account(
    call: Call, *, party: int, bank_name: str, number_sealed: str
) -> Done[BankAccount]:
    """An account in the party's own name; ``number_sealed`` by ``parties.sealing``.

    Raises
    ------
    Refused
        E-AU-02 a foreign party, E-CU-04 a number of another shape, E-CU-05 an account that is
        entered already.
    """
    must_act_for(call, party)
    # The number comes sealed, so that the journal's digest of the arguments tells nothing of it.
    fault = bank_card_fault(unseal(number_sealed))
    if fault is not None:
        raise Refused.because(NUMBER_WRONG, fault=fault)
    if BankAccount.objects.filter(number_sealed=number_sealed).exclude(state="ended").exists():
        raise Refused.because(ACCOUNT_KNOWN)
    made = BankAccount.objects.create(
        party_id=party, bank_name=bank_name, number_sealed=number_sealed, entered=call.when
    )
    return Done(made, {"party": party})

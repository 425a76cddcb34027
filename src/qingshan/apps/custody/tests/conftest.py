"""The buyer's money at the bank, with short names for the verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from qingshan.apps.base.call import Call
from qingshan.apps.books import reads
from qingshan.apps.custody.models import BankAccount, PayIn, PayOut
from qingshan.apps.custody.verbs.ask_pay_out import ask_pay_out
from qingshan.apps.custody.verbs.confirm_bank_account import confirm_bank_account
from qingshan.apps.custody.verbs.enter_bank_account import enter_bank_account
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.parties.sealing import seal
from qingshan.core.market.settlement import cash

NUMBER = "6217000010001234567"


@dataclass
class Bank:
    """The custody of money in one office."""

    office: Any

    def call(self, part: str, key: str = "") -> Call:
        found: Call = self.office.call(part, key)
        return found

    def paid(self, amount_fen: int, part: str = "buyer", reference: str = "") -> PayIn:
        call = self.call("operator")
        return pay_in(
            call,
            party=self.office.party(part),
            amount_fen=amount_fen,
            bank_reference=reference or call.key,
        )

    def entered(self, number: str = NUMBER, part: str = "buyer") -> BankAccount:
        return enter_bank_account(
            self.call(part),
            party=self.office.party(part),
            bank_name="演示银行贵阳支行",
            number_sealed=seal(number),
        )

    def account(self, number: str = NUMBER, part: str = "buyer") -> BankAccount:
        found = self.entered(number, part)
        return confirm_bank_account(self.call("operator"), account=found.pk)

    def asked(self, account: BankAccount, amount_fen: int, part: str = "buyer") -> PayOut:
        return ask_pay_out(
            self.call(part),
            party=self.office.party(part),
            account=account.pk,
            amount_fen=amount_fen,
        )

    def money(self, part: str = "buyer") -> reads.Balance:
        return reads.balance(cash(self.office.cast[part].party.owner))


@pytest.fixture
def bank(office: Any, db: None) -> Bank:
    """The custody of money at ten o'clock."""
    return Bank(office)


@pytest.fixture
def open_bank(open_office: Any) -> Bank:
    """The same for several connections."""
    return Bank(open_office)

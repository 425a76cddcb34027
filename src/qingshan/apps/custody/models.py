"""Bank accounts of parties, payments in and out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.custody.machine import BANK_ACCOUNT, PAY_OUT
from qingshan.apps.parties.sealing import unseal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.sheets.identity import masked


class BankAccount(models.Model):
    """An account in a party's own name to which its money is paid out; the number is sealed."""

    machine: ClassVar[Machine] = BANK_ACCOUNT

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    bank_name = models.CharField(max_length=80)
    number_sealed = models.CharField(max_length=200)
    entered = models.DateTimeField()
    state = models.CharField(max_length=20, default=BANK_ACCOUNT.start)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(BANK_ACCOUNT.states)),
                name="bank_account_state_known",
            ),
            models.UniqueConstraint(
                fields=["number_sealed"],
                name="bank_account_once",
                condition=~models.Q(state="ended"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.bank_name} {self.masked}"

    @property
    def masked(self) -> str:
        """The number with its middle hidden, the only way in which it is shown."""
        return masked(unseal(self.number_sealed))

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return BANK_ACCOUNT.label(self.state)


class PayIn(models.Model):
    """Money that a custody bank reports as received for a party; its reference is used once."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    bank_reference = models.CharField(max_length=60, unique=True)
    when = models.DateTimeField()

    def __str__(self) -> str:
        return self.bank_reference


class PayOut(models.Model):
    """Money that a party wants back; it is held from the request on and leaves when it is paid."""

    machine: ClassVar[Machine] = PAY_OUT

    number = models.CharField(max_length=30, unique=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="pay_outs")
    amount_fen = models.BigIntegerField()
    asked = models.DateTimeField()
    bank_reference = models.CharField(max_length=60, blank=True)
    paid = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=PAY_OUT.start)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(PAY_OUT.states)), name="pay_out_state_known"
            ),
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="pay_out_above_zero"),
            models.UniqueConstraint(
                fields=["bank_reference"],
                name="pay_out_reference_once",
                condition=~models.Q(bank_reference=""),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def hold(self) -> str:
        """The ledger's hold on the money."""
        return f"pay_out:{self.number}"

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return PAY_OUT.label(self.state)

"""Bank accounts of parties, payments in and out, statements of the bank and differences."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.custody.machine import BANK_ACCOUNT, BANK_STATEMENT, DIFFERENCE, PAY_OUT
from qingshan.apps.parties.sealing import unseal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.sheets.identity import masked

KINDS: dict[str, Label] = {
    "unmatched": Label("流水未匹配", "movement without a match"),
    "differs": Label("金额不符", "amounts differ"),
    "not_at_bank": Label("银行无此流水", "booked, not at the bank"),
    "balance": Label("余额不符", "balances differ"),
}
"""What kinds of difference there are between the bank and the ledger."""


class BankAccount(models.Model):
    """An account in a party's own name to which its money is paid out; the number is sealed."""

    machine: ClassVar[Machine] = BANK_ACCOUNT
    lasting: ClassVar[Lasting] = Lasting(acts=("state",))

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    bank_name = models.CharField(max_length=80)
    number_sealed = models.CharField(max_length=200)
    entered = models.DateTimeField()
    state = models.CharField(max_length=20, default=BANK_ACCOUNT.start)

    class Meta:
        constraints = (
            known("state", BANK_ACCOUNT.states, "bank_account_state_known"),
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

    lasting: ClassVar[Lasting] = Lasting()

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    bank_reference = models.CharField(max_length=60, unique=True)
    when = models.DateTimeField()

    def __str__(self) -> str:
        return self.bank_reference


class PayOut(models.Model):
    """Money that a party wants back; it is held from the request on and leaves when it is paid."""

    machine: ClassVar[Machine] = PAY_OUT
    lasting: ClassVar[Lasting] = Lasting(elsewhere=("state", "bank_reference", "paid"))

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
            known("state", PAY_OUT.states, "pay_out_state_known"),
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


class BankStatement(models.Model):
    """What the bank says of one day: its movements and its closing balance.

    ``ledger_fen``, ``later_fen`` and ``balances`` are the ledger's side when it was booked: the
    money at the bank, what of it was booked by hand for later days, and every account's balance.
    """

    machine: ClassVar[Machine] = BANK_STATEMENT

    day = models.DateField()
    opening_fen = models.BigIntegerField(null=True)
    closing_fen = models.BigIntegerField()
    file = models.ForeignKey("base.KeptFile", on_delete=models.PROTECT, null=True, related_name="+")
    read = models.DateTimeField()
    booked = models.DateTimeField(null=True)
    ledger_fen = models.BigIntegerField(null=True)
    later_fen = models.BigIntegerField(default=0)
    balances: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default=BANK_STATEMENT.start)

    class Meta:
        constraints = (
            known("state", BANK_STATEMENT.states, "bank_statement_state_known"),
            models.UniqueConstraint(
                fields=["day"], name="bank_statement_once", condition=models.Q(state="booked")
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return BANK_STATEMENT.label(self.state)

    @property
    def compared_fen(self) -> int:
        """What the ledger has at the bank for that day."""
        return (self.ledger_fen or 0) - self.later_fen

    @property
    def gap_fen(self) -> int:
        """What the bank has more than the ledger."""
        return self.closing_fen - self.compared_fen


class BankLine(models.Model):
    """One movement at the bank; ``amount_fen`` is above zero for money in, below for money out."""

    lasting: ClassVar[Lasting] = Lasting(elsewhere=("is_booked", "pay_in", "pay_out"))

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    place = models.IntegerField()
    reference = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()
    other_sealed = models.CharField(max_length=800, blank=True)
    other_name = models.CharField(max_length=160, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    is_booked = models.BooleanField(default=False)
    pay_in = models.OneToOneField(PayIn, on_delete=models.PROTECT, null=True, related_name="line")
    pay_out = models.OneToOneField(PayOut, on_delete=models.PROTECT, null=True, related_name="line")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["statement", "reference"], name="bank_line_once"),
            models.UniqueConstraint(
                fields=["reference"],
                name="bank_line_booked_once",
                condition=models.Q(is_booked=True),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def other_masked(self) -> str:
        """The other side's account with its middle hidden."""
        return masked(unseal(self.other_sealed))


class Difference(models.Model):
    """Something in which bank and ledger do not agree, until it is explained or corrected.

    ``amount_fen`` is what the bank has more than the ledger.
    """

    machine: ClassVar[Machine] = DIFFERENCE
    lasting: ClassVar[Lasting] = Lasting(
        elsewhere=("state", "explanation", "settled", "settled_by")
    )

    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, related_name="differences"
    )
    kind = models.CharField(max_length=20)
    line = models.OneToOneField(
        BankLine, on_delete=models.PROTECT, null=True, related_name="difference"
    )
    pay_in = models.OneToOneField(
        PayIn, on_delete=models.PROTECT, null=True, related_name="difference"
    )
    pay_out = models.OneToOneField(
        PayOut, on_delete=models.PROTECT, null=True, related_name="difference"
    )
    amount_fen = models.BigIntegerField()
    explanation = models.CharField(max_length=300, blank=True)
    settled = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, default=DIFFERENCE.start)

    class Meta:
        constraints = (
            known("state", DIFFERENCE.states, "difference_state_known"),
            known("kind", KINDS, "difference_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.statement} {self.about or KINDS[self.kind].zh}"

    @property
    def about(self) -> str:
        """The bank's reference or the number of what it is about."""
        return str(self.line or self.pay_in or self.pay_out or "")

    @property
    def kind_label(self) -> Label:
        """Its kind in words."""
        return KINDS[self.kind]

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return DIFFERENCE.label(self.state)

    @property
    def can_be_booked(self) -> bool:
        """Whether it is money that came in and nobody knew for whom."""
        return self.kind == "unmatched" and self.amount_fen > 0 and self.state != "corrected"

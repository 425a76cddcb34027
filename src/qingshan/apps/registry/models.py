"""Tickets and the one number space they are cut from, signatures, retirements, keys of offices."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.registry.machine import CORRECTION, TICKET_STATE
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.kernel.units import tonnes_text

OFFICE_NAMES = {
    "forestry": Label("省林业局", "forestry bureau"),
    "ecology": Label("省生态环境厅", "ecology department"),
}
OFFICES = tuple(OFFICE_NAMES)

PRINT_KINDS = {
    "replaced": Label("换发", "replaced"),
    "reissued": Label("遗失补发", "reissued after loss"),
    "corrected": Label("更正换发", "corrected"),
}
"""Why a face is printed again."""

CORRECTED_ITEMS = {
    "location": Label("林地坐落", "location"),
    "compartments": Label("林班、小班", "compartments"),
    "species": Label("优势树种", "dominant species"),
    "origin": Label("起源", "origin"),
    "tenure_number": Label("权属证号", "tenure certificate"),
}
"""What of a face may be corrected; quantity, period and method follow from the run and stay."""

GROUNDS = {
    "inheritance": Label("继承", "inheritance"),
    "merger": Label("法人合并或分立", "merger or division"),
    "judgment": Label("生效法律文书", "a judgment in force"),
}
"""On which grounds units change hands without a trade."""


class NumberSpace(models.Model):
    """The next free unit number of the whole register; one row, locked at issue."""

    next_number = models.BigIntegerField(default=1)


class OfficeKey(models.Model):
    """The key by which an office signs, and the days on which it may; the newest one counts."""

    office = models.CharField(max_length=20)
    key_id = models.CharField(max_length=32, unique=True)
    algorithm = models.CharField(max_length=20)
    public_key = models.BinaryField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = (
            known("office", OFFICES, "office_key_of_an_office"),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="office_key_forward"
            ),
        )
        triggers = append_only("office_key")

    def __str__(self) -> str:
        return f"{self.office} {self.key_id}"


class Signature(models.Model):
    """One office's key under one report; both offices are needed, in either order."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="signatures")
    office = models.CharField(max_length=20)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=32)
    signature = models.BinaryField()
    when = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "office"], name="signature_once"),
            models.UniqueConstraint(fields=["report", "actor"], name="signer_once"),
            known("office", OFFICES, "signature_office_known"),
        )
        triggers = append_only("signature")

    def __str__(self) -> str:
        return f"{self.office} {self.when.astimezone(SHANGHAI):%Y-%m-%d}"


class Ticket(models.Model):
    """A forestry carbon ticket (林业碳票): one series, one issue, one block of numbers."""

    number = models.CharField(max_length=30, unique=True)
    monitoring = models.OneToOneField(
        MonitoringPeriod, on_delete=models.PROTECT, related_name="ticket"
    )
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="ticket")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="tickets")
    quantity = models.BigIntegerField()
    remainder = models.BigIntegerField()
    buffer = models.BigIntegerField(default=0)
    block = BigIntegerRangeField()
    area_m2 = models.BigIntegerField()
    issued = models.DateTimeField()
    check_code = models.CharField(max_length=20)
    face = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="blocks_apart", expressions=[("block", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="ticket_not_empty"),
        )
        indexes = (models.Index(fields=["issued"], name="ticket_issued"),)
        triggers = append_only("ticket")

    def __str__(self) -> str:
        return self.number

    @property
    def asset(self) -> str:
        """The name of the series in the ledger."""
        return f"ticket:{self.number}"


class Cut(models.Model):
    """The sub-range of a block that left circulation; cuts follow each other without a gap."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="cuts")
    span = BigIntegerRangeField()
    code = models.CharField(max_length=30)
    chain = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints = (
            ExclusionConstraint(name="cuts_apart", expressions=[("span", RangeOperators.OVERLAPS)]),
        )
        triggers = append_only("cut")

    def __str__(self) -> str:
        return f"{self.ticket} {self.span.lower}–{self.span.upper - 1}"


class Retirement(models.Model):
    """Units taken out of circulation for good, for a purpose and a beneficiary."""

    number = models.CharField(max_length=30, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="retirements")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="retirements")
    cut = models.OneToOneField(Cut, on_delete=models.PROTECT, related_name="retirement")
    quantity = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    beneficiary = models.CharField(max_length=120)
    statement = models.CharField(max_length=200, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    when = models.DateTimeField()
    check_code = models.CharField(max_length=20)
    certificate = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["purpose", "id"], name="retirement_purpose"),
            models.Index(fields=["when"], name="retirement_when"),
        )
        triggers = append_only("retirement")

    def __str__(self) -> str:
        return self.number


class TicketState(models.Model):
    """The state that a ticket was brought into, why and on which paper; the newest row counts."""

    machine: ClassVar[Machine] = TICKET_STATE

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=12, default=TICKET_STATE.start)
    reason = models.CharField(max_length=200)
    document = models.CharField(max_length=120)
    when = models.DateTimeField()

    class Meta:
        constraints = (known("state", TICKET_STATE.states, "ticket_state_known"),)
        triggers = append_only("ticket_state")

    def __str__(self) -> str:
        return f"{self.ticket} {self.machine.label(self.state)}"


class FacePrint(models.Model):
    """A later print of a ticket's face; it makes every print before it void.

    The first print is the ticket's own ``face``; ``serial`` counts from two.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="prints")
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    document = models.CharField(max_length=120)
    check_code = models.CharField(max_length=20)
    face = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    when = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["ticket", "serial"], name="print_once"),
            models.CheckConstraint(
                condition=models.Q(serial__gt=1, kind__in=list(PRINT_KINDS)), name="print_known"
            ),
        )
        triggers = append_only("face_print")

    def __str__(self) -> str:
        return f"{self.ticket} · {self.serial}"

    @property
    def kind_label(self) -> Label:
        """Why it was made, in words."""
        return PRINT_KINDS[self.kind]


class Correction(models.Model):
    """What a face is to say instead of what it says: proposed by one person, decided by another."""

    machine: ClassVar[Machine] = CORRECTION
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "decided"))

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="corrections")
    item = models.CharField(max_length=20)
    was = models.CharField(max_length=200)
    becomes = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    document = models.CharField(max_length=120)
    proposer = models.CharField(max_length=60)
    proposed = models.DateTimeField()
    state = models.CharField(max_length=10, default=CORRECTION.start)
    decided = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known("state", CORRECTION.states, "correction_state_known"),
            known("item", CORRECTED_ITEMS, "correction_item_known"),
        )

    def __str__(self) -> str:
        return f"{self.ticket} · {CORRECTED_ITEMS[self.item]}"

    @property
    def item_label(self) -> Label:
        """What is corrected, in words."""
        return CORRECTED_ITEMS[self.item]

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class TransferOrder(models.Model):
    """Transfers that rest on one paper and were made together, all or none (过户单)."""

    number = models.CharField(max_length=30, unique=True)
    ground = models.CharField(max_length=20)
    document = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    quantity = models.BigIntegerField()
    when = models.DateTimeField()

    class Meta:
        constraints = (known("ground", GROUNDS, "transfer_order_ground_known"),)
        triggers = append_only("transfer_order")

    def __str__(self) -> str:
        return self.number

    @property
    def ground_label(self) -> Label:
        """On which ground, in words."""
        return GROUNDS[self.ground]


class HoldingTransfer(models.Model):
    """Units that changed hands without a trade, by a paper that says so (非交易过户).

    ``order`` is what it was made with; a single one has none.
    """

    number = models.CharField(max_length=30, unique=True)
    order = models.ForeignKey(
        TransferOrder, on_delete=models.PROTECT, related_name="transfers", null=True
    )
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="transfers")
    source = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    ground = models.CharField(max_length=20)
    document = models.CharField(max_length=120)
    when = models.DateTimeField()

    class Meta:
        constraints = (known("ground", GROUNDS, "transfer_ground_known"),)
        triggers = append_only("holding_transfer")

    def __str__(self) -> str:
        return self.number

    @property
    def ground_label(self) -> Label:
        """On which ground, in words."""
        return GROUNDS[self.ground]


class HoldingCertificate(models.Model):
    """A paper on what a party held of a ticket at one moment; what counts is the register."""

    number = models.CharField(max_length=30, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="holdings")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    held = models.BigIntegerField()
    check_code = models.CharField(max_length=20)
    paper = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("holding_certificate")

    def __str__(self) -> str:
        return self.number


class Duty(models.Model):
    """Units that a right holder owes for those of a revoked ticket that were sold or used."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="duty")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="duties")
    quantity = models.BigIntegerField()
    due = models.DateField()
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("duty")

    def __str__(self) -> str:
        return f"{self.ticket} 补足义务"


class Amends(models.Model):
    """Units of another ticket that were surrendered for a duty."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="amends")
    cut = models.OneToOneField(Cut, on_delete=models.PROTECT, related_name="amends")
    quantity = models.BigIntegerField()
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("amends")

    def __str__(self) -> str:
        return f"{self.duty} · {tonnes_text(self.quantity)} 吨"

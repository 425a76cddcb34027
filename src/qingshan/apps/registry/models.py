"""Tickets and the one number space they are cut from, signatures, retirements."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.models import KeptFile
from qingshan.apps.projects.models import MonitoringPeriod, Report

OFFICES = ("forestry", "ecology")


class NumberSpace(models.Model):
    """The next free unit number of the whole register; one row, locked at issue."""

    next_number = models.BigIntegerField(default=1)


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
            models.CheckConstraint(
                condition=models.Q(office__in=OFFICES), name="signature_office_known"
            ),
        )
        triggers = append_only("signature")

    def __str__(self) -> str:
        return f"{self.office} {self.when:%Y-%m-%d}"


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
        triggers = append_only("retirement")

    def __str__(self) -> str:
        return self.number

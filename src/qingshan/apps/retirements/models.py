"""Beneficiaries, each entered once; what a retirement was for; pools and the shares in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.retirements.machine import RETIREMENT_POOL
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

KINDS = {"body": Label("单位", "body"), "person": Label("个人", "person")}
"""A body is known by its credit code, a person by the sealed number of a paper."""


class Beneficiary(models.Model):
    """For whom units are retired; one row a body or person, so that names stay the same.

    ``name`` is what is shown in public: of a person the surname only, the rest is sealed.
    """

    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, null=True)
    credit_code = models.CharField(max_length=18, blank=True)
    person_sealed = models.CharField(max_length=800, blank=True)
    paper_sealed = models.CharField(max_length=200, blank=True)
    entered = models.DateTimeField()

    class Meta:
        constraints = (
            known("kind", KINDS, "beneficiary_kind_known"),
            models.UniqueConstraint(
                fields=["credit_code"], name="body_once", condition=~models.Q(credit_code="")
            ),
            models.UniqueConstraint(
                fields=["paper_sealed"], name="person_once", condition=~models.Q(paper_sealed="")
            ),
        )
        triggers = append_only("beneficiary")

    def __str__(self) -> str:
        return self.name


class RetirementUse(models.Model):
    """What a retirement was for: beneficiary, event or product, days."""

    retirement = models.OneToOneField(Retirement, on_delete=models.PROTECT, related_name="use")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="uses")
    is_on_behalf = models.BooleanField()
    subject = models.CharField(max_length=60, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta:
        triggers = append_only("retirement_use")

    def __str__(self) -> str:
        return str(self.retirement)


class RetirementPool(models.Model):
    """Kilograms of many people that are retired together in whole units, on one certificate."""

    machine: ClassVar[Machine] = RETIREMENT_POOL
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "top_up_kg", "retirement"))

    number = models.CharField(max_length=30, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="pools")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="pools")
    purpose = models.CharField(max_length=30)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="pools")
    subject = models.CharField(max_length=60)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    opened = models.DateTimeField()
    state = models.CharField(max_length=12, default=RETIREMENT_POOL.start)
    top_up_kg = models.IntegerField(null=True)
    retirement = models.OneToOneField(
        Retirement, on_delete=models.PROTECT, null=True, related_name="pool"
    )

    class Meta:
        constraints = (
            known("state", RETIREMENT_POOL.states, "retirement_pool_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="retired")
                | models.Q(retirement__isnull=False, top_up_kg__gte=0),
                name="retirement_pool_retired_whole",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def purpose_label(self) -> Label:
        """What it is for, in words."""
        return PURPOSES[self.purpose]

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class PoolShare(models.Model):
    """Whole kilograms of one person; name and mobile are sealed, the surname is shown."""

    pool = models.ForeignKey(RetirementPool, on_delete=models.PROTECT, related_name="shares")
    serial = models.PositiveIntegerField()
    shown = models.CharField(max_length=60)
    person_sealed = models.CharField(max_length=800)
    kg = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pool", "serial"], name="share_serial_once"),
            models.UniqueConstraint(fields=["pool", "person_sealed"], name="share_person_once"),
            models.CheckConstraint(condition=models.Q(kg__gt=0), name="share_above_zero"),
        )

    def __str__(self) -> str:
        return f"{self.pool} · {self.serial}"

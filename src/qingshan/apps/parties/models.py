"""Organisations and people, and who may act for whom in which role."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from qingshan.apps.base.roles import ROLES
from qingshan.core.kernel.label import Label

PARTY_KINDS: dict[str, Label] = {
    "person": Label("个人", "person"),
    "collective": Label("村集体", "village collective"),
    "cooperative": Label("合作社", "cooperative"),
    "farm": Label("国有林场", "state forest farm"),
    "enterprise": Label("企业", "enterprise"),
    "office": Label("机关", "public office"),
    "body": Label("技术服务机构", "technical body"),
    "bank": Label("银行", "bank"),
    "court": Label("法院", "court"),
    "exchange": Label("交易机构", "exchange"),
}


class User(AbstractUser):
    """A person who can sign in."""

    display_name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username


class Party(models.Model):
    """An organisation or a person that holds units or money, or does an office."""

    kind = models.CharField(max_length=20, choices=[(k, v.zh) for k, v in PARTY_KINDS.items()])
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    county_code = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["credit_code"], name="credit_code_once", condition=~models.Q(credit_code="")
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(PARTY_KINDS)), name="party_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """The name under which the ledger keeps the party's accounts."""
        return f"party:{self.pk}"

    @property
    def label(self) -> Label:
        """Both names; the Chinese one stands in where no English name was entered."""
        return Label(self.name, self.name_en or self.name)


class Membership(models.Model):
    """A person acts for a party in a role."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "party", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="role_known"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.party} · {self.role}"

"""The stored ledger: assets, accounts and holds that are counted; chains and transfers for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.core.ledger.model import AccountId, AccountKind, Act, AssetKind

SOURCES_OF_SUPPLY = tuple(kind.value for kind in AccountKind if kind.source_of_supply)
SINKS = tuple(kind.value for kind in AccountKind if kind.sink)


class Asset(models.Model):
    """What is counted: a series, the yuan, the water of one right and year."""

    lasting: ClassVar[Lasting] = Lasting(elsewhere=("frozen",))

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10)
    frozen = models.BooleanField(default=False)

    class Meta:
        constraints = (known("kind", [kind.value for kind in AssetKind], "asset_kind_known"),)

    def __str__(self) -> str:
        return self.code


class Account(models.Model):
    """Four counters; a cache, for re-adding the transfers must give them."""

    lasting: ClassVar[Lasting] = Lasting(
        elsewhere=("posted_in", "posted_out", "held_in", "held_out", "closed", "frozen")
    )

    asset = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="accounts", db_index=False
    )
    owner = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=180)
    posted_in = models.BigIntegerField(default=0)
    posted_out = models.BigIntegerField(default=0)
    held_in = models.BigIntegerField(default=0)
    held_out = models.BigIntegerField(default=0)
    source_of_supply = models.GeneratedField(
        expression=ExpressionWrapper(Q(kind__in=SOURCES_OF_SUPPLY), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    sink = models.GeneratedField(
        expression=ExpressionWrapper(Q(kind__in=SINKS), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    closed = models.BooleanField(default=False)
    frozen = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["owner"], name="account_owner"),)
        constraints = (
            models.UniqueConstraint(fields=["name"], name="account_name_once"),
            models.UniqueConstraint(fields=["asset", "owner", "kind"], name="account_once"),
            known("kind", [kind.value for kind in AccountKind], "account_kind_known"),
            models.CheckConstraint(
                condition=Q(posted_in__gte=0, posted_out__gte=0, held_in__gte=0, held_out__gte=0),
                name="account_counters_positive",
            ),
            models.CheckConstraint(
                condition=Q(source_of_supply=True)
                | Q(posted_in__gte=F("posted_out") + F("held_out")),
                name="account_never_short",
            ),
            models.CheckConstraint(
                condition=Q(sink=False) | Q(posted_out=0, held_out=0), name="sink_gives_nothing"
            ),
            models.CheckConstraint(
                condition=Q(closed=False) | Q(posted_in=F("posted_out"), held_in=0, held_out=0),
                name="closed_account_empty",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def account_id(self) -> AccountId:
        """The account as the rules name it."""
        return AccountId.parse(self.name)


class Chain(models.Model):
    """Transfers that happened together: the key, why, the digest of the content, and when."""

    key = models.CharField(max_length=200)
    code = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    when = models.DateTimeField()

    class Meta:
        # Chains come nearly in order of time, so a day is found by block ranges at no cost.
        indexes = (BrinIndex(fields=["when"], name="chain_when", pages_per_range=16),)
        constraints = (models.UniqueConstraint(fields=["key"], name="chain_once"),)
        triggers = append_only("chain")

    def __str__(self) -> str:
        return self.key


class Hold(models.Model):
    """An amount set aside; ``left`` shrinks by settle and release and is a cache likewise."""

    lasting: ClassVar[Lasting] = Lasting(elsewhere=("left",))

    key = models.CharField(max_length=200)
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds_out")
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds_in")
    amount = models.BigIntegerField()
    left = models.BigIntegerField()
    expires: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="holds")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["key"], name="hold_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="hold_not_empty"),
            models.CheckConstraint(
                condition=Q(left__gte=0) & Q(left__lte=F("amount")), name="hold_left_within"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="hold_between_two_accounts"
            ),
        )

    def __str__(self) -> str:
        return self.key


class Transfer(models.Model):
    """One movement, for ever.

    The foreign keys are not checked again by the database: only the door writes here, from rows
    that it holds under lock, and one check per row and key would double the cost of a batch.
    """

    pk = models.CompositePrimaryKey("chain_id", "ordinal")
    chain = models.ForeignKey(
        Chain,
        on_delete=models.PROTECT,
        related_name="transfers",
        db_constraint=False,
        db_index=False,
    )
    ordinal = models.IntegerField()
    act = models.CharField(max_length=7)
    source = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="transfers_out",
        db_constraint=False,
        db_index=False,
    )
    target = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="transfers_in",
        db_constraint=False,
        db_index=False,
    )
    amount = models.BigIntegerField()
    hold = models.CharField(max_length=200, blank=True, default="")
    expires: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )

    class Meta:
        indexes = (
            models.Index(fields=["source", "chain"], name="transfer_source"),
            models.Index(fields=["target", "chain"], name="transfer_target"),
        )
        constraints = (
            known("act", [act.value for act in Act], "transfer_act_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_not_empty"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="transfer_between_two_accounts"
            ),
            models.CheckConstraint(
                condition=Q(expires=None) | Q(act=Act.HOLD.value), name="only_holds_expire"
            ),
        )
        triggers = append_only("transfer")

    def __str__(self) -> str:
        return f"{self.chain_id}#{self.ordinal}"


class Seal(models.Model):
    """A day that takes nothing more: the digest over its chains, chained to the seal before."""

    day = models.DateField(unique=True)
    chains = models.IntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("seal")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

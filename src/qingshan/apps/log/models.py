"""The log as it is kept: entries in their order for ever, full tiles of the tree, signed heads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.core.proof.merkle import HASHERS

KINDS = ("event", "chain")


class LogEntry(models.Model):
    """One line: an event of the journal or a chain of the ledger, by its two digests."""

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=5)
    row = models.BigIntegerField()
    name = models.CharField(max_length=60)
    when = models.DateTimeField()
    sha256 = models.BinaryField(max_length=32)
    sm3 = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "row"], name="log_entry_once"),
            known("kind", KINDS, "log_entry_kind_known"),
            models.CheckConstraint(condition=Q(index__gte=0), name="log_entry_counted"),
        )
        triggers = append_only("log_entry")

    def __str__(self) -> str:
        return f"{self.index}"


class LogTile(models.Model):
    """A full tile under one hash function: its lowest row of 256 hashes, and their root."""

    hasher = models.CharField(max_length=6)
    level = models.IntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["hasher", "level", "index"], name="log_tile_once"),
            known("hasher", [hasher.name for hasher in HASHERS], "log_tile_hasher_known"),
        )
        triggers = append_only("log_tile")

    def __str__(self) -> str:
        return f"{self.hasher}/{self.level}/{self.index}"


class TreeHead(models.Model):
    """A signed head: what the log was at a size; ``text`` is the file that strangers keep."""

    size = models.BigIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    text = models.TextField()
    when = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(size__gt=0), name="tree_head_not_empty"),)
        triggers = append_only("tree_head")

    def __str__(self) -> str:
        return f"{self.size}"

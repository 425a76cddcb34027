"""Tokens with which a program acts for a party."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Token(models.Model):
    """A secret that lets a program act as its owner for one party, within scopes, for a time.

    The secret itself is not kept: who reads the database learns none. ``head`` are its first
    letters, by which its owner tells it from others.
    """

    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="tokens")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=30))
    digest = models.CharField(max_length=64, unique=True)
    head = models.CharField(max_length=12)
    issued = models.DateTimeField()
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}（{self.head}…）"

    def is_good(self, when: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.ended is None and when < self.expires

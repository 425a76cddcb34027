"""Surveys as they came, the sub-compartments read from them, and the counties they lie in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from qingshan.apps.base.models import KeptFile
from qingshan.apps.land.boxes import BoxField
from qingshan.apps.land.machine import SURVEY
from qingshan.core.kernel.machine import Machine

SQUARE_METRE_PER_MU = 10_000 / 15


class County(models.Model):
    """An administrative unit of county level with its boundary (EPSG:4490)."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=40)
    prefecture = models.CharField(max_length=40)
    shape = models.BinaryField()
    bounds = BoxField()
    source = models.CharField(max_length=120)

    class Meta:
        indexes = (GistIndex(fields=["bounds"], name="county_bounds"),)

    def __str__(self) -> str:
        return self.name


class Survey(models.Model):
    """A file of sub-compartments as it was handed in, with the field map that reads it."""

    machine: ClassVar[Machine] = SURVEY

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="surveys")
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    field_map = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, default=SURVEY.start)
    received = models.DateTimeField()
    layer: models.JSONField[Any, Any] = models.JSONField(default=dict)
    inputs = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(SURVEY.states)), name="survey_state_known"
            ),
        )

    def __str__(self) -> str:
        return f"调查 {self.pk}"


class Compartment(models.Model):
    """One sub-compartment (小班) of a survey; a later survey never erases an earlier one."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="compartments")
    row = models.IntegerField()
    key = models.CharField(max_length=120)
    county_code = models.CharField(max_length=6, blank=True)
    species_group = models.CharField(max_length=20)
    origin = models.CharField(max_length=20, blank=True)
    age_group = models.CharField(max_length=20, blank=True)
    stated_area_m2 = models.BigIntegerField()
    shape_area_m2 = models.BigIntegerField()
    shape = models.BinaryField()
    bounds = BoxField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["survey", "row"], name="compartment_once"),)
        indexes = (GistIndex(fields=["bounds"], name="compartment_bounds"),)

    def __str__(self) -> str:
        return self.key

"""The land register: counties, surveys and their sub-compartments, tenure, zones and claims."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.land.boxes import BoxField
from qingshan.apps.land.machine import CLAIM, SURVEY, ZONE_LAYER
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.zones import ZONE_GRADES, ZONE_KINDS

SQUARE_METRE_PER_MU = 10_000 / 15

CERTIFICATE_KINDS: dict[str, Label] = {
    "forest": Label("林权证", "forest tenure certificate"),
    "immovable": Label("不动产权证书", "immovable property certificate"),
    "contract": Label("土地承包经营权证", "land contract certificate"),
}

RIGHT_KINDS: dict[str, Label] = {
    "land_ownership": Label("林地所有权", "ownership of forest land"),
    "land_use": Label("林地使用权", "use of forest land"),
    "land_contract": Label("林地承包经营权", "contract right to forest land"),
    "land_management": Label("林地经营权", "management right to forest land"),
    "tree_ownership": Label("林木所有权", "ownership of trees"),
    "tree_use": Label("林木使用权", "use of trees"),
}


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
    """A file of sub-compartments as it was handed in, with the field map that reads it.

    ``surveyed_on`` is the date of the field work, null where nobody told it.
    """

    machine: ClassVar[Machine] = SURVEY

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="surveys")
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    field_map = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, default=SURVEY.start)
    received = models.DateTimeField()
    surveyed_on = models.DateField(null=True)
    layer: models.JSONField[Any, Any] = models.JSONField(default=dict)
    inputs = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (known("state", SURVEY.states, "survey_state_known"),)

    def __str__(self) -> str:
        return f"调查 {self.pk}"


def _told(length: int) -> models.CharField[str, str]:
    """A column that holds what a file says, as written; empty where it says nothing."""
    return models.CharField(max_length=length, blank=True, default="", db_default="")


class Compartment(models.Model):
    """One sub-compartment (小班) of a survey; a later survey never erases an earlier one.

    ``township`` to ``number`` are the file's own XIANG, CUN, LIN_BAN, XIAO_BAN; the tenure codes
    are its LD_QS and LMSYQ, category and grade its SEN_LIN_LB and SHI_QUAN_D, as read.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="compartments")
    row = models.IntegerField()
    key = models.CharField(max_length=120)
    county_code = models.CharField(max_length=6, blank=True)
    township = _told(40)
    village = _told(40)
    forest_block = _told(40)
    number = _told(40)
    land_tenure = _told(20)
    tree_tenure = _told(20)
    forest_category = _told(20)
    public_benefit_grade = _told(20)
    species_group = models.CharField(max_length=20)
    origin = models.CharField(max_length=20, blank=True)
    age_group = models.CharField(max_length=20, blank=True)
    stated_area_m2 = models.BigIntegerField()
    shape_area_m2 = models.BigIntegerField()
    shape = models.BinaryField()
    bounds = BoxField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["survey", "row"], name="compartment_once"),)
        indexes = (
            GistIndex(fields=["bounds"], name="compartment_bounds"),
            models.Index(
                fields=["county_code", "township", "village", "forest_block", "number"],
                name="compartment_numbers",
            ),
        )

    def __str__(self) -> str:
        return self.key


class TenureCertificate(models.Model):
    """A right to forest land or trees, as its certificate states it.

    ``number`` is in the normal form of ``tenure.normal_number``. A term that the certificate does
    not state is null and not ``is_perpetual``: then nobody knows whether the right covers a period.
    """

    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=80, unique=True)
    right = models.CharField(max_length=30)
    holder = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    holder_name = models.CharField(max_length=120, blank=True)
    co_owners: models.JSONField[Any, Any] = models.JSONField(default=list)
    county_code = models.CharField(max_length=6)
    area_m2 = models.BigIntegerField()
    issued_on = models.DateField(null=True)
    term_end = models.DateField(null=True)
    is_perpetual = models.BooleanField(default=False)
    shape = models.BinaryField(null=True)
    bounds = BoxField(null=True)  # type: ignore[misc]
    compartments = models.ManyToManyField(Compartment, related_name="certificates")

    class Meta:
        constraints = (
            known("kind", CERTIFICATE_KINDS, "certificate_kind_known"),
            known("right", RIGHT_KINDS, "certificate_right_known"),
            models.CheckConstraint(
                condition=models.Q(is_perpetual=False) | models.Q(term_end=None),
                name="certificate_one_term",
            ),
        )

    def __str__(self) -> str:
        return self.number


class ZoneLayer(models.Model):
    """A published version of a layer of zones, with where it comes from and what it covers.

    ``coverage`` lists the codes of administrative units (province, prefectures, counties) in which
    the layer tells all there is; ``footprint`` is a shape that says the same. Elsewhere the layer
    knows nothing.
    """

    machine: ClassVar[Machine] = ZONE_LAYER

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    publisher = models.CharField(max_length=120)
    document_number = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=120, blank=True)
    as_of = models.DateField()
    entered = models.DateTimeField()
    coverage = ArrayField(models.CharField(max_length=6), default=list)
    footprint = models.BinaryField(null=True)
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=ZONE_LAYER.start)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="supersedes"
    )
    notes: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        constraints = (
            known("state", ZONE_LAYER.states, "zone_layer_state_known"),
            known("kind", ZONE_KINDS, "zone_layer_kind_known"),
            models.UniqueConstraint(
                fields=["kind", "name", "version"],
                name="zone_layer_once",
                condition=~models.Q(state="withdrawn"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.version} 版）"


class Zone(models.Model):
    """One zone of a layer; ``start`` and ``end`` are the days of another programme's project."""

    layer = models.ForeignKey(ZoneLayer, on_delete=models.PROTECT, related_name="zones")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=160, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    shape = models.BinaryField()
    bounds = BoxField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["layer", "key"], name="zone_once"),
            known("grade", ZONE_GRADES, "zone_grade_known"),
        )
        indexes = (GistIndex(fields=["bounds"], name="zone_bounds"),)

    def __str__(self) -> str:
        return self.name or self.key


class Claim(models.Model):
    """The removals of a survey's land over some days, claimed under one scheme.

    No ``pools`` means that nobody told them: such a claim meets every other. ``lapsed_on`` is the
    first day on which a claim that was given up no longer binds the land.
    """

    machine: ClassVar[Machine] = CLAIM
    lasting: ClassVar[Lasting] = Lasting(
        elsewhere=(
            "state",
            "number",
            "lapsed_on",
            "method",
            "pools",
            "start",
            "end",
            "survey",
            "title",
            "tenure_number",
        )
    )

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="claims")
    title = models.CharField(max_length=120)
    scheme = models.CharField(max_length=40)
    method = models.CharField(max_length=40)
    pools = ArrayField(models.CharField(max_length=20), default=list)
    start = models.DateField()
    end = models.DateField()
    tenure_number = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=60, blank=True)
    entered_on = models.DateField()
    lapsed_on = models.DateField(null=True)
    state = models.CharField(max_length=20, default=CLAIM.start)

    class Meta:
        constraints = (
            known("state", CLAIM.states, "claim_state_known"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="claim_forward"
            ),
        )
        indexes = (
            models.Index(fields=["survey", "start", "end"], name="claim_days"),
            models.Index(fields=["tenure_number"], name="claim_tenure"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """The days claimed, half-open."""
        return Period(self.start, self.end)

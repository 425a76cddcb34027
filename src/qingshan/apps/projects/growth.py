"""Growth of the stands of a case before the event: curves, projection, and lists of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
from django.utils.safestring import mark_safe

from qingshan.apps.base import files
from qingshan.apps.base.frame import language
from qingshan.apps.land.bundle import unpacked
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.carbon.ex_ante import Projected, projected
from qingshan.core.carbon.growing import stands_of_layer
from qingshan.core.geo.confined import read_confined
from qingshan.core.growth.curve import Curve, Curves, fit_curves
from qingshan.core.growth.limits import limits_on
from qingshan.core.growth.picture import curve_svg, curve_words
from qingshan.core.growth.stands import REASONS
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.writing import Field
from qingshan.core.tables.shelf import open_shelf

HELD = 8
"""Surveys and projections held in memory; each comes out the same whenever it is made."""

NOT_CREDITED = Label("事前估算，不据以签发", "ex-ante, never credited")
"""The name of every sheet that holds a projection."""

STAND_FIELDS = (
    Field("compartment", Label("小班", "sub-compartment")),
    Field("curve", Label("曲线", "curve")),
    Field("year", Label("年后", "years on")),
    Field("age_yr", Label("林龄", "age"), "年"),
    Field("area_ha", Label("面积", "area"), "公顷", decimals=4),
    Field("stock_low_m3", Label("蓄积下限", "stock, low"), "m³", decimals=2),
    Field("stock_m3", Label("蓄积", "stock"), "m³", decimals=2),
    Field("stock_high_m3", Label("蓄积上限", "stock, high"), "m³", decimals=2),
)
POINT_FIELDS = (
    Field("curve", Label("curve", "curve")),
    Field("age", Label("age", "age")),
    Field("volume", Label("volume", "volume")),
    Field("low", Label("low", "low")),
    Field("high", Label("high", "high")),
)
"""The points of curves under the headings by which a field map reads them."""


@dataclass(frozen=True)
class Asked:
    """What is to be projected: years from the survey, and whether published curves stand in."""

    years: tuple[int, ...]
    reference: bool = False


@dataclass(frozen=True)
class CurveRow:
    """A curve as the page shows it, with every form that was tried, the chosen one first."""

    curve: Curve
    forms: list[dict[str, object]]

    @property
    def picture(self) -> str:
        """The curve with its stands, in the language of the page."""
        return mark_safe(curve_svg(self.curve, language()))  # noqa: S308  made by us

    @property
    def words(self) -> tuple[Label, Label]:
        """What stands above the picture."""
        return curve_words(self.curve)


def fitted(claim: MonitoringPeriod, today: date) -> Curves:
    """Curves on the sub-compartments of a case, one for each species group and origin.

    Raises
    ------
    Refused
        E-FD codes for a survey without ages or volumes; E-GR codes where no group gives a curve.
    """
    return _fitted(claim.survey.file.digest, _crs(claim), today)


def grown(claim: MonitoringPeriod, asked: Asked, today: date) -> Projected:
    """The sub-compartments of a case projected along their curves.

    Raises
    ------
    Refused
        As ``fitted``, unless published curves stand in; E-GR codes for groups without a curve and
        for years that lead beyond what the stands support.
    """
    return _grown(claim.survey.file.digest, _crs(claim), asked, today)


def curve_rows(curves: Curves) -> list[CurveRow]:
    """Every curve with its diagnostics."""
    return [
        CurveRow(curve, [_form(curve, at) for at in range(len(curve.candidates))])
        for curve in curves.curves
    ]


def left_out(found: Projected) -> Label | None:
    """How many stands were left out and why, as one phrase; None where all could be used."""
    counted = found.stands.left_out
    if not counted:
        return None
    return Label(
        "、".join(f"{REASONS[why].zh} {count} 个" for why, count in counted.items()),
        ", ".join(f"{count} {REASONS[why].en}" for why, count in counted.items()),
    )


def listed_stands(claim: MonitoringPeriod, found: Projected) -> pl.DataFrame:
    """Every stand and year under the key of its sub-compartment (columns ``STAND_FIELDS``)."""
    rows = claim.survey.compartments.values_list("row", "key")
    keys = pl.DataFrame(
        list(rows), schema={"row": pl.Int64, "compartment": pl.String}, orient="row"
    )
    return found.stands.stands.join(keys, on="row", how="left", maintain_order="left")


def _form(curve: Curve, at: int) -> dict[str, object]:
    fit = curve.candidates[at]
    named = zip(fit.form.parameters, fit.values.tolist(), strict=True)
    return {
        "label": fit.form.label,
        "formula": fit.form.formula,
        "source": fit.form.source,
        "parameters": "，".join(f"{name} = {value:.4g}" for name, value in named),
        "fit": fit,
        "is_chosen": not at,
    }


def _crs(claim: MonitoringPeriod) -> str:
    return claim.survey.layer["crs_given"] or ""


@lru_cache(maxsize=HELD)
def _fitted(digest: str, crs: str, today: date) -> Curves:
    return fit_curves(_stands(digest, crs, today), limits_on(open_shelf(), today))


@lru_cache(maxsize=HELD)
def _grown(digest: str, crs: str, asked: Asked, today: date) -> Projected:
    stands = _stands(digest, crs, today)
    return projected(stands, asked.years, open_shelf(), today, reference=asked.reference)


@lru_cache(maxsize=HELD)
def _stands(digest: str, crs: str, today: date) -> pl.DataFrame:
    with unpacked(files.read(digest)) as source:
        layer = read_confined(source.data, crs=crs or None)
        return stands_of_layer(layer, source.field_map(), open_shelf(), today)

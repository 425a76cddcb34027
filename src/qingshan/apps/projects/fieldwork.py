"""Sampling and field data of a case: designed on its land, checked from the kept files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl

from qingshan.apps.base import files
from qingshan.apps.base.models import KeptFile
from qingshan.apps.land.reads import shapes_of
from qingshan.apps.projects.measuring import compartments_of
from qingshan.apps.projects.models import FieldSurvey, MonitoringPeriod, SamplingDesign
from qingshan.core.carbon.figures import Own
from qingshan.core.carbon.stands import AGE_GROUPS, ORIGINS
from qingshan.core.doctor.field_data import (
    FieldAnswer,
    FieldFiles,
    Forest,
    PlotComparison,
    check_field_confined,
    compare_field_confined,
)
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE
from qingshan.core.sampling.design import Design, Wish, design_plots
from qingshan.core.sampling.strata import UNKNOWN, density_class
from qingshan.core.tables.shelf import open_shelf

STOCK = "volume_t2_m3_ha"
CANOPY = "canopy"
AGES = {str(code): label for code, label in AGE_GROUPS.items()}
PARTS = ("trees", "plots", "earlier", "earlier_plots", "photos")
"""The files that field data may consist of, by the names of their columns."""


def latest_design(claim: MonitoringPeriod) -> SamplingDesign | None:
    """The design that counts."""
    return claim.designs.order_by("-pk").first()


def designed(claim: MonitoringPeriod, wish: Wish, as_of: date) -> Design:
    """A design on the land of a case; stocks are those of the survey where it has them."""
    survey, shelf = claim.survey, open_shelf()
    stored = pl.DataFrame(
        [
            (row.row, row.key, row.species_group, _word(ORIGINS, row.origin),
             _word(AGES, row.age_group), row.stated_area_m2 / SQUARE_METRE_PER_HECTARE)
            for row in survey.compartments.order_by("row")
        ],
        schema=["row", "compartment", "group", "origin", "age_group", "area_ha"],
        orient="row",
        infer_schema_length=None,
    )  # fmt: skip
    fitted = compartments_of(claim, as_of, claim.options).frame
    density = pl.lit(UNKNOWN).alias("density")
    if CANOPY in fitted.columns:
        density = density_class(fitted[CANOPY], shelf, as_of)  # type: ignore[assignment]
    told = fitted.select(
        "compartment",
        density,
        (pl.col(STOCK) if STOCK in fitted.columns else pl.lit(None, pl.Float64)).alias("stock"),
    )
    frame = stored.join(told, on="compartment", how="left", maintain_order="left")
    return design_plots(frame, shapes_of(survey), wish, shelf, as_of)


def _word(labels: Mapping[str, Label], code: str) -> str | None:
    """What a code is called in the name of a stratum; None where nothing was stated."""
    return labels[code].zh if code in labels else code or None


def checked(
    claim: MonitoringPeriod, kept: Mapping[str, KeptFile], as_of: date, language: str
) -> FieldAnswer:
    """Field data read again from the files that were handed in, against the land of the case."""
    with _laid_out(kept) as files_of_survey:
        return check_field_confined(files_of_survey, _forest(claim), as_of=as_of, language=language)


def compared(survey: FieldSurvey, own: Own) -> PlotComparison:
    """Someone's own figures held against plots, measured again by the tables of the day.

    Raises
    ------
    Refused
        What the route over plots refuses of the lists.
    """
    kept = {part: file for part in PARTS if (file := getattr(survey, part)) is not None}
    day = date.fromisoformat(survey.estimate["as_of"])
    with _laid_out(kept) as files_of_survey:
        return compare_field_confined(files_of_survey, _forest(survey.monitoring), own, as_of=day)


@contextmanager
def _laid_out(kept: Mapping[str, KeptFile]) -> Iterator[FieldFiles]:
    """The files of a survey as paths, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="qingshan-") as name:
        folder = Path(name)
        yield FieldFiles(**{part: _laid(folder / part, file) for part, file in kept.items()})


def _laid(folder: Path, kept: KeptFile) -> Path:
    """A kept file under the name that it came with, alone in its folder."""
    folder.mkdir()
    path = folder / Path(kept.name).name
    path.write_bytes(files.read(kept.digest))
    return path


def _forest(claim: MonitoringPeriod) -> Forest:
    """The land; with a design, its strata and their areas."""
    shapes, design = shapes_of(claim.survey), latest_design(claim)
    if design is None:
        return Forest(shapes, claim.period)
    by_key = design.told["compartments"]
    keys = claim.survey.compartments.order_by("row").values_list("key", flat=True)
    return Forest(
        shapes,
        claim.period,
        tuple(by_key.get(key) for key in keys),
        {row["stratum"]: row["area_ha"] for row in design.strata},
    )

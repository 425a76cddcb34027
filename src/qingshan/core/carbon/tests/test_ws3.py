"""The reference stands of ws3 by the example's field map, against a recomputation without our
code."""

from __future__ import annotations

import csv
import math
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyogrio.raw
import pytest

from qingshan.core.carbon.compartment import Survey, fit
from qingshan.core.carbon.fieldmap import read_fieldmap
from qingshan.core.carbon.run import measure
from qingshan.core.geo.vector import read_layer
from qingshan.core.kernel.period import Period

FIELDS = Path(__file__).parents[5] / "examples" / "ws3_tsa24" / "fields.toml"
PARAMETERS = {
    "SX": ("0.342", "1.734", "0.224", "0.521"),
    "SB": ("0.342", "1.734", "0.224", "0.521"),
    "PLI": ("0.424", "1.631", "0.206", "0.511"),
    "AT": ("0.378", "1.446", "0.227", "0.496"),
}


def by_hand(folder: Path, years: int) -> tuple[int, int]:
    """Total in units of 0.0001 t and number of stands: plain loops, exact fractions, own
    rounding."""
    curves: dict[str, dict[int, Fraction]] = {}
    with (folder / "curve_points_table.csv").open() as handle:
        for row in csv.DictReader(handle):
            curves.setdefault(row["curve_id"], {})[int(row["x"])] = Fraction(row["y"])
    meta, _, _, columns = pyogrio.raw.read(folder / "stands.shp", read_geometry=False)
    stands = [
        dict(zip(meta["fields"], values, strict=True)) for values in zip(*columns, strict=True)
    ]
    total = 0
    for stand in stands:
        curve = curves[str(stand["curve1"])]
        svd, bef, rsr, cf = (Fraction(text) for text in PARAMETERS[stand["SPECIES_CD"]])
        age = int(stand["age"])
        growth = curve[age + years] - curve[age]
        area = Fraction(float(stand["area"]))
        exact = area * growth * svd * bef * (1 + rsr) * cf * Fraction(44, 12) * 10_000
        low = math.floor(exact)
        assert abs(exact - low - Fraction(1, 2)) > Fraction(1, 10**6), "a tie would need a rule"
        total += low + (exact - low > Fraction(1, 2))
    return total, len(stands)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("first", "last", "years"), [(2021, 2025, 5), (2012, 2023, 12), (2020, 2020, 1)]
)
def test_total_equals_the_recomputation(reference, shelf, first, last, years):
    path = reference / "data" / "stands" / "ws3_tsa24" / "stands.shp"
    layer = read_layer(path)
    span = Period.inclusive(date(first, 1, 1), date(last, 12, 31))
    compartments = fit(
        Survey.of(layer, folder=path.parent),
        shelf=shelf,
        as_of=date(2026, 7, 1),
        fields=read_fieldmap(FIELDS),
        period=span,
    )
    run = measure(compartments, method="gz_ticket_v1", period=span, as_of=date(2026, 7, 1))
    total, count = by_hand(path.parent, years)
    assert len(run.frame) == count == 190
    assert run.removal == total
    assert run.area_ha == pytest.approx(1366.738, abs=1e-3)

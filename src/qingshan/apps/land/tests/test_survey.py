"""A survey is entered whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
import shapely
from django.conf import settings
from pyproj import Transformer

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Event
from qingshan.apps.land import reads
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.bundle import Source
from qingshan.apps.land.intake import take_in
from qingshan.apps.land.models import Compartment, County, Survey
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.import_counties import BOUNDARIES, import_counties
from qingshan.apps.walks.cast import FOUNDER
from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.writing import write_geojson
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh_counties():
    reads._counties.cache_clear()
    yield
    reads._counties.cache_clear()


def accept(office, survey: Survey, part: str = "farm") -> Survey:
    return accept_survey(
        office.call(part), survey=survey.pk, method=office.method,
        start=office.first, end=office.end, as_of=office.as_of,
    )  # fmt: skip


def test_it_is_entered_row_by_row(office):
    survey = office.accepted(office.file(count=6))
    rows = list(survey.compartments.order_by("row"))
    assert (survey.state, len(rows)) == ("accepted", 6)
    assert survey.layer["encoding"] == "GB18030"
    assert survey.layer["crs"] == "EPSG:4524"
    shapes = reads.shapes_of(survey)
    for row, shape, area in zip(rows, shapes, areas_m2(shapes), strict=True):
        assert row.shape_area_m2 == round(area)
        assert row.stated_area_m2 == pytest.approx(row.shape_area_m2, abs=2)
        assert row.bounds == pytest.approx(shapely.bounds(shape))
        assert row.origin == "planted"
        assert row.key.startswith("52")
    assert reads.area_m2(survey) == sum(row.shape_area_m2 for row in rows)


def test_it_is_entered_once(office, refuses):
    survey = office.accepted()
    with refuses("E-MC-01"):
        accept(office, survey)
    assert survey.compartments.count() == 6


def test_nobody_enters_the_survey_of_another(office, refuses):
    survey = office.received()
    with refuses("E-AU-02"):
        accept(office, survey, "village")


def test_everything_wrong_is_said_at_once_and_nothing_is_entered(office, refuses):
    def spoil(frame, shapes):
        x, y = shapely.bounds(shapes[2])[:2]
        shapes[2] = shapely.Polygon(
            [(x, y), (x + 0.002, y + 0.002), (x + 0.002, y), (x, y + 0.002)]
        )
        return (
            frame.with_columns(
                YOU_SHI_SZ=pl.Series(["660", *frame["YOU_SHI_SZ"][1:]]),
                HUO_LMGQXJ=pl.Series([*frame["HUO_LMGQXJ"][:5], -3.0]),
            ),
            shapes,
        )

    survey = office.received(office.file(edit=spoil))
    before = Compartment.objects.count(), Event.objects.count()
    with refuses("E-FD-04", "E-UP-05", "E-FD-09"):
        accept(office, survey)
    assert (Compartment.objects.count(), Event.objects.count()) == before
    survey.refresh_from_db()
    assert survey.state == "received"


def test_every_row_with_a_wrong_area_is_named(office):
    def swell(frame, shapes):
        wrong = pl.Series([1.0, 1.2, 1.0, 1.0, 1.1, 1.0])
        return frame.with_columns(MIAN_JI=frame["MIAN_JI"] * wrong), shapes

    survey = office.received(office.file(edit=swell))
    with pytest.raises(Refused) as caught:
        accept(office, survey)
    assert [refusal.code for refusal in caught.value.refusals] == ["E-UP-07"] * 3
    named = {"zh": ("第 2 行", "第 5 行", "合计"), "en": ("row 2", "row 5", "total")}
    for language, rows in named.items():
        places = [refusal.where(language) for refusal in caught.value.refusals]
        said = zip(rows, places, strict=True)
        assert [row in place for row, place in said] == [True] * 3, places


def test_areas_in_neither_unit_are_not_guessed(office, refuses):
    def swell(frame, shapes):
        return frame.with_columns(MIAN_JI=frame["MIAN_JI"] * 1.2), shapes

    with refuses("E-FD-15"):
        accept(office, office.received(office.file(edit=swell)))


def test_shapes_over_each_other_are_refused(office, refuses):
    def double(frame, shapes):
        shapes[1] = shapely.transform(shapes[0], lambda points: points + 0.0005)
        return frame, shapes

    with refuses("E-UP-06"):
        accept(office, office.received(office.file(edit=double)))


def test_compartments_know_their_county(office, fresh_counties):
    survey = office.accepted()
    assert set(survey.compartments.values_list("county_code", flat=True)) == {""}
    west, south, east, north = shapely.total_bounds(reads.shapes_of(survey))
    for code, box in (
        ("522601", Box(west - 1, south - 1, (west + east) / 2, north + 1)),
        ("522602", Box((west + east) / 2, south - 1, east + 1, north + 1)),
    ):
        County.objects.create(
            code=code, name=code, prefecture="", bounds=box, source="test",
            shape=shapely.to_wkb(shapely.box(*box)),
        )  # fmt: skip
    shapes = reads.shapes_of(survey)
    found = reads.county_codes_of(shapes)
    middle = (west + east) / 2
    for code, shape in zip(found, shapes, strict=True):
        share = areas_m2([shapely.intersection(shape, shapely.box(west, south, middle, north))])[0]
        assert code == ("522601" if share > areas_m2([shape])[0] / 2 else "522602")
    assert set(found) == {"522601", "522602"}
    assert reads.county("522601").name == "522601"
    assert reads.county("999999") is None


def test_the_provinces_counties_are_entered(office, fresh_counties):
    if not (settings.VENDOR_FOLDER / BOUNDARIES).exists():
        pytest.skip("the collected boundaries are absent; build the package once")
    call = Call(FOUNDER, office.now + timedelta(days=1), "counties")
    import_counties(call)
    import_counties(call)
    assert County.objects.count() == 88
    assert reads.county_names()["522629"] == "剑河县"
    shape = from_wkb([reads.county("522629").shape])[0]
    assert shape.is_valid
    assert reads.county_codes_of(shapely.points([[108.44, 26.73], [116.4, 39.9]])) == ["522629", ""]


def test_a_missing_system_names_those_of_the_counties(office, fresh_counties, tmp_path):
    """Eastings without zone number and no .prj: only what leads into a county entered is named."""
    box = Box(103.5, 24.5, 109.7, 29.3)
    County.objects.create(
        code="522601", name="凯里市", prefecture="", bounds=box, source="test",
        shape=shapely.to_wkb(shapely.box(*box)),
    )  # fmt: skip
    home = shapely.box(107.98, 26.57, 107.981, 26.571)
    way = Transformer.from_crs(4490, 4545, always_xy=True)
    bare = shapely.transform(home, lambda points: np.column_stack(way.transform(*points.T)))
    write_geojson(tmp_path / "a.geojson", pl.DataFrame({"LIN_BAN": ["1"]}), np.array([bare]))
    days = Period(office.first, office.end)
    source = Source(tmp_path / "a.geojson")
    with pytest.raises(Refused) as caught, reads.systems_of_counties():
        take_in(source, method=office.method, period=days, as_of=office.as_of)
    (refusal,) = caught.value.refusals
    assert refusal.code == "E-UP-03"
    assert refusal.facts["candidates"] == "EPSG:4544 EPSG:4545"

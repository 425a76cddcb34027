"""Surveys follow each other: numbers as read, what is current at a date, what came before."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.apps.base import files
from qingshan.apps.base.archive import ZIP
from qingshan.apps.land.bundle import Source, pack
from qingshan.apps.land.history import history_of, latest, numbers_of, townships_of
from qingshan.apps.land.models import Compartment
from qingshan.apps.land.numbers import told_fields
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.receive_survey import receive_survey

pytestmark = pytest.mark.django_db

PLOT = 4
COUNTY = ""  # No boundaries are entered here, so no county is known.


@pytest.fixture
def surveyed(office):
    """Enter a survey of one plot with a day of field work."""

    def enter(day: date | None, edit=None, **recipe):
        bundle = pack(Source(office.file(plot=PLOT, edit=edit, **recipe)))
        kept = files.keep(bundle, name="xiaoban.zip", media_type=ZIP)
        party = office.party("farm")
        survey = receive_survey(office.call("farm"), party=party, file=kept.pk, surveyed_on=day)
        return accept_survey(
            office.call("farm"), survey=survey.pk, method=office.method, start=office.first,
            end=office.end, as_of=office.as_of,
        )  # fmt: skip

    return enter


def renumbered(frame, shapes):
    return frame.with_columns(XIAO_BAN=pl.lit("9") + pl.col("XIAO_BAN").str.slice(1)), shapes


def aside(frame, shapes):
    return frame, shapely.transform(shapes, lambda points: np.add(points, (0.02, 0.0)))


def test_what_the_file_says_is_kept(surveyed):
    survey = surveyed(date(2018, 9, 1))
    row = survey.compartments.get(row=1)
    assert (row.township, row.village, row.forest_block, row.number) == tuple(row.key.split("-"))[
        1:
    ]
    assert (row.land_tenure, row.forest_category, row.tree_tenure) == ("30", "022", "")
    assert survey.surveyed_on == date(2018, 9, 1)


def test_chinese_names_and_missing_columns(office):
    frame = pl.DataFrame({"乡": ["三棵树镇", None], "小班": [12.0, 7.0], "sen_lin_lb": ["011", ""]})
    first, second = told_fields(frame, office.as_of)
    assert (first["township"], first["number"], first["forest_category"]) == (
        "三棵树镇",
        "12",
        "011",
    )
    assert set(second.values()) == {"", "7"}


def test_the_latest_survey_of_the_same_numbers_is_current(surveyed):
    old, new = surveyed(date(2018, 9, 1)), surveyed(date(2023, 9, 1))
    assert {row.survey_id for row in latest(COUNTY, as_of=date(2024, 1, 1))} == {new.pk}
    assert {row.survey_id for row in latest(COUNTY, as_of=date(2020, 1, 1))} == {old.pk}
    assert latest(COUNTY, as_of=date(2018, 8, 31)) == []
    assert old.compartments.count() == new.compartments.count() == 6


def test_other_numbers_on_the_same_ground_give_way(surveyed):
    surveyed(date(2018, 9, 1))
    new = surveyed(date(2023, 9, 1), renumbered)
    assert {row.survey_id for row in latest(COUNTY, as_of=date(2024, 1, 1))} == {new.pk}


def test_other_ground_stays_current(surveyed):
    old = surveyed(date(2018, 9, 1))
    new = surveyed(date(2023, 9, 1), lambda *made: renumbered(*aside(*made)))
    assert {row.survey_id for row in latest(COUNTY, as_of=date(2024, 1, 1))} == {old.pk, new.pk}


def test_an_unknown_day_is_that_of_receipt(surveyed, office):
    new = surveyed(None)
    old = surveyed(date(2018, 9, 1))
    assert {row.survey_id for row in latest(COUNTY, as_of=office.now.date())} == {new.pk}
    assert {row.survey_id for row in latest(COUNTY, as_of=date(2020, 1, 1))} == {old.pk}


def test_history_by_number_and_by_ground(surveyed):
    first = surveyed(date(2013, 9, 1))
    moved = surveyed(date(2018, 9, 1), aside)
    renamed = surveyed(None, renumbered)
    row = Compartment.objects.get(survey=surveyed(date(2023, 9, 1)), row=1)
    told = [
        (other.compartment.survey_id, other.by_number, other.shared_m2 > 0, other.day)
        for other in history_of(row)
        if other.by_number or other.shared_m2 > row.shape_area_m2 / 2
    ]
    assert told == [
        (first.pk, True, True, date(2013, 9, 1)),
        (moved.pk, True, False, date(2018, 9, 1)),
        (renamed.pk, False, True, None),
    ]
    (same,) = (other for other in history_of(row) if other.compartment.survey_id == first.pk
               and other.by_number)  # fmt: skip
    assert same.shared_m2 == pytest.approx(row.shape_area_m2, rel=1e-3)


def test_choosing_by_township_and_number(surveyed):
    surveyed(date(2018, 9, 1))
    surveyed(date(2023, 9, 1))
    day = date(2024, 1, 1)
    (township,) = townships_of(COUNTY, as_of=day)
    assert (township.name, township.compartments) == ("101", 6)
    rows = numbers_of(COUNTY, "101", as_of=day)
    assert [row.number for row in rows] == sorted(row.number for row in rows)
    assert len(rows) == 6
    assert rows[0].area_m2 > 0
    assert numbers_of(COUNTY, "999", as_of=day) == []

"""Two surveys joined by key, and growth curves at two ages."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.period import Period

CURVES = """
[key]
row = "s"
[area]
column = "area"
unit = "ha"
[land_class]
value = "0111"
[species]
value = "杉木"
[curve]
table = "curves.csv"
curve = "id"
age = "age"
age_at = "start"
unit = "m3/ha"
columns = {curve = "id", age = "x", volume = "y"}
"""


@pytest.fixture
def curve_folder(tmp_path):
    words = "id,x,y\nk1,10,100\nk1,20,200\nk1,30,150\nk2,0,0\nk2,50,500\n"
    (tmp_path / "curves.csv").write_text(words)
    return tmp_path


def stand(**columns) -> pl.DataFrame:
    return pl.DataFrame({"area": [2.0, 3.0], "id": ["k1", "k2"], "age": [10, 10], **columns})


def test_two_surveys_joined_by_key_in_any_order(rows, fitted):
    now = rows(Q_MJ=None, Q_SZ=None, Q_ZXJ=None)
    then = rows(HUO_LMGQXJ=[60.0, 61.0, 62.0], MIAN_JI=[1.5, 2.5, 4.5]).reverse()
    frame = fitted(now, earlier=then).frame
    assert frame["volume_t1_m3_ha"].to_list() == [60.0, 61.0, 62.0]
    assert frame["area_t1_ha"].to_list() == [1.5, 2.5, 4.5]
    assert frame["group_t1"].to_list() == ["马尾松"] * 3


def test_the_earlier_survey_by_its_own_map(rows, fitted):
    now = rows(Q_MJ=None, Q_SZ=None, Q_ZXJ=None)
    then = now.select("XIAN", "XIANG", "CUN", "LIN_BAN", "XIAO_BAN").with_columns(
        pl.Series("A15", [22.5, 45.0, 67.5]), pl.Series("V15", [60.0, 61.0, 62.0])
    )
    words = (
        '[earlier.area_t1]\ncolumn = "A15"\nunit = "mu"\n'
        '[earlier.volume_t1]\ncolumn = "V15"\nunit = "m3/ha"'
    )
    frame = fitted(now, words, earlier=then).frame
    assert frame["area_t1_ha"].to_list() == pytest.approx([1.5, 3.0, 4.5])
    assert frame["volume_t1_m3_ha"].to_list() == [60.0, 61.0, 62.0]


def test_what_the_earlier_survey_lacks_is_refused(rows, fitted, refuses):
    now = rows(Q_MJ=None, Q_SZ=None, Q_ZXJ=None)
    with refuses("E-FD-20"):
        fitted(now, earlier=rows().head(2))
    with refuses("E-FD-01"):
        fitted(now, earlier=rows(HUO_LMGQXJ=None))
    with refuses("E-FD-11"):
        fitted(now, earlier=rows(HUO_LMGQXJ=[60.0, None, 62.0]))


def test_what_only_the_earlier_survey_has_is_told(rows, fitted):
    now = rows(Q_MJ=None, Q_SZ=None, Q_ZXJ=None)
    notes = fitted(now, earlier=rows(5)).notes
    assert any(note.code == "only-earlier" and "2" in note.text.zh for note in notes)


def test_a_curve_is_read_at_both_ages(fitted, curve_folder):
    frame = fitted(stand(), CURVES, shapes=False, folder=curve_folder).frame
    assert frame["volume_t1_m3_ha"].to_list() == [100.0, 100.0]
    assert frame["volume_t2_m3_ha"].to_list() == [150.0, 150.0]
    assert frame["mean_age_yr"].to_list() == [15.0, 15.0]


def test_a_curve_may_fall(fitted, curve_folder):
    frame = fitted(stand(age=[20, 20]), CURVES, shapes=False, folder=curve_folder).frame
    assert frame["volume_t2_m3_ha"][0] == 175.0
    assert frame["volume_t1_m3_ha"][0] == 200.0


def test_a_curve_in_cubic_metres_a_mu(fitted, curve_folder):
    words = CURVES.replace('unit = "m3/ha"', 'unit = "m3/mu"')
    (curve_folder / "curves.csv").write_text("id,x,y\nk1,10,4\nk1,20,8\nk2,10,2\nk2,20,3\n")
    frame = fitted(stand(), words, shapes=False, folder=curve_folder).frame
    assert frame["volume_t1_m3_ha"].to_list() == [60.0, 30.0]
    assert frame["volume_t2_m3_ha"].to_list() == [90.0, 37.5]


def test_ages_at_the_end(fitted, curve_folder):
    words = CURVES.replace('age_at = "start"', 'age_at = "end"')
    frame = fitted(stand(age=[15, 15]), words, shapes=False, folder=curve_folder).frame
    assert frame["volume_t1_m3_ha"][0] == 100.0


@pytest.mark.parametrize("changes", [{"age": [27, 10]}, {"age": [5, 10]}, {"id": ["k9", "k2"]}])
def test_beyond_the_curve_nothing_is_known(fitted, refuses, curve_folder, changes):
    with refuses("E-FD-19"):
        fitted(stand(**changes), CURVES, shapes=False, folder=curve_folder)


@pytest.mark.parametrize(
    "words",
    ["id,x\nk1,10\n", "id,x,y\nk1,10,abc\n", "id,x,y\nk1,10,-4\n", "id,x,y\nk1,1,2\nk1,1,3\n"],
)
def test_a_faulty_curve_table(fitted, refuses, tmp_path, words):
    (tmp_path / "curves.csv").write_text(words)
    with refuses("E-FD-19"):
        fitted(stand(), CURVES, shapes=False, folder=tmp_path)


def test_a_curve_table_that_is_not_there(fitted, refuses, tmp_path):
    with refuses("E-FD-17"):
        fitted(stand(), CURVES, shapes=False, folder=tmp_path)


def test_curves_need_a_period(fitted, refuses, curve_folder):
    with refuses("E-FD-21"):
        fitted(stand(), CURVES, shapes=False, folder=curve_folder, period=None)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2016, 1, 1), date(2020, 12, 31), 5.0),
        (date(2012, 1, 1), date(2023, 12, 31), 12.0),
        (date(2016, 2, 29), date(2020, 2, 28), 4.0),
        (date(2020, 1, 1), date(2020, 1, 1), 1 / 365.2425),
        (date(2019, 7, 1), date(2021, 12, 31), 2 + 184 / 365.2425),
    ],
)
def test_calendar_years(first, last, years):
    assert calendar_years(Period.inclusive(first, last)) == pytest.approx(years, abs=1e-12)

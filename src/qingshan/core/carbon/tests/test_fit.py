"""Every refusal of a survey, and what is read from one that is in order."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from qingshan.core.carbon.compartment import Choice, Survey, fit
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


def test_a_standard_layer_becomes_our_columns(rows, fitted):
    frame = fitted(rows()).frame
    assert frame["compartment"][0] == "520122-101-003-0012-00001"
    assert frame["area_ha"].to_list() == [1.5, 3.0, 4.5]
    assert frame["volume_t1_m3_ha"].to_list() == [62.0, 62.0, 62.0]
    assert frame["volume_t2_m3_ha"].to_list() == [85.0, 85.0, 85.0]
    assert set(frame["group"]) == {"马尾松"}
    assert set(frame["origin"]) == {"planted"}
    assert set(frame["layer"]) == {"tree"}
    assert frame["emission_t"].to_list() == [0.0, 0.0, 0.0]


def test_field_codes_in_any_case_and_numbers_kept_as_text(rows, fitted):
    frame = rows(
        MIAN_JI=["1.50", " 3 ", "４．５"],
        HUO_LMGQXJ=["85", "85.0", "85"],
        Q_ZXJ=["93", "1,186.0", "279"],
        YOU_SHI_SZ=[220, 220, 220],
    ).rename(str.lower)
    result = fitted(frame).frame
    assert result["area_ha"].to_list() == [1.5, 3.0, 4.5]
    assert result["volume_t1_m3_ha"].to_list() == pytest.approx([62.0, 1186 / 3, 62.0])


def test_chinese_field_names(rows, fitted):
    frame = rows().rename(
        {"XIAN": "县", "LIN_BAN": "林班", "XIAO_BAN": "小班", "MIAN_JI": "面积", "DI_LEI": "地类",
         "YOU_SHI_SZ": "优势树种", "HUO_LMGQXJ": "活立木公顷蓄积", "Q_ZXJ": "前期总蓄积"}
    )  # fmt: skip
    assert fitted(frame).frame.equals(fitted(rows()).frame)


def test_alias_of_the_field_dictionary(rows, fitted):
    frame = rows().rename({"MIAN_JI": "XBMJ"})
    assert fitted(frame).frame["area_ha"].to_list() == [1.5, 3.0, 4.5]


@pytest.mark.parametrize(
    ("column", "code"), [("MIAN_JI", "E-FD-01"), ("DI_LEI", "E-FD-01"), ("YOU_SHI_SZ", "E-FD-01"),
                         ("HUO_LMGQXJ", "E-FD-01"), ("XIAO_BAN", "E-FD-01"), ("Q_ZXJ", "E-FD-11")],
)  # fmt: skip
def test_missing_fields(rows, fitted, refuses, column, code):
    with refuses(code):
        fitted(rows(**{column: None}))


@pytest.mark.parametrize("column", ["MIAN_JI", "DI_LEI", "YOU_SHI_SZ", "HUO_LMGQXJ", "XIAO_BAN"])
@pytest.mark.parametrize("empty", [None, "", " - ", "无", "NULL", "****"])
def test_a_missing_value_is_refused_never_zero(rows, fitted, refuses, column, empty):
    whole = [str(value) for value in rows()[column]]
    with refuses("E-FD-02"):
        fitted(rows(**{column: [whole[0], empty, whole[2]]}))


@pytest.mark.parametrize("written", ["12,5", "八十五", "85m3", "1e", "1,23"])
def test_not_a_number(rows, fitted, refuses, written):
    with refuses("E-FD-03"):
        fitted(rows(HUO_LMGQXJ=["85", written, "85"]))


def test_volume_negative(rows, fitted, refuses):
    with refuses("E-FD-04"):
        fitted(rows(HUO_LMGQXJ=[85.0, -1.0, 85.0]))
    with refuses("E-FD-04"):
        fitted(rows(Q_ZXJ=[85.0, -1.0, 85.0]))


def test_volume_above_nine_hundred(rows, fitted, refuses):
    with refuses("E-FD-05"):
        fitted(rows(HUO_LMGQXJ=[85.0, 900.1, 85.0]))
    assert fitted(rows(HUO_LMGQXJ=[85.0, 900.0, 85.0])).frame["volume_t2_m3_ha"][1] == 900.0


@pytest.mark.parametrize("area", [0.0, -2.0])
def test_area_not_positive(rows, fitted, refuses, area):
    with refuses("E-FD-06"):
        fitted(rows(MIAN_JI=[1.5, area, 4.5]))


@pytest.mark.parametrize(
    ("column", "value"),
    [("YU_BI_DU", 70.0), ("YU_BI_DU", -0.1), ("PINGJUN_NL", 400), ("LING_ZU", "7")],
)
def test_out_of_range(rows, fitted, refuses, column, value):
    with refuses("E-FD-07"):
        fitted(rows(**{column: [value] * 3}))


@pytest.mark.parametrize("species", ["999", "马尾送", "777000", "Pinus"])
def test_species_unknown(rows, fitted, refuses, species):
    with refuses("E-FD-08"):
        fitted(rows(YOU_SHI_SZ=[species] * 3))


def test_a_misspelt_species_is_told_the_nearest(rows, fitted):
    with pytest.raises(Refused) as caught:
        fitted(rows(YOU_SHI_SZ=["马尾送"] * 3))
    assert "马尾松" in caught.value.refusals[0].why("zh")


@pytest.mark.parametrize("species", ["710", "660", "毛竹"])
def test_species_without_parameters(rows, fitted, refuses, species):
    with refuses("E-FD-09"):
        fitted(rows(YOU_SHI_SZ=[species] * 3))


def test_keys_repeated(rows, fitted):
    with pytest.raises(Refused) as caught:
        fitted(rows(XIAO_BAN=["00001", "00001", "00003"]))
    (refusal,) = caught.value.refusals
    assert refusal.code == "E-FD-10"
    assert "第 1、2 行" in refusal.what("zh")


@pytest.mark.parametrize("changes", [{"Q_ZXJ": [93.0, None, 279.0]}, {"Q_ZXJ": ["93", "", "279"]},
                                     {"Q_ZXJ": [93.0, 0.0, 279.0], "Q_SZ": ["220", "", "220"]},
                                     {"Q_ZXJ": [93.0, 0.0, 279.0], "Q_SZ": None}])  # fmt: skip
def test_an_unknown_earlier_stock_is_refused(rows, fitted, refuses, changes):
    with refuses("E-FD-11"):
        fitted(rows(**changes))


def test_an_earlier_stock_of_zero_with_a_species_is_zero(rows, fitted):
    frame = fitted(rows(Q_ZXJ=[93.0, 0.0, 279.0])).frame
    assert frame["volume_t1_m3_ha"].to_list() == [62.0, 0.0, 62.0]


@pytest.mark.parametrize(
    "changes",
    [
        {"YOU_SHI_SZ": ["220", "110401", "310"]},
        {"YOU_SHI_SZ": ["220", "马尾松", "310"]},
        {"YOU_SHI_SZ": ["220000", "110401", "110401"]},
        {"DI_LEI": ["0111", "030100", "0111"]},
    ],
)
def test_mixed_code_systems(rows, fitted, refuses, changes):
    with refuses("E-FD-12"):
        fitted(rows(**changes))


@pytest.mark.parametrize("species", ["220", "220000", "110401", "马尾松", 220, 220000.0])
def test_one_system_at_a_time_is_read(rows, fitted, species):
    frame = fitted(rows(YOU_SHI_SZ=[species] * 3)).frame
    assert set(frame["group"]) == {"马尾松"}
    assert set(frame["level"]) == {"species"}


def test_a_species_of_a_wider_group_says_so(rows, fitted):
    frame = fitted(rows(YOU_SHI_SZ=["270"] * 3, Q_SZ=["270"] * 3)).frame
    assert set(frame["group"]) == {"其他松类"}
    assert set(frame["level"]) == {"group"}


@pytest.mark.parametrize("land", ["0113", "0131", "0162", "030200", "0210", "0112", "竹林地"])
def test_land_class_outside_the_method(rows, fitted, refuses, land):
    with refuses("E-FD-13"):
        fitted(rows(DI_LEI=[land] * 3))


@pytest.mark.parametrize("land", ["0111", "111", "030100", "30100", "0301", "乔木林地", "0141"])
def test_land_class_in_every_system(rows, fitted, land):
    assert len(fitted(rows(DI_LEI=[land] * 3))) == 3


def test_land_class_unknown(rows, fitted, refuses):
    with refuses("E-FD-14"):
        fitted(rows(DI_LEI=["9999"] * 3))


def test_area_unit_is_not_guessed(rows, fitted, refuses):
    with refuses("E-FD-15"):
        fitted(rows(), shapes=False)
    with refuses("E-FD-15"):
        fitted(rows(MIAN_JI=[4.0, 8.0, 12.0]))


def test_mu_are_told_by_the_drawn_areas_and_said(rows, fitted):
    mu = fitted(rows(MIAN_JI=[22.5, 45.0, 67.5], Q_MJ=[22.5, 45.0, 67.5]))
    hectares = fitted(rows())
    assert mu.frame["area_ha"].to_list() == pytest.approx(hectares.frame["area_ha"].to_list())
    assert mu.frame["area_t1_ha"].to_list() == pytest.approx([1.5, 3.0, 4.5])
    assert any("亩" in note.text.zh for note in mu.notes)


def test_no_rows(rows, fitted, refuses):
    with refuses("E-FD-22"):
        fitted(rows().head(0))


def test_origin_unknown(rows, fitted, refuses):
    with refuses("E-FD-23"):
        fitted(rows(QI_YUAN=["21", "99", "21"]))
    assert fitted(rows(QI_YUAN=["21", None, "11"])).frame["origin"].to_list() == [
        "planted", None, "natural",
    ]  # fmt: skip


def test_the_place_names_compartment_and_row(rows, fitted):
    with pytest.raises(Refused) as caught:
        fitted(rows(HUO_LMGQXJ=[85.0, -1.0, 85.0]))
    key = "520122-101-003-0012-00002"
    named = Label(f"小班 {key}（第 2 行）", f"sub-compartment {key} (row 2)")
    assert caught.value.refusals[0].place == named


def test_all_that_is_wrong_is_said_at_once(rows, fitted, refuses):
    with refuses("E-FD-02", "E-FD-04", "E-FD-06", "E-FD-07", "E-FD-08", "E-FD-13"):
        fitted(
            rows(
                6,
                HUO_LMGQXJ=[85.0, None, -3.0, 85.0, 85.0, 85.0],
                MIAN_JI=[1.5, 3.0, 4.5, 0.0, 7.5, 9.0],
                YU_BI_DU=[0.7, 0.7, 0.7, 0.7, 1.7, 0.7],
                YOU_SHI_SZ=["220"] * 5 + ["998"],
                DI_LEI=["0113"] + ["0111"] * 5,
            )
        )


def test_a_column_gone_wrong_does_not_fill_a_thousand_lines(rows, fitted, refuses):
    with refuses("E-FD-03", "E-FD-99"):
        fitted(rows(500, HUO_LMGQXJ=["x"] * 500))


def test_total_stock_over_area_when_the_density_is_absent_or_a_null_made_zero(rows, fitted):
    total = [127.5, 255.0, 382.5]
    absent = fitted(rows(HUO_LMGQXJ=None, ZXJ=total)).frame
    zeroed = fitted(rows(HUO_LMGQXJ=[85.0, 0.0, 85.0], ZXJ=total)).frame
    for frame in (absent, zeroed):
        assert frame["volume_t2_m3_ha"].to_list() == pytest.approx([85.0] * 3)


def test_total_and_density_that_differ_are_told(rows, fitted):
    notes = fitted(rows(ZXJ=[127.5, 300.0, 382.5])).notes
    assert any(note.code == "stock-differs-t2" for note in notes)


def test_area_that_changed_is_told(rows, fitted):
    result = fitted(rows(Q_MJ=[1.5, 2.5, 4.5]))
    assert any(note.code == "area-changed" for note in result.notes)
    assert result.frame["area_t1_ha"].to_list() == [1.5, 2.5, 4.5]


def test_earlier_species_is_kept_and_told(rows, fitted):
    result = fitted(rows(Q_SZ=["220", "310", "220"]))
    assert result.frame["group_t1"].to_list() == ["马尾松", "杉木", "马尾松"]
    assert any(note.code == "species-changed" for note in result.notes)


def test_a_zero_species_code_is_unknown(rows, fitted, refuses):
    with refuses("E-FD-02"):
        fitted(rows(YOU_SHI_SZ=["220", "0", "220"]))


def test_province_and_prefecture_stay_when_the_county_is_short(rows, fitted):
    frame = rows(XIAN=["22"] * 3).with_columns(pl.lit("01").alias("SHI"))
    assert fitted(frame).frame["compartment"][0] == "52-01-22-101-003-0012-00001"


def test_fit_takes_a_survey_without_a_period(rows, shelf):
    survey = Survey(rows(), np.array([1.5, 3.0, 4.5]))
    frame = fit(survey, shelf=shelf, as_of=date(2026, 7, 1)).frame
    assert len(frame) == 3


def test_what_is_not_known_of_the_first_date_is_told(rows, fitted):
    notes = {note.code for note in fitted(rows(Q_MJ=[1.5, None, 0.0])).notes}
    assert "area-t1-unknown" in notes
    notes = {note.code for note in fitted(rows(Q_SZ=["220", None, "220"])).notes}
    assert "species-t1-unknown" in notes


def _choice(method, **options):
    return Choice(method, options)


def _fit(frame, shelf, choice):
    drawn = np.arange(1, len(frame) + 1) * 1.5
    return fit(Survey(frame, drawn), shelf=shelf, as_of=AS_OF, period=FIVE_YEARS, method=choice)


CULMS = {
    f"{age}_{era}".upper(): [400.0 if era == "T1" else 600.0] * 3
    for age in ("YOUNG", "MIDDLE", "OLD")
    for era in ("T1", "T2")
}


def test_bamboo_shrub_and_trees_in_one_survey(rows, shelf):
    frame = rows(
        DI_LEI=["0111", "0113", "0131"],
        YOU_SHI_SZ=["220", "660", None],
        HUO_LMGQXJ=[85.0, None, None],
        Q_SZ=["220", None, None],
        Q_ZXJ=[93.0, None, None],
        GMZGD=[None, None, 60.0],
        Q_GMZGD=[None, None, 20.0],
        **CULMS,
    )
    options = {"forest_biomass": "90"}
    fitted = _fit(frame, shelf, _choice("ccer_14_001_v1", **options))
    assert fitted.frame["group"].to_list() == ["马尾松", "毛竹", "灌木林地"]
    assert fitted.frame["cover_t2"].to_list() == [None, None, 0.6]
    run = measure(fitted, method="ccer_14_001_v1", period=FIVE_YEARS, as_of=AS_OF, options=options)
    assert (run.frame["removal_unit"] > 0).all()


def test_what_a_layer_asks_is_asked_of_its_rows_alone(rows, shelf, refuses):
    frame = rows(DI_LEI=["0111", "0113", "0111"], YOU_SHI_SZ=["220", "660", "220"])
    choice = _choice("gz_ticket_v1", bamboo=True)
    with refuses("E-FD-01"):
        _fit(frame, shelf, choice)
    gap = {**CULMS, "OLD_T2": [None, None, None]}
    with refuses("E-FD-02"):
        _fit(frame.with_columns(**{k: pl.Series(v, dtype=pl.Float64) for k, v in gap.items()}),
             shelf, choice)  # fmt: skip
    assert len(_fit(frame.with_columns(**{k: pl.Series(v) for k, v in CULMS.items()}),
                    shelf, choice))  # fmt: skip


def test_a_survey_of_bamboo_alone_needs_no_growing_stock(rows, shelf):
    frame = rows(
        DI_LEI=["0113"] * 3,
        YOU_SHI_SZ=["660"] * 3,
        HUO_LMGQXJ=None,
        Q_ZXJ=None,
        Q_SZ=None,
        TREE_CLOSURE=[0.1] * 3,
        **CULMS,
    )
    run = measure(
        _fit(frame, shelf, "ar_cm_005_v1"),
        method="ar_cm_005_v1",
        period=FIVE_YEARS,
        as_of=AS_OF,
    )
    assert run.removal > 0

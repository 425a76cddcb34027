"""Heights, digits and duplicates: what a tape and a hypsometer cannot have read."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.fieldwork.digits import check_digits, evenness, heaping, resolution
from qingshan.core.fieldwork.duplicates import chance_of_agreement, check_duplicates
from qingshan.core.fieldwork.finding import TREES, Listed
from qingshan.core.fieldwork.heights import check_heights, fit_heights
from qingshan.core.fieldwork.limits import limits_on
from qingshan.core.kernel.level import Level
from qingshan.core.sheets.reading import Sheet
from qingshan.core.tables.shelf import open_shelf

LIMITS = limits_on(open_shelf(), date(2026, 7, 1))
PLACES = {"plot": "A", "tree": "B", "species": "C", "dbh_cm": "D", "height_m": "E", "status": "F"}


def listed(frame: pl.DataFrame) -> Listed:
    return Listed(Sheet("trees.xlsx", "0" * 64, "数据", 1, frame, PLACES), TREES)


def measured(plots=30, each=25, seed=1) -> pl.DataFrame:
    """Trees as they grow: dbh to 0.1 cm, heights on a curve with 8 % of scatter, to 0.1 m."""
    draw = np.random.default_rng(seed)
    count = plots * each
    dbh = np.clip(draw.gamma(9, 1.6, count), 5, 45).round(1)
    height = 1.3 + np.exp(3.1 - 9.0 / dbh + draw.normal(0, 0.08, count))
    return pl.DataFrame(
        {
            "row": range(2, count + 2),
            "plot": [f"P{at // each + 1:02d}" for at in range(count)],
            "tree": [str(at % each + 1) for at in range(count)],
            "species": ["310"] * count,
            "dbh_cm": dbh,
            "height_m": height.round(1),
            "status": pl.Series([None] * count, dtype=pl.String),
            "azimuth_deg": pl.Series([None] * count, dtype=pl.Float64),
            "distance_m": pl.Series([None] * count, dtype=pl.Float64),
        }
    )


def changed(frame: pl.DataFrame, row: int, **values) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(pl.col("row") == row).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    )


def said(findings) -> dict[str, list[tuple[int, ...]]]:
    found: dict[str, list[tuple[int, ...]]] = {}
    for finding in findings:
        for language in ("zh", "en"):
            refusal = finding.refusal
            text = refusal.what(language) + refusal.why(language) + refusal.remedy(language)
            assert not text.rstrip("？?").count("{")
            assert "?" not in text.replace("by eye?", "").replace(")?", "").replace("codes?", "")
        found.setdefault(finding.code, []).append(finding.rows)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_honest_trees_pass_every_check(seed) -> None:
    trees = listed(measured(seed=seed))
    found = [*check_heights(trees, LIMITS), *check_digits(trees, LIMITS)]
    found += check_duplicates(trees, LIMITS)
    assert [one for one in found if one.level is not Level.TELLS] == []


def test_a_height_with_its_point_moved_is_impossible() -> None:
    """PRODUCT J4: row 118, height 320 m, should it be 32.0?"""
    frame = changed(measured(), 118, dbh_cm=30.0, height_m=320.0)
    (finding,) = check_heights(listed(frame), LIMITS)
    assert (finding.code, finding.rows, finding.level) == ("E-FW-05", (118,), Level.BLOCKS)
    assert "32.0" in finding.refusal.what("zh")
    assert finding.refusal.facts["cell"] == "E118"


def test_a_height_off_the_curve_of_its_species_is_asked() -> None:
    frame = changed(changed(measured(), 50, dbh_cm=30.0, height_m=6.0), 60, dbh_cm=12.0)
    frame = changed(frame, 60, height_m=22.0)
    assert said(check_heights(listed(frame), LIMITS)) == {"E-FW-06": [(50,), (60,)]}


def test_wrong_heights_do_not_bend_the_curve() -> None:
    """A fifth of the heights halved: the curve stays within 3 % of that of honest trees."""
    frame = measured()
    dbh, height = frame["dbh_cm"].to_numpy(), frame["height_m"].to_numpy()
    true = fit_heights(dbh, height)
    spoiled = np.where(np.arange(len(dbh)) % 5 == 0, height / 2 + 0.65, height)
    bent = fit_heights(dbh, spoiled)
    at = np.array([10.0, 20.0, 30.0])
    assert bent.heights(at) == pytest.approx(true.heights(at), rel=0.03)
    assert (true.a, true.b) == pytest.approx((3.1, 9.0), abs=0.3)


def test_few_heights_of_a_species_are_said_to_be_untested() -> None:
    frame = measured(plots=2, each=25)
    few = frame.with_columns(
        pl.when(pl.col("row") < 12).then(pl.lit("220")).otherwise("species").alias("species")
    )
    (finding,) = check_heights(listed(few), LIMITS)
    assert (finding.code, finding.level) == ("E-FW-09", Level.TELLS)


def test_diameters_guessed_to_five_are_heaped() -> None:
    """PRODUCT J4: 83 % of the diameters end on 0 or 5."""
    frame = measured()
    guessed = (frame["dbh_cm"] * 2).round(0) / 2
    honest = pl.Series(np.arange(len(frame)) % 6 == 0)
    mixed = frame.with_columns(
        pl.when(honest).then(pl.col("dbh_cm")).otherwise(guessed).alias("dbh_cm")
    )
    (finding,) = [one for one in check_digits(listed(mixed), LIMITS) if one.code == "E-FW-08"]
    assert int(finding.refusal.facts["share"]) > 80
    all_guessed = frame.with_columns(guessed.alias("dbh_cm"))
    assert "E-FW-08" in said(check_digits(listed(all_guessed), LIMITS))


def test_a_loved_digit_is_uneven() -> None:
    frame = measured()
    tenths = (frame["dbh_cm"] * 10).round(0).cast(pl.Int64)
    loved = pl.when(tenths % 10 == 7).then(tenths + 1).otherwise(tenths) / 10
    assert "E-FW-07" in said(
        check_digits(listed(frame.with_columns(loved.alias("dbh_cm"))), LIMITS)
    )


def test_classes_of_two_few_readings_and_half_metres_are_said_to_be_untested() -> None:
    frame = measured()
    classes = frame.with_columns((pl.col("dbh_cm") / 2).round(0) * 2)
    halves = classes.with_columns((pl.col("height_m") * 2).round(0) / 2)
    assert said(check_digits(listed(halves), LIMITS)) == {"E-FW-09": [(), ()]}
    assert said(check_digits(listed(frame.head(60)), LIMITS)) == {"E-FW-09": [(), ()]}


def test_chi_square_agrees_with_the_printed_quantiles() -> None:
    """3.841 at one and 16.919 at nine degrees of freedom are passed by 5 % (printed tables)."""
    units = np.repeat(np.arange(100), 10)
    tested = heaping(units)
    assert tested is not None
    assert tested.share == pytest.approx(0.2)
    assert tested.p == pytest.approx(1.0)
    even = evenness(units)
    assert even is not None
    assert even[0].chi == 0
    from scipy.special import chdtrc

    assert chdtrc(1, 3.841) == pytest.approx(0.05, abs=1e-4)
    assert chdtrc(9, 16.919) == pytest.approx(0.05, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), slope=st.floats(-0.9, 0.9))
def test_heaping_is_no_matter_of_the_slope_of_the_distribution(seed, slope) -> None:
    """Whole centimetres of a linear distribution: a fifth falls on multiples of five."""
    draw = np.random.default_rng(seed)
    weight = 1 + slope * np.linspace(-1, 1, 41)
    units = draw.choice(np.arange(5, 46), 4000, p=weight / weight.sum())
    tested = heaping(units)
    assert tested is not None
    assert abs(tested.share - 0.2) < 0.04


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_no_finding_on_digits_and_heights(seed) -> None:
    frame = changed(measured(plots=8), 50, dbh_cm=30.0, height_m=6.0)
    mixed = frame.sample(fraction=1, shuffle=True, seed=seed)
    for check in (check_digits, check_heights):
        one, other = (
            sorted((f.code, f.rows) for f in check(listed(each), LIMITS)) for each in (frame, mixed)
        )
        assert one == other


def test_readings_tell_their_resolution() -> None:
    assert resolution(np.array([12.0, 8.0, 30.0])) == 1.0
    assert resolution(np.array([12.5, 8.0, 30.0])) == 0.5
    assert resolution(np.array([12.3, 8.0, 30.0])) == 0.1
    assert resolution(np.array([12.34, 8.01, 30.0])) is None


def test_two_trees_at_one_point_block() -> None:
    frame = changed(measured(), 7, azimuth_deg=120.0, distance_m=8.2)
    twin = frame.row(5, named=True)
    frame = changed(
        frame, 9, **{k: twin[k] for k in ("dbh_cm", "height_m", "azimuth_deg", "distance_m")}
    )
    found = [one for one in check_duplicates(listed(frame), LIMITS) if one.code == "E-FW-10"]
    assert [(one.level, one.refusal.facts["rows"]) for one in found] == [(Level.BLOCKS, "7、9")]


def test_two_trees_with_equal_measures_are_told_where_chance_is_small() -> None:
    frame = measured(each=12, seed=2)
    twin = frame.row(5, named=True)
    frame = changed(frame, 9, dbh_cm=twin["dbh_cm"], height_m=twin["height_m"])
    found = [one for one in check_duplicates(listed(frame), LIMITS) if one.code == "E-FW-10"]
    assert (Level.WARNS, "7、9") in [(one.level, one.refusal.facts["rows"]) for one in found]
    assert len(found) <= 3


def test_coarse_readings_agree_by_chance_and_accuse_nobody() -> None:
    coarse = measured().with_columns(
        (pl.col("dbh_cm") / 2).round(0) * 2, pl.col("height_m").round(0)
    )
    assert set(said(check_duplicates(listed(coarse), LIMITS))) == {"E-FW-09"}


def test_one_plot_without_places_tells_nothing_of_chance() -> None:
    frame = measured(plots=1)
    twin = frame.row(5, named=True)
    frame = changed(frame, 9, dbh_cm=twin["dbh_cm"], height_m=twin["height_m"])
    assert said(check_duplicates(listed(frame), LIMITS)) == {"E-FW-09": [()]}


def test_a_plot_copied_from_another_is_found() -> None:
    frame = measured()
    source = frame.filter(pl.col("plot") == "P03").select("dbh_cm", "height_m").head(12)
    target = frame.filter(pl.col("plot") == "P20")["row"].to_list()[6:18]
    for row, (dbh, height) in zip(target, source.iter_rows(), strict=True):
        frame = changed(frame, row, dbh_cm=dbh, height_m=height)
    (finding,) = [one for one in check_duplicates(listed(frame), LIMITS) if one.code == "E-FW-11"]
    assert (finding.refusal.facts["plot"], finding.refusal.facts["other"]) == ("P20", "P03")
    assert (finding.rows, finding.refusal.facts["count"]) == ((target[0],), 12)


def test_lists_sorted_by_diameter_are_no_copies() -> None:
    coarse = measured().with_columns(
        (pl.col("dbh_cm") / 2).round(0) * 2, pl.lit(None).alias("height_m")
    )
    ordered = coarse.sort("plot", "dbh_cm").with_columns(
        pl.Series("row", range(2, len(coarse) + 2))
    )
    assert not [one for one in check_duplicates(listed(ordered), LIMITS) if one.code == "E-FW-11"]


def test_chance_is_counted_over_trees_of_different_plots() -> None:
    def tree(row, dbh):
        return {"row": row, "species": "310", "dbh_cm": dbh, "height_m": 9.0}

    plots = [[tree(2, 10.0), tree(3, 10.0)], [tree(4, 10.0), tree(5, 12.0)]]
    assert chance_of_agreement(plots) == pytest.approx(2 / 4)
    assert chance_of_agreement(plots[:1]) is None

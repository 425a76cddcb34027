"""Tables of the field: what is missing or wrong is said at once, and nothing is guessed."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from qingshan.core.sampling.trees import by_plot, field_of, stock_m3_ha
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
SHELF = open_shelf()
PLOTS = pl.DataFrame({"plot": ["1", "2", "3"], "stratum": ["甲", "甲", "乙"], "area_ha": 0.06})


def trees(**columns):
    data = {
        "plot": ["1", "1", "2", "2"],
        "tree": ["1", "2", "1", "2"],
        "species": ["310"] * 4,
        "d_cm": [12.0, 18.5, 20.0, 4.6],
        "h_m": [9.8, 14.1, None, 4.1],
        "status": ["11", "12", "11", "13"],
        "count": [1, 1, 3, 1],
    }
    return pl.DataFrame({name: value for name, value in (data | columns).items() if value})


def checked(plots=PLOTS, frame=None, **changes):
    return field_of(plots, trees() if frame is None else frame, SHELF, AS_OF, **changes)


def test_the_living_count_and_an_empty_plot_is_zero():
    got = checked()
    assert got.trees["status"].to_list() == ["11", "12", "11"]
    assert got.passed_over == {"13": 1}
    sums = by_plot(got, ["d_cm"])
    assert sums["plot"].to_list() == ["1", "2", "3"]
    assert sums["d_cm"].to_list() == pytest.approx([30.5, 60.0, 0.0])


def test_a_table_without_status_says_how_many_were_taken_as_living():
    got = checked(frame=trees(status=None))
    assert got.without_status == 4
    assert got.below_start == 1


def test_statuses_without_a_meaning_are_asked_for(refuses):
    with refuses("E-SA-05"):
        checked(frame=trees(status=["11", "1", "15", "13"]))
    with refuses("E-SA-05"):
        checked(frame=trees(status=["11", None, "12", "13"]))
    got = checked(frame=trees(status=["11", "1", "15", "13"]), statuses={"1": "11", "15": "13"})
    assert got.passed_over == {"13": 2}


def test_all_that_is_wrong_is_said_at_once(refuses):
    frame = trees(
        plot=["1", "1", "9", "2"], tree=["1", "1", "1", "2"], d_cm=[1250.0, 18.5, None, 4.6],
        status=["77", "11", "11", "11"],
    )  # fmt: skip
    with refuses("E-SA-03", "E-SA-05", "E-SA-06", "E-SA-07"):
        checked(frame=frame)


def test_columns_that_are_missing(refuses):
    with refuses("E-SA-12"):
        checked(frame=trees(species=None, d_cm=None))
    with refuses("E-SA-12"):
        checked(plots=PLOTS.drop("area_ha"))


def test_a_plot_area_in_square_metres_is_refused(refuses):
    with refuses("E-SA-03"):
        checked(plots=PLOTS.with_columns(area_ha=pl.lit(600.0)))


def test_the_unit_of_a_stock_is_asked_for(refuses):
    stock, area = pl.Series("stock", [4.8, 1.6]), pl.Series([0.06, 0.06])
    with refuses("E-SA-04"):
        stock_m3_ha(stock, area, None)
    assert stock_m3_ha(stock, area, "m3/ha").to_list() == [4.8, 1.6]
    assert stock_m3_ha(stock, area, "m3/plot").to_list() == pytest.approx([80.0, 26.667], abs=1e-3)


@pytest.mark.reference
@pytest.mark.parametrize("occasion", [1, 2, 3])
def test_real_inventory_plots_store_stocks_per_plot(reference, refuses, occasion):
    """A national inventory: 2 to 9 m3 a plot of 0.0667 ha, which per hectare would be bare land."""
    path = reference / "data" / "forest" / "forestat" / f"plot_{occasion}.csv"
    listed = pl.read_csv(path).filter(pl.col("standing_stock") > 0.5)
    area = pl.Series([0.0667] * len(listed))
    with refuses("E-SA-04"):
        stock_m3_ha(listed["standing_stock"], area, None)
    per_ha = stock_m3_ha(listed["standing_stock"], area, "m3/plot")
    assert 50 < per_ha.mean() < 100
    assert stock_m3_ha(listed["standing_stock"], area, "m3/ha").mean() < 6


@pytest.mark.reference
def test_real_tree_tables_hold_more_statuses_and_plots_than_are_listed(reference, refuses):
    folder = reference / "data" / "forest" / "forestat"
    listed = pl.read_csv(folder / "tree_1.csv", infer_schema_length=0)
    frame = listed.select(
        plot="plot_id", tree="tree_number", species="tree_species_code", status="inspection_type",
        d_cm=pl.lit(10.0),
    ).unique(["plot", "tree"])  # fmt: skip
    places = pl.read_csv(folder / "plot_1.csv", infer_schema_length=0)
    plots = places.select(plot="plot_id", stratum=pl.lit("甲"), area_ha=pl.lit(0.0667))
    with refuses("E-SA-05", "E-SA-06"):
        checked(plots, frame)
    known = frame.filter(pl.col("plot").is_in(plots["plot"].to_list()))
    assert len(known) < len(frame)
    meant = {"1": "11", "15": "13", "18": "11", "20": "11"}
    got = checked(plots, known, statuses=meant)
    assert set(got.passed_over) == {"13", "14"}
    assert len(got.trees) + sum(got.passed_over.values()) == len(known)
    assert len(got.plots) == 62

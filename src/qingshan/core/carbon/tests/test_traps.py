"""Traps that real files and published tables hold, each with what keeps us out of it."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from openpyxl import Workbook

from qingshan.core.biomass.choice import Chooser
from qingshan.core.biomass.equation import volume_m3
from qingshan.core.biomass.species import species_book
from qingshan.core.carbon.plots.lists import Files, read_survey
from qingshan.core.carbon.plots.measuring import measure_plots
from qingshan.core.carbon.plots.run import PlotOptions, PlotSurvey
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey
from qingshan.core.tables.shelf import open_shelf

SHELF = open_shelf()
BOOK = species_book(SHELF, AS_OF)
WIDE = "VCS 2023 rule"


def chosen(name, route="volume_two_entry"):
    return Chooser(SHELF, BOOK, route, AS_OF).choose(BOOK.find(name)).equation


def test_the_ministry_formula_is_not_taken_for_that_of_guizhou():
    """A public calculator labels it so: V(20, 15) is .2156, a tenth below the provincial table."""
    volume = float(volume_m3(20.0, 15.0, chosen("马尾松")))
    assert volume == pytest.approx(0.240458, abs=1e-6)
    assert abs(volume - 0.2156) > 0.02


def test_the_zone_of_a_table_does_not_hang_on_the_diameter():
    """A survey app picks the zone by the diameter of the tree; it follows from the place."""
    equation = chosen("马尾松")
    assert equation.name == "贵州|马尾松|general"
    volumes = volume_m3(np.array([71.9, 72.0, 72.1]), np.full(3, 25.0), equation)
    steps = np.diff(volumes)
    assert steps == pytest.approx(steps.mean(), rel=0.01)


def test_a_table_of_bef_below_one_is_refused(own_shelf, stands, refuses):
    """A public app has 0.52 to 0.65 under that name: a tree is not lighter than its stem."""
    wrong = own_shelf("carbon/species_group.csv", "杉木,bef,1.634", "杉木,bef,0.58")
    with refuses("E-TB-09"):
        measure(
            stands(4, group=["杉木"] * 4, group_t1=["杉木"] * 4),
            method="gz_ticket_v1", period=FIVE_YEARS, as_of=AS_OF, shelf=wrong,
        )  # fmt: skip


def test_heights_in_decimetres_are_refused(refuses):
    """108 for 10.8 m: no tree is that high, and the survey is not measured."""
    given = survey()
    tenths = given.trees.with_columns(pl.col("h_m") * 10)
    with refuses("E-SA-03"):
        measure_plots(
            PlotSurvey(given.plots, tenths, given.areas_ha), period=FIVE_YEARS, as_of=AS_OF
        )


def test_diameters_in_millimetres_are_blocked(refuses):
    """125 for 12.5 cm on both occasions: no forest grows like that."""
    given = survey()
    tenths = given.trees.with_columns(pl.col("d_cm") * 10)
    with refuses("E-CA-04"):
        measure_plots(
            PlotSurvey(given.plots, tenths, given.areas_ha), period=FIVE_YEARS, as_of=AS_OF,
            options=PlotOptions(scheme=WIDE),
        )  # fmt: skip


def test_tenths_on_one_occasion_alone_are_blocked(refuses):
    """The unit changed between two occasions, as in a real inventory."""
    given = survey()
    later = pl.col("occasion") == 2
    mixed = given.trees.with_columns(
        d_cm=pl.when(later).then(pl.col("d_cm") * 10).otherwise("d_cm")
    )
    with refuses("E-CA-04"):
        measure_plots(
            PlotSurvey(given.plots, mixed, given.areas_ha), period=FIVE_YEARS, as_of=AS_OF,
            options=PlotOptions(scheme=WIDE),
        )  # fmt: skip


@pytest.mark.parametrize("heading", ["胸径（in）", "胸径（英寸）", "胸径（尺）"])
def test_inches_are_not_centimetres(tmp_path, refuses, heading):
    """Units are declared column by column, and those that nobody knows are refused."""
    book = Workbook()
    book.active.append(["样地号", "树号", "树种", heading, "树高（m）"])
    book.active.append(["1", "1", "杉木", 8, 12])
    book.save(tmp_path / "trees.xlsx")
    (tmp_path / "plots.csv").write_text("plot,stratum,area_ha\n1,甲,0.06\n", encoding="utf-8")
    (tmp_path / "strata.csv").write_text("stratum,area_ha\n甲,5\n", encoding="utf-8")
    files = Files(*(tmp_path / name for name in ("trees.xlsx", "plots.csv", "strata.csv")))
    with refuses("E-SH-15"):
        read_survey(files, as_of=AS_OF)


def test_a_density_by_area_brings_no_growth():
    """Bamboo by area is the same at both dates: it cannot carry a ticket of stock difference."""
    frame = pl.DataFrame(
        {
            "compartment": ["a"], "group": ["毛竹"], "layer": ["bamboo"], "area_ha": [3.0],
            "closure_t1": [0.5], "closure_t2": [0.9],
        }
    )  # fmt: skip
    run = measure(
        frame, method="gz_ticket_v1", period=FIVE_YEARS, as_of=AS_OF,
        options={"bamboo": True, "bamboo_by": "density"},
    )  # fmt: skip
    assert run.removal == 0


def test_land_that_was_gained_is_no_growth():
    """The smaller of both areas counts, or a boundary moved would be forest grown."""
    frame = pl.DataFrame(
        {
            "compartment": ["a"], "group": ["杉木"], "area_ha": [20.0], "area_t1_ha": [10.0],
            "volume_t1_m3_ha": [60.0], "volume_t2_m3_ha": [60.0],
        }
    )  # fmt: skip
    run = measure(frame, method="gz_ticket_v1", period=FIVE_YEARS, as_of=AS_OF)
    assert run.removal == 0
    assert run.area_ha == 10


def test_a_sliver_is_measured_like_any_other():
    """A real layer of stands holds one of 0.0019 ha."""
    frame = pl.DataFrame(
        {
            "compartment": ["a"], "group": ["杉木"], "area_ha": [0.0019],
            "volume_t1_m3_ha": [60.0], "volume_t2_m3_ha": [90.0],
        }
    )  # fmt: skip
    run = measure(frame, method="gz_ticket_v1", period=FIVE_YEARS, as_of=AS_OF)
    assert 0 < run.removal < 1_000


def test_one_table_a_run_whatever_its_edition(own_shelf, stands):
    """A parameter that changed between the dates is no growth: both are read under one date."""
    rest = "ar-cm-001-v01,,recalled,M,0.15,1.2,"
    row = f"杉木,svd,0.307,t/m3,2013-10-01,,{rest}"
    older = f"杉木,svd,0.307,t/m3,2013-10-01,2020-01-01,{rest}"
    newer = f"杉木,svd,0.4,t/m3,2020-01-01,,{rest}"
    later = own_shelf("carbon/species_group.csv", row, f"{older}\n{newer}")
    still = stands(4, group=["杉木"] * 4, group_t1=["杉木"] * 4)
    still = still.with_columns(volume_t2_m3_ha="volume_t1_m3_ha")
    run = measure(
        still, method="gz_ticket_v1", period=FIVE_YEARS, as_of=AS_OF, shelf=later,
        options={"risk": "0"},
    )  # fmt: skip
    assert run.parameters["杉木"]["svd"]["value"] == "0.4"
    assert run.removal == 0

"""An estimate takes the best path that the data allow, says which, and is never a zero."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.core.carbon.compartment import fit
from qingshan.core.carbon.curves import reference_curve
from qingshan.core.carbon.estimate import CURVE, MIXED, PUBLISHED, Estimate, estimate
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.stands import StandFacts, kinds_of, species_labels, stands_of
from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.vector import Layer, read_layer
from qingshan.core.geo.writing import write_geojson
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

DAY = date(2026, 7, 1)
PERIOD = Period(date(2019, 1, 1), date(2024, 1, 1))
METHOD = "gz_ticket_v1"
PLACE = shapely.box(109.18, 26.62, 109.24, 26.68)
SHELF = open_shelf()
Make = Callable[..., Layer]


@pytest.fixture
def layer(tmp_path: Path) -> Make:
    """Squares of the same size side by side, with the columns given."""

    def make(**columns: list[Any]) -> Layer:
        count = len(next(iter(columns.values()), [1]))
        shapes = [shapely.box(109.2 + 0.01 * at, 26.6, 109.205 + 0.01 * at, 26.605) for at in
                  range(count)]  # fmt: skip
        frame = pl.DataFrame({"XIAO_BAN": [f"{at + 1:05}" for at in range(count)], **columns})
        path = tmp_path / "stands.geojson"
        write_geojson(path, frame, np.array(shapes, dtype=object))
        return read_layer(path)

    return make


def ask(layer: Layer, **told: Any) -> Estimate:
    found = estimate(
        layer, StandFacts(**told), period=PERIOD, method=METHOD, shelf=SHELF, as_of=DAY
    )
    assert found is not None
    return found


def shares(found: Estimate, layer: Layer) -> tuple[float, float, float]:
    """Low, middle and high in t/(ha yr)."""
    area = float(areas_ha(layer.shapes).sum())
    low, mid, high = (units / 10_000 / area / 5 for units in found.carbon)
    return low, mid, high


def test_full_data_give_the_methods_own_result_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    write_geojson(path, *generate_compartments(PLACE, Recipe(count=6, seed=3, county="522628")))
    layer = read_layer(path)
    found = ask(layer)
    fitted = fit(layer, shelf=SHELF, as_of=DAY, period=PERIOD, method=METHOD)
    run = measure(fitted, method=METHOD, period=PERIOD, as_of=DAY)
    assert found.by_method
    assert found.carbon.mid == run.removal > 0
    assert found.carbon.low == pytest.approx(0.8 * run.removal, abs=1)
    assert found.carbon.high == pytest.approx(1.2 * run.removal, abs=1)
    assert found.as_dict()["path_label"]["zh"] == "两期实测"


def test_bare_ground_gives_the_whole_published_range_and_says_so(layer: Make) -> None:
    bare = layer()
    found = ask(bare)
    assert found.path == PUBLISHED
    assert shares(found, bare) == pytest.approx((3.52, 9.41, 20.0), rel=1e-4)
    assert "公开报道" in found.basis.zh
    assert "published" in found.basis.en
    assert any("E-FD" in one.zh for one in found.assumptions)


@pytest.mark.parametrize(
    ("species", "expected"),
    [
        ("竹林", (2.925, 5.85, 8.775)),
        ("灌木林", (1.76, 3.52, 5.28)),
        ("马尾松", (9.41, 11.94, 20.0)),
    ],
)
def test_declared_species_choose_the_published_figures(layer: Make, species, expected) -> None:
    """A kind with one figure is spread by the table's half; trees take their own range."""
    bare = layer()
    assert shares(ask(bare, species=species), bare) == pytest.approx(expected, rel=1e-4)


def test_the_reference_curve_gives_its_printed_values() -> None:
    """carbon.growth_curve: check_y20 and check_y40 of each curve used."""
    for group, at20, at40 in (
        ("马尾松", 41.984, 108.514),
        ("栎类", 22.945, 81.275),
        ("针阔混", 17.155, 53.835),
    ):
        curve = reference_curve(group, "planted", shelf=SHELF, as_of=DAY)
        assert curve is not None
        volumes = curve.volumes(np.array([0.0, 20.0, 40.0, np.nan]))
        assert volumes[:3] == pytest.approx([0.0, at20, at40], abs=5e-4)
        assert np.isnan(volumes[3])
    assert reference_curve("竹林", "", shelf=SHELF, as_of=DAY) is None
    assert reference_curve("no such", "", shelf=SHELF, as_of=DAY) is None


def test_one_date_with_age_and_stock_follows_the_curve_in_proportion(layer: Make) -> None:
    pine = layer(
        YOU_SHI_SZ=["220"], QI_YUAN=["21"], PINGJUN_NL=[20], HUO_LMGQXJ=[100.0], DI_LEI=["0111"]
    )
    found = ask(pine)
    assert found.path == CURVE
    curve = reference_curve("马尾松", "planted", shelf=SHELF, as_of=DAY)
    assert curve is not None
    y15, y20 = curve.volumes(np.array([15.0, 20.0]))
    told = {
        name: SHELF.value(
            "carbon.species_group", key="马尾松", name=name, unit=unit, as_of=DAY
        ).number
        for name, unit in (("svd", "t/m3"), ("bef", "1"), ("rsr", "1"), ("cf", "tC/t"))
    }
    factor = told["svd"] * told["bef"] * (1 + told["rsr"]) * told["cf"] * 44 / 12
    expected = 100 * (1 - y15 / y20) * factor / 5
    low, mid, high = shares(found, pine)
    assert mid == pytest.approx(expected, rel=1e-6)
    assert (low, high) == pytest.approx((0.4 * expected, 1.6 * expected), rel=1e-6)
    assert "曲线来自河北北部，仅作参考" in found.basis.zh
    assert "north Hebei" in found.basis.en
    assert any("E-FD-11" in one.zh for one in found.assumptions), "why not two dates"


def test_an_age_group_is_as_wide_as_its_years(layer: Make) -> None:
    """Middle-aged planted pine is 11 to 20 years old; without a stock the curve itself is read."""
    bare = layer()
    found = ask(bare, species="马尾松", origin="planted", age_group=2)
    assert found.path == CURVE
    curve = reference_curve("马尾松", "planted", shelf=SHELF, as_of=DAY)
    assert curve is not None
    grown = curve.volumes(np.array([11.0, 15.5, 20.0])) - curve.volumes(np.array([6.0, 10.5, 15.0]))
    low, mid, high = shares(found, bare)
    assert low / mid == pytest.approx(0.2 * grown[0] / grown[1], rel=1e-6)
    assert high / mid == pytest.approx(1.8 * grown[2] / grown[1], rel=1e-6)
    open_origin = shares(ask(bare, species="马尾松", age_group=2), bare)
    assert open_origin[0] == pytest.approx(low, rel=1e-6), "planted is the younger"
    assert open_origin[2] > high, "natural pine of that group is up to thirty years old"


def test_an_age_group_without_limits_for_the_species_tells_no_age(layer: Make) -> None:
    bare = layer()
    assert ask(bare, species="针阔混", age_group=2).path == PUBLISHED
    assert ask(bare, species="马尾松", origin="planted").path == PUBLISHED


def test_the_file_goes_before_what_was_declared_and_says_so(layer: Make) -> None:
    two = layer(YOU_SHI_SZ=["310", None], QI_YUAN=["21", "11"], LING_ZU=["2", None])
    found = stands_of(two, StandFacts("马尾松", "planted", 3), shelf=SHELF, as_of=DAY)
    assert found.frame["group"].to_list() == ["杉木", "马尾松"]
    assert found.frame["origin"].to_list() == ["planted", "natural"]
    assert found.frame["age_group"].to_list() == [2, 3]
    said = [one.zh for one in found.differences]
    assert [one[:6] for one in said] == ["填报的优势树", "填报的起源为", "填报的龄组为"]
    assert all("1 个小班不同，以文件为准" in one for one in said)
    assert stands_of(two, shelf=SHELF, as_of=DAY).differences == ()


def test_land_without_forest_is_left_out_and_named(layer: Make) -> None:
    two = layer(DI_LEI=["0111", "0161"], YOU_SHI_SZ=["220", None], PINGJUN_NL=[20, None])
    found = ask(two)
    alone = ask(layer(DI_LEI=["0111"], YOU_SHI_SZ=["220"], PINGJUN_NL=[20]))
    assert found.carbon == alone.carbon
    assert any("不是林分" in one.zh for one in found.assumptions)
    cut = layer(DI_LEI=["0161"])
    assert estimate(cut, period=PERIOD, method=METHOD, shelf=SHELF, as_of=DAY) is None


def test_stands_of_several_kinds_take_each_its_path(layer: Make) -> None:
    mixed = layer(
        DI_LEI=["0111", "0113", "0131"],
        YOU_SHI_SZ=["220", "660", None],
        PINGJUN_NL=[20, None, None],
    )
    found = ask(mixed)
    assert found.path == MIXED
    assert [(part.path, part.count) for part in found.parts] == [(CURVE, 1), (PUBLISHED, 2)]
    low, mid, high = found.carbon
    assert 0 < low < mid < high
    assert sum(part.carbon.mid for part in found.parts) == mid
    assert "其余 2 个" in found.basis.zh


def test_every_species_group_can_be_declared_and_has_a_kind() -> None:
    kinds = kinds_of(SHELF, DAY)
    assert set(SHELF.keys("carbon.species_group")) == {
        key for key, kind in kinds.items() if kind == "tree"
    }
    labels = species_labels(SHELF, DAY)
    assert len({label.en for label in labels.values()}) == len(labels)

"""Equations give what their tables and the published examples say; the text is the formula."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.biomass.equation import (
    ALLOMETRY,
    ONE_ENTRY,
    TWO_ENTRY,
    component_equation,
    culm_equation,
    volume_equation,
    volume_m3,
)
from qingshan.core.biomass.formula import parse_formula
from qingshan.core.biomass.weight import (
    carbon_fractions,
    equation_set,
    set_names,
    usable,
)
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
FIR = "national|杉木|a*D^b*H^c"
SHELF = open_shelf()
EXAMPLES = SHELF.wide("carbon.worked_example", AS_OF)
FUJIAN, SICHUAN = "福建 DB35/T 1823-2019", "四川 DB51"


def example(name):
    return EXAMPLES.row(by_predicate=pl.col("id") == name, named=True)


def numbers(text):
    return [float(word) for word in re.findall(r"\d+\.\d+", text)]


def checks():
    points = {"d10_h8": (10, 8), "d20_h15": (20, 15), "d30_h20": (30, 20)}
    points |= {"d10": (10, np.nan), "d20": (20, np.nan), "d30": (30, np.nan)}
    for table in (TWO_ENTRY, ONE_ENTRY, ALLOMETRY):
        for key in SHELF.keys(table):
            for name in SHELF.names(table, key):
                if name.startswith("check_"):
                    yield table, key, points[name.removeprefix("check_")], name


def test_every_equation_gives_the_check_values_of_its_table():
    found = {}
    for table, key, (d, h), name in checks():
        unit = "kg" if table == ALLOMETRY else "m3"
        row = SHELF.value(table, key=key, name=name, unit=unit, as_of=AS_OF, allow_low=True)
        make = component_equation if table == ALLOMETRY else None
        equation = make(SHELF, key, AS_OF) if make else volume_equation(SHELF, table, key, AS_OF)
        got = float(equation.evaluate(D=float(d), H=float(h)))
        step = 10.0 ** row.value.as_tuple().exponent
        if abs(got - row.number) > 0.51 * step:
            found[f"{key} {name}"] = (got, row.number)
    assert not found


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_published_trees_of_the_fir_standard(number):
    """WE-02: five trees of LY/T 2264-2014."""
    row = example(f"WE-02-{number}")
    d, h = numbers(row["title"])[-2:]
    weight = equation_set(SHELF, FIR, AS_OF).weigh(np.array([d]), np.array([h]))
    for got, wanted in zip(
        (weight.above_kg, weight.below_kg, weight.total_kg), numbers(row["result"]), strict=True
    ):
        assert got[0] == pytest.approx(wanted, abs=0.002 + 0.0002 * wanted)


@pytest.mark.parametrize("number", ["C1", "C3"])
def test_published_carbon_of_the_fir_standard(number):
    """WE-02-C: its own fractions above and below ground."""
    row = example(f"WE-02-{number}")
    above, below = numbers(row["inputs"])
    group = SHELF.value("carbon.species_group", key="杉木", name="cf", unit="tC/t", as_of=AS_OF)
    cf = carbon_fractions(SHELF, equation_set(SHELF, FIR, AS_OF), "杉木", group, AS_OF)
    parts = [above * cf.above.number, below * cf.below.number]
    assert [*parts, sum(parts)] == pytest.approx(numbers(row["result"]), abs=0.002)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("WE-03-杉木", f"{FUJIAN}|杉木|-"),
        ("WE-03-马尾松", f"{FUJIAN}|马尾松|-"),
        ("WE-03-阔叶", f"{FUJIAN}|阔叶|-"),
        ("WE-03-其他针叶", f"{FUJIAN}|其他针叶|-"),
        ("WE-03-SC1", f"{SICHUAN}|马尾松|-"),
        ("WE-03-SC2", f"{SICHUAN}|柳杉|-"),
    ],
)
def test_published_volumes(name, key):
    row = example(name)
    got = volume_m3(20.0, 15.0, volume_equation(SHELF, TWO_ENTRY, key, AS_OF))
    assert float(got) == pytest.approx(numbers(row["result"])[0], abs=float(row["tolerance"]))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("WE-04-马尾松_central", "马尾松|central Guizhou"),
        ("WE-04-马尾松_general", "马尾松|general"),
        ("WE-04-杉木_central", "杉木|central Guizhou"),
        ("WE-04-杉木_general", "杉木|general"),
        ("WE-04-柏木", "柏木|province"),
        ("WE-04-软阔", "软阔类|province"),
        ("WE-04-硬阔", "硬阔类|province"),
        ("WE-04-华山松", "华山松|province"),
        ("WE-04-云南松", "云南松|province"),
    ],
)
def test_volumes_of_guizhou(name, key):
    row = example(name)
    equation = volume_equation(SHELF, TWO_ENTRY, f"贵州|{key}", AS_OF)
    got = volume_m3(np.array([10.0, 20.0, 30.0]), np.array([8.0, 15.0, 20.0]), equation)
    assert got.tolist() == pytest.approx(numbers(row["result"]), abs=float(row["tolerance"]))


def test_a_moso_culm():
    """WE-15."""
    row = example("WE-15")
    equation = culm_equation(SHELF, "毛竹", AS_OF)
    got = equation.evaluate(D=np.array([10.0, 8.0, 12.0]), A=np.array([3.0, 2.0, 3.0]))
    first, second, third = numbers(row["result"])
    assert got.tolist() == pytest.approx([first, second, third], abs=float(row["tolerance"]))


def test_every_worked_example_of_trees_is_met():
    """Whoever adds a row WE-02, 03, 04, 09, 10 or 15 adds its test."""
    here = {f"WE-02-{n}" for n in ("1", "2", "3", "4", "5", "C1", "C3")}
    rows = {name for name in EXAMPLES["id"] if name.startswith("WE-02")}
    assert rows == here
    assert len([n for n in EXAMPLES["id"] if n.startswith("WE-03")]) == 6
    assert len([n for n in EXAMPLES["id"] if n.startswith("WE-04")]) == 9


def test_the_fir_standard_is_continuous_at_five_centimetres():
    weight = equation_set(SHELF, FIR, AS_OF).weigh(np.array([4.999999, 5.0]), np.array([6.0, 6.0]))
    assert weight.total_kg[0] == pytest.approx(weight.total_kg[1], rel=2e-5)
    assert not weight.outside.any()


def test_roots_by_ratio_only_where_the_set_has_none():
    ratio = SHELF.value("carbon.species_group", key="杉木", name="rsr", unit="1", as_of=AS_OF)
    d, h = np.array([20.0]), np.array([15.0])
    zhejiang = equation_set(SHELF, "浙江|杉木|a*(D^2*H)^b", AS_OF, lambda: ratio).weigh(d, h)
    assert zhejiang.below_kg[0] == pytest.approx(zhejiang.above_kg[0] * 0.246)
    fir = equation_set(SHELF, FIR, AS_OF, lambda: ratio)
    assert fir.root_shoot is None
    whole = equation_set(SHELF, "广西|石山林(喀斯特)|a*D^b", AS_OF, lambda: ratio)
    assert whole.root_shoot is None
    assert whole.weigh(d, h).above_kg is None


def test_components_add_up():
    found = equation_set(SHELF, "湖南|马尾松|a*(D^2*H)^b", AS_OF)
    weight = found.weigh(np.array([20.0]), np.array([15.0]))
    assert weight.total_kg[0] == pytest.approx(160.3, abs=0.05)
    assert weight.below_kg[0] / weight.above_kg[0] == pytest.approx(0.167, abs=5e-4)


def test_a_set_outside_its_range_says_so():
    found = equation_set(SHELF, "安徽|麻栎|a*(D^2*H)^b", AS_OF)
    weight = found.weigh(np.array([0.5, 20.0]), np.array([2.0, 15.0]))
    assert weight.outside.tolist() == [True, False]


@pytest.mark.parametrize(
    "name",
    [
        "重庆|栓皮栎|a*D^b",
        "national|云南松|a*D^b*H^c",
        "广西|马尾松|a*D^b",
        "unnamed|马尾松|a*D^b",
        "national|马尾松|a*D^b*H^c",
    ],
)
def test_unsound_sets_are_refused(name, refuses):
    with refuses("E-BM-03"):
        usable(equation_set(SHELF, name, AS_OF))


def test_a_named_person_may_allow_an_unsound_set_but_not_an_incomplete_one(refuses):
    allowed = usable(equation_set(SHELF, "重庆|栓皮栎|a*D^b", AS_OF), allowed_by="王工")
    assert allowed.finding is not None
    with refuses("E-BM-03"):
        usable(equation_set(SHELF, "广西|马尾松|a*D^b", AS_OF), allowed_by="王工")


def test_every_implausible_set_is_refused(refuses):
    marked = {
        key.rpartition("|")[0]
        for key in SHELF.keys(ALLOMETRY)
        if not component_equation(SHELF, key, AS_OF).is_plausible
    }
    sets = [
        name
        for name, keys in set_names(SHELF).items()
        if any(key.rpartition("|")[0] in marked for key in keys)
    ]
    assert len(sets) >= 22
    for name in sets:
        with refuses("E-BM-03"):
            usable(equation_set(SHELF, name, AS_OF))


def test_an_unknown_equation_names_the_nearest(refuses):
    with refuses("E-BM-02"):
        volume_equation(SHELF, TWO_ENTRY, "贵州|马尾松|黔东", AS_OF)
    with refuses("E-BM-02"):
        equation_set(SHELF, "贵州|马尾松|a*D^b", AS_OF)
    with refuses("E-BM-02"):
        culm_equation(SHELF, "慈竹", AS_OF)


@pytest.mark.parametrize(
    "text", ["V=a*D^^b", "V=__import__('os')", "V=a if D else b", "V=max(a,b)"]
)
def test_only_arithmetic_is_a_formula(text, refuses):
    with refuses("E-BM-01"):
        parse_formula(text)


def test_a_formula_reads_its_own_notation():
    formula = parse_formula("V=a*D^(b1+b2*(D+2H))*H^-c1, a remark")
    assert formula.names == {"a", "b1", "b2", "c1", "D", "H"}
    got = formula(a=2.0, b1=1.0, b2=0.5, c1=1.0, D=np.array([2.0]), H=np.array([4.0]))
    assert got.tolist() == pytest.approx([2 * 2 ** (1 + 0.5 * 10) / 4])
    assert float(parse_formula("exp(a+b*ln(D))")(a=0.5, b=2.0, D=3.0)) == pytest.approx(
        np.exp(0.5) * 9
    )


@given(st.lists(st.tuples(st.floats(2, 120), st.floats(1, 60)), min_size=2, max_size=60))
def test_a_column_is_its_trees(trees):
    """Neither order nor chunks change the value of a tree."""
    d, h = (np.array(column) for column in zip(*trees, strict=True))
    equation = volume_equation(SHELF, TWO_ENTRY, "贵州|硬阔类|province", AS_OF)
    whole = volume_m3(d, h, equation)
    parts = [volume_m3(d[:1], h[:1], equation), volume_m3(d[1:], h[1:], equation)]
    assert np.array_equal(whole, np.concatenate(parts))
    assert np.array_equal(whole[::-1], volume_m3(d[::-1].copy(), h[::-1].copy(), equation))

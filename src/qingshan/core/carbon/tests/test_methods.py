"""What every method must keep: worked cases, a sound graph, additivity, order, units, replay."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.carbon.catalogue import FOLDER, Method, methods
from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.graph import CLASS
from qingshan.core.carbon.options import settle
from qingshan.core.carbon.report import report
from qingshan.core.carbon.run import measure, replay
from qingshan.core.carbon.runfile import keep_run, kept_run
from qingshan.core.carbon.specification import RATES
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.kernel.units import CARBON_PER_TONNE

METHODS = {found.spec.id: found for found in methods()}
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
CASES = sorted(FOLDER.glob("*/cases/*.yaml"))


def _case(path: Any) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case


def _run(path: Any, frame: pl.DataFrame | None = None) -> Any:
    case = _case(path)
    rows = pl.DataFrame(case["compartments"]) if frame is None else frame
    return measure(
        rows,
        method=path.parent.parent.name,
        period=FIVE_YEARS,
        as_of=AS_OF,
        options=case["options"],
    )


def _name(path: Any) -> str:
    return f"{path.parent.parent.name} {path.stem}"


@pytest.mark.parametrize("path", CASES, ids=_name)
def test_a_worked_case(path):
    """Integers must be equal, floats agree to the case's tolerance."""
    case = _case(path)
    expect, tolerance = case["expect"], float(case.get("tolerance", 1e-6))
    run = _run(path)
    assert run.frame["removal_unit"].to_list() == expect["removal_unit"]
    assert run.issuable_t == expect["issuable_t"]
    for column in ("carbon_t1_tc", "carbon_t2_tc"):
        if column in expect:
            assert run.frame[column].to_list() == pytest.approx(expect[column], abs=tolerance)
    if "gross_t" in expect:
        change = run.frame["carbon_t2_tc"][0] - run.frame["carbon_t1_tc"][0]
        assert change * 44 / 12 == pytest.approx(expect["gross_t"], abs=tolerance)
    if "removal_t" in expect:
        assert run.removal / CARBON_PER_TONNE == pytest.approx(expect["removal_t"], abs=5.1e-5)
    if "yield_t_ha_yr" in expect:
        assert run.yield_t_ha_yr == pytest.approx(expect["yield_t_ha_yr"], abs=tolerance)


@pytest.mark.parametrize("path", CASES, ids=_name)
def test_a_case_opens_down_to_its_sources_and_replays(path):
    run = _run(path)
    for row in run.frame.iter_rows(named=True):
        tree = explain(run, f"compartment:{row['compartment']}", depth=99)
        assert tree.value == row["removal_unit"]
        for node in tree.walk():
            assert node.children or node.source is not None, node.id
            assert bool(node.children) == bool(node.formula), node.id
            assert explain(run, node.id, depth=0).value == node.value, node.id
    assert replay(run.frame.reverse(), run).is_equal


@pytest.mark.parametrize("path", CASES, ids=_name)
def test_a_case_is_reported_and_kept(path, tmp_path):
    run = _run(path)
    for language in ("zh", "en"):
        told = str(report(run).as_dict(language))
        assert f"{run.issuable_t:,}" in told
        assert all(row["source"]["title"] in told for row in run.constants.values())
    keep_run(run, tmp_path / "run.parquet")
    back = kept_run(tmp_path / "run.parquet")
    assert back.as_dict() == run.as_dict()
    assert replay(pl.DataFrame(_case(path)["compartments"]), back).is_equal


@pytest.mark.parametrize("path", CASES, ids=_name)
def test_the_whole_of_a_case_is_the_sum_of_its_parts_in_any_order(path):
    whole = _run(path)
    frame = pl.DataFrame(_case(path)["compartments"])
    assert _run(path, frame.reverse()).digest == whole.digest
    parts = [_run(path, frame.slice(n, 1)) for n in range(len(frame))]
    assert sum(part.removal for part in parts) == whole.removal


@pytest.mark.parametrize("name", METHODS)
def test_the_graph_of_a_method_is_sound(name):
    """Under every choice of its options each output is given, once, by what is described."""
    found = METHODS[name]
    spec = found.spec
    names = [q.name for q in (*spec.inputs, *spec.quantities, *spec.outputs)]
    names += [*RATES, *(p.name for p in spec.parameters)]
    assert len(names) == len(set(names))
    assert not {option.name for option in spec.options} & set(names) - set(RATES)
    shorts = [q.short for q in (*spec.inputs, *spec.quantities, *spec.outputs)]
    assert len(shorts) == len(set(shorts))
    assert [e.number for e in spec.equations] == list(range(1, len(spec.equations) + 1))
    reached: set[str] = set()
    for settled in _choices(found):
        plan = found.plan(settled)
        given = [move.gives.name for move in plan.moves]
        assert len(given) == len(set(given))
        assert {q.name for q in spec.outputs} <= set(given)
        reached |= set(given) | {q.name for q in plan.inputs} | {p.name for p in plan.parameters}
        reached |= {option.name for option in plan.options}
        for move in plan.moves:
            for take in move.takes:
                source = plan.by_gift.get(take.name)
                stated = spec.parameter(take.name)
                if take.column:
                    is_grouped = source.level == CLASS if source else stated.by_group
                    assert is_grouped, f"{take.name} is not of a group"
    kept_apart = {"row", *(r.quantity for r in spec.rules), *RATES}
    unused = {q for q in names if q not in reached} - kept_apart - {"layer"}
    assert not unused


@pytest.mark.parametrize("name", METHODS)
def test_a_method_states_itself(name):
    spec = METHODS[name].spec
    told = spec.as_dict()
    assert told["id"] == name
    assert {row["name"] for row in told["inputs"]} == {q.name for q in spec.inputs}
    for label in (spec.label, spec.basis, spec.scope, spec.status, *spec.conditions):
        assert label.zh
        assert label.en
    for equation in spec.equations:
        assert equation.text
        assert equation.source.zh
    assert (METHODS[name].folder / "README.md").is_file()
    assert any(path.parent.parent.name == name for path in CASES)


def _choices(found: Method) -> list[dict[str, Any]]:
    """Every combination of the flags and choices of a method."""
    spec = found.spec
    base = settle(spec, {})
    free = [o for o in spec.options if o.kind in ("flag", "choice")]
    values = [(True, False) if o.kind == "flag" else o.choices for o in free]
    return [
        {**base, **dict(zip((o.name for o in free), chosen, strict=True))}
        for chosen in product(*values)
    ]


def test_a_layer_counts_only_where_its_option_says_so(refuses):
    (path,) = (path for path in CASES if path.stem == "WE-12-shrub")
    rows = pl.DataFrame(_case(path)["compartments"])
    under: dict[str, Any] = {"method": "gz_ticket_v1", "period": FIVE_YEARS, "as_of": AS_OF}
    with refuses("E-CA-10"):
        measure(rows, **under)
    with refuses("E-CA-02"):
        measure(rows, options={"shrub": True}, **under)


TREES = [name for name, found in METHODS.items() if found.spec.quantity("volume_t2_m3_ha")]


@settings(max_examples=15, deadline=None)
@given(
    area=st.floats(0.07, 500),
    earlier=st.floats(0, 300),
    more=st.floats(0, 50),
    extra=st.floats(0.1, 50),
)
@pytest.mark.parametrize("name", TREES)
def test_more_wood_at_the_end_is_never_less(name, area, earlier, more, extra):
    """The removal never falls with the stock at t2, whatever the rest."""
    frame = pl.DataFrame(
        {
            "compartment": ["a", "b"],
            "group": ["杉木"] * 2,
            "area_ha": [area] * 2,
            "volume_t1_m3_ha": [earlier] * 2,
            "volume_baseline_m3_ha": [earlier] * 2,
            "volume_t2_m3_ha": [earlier + more, earlier + more + extra],
        }
    )
    run = measure(
        frame,
        method=name,
        period=FIVE_YEARS,
        as_of=AS_OF,
        options={"allow_yield": "property"},
    )
    low, high = run.frame["removal_unit"].to_list()
    assert low <= high


@pytest.mark.parametrize("name", METHODS)
def test_formulas_are_mathematics_in_either_language(name: str) -> None:
    """A formula stands on English and Chinese pages alike: no words, no full-width signs."""
    equations = METHODS[name].spec.equations
    assert equations
    for equation in equations:
        assert not CHINESE.search(equation.text), equation.text

"""Every figure opens, agrees with the run, and ends in inputs and sourced parameters."""

from __future__ import annotations

import json

import pytest

from qingshan.core.carbon.explain import LISTED, explain, first_difference
from qingshan.core.carbon.node import Node
from qingshan.core.carbon.report import report


@pytest.fixture
def run(stands, measured):
    return measured(stands(120), relative_error="15", risk="10")


def test_from_the_ticket_down_to_the_groups(run):
    root = explain(run)
    assert root.value == run.issuable_t
    (removal,) = root.children
    assert removal.value == run.removal
    assert sum(child.value for child in removal.children) == run.removal
    assert explain(run, "gross").value == run.gross


def test_a_group_is_the_sum_of_its_compartments(run):
    group = explain(run, "group:杉木")
    inside = run.frame.filter(run.frame["group"] == "杉木")
    assert group.value == int(inside["removal_unit"].sum())
    assert len(group.children) == min(LISTED, len(inside))
    assert group.more == len(inside) - len(group.children)


@pytest.mark.parametrize("number", [0, 5, 17, 60])
def test_a_compartment_is_computed_again_from_its_leaves(run, number):
    row = run.frame.row(number, named=True)
    base = f"compartment:{row['compartment']}"
    tree = explain(run, base)
    nodes = {node.id: node for node in tree.walk()}
    assert tree.value == row["removal_unit"]
    assert round(nodes[f"{base}/net"].value * 10_000) == row["removal_unit"]
    assert round(nodes[f"{base}/gross"].value * 10_000) == row["gross_unit"]
    area = nodes[f"{base}/area"].value
    for era in ("t1", "t2"):
        stock = nodes[f"{base}/tree_{era}"]
        assert nodes[f"{base}/carbon_{era}"].value == stock.value == row[f"carbon_{era}_tc"]
        factor = nodes[f"factor:{row['group']}"]
        svd, bef, rsr, cf = (child.value for child in factor.children)
        assert factor.value == pytest.approx(svd * bef * (1 + rsr) * cf, rel=1e-14)
        volume = nodes[f"{base}/volume_{era}"].value
        assert stock.value == pytest.approx(area * volume * factor.value, rel=1e-14)


def test_every_leaf_has_a_source(run):
    key = run.frame["compartment"][0]
    for node in explain(run, f"compartment:{key}").walk():
        if not node.children:
            assert node.source is not None, node.id
    parameter = explain(run, "parameter:杉木/bef")
    assert parameter.source["confidence"] == "M"
    assert parameter.source["source"]["title"]
    assert parameter.unit == "1"


def test_every_id_in_a_tree_opens_by_itself(run):
    key = run.frame["compartment"][3]
    for node in explain(run, f"compartment:{key}").walk():
        assert explain(run, node.id).value == node.value
    for node in explain(run).walk():
        assert explain(run, node.id).value == node.value


def test_the_tree_is_json_and_may_be_cut(run):
    key = run.frame["compartment"][3]
    whole = explain(run, f"compartment:{key}")
    assert json.loads(json.dumps(whole.as_dict(), ensure_ascii=False))["id"] == whole.id
    cut = explain(run, f"compartment:{key}", depth=1)
    assert cut.children[0].children == ()
    assert cut.children[0].more == 2


@pytest.mark.parametrize(
    "node",
    ["compartment:none", "compartment:none/net", "figure:net", "option:shrub", "parameter:svd",
             "years:1", "group:桃花心木", "parameter:杉木/xyz", "parameter:x", "total", "factor:x",
             "deduction:x"],
)  # fmt: skip
def test_a_figure_that_does_not_exist(run, refuses, node):
    with refuses("E-CA-07"):
        explain(run, node)


def test_the_first_figure_at_which_an_own_sheet_leaves_the_run(run):
    key = run.frame["compartment"][3]
    base = f"compartment:{key}"
    tree = explain(run, base)
    own = {node.id: node.value for node in tree.walk() if isinstance(node.value, float)}
    assert first_difference(tree, own) is None
    own[f"{base}/carbon_t1"] *= 1.001
    own[f"{base}/net"] *= 1.001
    found = first_difference(tree, own)
    assert isinstance(found, Node)
    assert found.id == f"{base}/carbon_t1"


def test_a_changed_species_is_explained_by_the_larger_factor(stands, measured):
    run = measured(stands(4, group=["马尾松"] * 4, group_t1=["栎类"] * 4))
    row = run.frame.row(0, named=True)
    base = f"compartment:{row['compartment']}"
    stock = explain(run, f"{base}/tree_t1")
    larger = stock.children[2]
    assert larger.id == f"{base}/factor_t1"
    assert {child.id for child in larger.children} == {"factor:栎类", "factor:马尾松"}
    assert larger.value == max(child.value for child in larger.children)
    assert stock.value == row["carbon_t1_tc"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_says_the_run_in_both_languages(run, language):
    told = report(run).as_dict(language)
    words = json.dumps(told, ensure_ascii=False)
    assert len(told["sections"]) == 7
    assert f"{run.issuable_t:,}" in words
    assert run.digest in words
    for table in (t for s in told["sections"] for t in s["tables"]):
        assert table["rows"]
        assert {len(row) for row in table["rows"]} == {len(table["columns"])}

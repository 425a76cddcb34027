"""Opening any figure of a run, from the tonnes on the ticket down to each parameter."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.leaf import UNIT, Opening, compartment_id, leaf_tree, shorts
from qingshan.core.carbon.node import Node
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

ROOT = "ticket"
LISTED = 50
"""Sub-compartments listed under a group; every other one opens by its own id."""

RELATIVE_TOLERANCE = 1e-6


def explain(run: Run, node: str = ROOT, *, depth: int = 12) -> Node:
    """The figure of that id with what it rests on.

    Ids: ``ticket``, ``removal``, ``gross``, ``group:<name>``, ``compartment:<key>`` and below it
    ``/<quantity>`` for every quantity in force, without its unit (``/net``, ``/carbon_t1``,
    ``/area``); ``<quantity>:<group>`` for a computed figure of a group (``factor:杉木``),
    ``figure:<quantity>`` for one of the whole run, ``parameter:<group>/<name>``,
    ``parameter:<name>``, ``option:<name>``, ``years``, ``deduction:uncertainty`` and
    ``deduction:risk``. The same figure always has the same id.

    Parameters
    ----------
    run
        The run that the figure belongs to; its rows are looked at only where a sub-compartment is
        asked for.
    node
        The id of the figure.
    depth
        Levels shown below it.

    Raises
    ------
    Refused
        E-CA-07 when there is no such figure.
    """
    kind, _, name = node.partition(":")
    found: Node | None = None
    if node == ROOT:
        found = _ticket(run)
    elif node in ("removal", "gross"):
        found = _total(run, node)
    elif kind == "group" and name in run.by_group["group"].to_list():
        found = _group(run, name)
    elif kind == "compartment":
        found = _compartment(run, name)
    else:
        found = _below(run, kind, name)
    if found is None:
        known = "ticket、removal、gross、" + "、".join(
            f"group:{group}" for group in run.by_group["group"]
        )
        raise Refused.because(codes.NODE_UNKNOWN, node, node=node, known=known)
    return found.to_depth(depth)


def first_difference(tree: Node, own: Mapping[str, float]) -> Node | None:
    """The first figure, from the bottom up, at which someone's own figures leave those of the run.

    ``own`` holds figures by node id; those it lacks are not compared. None when all agree to 1e-6.
    """
    for node in tree.walk():
        if node.id not in own or not isinstance(node.value, int | float):
            continue
        if abs(own[node.id] - node.value) > RELATIVE_TOLERANCE * max(abs(node.value), 1e-9):
            return node
    return None


def _ticket(run: Run) -> Node:
    return Node(
        ROOT,
        Label("签发量", "quantity issued"),
        run.issuable_t,
        f"{run.issuable_t:,} t",
        "t",
        _stated(run, "issuable"),
        children=(_total(run, "removal"),),
    )


def _stated(run: Run, name: str) -> str:
    equation = run.plan.spec.giving(name)
    return equation.text if equation else ""


def _total(run: Run, which: str) -> Node:
    value = run.removal if which == "removal" else run.gross
    label = {
        "removal": Label("减排量", "removal"),
        "gross": Label("扣减前减排量合计", "removal before deductions, total"),
    }[which]
    groups = run.by_group
    children = tuple(
        _group_line(row["group"], int(row["removal_unit" if which == "removal" else "gross_unit"]))
        for row in groups.iter_rows(named=True)
    )
    text = _stated(run, "removal") if which == "removal" else "R = Σ_s R_s"
    return Node(which, label, value, f"{tonnes_text(value)} t", UNIT, text, children=children)


def _group_line(group: str, value: int) -> Node:
    return Node(
        f"group:{group}",
        Label(f"{group} 减排量", f"removal of {group}"),
        value,
        f"{tonnes_text(value)} t",
        UNIT,
        "Σ_s CR_s",
        more=1,
    )


def _group(run: Run, group: str) -> Node:
    rows = run.frame.filter(pl.col("group") == group)
    listed = rows.sort("compartment").head(LISTED)
    line = _group_line(group, int(rows["removal_unit"].sum()))
    children = tuple(
        Node(
            compartment_id(key),
            Label(f"小班 {key} 减排量", f"removal of sub-compartment {key}"),
            value,
            f"{tonnes_text(value)} t",
            UNIT,
            more=1,
        )
        for key, value in listed.select("compartment", "removal_unit").iter_rows()
    )
    return Node(
        line.id, line.label, line.value, line.shown, line.unit, line.formula, None, children,
        len(rows) - len(listed),
    )  # fmt: skip


def _below(run: Run, kind: str, name: str) -> Node | None:
    """Figures below a sub-compartment that belong to no single one."""
    opening = Opening(run)
    if kind == "years" and not name:
        return opening.rate(kind)
    if kind == "deduction":
        return opening.rate(name) if name in {d.name for d in run.deductions} else None
    if kind == "option":
        return opening.option(name)
    if kind == "figure":
        return opening.run_figure(name)
    if kind == "parameter":
        group, _, parameter = name.rpartition("/")
        return opening.parameter(parameter, group)
    return opening.group_figure(kind, name)


def _compartment(run: Run, name: str) -> Node | None:
    key, _, below = name.rpartition("/")
    if not key or below not in shorts(run):
        key, below = name, ""
    rows = run.frame.filter(pl.col("compartment") == key)
    if not len(rows):
        return None
    tree = leaf_tree(run, rows.row(0, named=True))
    wanted = compartment_id(key) + (f"/{below}" if below else "")
    return next((node for node in tree.walk() if node.id == wanted), None)

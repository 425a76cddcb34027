"""Opening any figure of the plot route, from the removal down to one tree and its coefficients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from qingshan.core.biomass.choice import LEVELS
from qingshan.core.biomass.culm import Culm
from qingshan.core.biomass.equation import Equation
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.node import Node, figure
from qingshan.core.carbon.plots.run import PlotRun, Stock
from qingshan.core.carbon.plots.trees import Kind
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.row import Value

ROOT = "removal"
UNIT = "0.0001 tCO2e"
LISTED = 50
"""Plots and trees listed under a figure; every other one opens by its own id."""

FORMULAS: Mapping[str, str] = {
    "stratum": "A_i · Δc_i · 44/12 · f",
    "paired": "Δc_i = (1/n_i) Σ_p (c_ip,t2 − c_ip,t1)",
    "independent": "Δc_i = c_i,t2 − c_i,t1",
    "stock": "c_i = (1/n_i) Σ_p c_ip",
    "plot": "c_ip = Σ_k (count · kg C) / (1000 · a_p)",
    "volume": "V · SVD · BEF · (1 + RSR) · CF",
    "weight": "b_above · CF_above + b_below · CF_below",
    "whole": "b_total · CF",
    "culm": "m · (1 + R) · CF",
    "factor": "(1 − D) · (1 − K)",
    "loss": "1 − D",
    "u": "100 · t · S / |mean|",
}


def explain_plots(run: PlotRun, node: str = ROOT, *, depth: int = 12) -> Node:
    """The figure of that id with what it rests on.

    Ids: ``removal``, ``stratum:<s>``, ``change:<s>``, ``stock:<s>/<occasion>``,
    ``plot:<occasion>/<plot>``, ``tree:<occasion>/<plot>/<tree>``, ``kind:<species>``,
    ``factor``, ``deduction:uncertainty``, ``deduction:risk``, ``error``.

    Raises
    ------
    Refused
        E-CA-07 when there is no such figure.
    """
    kind, _, name = node.partition(":")
    openers: Mapping[str, Callable[[PlotRun, str], Node | None]] = {
        "removal": _removal,
        "factor": _factor,
        "error": _error,
        "deduction": _deduction,
        "stratum": _stratum,
        "change": _change,
        "stock": _stock,
        "plot": _plot,
        "tree": _tree,
        "kind": _kind,
    }
    found = openers[kind](run, name) if kind in openers else None
    if found is None:
        known = "、".join([ROOT, "factor", *(f"stratum:{s}" for s in run.frame["stratum"])])
        raise Refused.because(codes.NODE_UNKNOWN, node, node=node, known=known)
    return found.to_depth(depth)


def _row(frame: pl.DataFrame, column: str, value: str) -> dict[str, Any] | None:
    rows = frame.filter(pl.col(column) == value)
    return rows.row(0, named=True) if len(rows) else None


def _removal(run: PlotRun, name: str) -> Node | None:
    if name:
        return None
    children = tuple(_stratum(run, stratum) for stratum in run.frame["stratum"])
    return Node(
        ROOT,
        Label("减排量", "removal"),
        run.removal,
        f"{tonnes_text(run.removal)} t",
        UNIT,
        "R = Σ_i R_i",
        children=tuple(child for child in children if child is not None),
    )


def _stratum(run: PlotRun, name: str) -> Node | None:
    row = _row(run.frame, "stratum", name)
    if row is None:
        return None
    area = Node(
        f"area:{name}",
        Label(f"第“{name}”层面积", f"area of stratum “{name}”"),
        row["area_ha"],
        figure(row["area_ha"], 4),
        "ha",
        source={"column": "area_ha"},
    )
    below = (area, _change(run, name), _factor(run, ""))
    return Node(
        f"stratum:{name}",
        Label(f"第“{name}”层减排量", f"removal of stratum “{name}”"),
        int(row["removal_unit"]),
        f"{tonnes_text(int(row['removal_unit']))} t",
        UNIT,
        FORMULAS["stratum"],
        children=tuple(child for child in below if child is not None),
    )


def _change(run: PlotRun, name: str) -> Node | None:
    row = _row(run.frame, "stratum", name)
    if row is None:
        return None
    below = (_stock(run, f"{name}/{stock.occasion}") for stock in reversed(run.stocks))
    return Node(
        f"change:{name}",
        Label(f"第“{name}”层变化量", f"change of stratum “{name}”"),
        row["change_tc_ha"],
        figure(row["change_tc_ha"], 6),
        "tC/ha",
        FORMULAS[run.options.design],
        children=tuple(child for child in below if child is not None),
    )


def _stock_at(run: PlotRun, occasion: str) -> Stock | None:
    return next((stock for stock in run.stocks if str(stock.occasion) == occasion), None)


def _stock(run: PlotRun, name: str) -> Node | None:
    stratum, _, occasion = name.rpartition("/")
    stock = _stock_at(run, occasion)
    row = None if stock is None else _row(stock.estimate.strata, "stratum", stratum)
    if stock is None or row is None:
        return None
    plots = stock.plots.filter(pl.col("stratum") == stratum)
    listed = plots.sort("plot").head(LISTED)
    children = tuple(
        _plot_line(occasion, plot, value, ())
        for plot, value in listed.select("plot", "value").iter_rows()
    )
    return Node(
        f"stock:{name}",
        Label(
            f"第“{stratum}”层第 {occasion} 期碳储量",
            f"carbon stock of stratum “{stratum}”, occasion {occasion}",
        ),
        row["mean"],
        figure(row["mean"], 6),
        "tC/ha",
        FORMULAS["stock"],
        children=children,
        more=len(plots) - len(listed),
    )


def _plot_line(occasion: str, plot: str, value: float, below: tuple[Node, ...]) -> Node:
    return Node(
        f"plot:{occasion}/{plot}",
        Label(f"样地 {plot} 碳储量", f"carbon stock of plot {plot}"),
        value,
        figure(value, 6),
        "tC/ha",
        FORMULAS["plot"],
        children=below,
        more=0 if below else 1,
    )


def _plot(run: PlotRun, name: str) -> Node | None:
    occasion, _, plot = name.partition("/")
    stock = _stock_at(run, occasion)
    row = None if stock is None else _row(stock.plots, "plot", plot)
    if row is None:
        return None
    area = Node(
        f"area_of_plot:{name}",
        Label("样地面积", "area of the plot"),
        row["area_ha"],
        figure(row["area_ha"], 4),
        "ha",
        source={"plot_column": "area_ha"},
    )
    trees = run.weighed.trees.filter(
        (pl.col("occasion") == int(occasion)) & (pl.col("plot") == plot)
    ).sort(pl.col("tree").cast(pl.Int64, strict=False), "tree", nulls_last=True)
    lines = tuple(_tree_node(run, tree) for tree in trees.head(LISTED).iter_rows(named=True))
    made = _plot_line(occasion, plot, row["value"], (area, *lines))
    more = max(0, len(trees) - LISTED)
    return Node(
        made.id, made.label, made.value, made.shown, made.unit, made.formula, None, made.children,
        more,
    )  # fmt: skip


def _tree(run: PlotRun, name: str) -> Node | None:
    occasion, _, rest = name.partition("/")
    plot, _, tree = rest.partition("/")
    rows = run.weighed.trees.filter(
        (pl.col("occasion").cast(pl.String) == occasion)
        & (pl.col("plot") == plot)
        & (pl.col("tree") == tree)
    )
    return _tree_node(run, rows.row(0, named=True)) if len(rows) else None


def _tree_node(run: PlotRun, row: Mapping[str, Any]) -> Node:
    kind = run.weighed.kinds[row["kind"]]
    base = f"{row['occasion']}/{row['plot']}/{row['tree']}"
    columns = (
        ("d_cm", Label("胸径", "diameter"), "cm", 1),
        ("h_m", Label("树高", "height"), "m", 1),
        ("age_du", Label("竹龄", "age of the culm"), "du", 0),
        ("volume_dm3", Label("材积", "stem volume"), "dm3", 4),
        ("above_kg", Label("地上生物量", "dry matter above ground"), "kg", 4),
        ("below_kg", Label("地下生物量", "dry matter below ground"), "kg", 4),
    )
    values = tuple(
        Node(
            f"{column}:{base}",
            label,
            row[column],
            figure(row[column], decimals),
            unit,
            _formula_of(kind, column),
            source={"tree_column": column} if column in {"d_cm", "h_m", "age_du"} else None,
        )
        for column, label, unit, decimals in columns
        if row[column] is not None
    )
    return Node(
        f"tree:{base}",
        Label(
            f"树 {row['tree']}（{row['kind']}）碳量，{row['count']} 株",
            f"carbon of tree {row['tree']} ({row['kind']}), count {row['count']}",
        ),
        row["carbon_kg"],
        figure(row["carbon_kg"], 6),
        "kg C",
        _carbon_formula(kind),
        children=(*values, *((node,) if (node := _kind(run, row["kind"])) else ())),
    )


def _carbon_formula(kind: Kind) -> str:
    equation = kind.choice.equation
    if isinstance(equation, Equation):
        return FORMULAS["volume"]
    if isinstance(equation, Culm):
        return FORMULAS["culm"]
    return FORMULAS["whole" if equation.used == ("total",) else "weight"]


def _formula_of(kind: Kind, column: str) -> str:
    """The text of the formula that gave a volume; weights stand with their set."""
    equation = kind.choice.equation
    is_volume = column == "volume_dm3" and isinstance(equation, Equation)
    return f"1000 · ({equation.formula.text})" if is_volume else ""  # type: ignore[union-attr]


def _kind(run: PlotRun, name: str) -> Node | None:
    """The equation of a species with every coefficient, and its parameters."""
    kind = run.weighed.kinds.get(name)
    if kind is None:
        return None
    children = [
        Node(
            f"equation:{part.key}",
            Label(f"方程 {part.key}", f"equation {part.key}"),
            None,
            part.formula.text,
            "",
            part.formula.text,
            source={
                "table": part.table,
                "key": part.key,
                "name": "form",
                "source": part.rows[0].source.as_dict(),
            },
            children=tuple(
                _value(f"{part.key}/{letter}", Label(letter, letter), row)
                for letter, row in part.coefficients.items()
            ),
        )
        for part in kind.equations
    ]
    for row in kind.rows:
        words = f"{row.key} {row.name}"
        children.append(_value(f"{name}/{words}", Label(words, words), row))
    fit = LEVELS[kind.choice.level]
    return Node(
        f"kind:{name}",
        Label(
            f"{name} 所用的方程与参数（{fit.zh}）", f"equation and parameters of {name} ({fit.en})"
        ),
        None,
        kind.choice.equation.name,
        children=tuple(children),
    )


def _value(name: str, label: Label, row: Value) -> Node:
    return Node(
        f"parameter:{name}", label, row.number, row.value_text, row.unit, source=row.as_dict()
    )


def _factor(run: PlotRun, name: str) -> Node | None:
    if name:
        return None
    below = (_deduction(run, "uncertainty"), _deduction(run, "risk"))
    return Node(
        "factor",
        Label("扣减后系数 f", "factor after deductions f"),
        run.factor,
        figure(run.factor, 6),
        "1",
        FORMULAS["factor" if run.change.mean >= 0 else "loss"],
        children=tuple(child for child in below if child is not None),
    )


def _deduction(run: PlotRun, name: str) -> Node | None:
    if name == "risk":
        rate = str(run.risk["value"])
        return Node(
            "deduction:risk",
            Label("非持久性风险扣减 K", "deduction for non-permanence K"),
            float(rate) / 100,
            f"{rate}%",
            "1",
            source=run.risk,
        )
    if name != "uncertainty":
        return None
    taken = run.discount
    error = _error(run, "")
    return Node(
        "deduction:uncertainty",
        Label("不确定性扣减 D", "deduction for uncertainty D"),
        float(taken.percent) / 100,
        f"{taken.percent.normalize():f}%",
        "1",
        taken.scheme,
        source=taken.row,
        children=() if error is None else (error,),
    )


def _error(run: PlotRun, name: str) -> Node | None:
    if name:
        return None
    judged = run.change if run.options.error_of == "change" else run.stocks[1].estimate
    parts = (
        ("error_mean", Label("均值", "mean"), judged.mean, "tC/ha"),
        ("error_se", Label("标准误 S", "standard error S"), judged.se, "tC/ha"),
        (
            "error_t",
            Label(f"t 值（自由度 {judged.df}）", f"t at {judged.df} degrees"),
            judged.t,
            "1",
        ),
    )
    value = float(run.discount.u_percent)
    return Node(
        "error",
        Label("相对误差 u（90%）", "relative error u (90 %)"),
        value,
        f"{value:.4f}%",
        "%",
        FORMULAS["u"],
        children=tuple(
            Node(name, label, number, figure(number, 6), unit)
            for name, label, number, unit in parts
        ),
    )

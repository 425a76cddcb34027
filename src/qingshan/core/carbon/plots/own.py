"""Someone's own figures of a survey on plots, held against a run over plots, bottom up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingshan.core.carbon.difference import Parting, figures
from qingshan.core.carbon.explain import first_difference
from qingshan.core.carbon.figures import UNIT, Comparison, Own
from qingshan.core.carbon.node import Node
from qingshan.core.carbon.plots.explain import explain_plots
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import CARBON_PER_TONNE

PLAIN = "compartment:"
"""How ``figures.read_figures`` names a row without an id of a figure: by its key alone."""

_ORDER = ("tree", "plot", "stock", "change", "factor", "deduction", "error", "stratum", "removal")
"""Figures from the deepest to the whole."""

_PARENTS = {
    "area": "stratum", "area_of_plot": "plot", "d_cm": "tree", "h_m": "tree", "age_du": "tree",
    "volume_dm3": "tree", "above_kg": "tree", "below_kg": "tree",
    "error_mean": "error", "error_se": "error", "error_t": "error",
}  # fmt: skip
"""Figures that stand below another, and which opens them."""


def compare_plots(run: PlotRun, own: Own) -> Comparison:
    """Hold someone's figures against a run over plots, from the bottom up, to 1e-6 of each.

    A row is named by a stratum or a plot, or by the id of any figure (``explain_plots``). A plain
    value of a stratum is its removal, t, one of a plot its carbon stock at the second occasion,
    tC/ha; columns headed ``carbon_t1``, ``carbon_t2`` or ``area`` (期初碳储量 …) hold those.
    """
    partings: list[Parting] = []
    unmatched: list[str] = []
    compared, cells = 0, dict[str, str]()
    named = {written: _named(run, written) for written in own.values}
    told: dict[str, float] = {}
    for written, name in named.items():
        if name is None:
            unmatched.append(written.removeprefix(PLAIN))
            continue
        told[name], cells[name] = own.values[written], own.cells.get(written, "")
    for tree, name in _trees(run, told, unmatched):
        known = {node.id: node for node in tree.walk()}
        node = known.get(name)
        if node is None or name not in figures(tree):
            unmatched.append(name)
            continue
        compared += 1
        mine = _in_unit(told[name], node.unit)
        if first_difference(node, {name: mine}) is not None:
            partings.append(Parting(node, mine))
    strata = set(run.frame["stratum"])
    stated = {name.partition(":")[2] for name in told if name.startswith("stratum:")}
    return Comparison(
        compared=compared,
        first=partings[0] if partings else None,
        partings=tuple(partings),
        cells=cells,
        unmatched=tuple(unmatched),
        absent=len(strata - stated) if stated else 0,
    )


def _named(run: PlotRun, written: str) -> str | None:
    """The id of the figure that a row means; None where there is neither stratum nor plot."""
    if not written.startswith(PLAIN):
        return written
    key, _, figure = written.removeprefix(PLAIN).rpartition("/")
    if not key or figure not in ("carbon_t1", "carbon_t2", "area", "gross"):
        key, figure = written.removeprefix(PLAIN), ""
    first, second = (str(stock.occasion) for stock in run.stocks)
    occasion = first if figure == "carbon_t1" else second
    if key in set(run.frame["stratum"]):
        by_figure = {"": f"stratum:{key}", "area": f"area:{key}", "gross": None}
        return by_figure.get(figure, f"stock:{key}/{occasion}")
    if key in set(run.stocks[0].plots["plot"]) | set(run.stocks[1].plots["plot"]):
        name = f"{occasion}/{key}"
        return f"area_of_plot:{name}" if figure == "area" else f"plot:{name}"
    return None


def _trees(
    run: PlotRun, told: Mapping[str, float], unmatched: list[str]
) -> Iterator[tuple[Node, str]]:
    """The tree in which each figure stands, the deepest figures first."""
    for name in sorted(told, key=_depth):
        try:
            yield explain_plots(run, _root(name), depth=2), name
        except Refused:
            unmatched.append(name)


def _root(name: str) -> str:
    kind, _, rest = name.partition(":")
    parent = _PARENTS.get(kind)
    return name if parent is None else f"{parent}:{rest}" if rest else parent


def _depth(name: str) -> tuple[int, str]:
    kind = name.partition(":")[0]
    kind = _PARENTS.get(kind, kind)
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), name)


def _in_unit(value: float, unit: str) -> float:
    """Tonnes become the integers of a run, rounded as the run rounds."""
    return float(round(value * CARBON_PER_TONNE)) if unit == UNIT else value

"""Trees that stand in a list twice, and runs of trees copied from one plot to another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any

import polars as pl

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.finding import Finding, Listed
from qingshan.core.fieldwork.limits import Limits
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level
from qingshan.core.sheets.grid import listed

Tree = tuple[Any, ...]

_WHAT = ("species", "dbh_cm", "height_m")
_WHERE = ("azimuth_deg", "distance_m")
_TEST = Label("同一样地内重复记录", "trees recorded twice in a plot")
_AT_ONE_POINT = Label("、方位角和水平距", ", azimuth and distance")


def check_duplicates(trees: Listed, limits: Limits) -> Iterator[Finding]:
    """Trees recorded twice, by place or by measure, and copied runs (E-FW-09 to 11)."""
    by_plot = _plots(trees.sheet.frame)
    chance = chance_of_agreement(by_plot.values())
    at_one_point, rows_said = [], set()
    for plot, rows in _same(by_plot, where=True):
        at_one_point.append((plot, rows))
        rows_said |= set(rows)
    for plot, rows in at_one_point:
        yield _twice(trees, Level.BLOCKS, plot, rows, _AT_ONE_POINT)
    yield from _by_measure(trees, by_plot, chance, rows_said, limits)
    yield from _copied(trees, by_plot, chance, limits)


def chance_of_agreement(plots: Collection[list[dict[str, Any]]]) -> float | None:
    """How often two trees of different plots agree in species, dbh and height; None for one plot.

    This is what chance alone gives for this forest and this way of reading: trees in 2 cm classes
    agree often, trees to the millimetre hardly ever.
    """
    whole: Counter[Tree] = Counter()
    pairs, inside = 0.0, 0
    count = 0
    for plot in plots:
        own = Counter(_what(tree) for tree in plot)
        whole.update(own)
        pairs -= sum(n * (n - 1) / 2 for n in own.values())
        inside += len(plot) * (len(plot) - 1) // 2
        count += len(plot)
    pairs += sum(n * (n - 1) / 2 for n in whole.values())
    across = count * (count - 1) // 2 - inside
    return pairs / across if across else None


def _plots(frame: pl.DataFrame) -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    columns = [name for name in ("row", "plot", *_WHAT, *_WHERE) if name in frame.columns]
    for tree in frame.sort("row").select(columns).iter_rows(named=True):
        if tree["plot"] is not None and tree["dbh_cm"] is not None:
            found[tree["plot"]].append(tree)
    return found


def _what(tree: Mapping[str, Any]) -> Tree:
    return tuple(tree[name] for name in _WHAT)


def _same(
    by_plot: Mapping[str, list[dict[str, Any]]], *, where: bool
) -> Iterator[tuple[str, list[int]]]:
    """Rows of one plot that agree: in measures and place, or in measures without any place."""
    for plot, trees in by_plot.items():
        groups: dict[Tree, list[int]] = defaultdict(list)
        for tree in trees:
            place = tuple(tree.get(name) for name in _WHERE)
            if (None not in place) == where and (where or tree["height_m"] is not None):
                groups[(*_what(tree), *place)].append(tree["row"])
        yield from ((plot, rows) for rows in groups.values() if len(rows) > 1)


def _by_measure(
    trees: Listed,
    by_plot: Mapping[str, list[dict[str, Any]]],
    chance: float | None,
    said: set[int],
    limits: Limits,
) -> Iterator[Finding]:
    found = [(plot, rows) for plot, rows in _same(by_plot, where=False) if not said & set(rows)]
    if not found:
        return
    if chance is None:
        reason = Label(
            "只有一个样地且没有方位角和水平距，无法估计偶然相同的机会",
            "one plot without azimuth and distance does not tell how often trees agree by chance",
        )
        yield trees.untested(_TEST, reason, codes.NOT_TESTED)
        return
    most, by_chance = limits.of("duplicate", "chance_max"), 0
    for plot, rows in found:
        count = len(by_plot[plot])
        if chance * count * (count - 1) / 2 <= most:
            yield _twice(trees, Level.WARNS, plot, rows, Label("", ""))
        else:
            by_chance += 1
    if by_chance:
        reason = Label(
            f"{by_chance} 组读数相同，但读数较粗，偶然相同并不少见",
            f"{by_chance} groups agree, but readings are coarse and agree by chance",
        )
        yield trees.untested(_TEST, reason, codes.NOT_TESTED)


def _twice(trees: Listed, level: Level, plot: str, rows: list[int], place: Label) -> Finding:
    return trees.at(
        level, codes.TREE_TWICE, "dbh_cm", rows[1], plot=plot, rows=listed(rows),
        position_zh=place.zh, position_en=place.en,
    )  # fmt: skip


def _copied(
    trees: Listed,
    by_plot: Mapping[str, list[dict[str, Any]]],
    chance: float | None,
    limits: Limits,
) -> Iterator[Finding]:
    """Runs of trees that agree one by one in two plots, longer than chance allows."""
    if chance is None:
        return
    count = sum(len(plot) for plot in by_plot.values())
    pairs = count * (count - 1) / 2
    length = int(limits.of("duplicate", "block_trees"))
    while 0 < chance < 1 and pairs * chance**length > limits.of("duplicate", "chance_max"):
        length += 1
    runs: dict[Tree, list[tuple[str, int]]] = defaultdict(list)
    for plot, listed_trees in by_plot.items():
        for start in range(len(listed_trees) - length + 1):
            run = tuple(_what(tree) for tree in listed_trees[start : start + length])
            if _is_telling(run):
                runs[run].append((plot, start))
    covered: dict[tuple[str, str], set[int]] = defaultdict(set)
    for places in runs.values():
        first = places[0][0]
        for plot, start in places[1:]:
            if plot != first:
                covered[plot, first] |= {
                    tree["row"] for tree in by_plot[plot][start : start + length]
                }
    expected = f"{pairs * chance**length:.1g}"
    for (plot, other), rows in covered.items():
        yield trees.at(
            Level.ASKS, codes.BLOCK_COPIED, "dbh_cm", min(rows),
            plot=plot, other=other, count=len(rows), chance=expected,
        )  # fmt: skip


def _is_telling(run: Tree) -> bool:
    """Whether a run has an order of its own: lists sorted by dbh agree without being copied."""
    thick = [tree[1] for tree in run]
    ups = [b - a for a, b in pairwise(thick)]
    return any(step > 0 for step in ups) and any(step < 0 for step in ups)

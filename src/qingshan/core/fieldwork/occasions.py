"""The same plots measured twice: who died, who is new, and what cannot have happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.finding import Finding, Listed
from qingshan.core.fieldwork.limits import Limits, Status
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level

DAYS_PER_YEAR = 365.25
NAMED_MOST = 20

_GONE = {"dead", "cut"}
_NOT_THERE = "surplus"
_UNSTATED = Status(
    Label("活立木（未填检尺类型）", "living (no status given)"), "live", is_live=True
)
_GROWTH = Label("胸径生长量与进界木", "growth of dbh and ingrowth")


@dataclass(frozen=True)
class Change:
    """What became of the trees of the plots that were measured on both occasions."""

    plots: int = 0
    living_before: int = 0
    survived: int = 0
    died: int = 0
    felled: int = 0
    vanished: int = 0
    ingrowth: int = 0
    other_new: int = 0
    resurrected: int = 0

    def as_dict(self) -> dict[str, int]:
        """For JSON."""
        return asdict(self)


class Comparison:
    """Compares two lists of trees, tree by tree.

    Parameters
    ----------
    now, earlier
        The list that is checked, and the frame of the earlier one.
    years
        Years between the occasions by plot, empty where they are not known.
    statuses
        Codes of tree status; a tree without one counts as living.
    shifted
        Columns whose unit changed: they are not compared.
    """

    def __init__(
        self,
        now: Listed,
        earlier: pl.DataFrame,
        *,
        years: Mapping[str, float],
        statuses: Mapping[str, Status],
        limits: Limits,
        shifted: frozenset[str] = frozenset(),
    ) -> None:
        self._now = now
        self._limits = limits
        self._years = years
        self._statuses = statuses
        self._shifted = shifted
        self._after = _by_tree(now.sheet.frame)
        self._before = _by_tree(earlier)
        self._common = {plot for plot, _ in self._after} & {plot for plot, _ in self._before}
        self._counts: dict[str, int] = defaultdict(int)

    def findings(self) -> Iterator[Finding]:
        """Everything that cannot have happened, or is not on record (E-FW-09, 18 to 25)."""
        yield from self._absent_plots()
        yield from self._vanished()
        recoded = self._recoded()
        yield from recoded.values()
        pairs = [(key, self._before.get(key), tree) for key, tree in self._after.items()]
        for key, before, after in pairs:
            if key[0] not in self._common:
                continue
            if before is None:
                yield from self._new(key, after)
                continue
            yield from self._survivor(key, before, after)
            yield from self._species(key, before, after, recoded)
        yield from self._untested()

    def change(self) -> Change:
        """The counts, complete once ``findings`` has been gone through."""
        living = sum(
            key[0] in self._common and self._lives(tree) for key, tree in self._before.items()
        )
        return Change(plots=len(self._common), living_before=living, **self._counts)

    def _status(self, tree: Mapping[str, Any]) -> Status:
        code = tree.get("status")
        return _UNSTATED if code is None else self._statuses.get(code, _UNSTATED)

    def _lives(self, tree: Mapping[str, Any]) -> bool:
        return self._status(tree).is_live is not False

    def _absent_plots(self) -> Iterator[Finding]:
        absent = sorted({plot for plot, _ in self._before} - {plot for plot, _ in self._after})
        if absent:
            named = "、".join(absent[:NAMED_MOST]) + ("…" if len(absent) > NAMED_MOST else "")
            yield self._now.all(Level.ASKS, codes.PLOT_ABSENT, count=len(absent), plots=named)

    def _vanished(self) -> Iterator[Finding]:
        lost: dict[str, list[str]] = defaultdict(list)
        for (plot, tree), before in self._before.items():
            if plot in self._common and (plot, tree) not in self._after and self._lives(before):
                lost[plot].append(tree)
        for plot, trees in sorted(lost.items()):
            self._counts["vanished"] += len(trees)
            named = "、".join(trees[:NAMED_MOST]) + ("…" if len(trees) > NAMED_MOST else "")
            yield self._now.all(
                Level.ASKS, codes.TREE_VANISHED, plot=plot, count=len(trees), trees=named
            )

    def _recoded(self) -> dict[tuple[str, str], Finding]:
        """Codes that changed for most trees at once, each with what is said of it."""
        pairs: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for key, before in self._before.items():
            after = self._after.get(key)
            if after and before["species"] is not None and after["species"] is not None:
                pairs[before["species"]][after["species"]] += 1
        least = self._limits.of("occasion", "recode_trees_min")
        share_min = self._limits.of("occasion", "recode_share_min")
        recoded = {}
        for was, counts in sorted(pairs.items()):
            count = sum(counts.values())
            now, most = max(counts.items(), key=lambda one: (one[1], one[0]))
            if now != was and count >= least and most / count >= share_min:
                recoded[was, now] = self._now.all(
                    Level.ASKS, codes.SPECIES_RECODED, count=count,
                    before=self._now.named(was), after=self._now.named(now),
                    share=f"{100 * most / count:.0f}",
                )  # fmt: skip
        return recoded

    def _new(self, key: tuple[str, str], after: Mapping[str, Any]) -> Iterator[Finding]:
        status = self._status(after)
        if not self._lives(after):
            return
        self._counts["ingrowth" if status.meaning == "ingrowth" else "other_new"] += 1
        years, dbh = self._years.get(key[0]), after["dbh_cm"]
        if status.meaning == "missed" or years is None or dbh is None:
            return
        limit = self._limits.of
        most = limit("occasion", "threshold_dbh") + years * limit("occasion", "growth_max")
        if "dbh_cm" not in self._shifted and dbh > most:
            yield self._now.at(
                Level.WARNS, codes.TREE_NEW, "dbh_cm", after["row"], plot=key[0], tree=key[1],
                after=f"{dbh:g}", years=f"{years:.1f}", most=f"{most:.1f}",
            )  # fmt: skip

    def _survivor(
        self, key: tuple[str, str], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[Finding]:
        was, now = self._status(before), self._status(after)
        facts = {"plot": key[0], "tree": key[1]}
        if was.meaning in _GONE:
            if self._lives(after) and now.meaning != "status_wrong":
                self._counts["resurrected"] += 1
                yield self._now.at(
                    Level.ASKS, codes.TREE_RESURRECTED, "status", after["row"], **facts,
                    before_zh=was.label.zh, before_en=was.label.en,
                    after_zh=now.label.zh, after_en=now.label.en,
                )  # fmt: skip
            return
        outcome = {"dead": "died", "cut": "felled"}.get(now.meaning, "survived")
        if self._lives(before) and now.meaning != _NOT_THERE:
            self._counts[outcome] += 1
        if now.meaning != "dbh_wrong" and "dbh_cm" not in self._shifted:
            yield from self._growth(facts, before, after)

    def _growth(
        self, facts: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[Finding]:
        was, now = before["dbh_cm"], after["dbh_cm"]
        if was is None or now is None:
            return
        told = {**facts, "before": f"{was:g}", "after": f"{now:g}"}
        shrink = self._limits.of("occasion", "shrink_max")
        if was - now > shrink + 1e-9:
            yield self._now.at(
                Level.WARNS, codes.DBH_SHRUNK, "dbh_cm", after["row"], **told, most=f"{shrink:g}"
            )
        years, most = self._years.get(facts["plot"]), self._limits.of("occasion", "growth_max")
        if years is not None and now - was > most * years + shrink:
            yield self._now.at(
                Level.WARNS, codes.DBH_GREW, "dbh_cm", after["row"], **told,
                years=f"{years:.1f}", most=f"{most:g}",
            )  # fmt: skip

    def _species(
        self,
        key: tuple[str, str],
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        recoded: Mapping[tuple[str, str], Finding],
    ) -> Iterator[Finding]:
        was, now = before["species"], after["species"]
        is_same = was is None or now is None or was == now or (was, now) in recoded
        if not is_same and self._status(after).meaning != "species_wrong":
            yield self._now.at(
                Level.WARNS, codes.SPECIES_CHANGED, "species", after["row"],
                plot=key[0], tree=key[1], before=self._now.named(was), after=self._now.named(now),
            )  # fmt: skip

    def _untested(self) -> Iterator[Finding]:
        unknown = sorted(plot for plot in self._common if plot not in self._years)
        if unknown:
            reason = Label(
                f"{len(unknown)} 个样地两期相隔的年数未知",
                f"the years between the occasions are unknown for {len(unknown)} plots",
            )
            yield self._now.untested(_GROWTH, reason, codes.NOT_TESTED)
        if "dbh_cm" in self._shifted:
            reason = Label("须先说明两期胸径的单位", "units of dbh have to be stated first")
            yield self._now.untested(_GROWTH, reason, codes.NOT_TESTED)


def years_between(now: pl.DataFrame | None, earlier: pl.DataFrame | None) -> dict[str, float]:
    """Years between the survey dates of two lists of plots, by plot."""
    if now is None or earlier is None:
        return {}
    both = now.select("plot", "surveyed_on").join(
        earlier.select("plot", "surveyed_on"), on="plot", suffix="_t1"
    )
    days = (pl.col("surveyed_on") - pl.col("surveyed_on_t1")).dt.total_days()
    known = both.select("plot", (days / DAYS_PER_YEAR).alias("years")).drop_nulls()
    return {plot: years for plot, years in known.iter_rows() if years > 0}


def _by_tree(frame: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows by plot and tree; of a number given twice (refused elsewhere) the first counts."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for tree in frame.sort("row").iter_rows(named=True):
        if tree["plot"] is not None and tree["tree"] is not None:
            found.setdefault((tree["plot"], tree["tree"]), tree)
    return found

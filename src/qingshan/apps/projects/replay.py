"""What a recomputation says: from which data, identical or not, and where it first parts."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.apps.projects.parting import parting_row
from qingshan.core.carbon.difference import Difference, difference
from qingshan.core.carbon.node import Node
from qingshan.core.carbon.package.packing import part_label
from qingshan.core.carbon.package.recompute import Recomputed, TableChange
from qingshan.core.carbon.plots.difference import PlotDifference
from qingshan.core.carbon.plots.explain import explain_plots
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.removal import Replay
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

BY_PACKAGE = Label("按复算包的数据", "From the data of the package")
BY_SURVEY = Label("按交来的调查数据", "From the survey as it was handed in")
_FIGURES = {"strata": "stratum", "kinds": "kind"}
"""Parts of a record over plots and the figures that open them."""

_WHOLE = {"risk": "deduction:risk", "discount": "deduction:uncertainty", "change": "removal"}


@dataclass(frozen=True)
class Answer:
    """One recomputation.

    ``is_of_run`` says whether it belongs to the run of the page; ``differs`` names the parts whose
    digests part; ``first`` is the first figure that differs with both values, ``node`` that figure
    opened; ``tables`` are rows that this house tells otherwise today.
    """

    by: Label
    is_equal: bool
    is_of_run: bool
    digests: tuple[str, str]
    removal_unit: tuple[int, int]
    count: int
    differs: tuple[Label, ...]
    first: tuple[Label, str, str] | None
    node: Node | None
    tables: tuple[TableChange, ...] = ()


def of_package(found: Recomputed, kept: KeptRun) -> Answer:
    """What the package of a run, or one that was received, gives when it is measured again."""
    first, node = _first(found.difference, found.again)
    return Answer(
        by=BY_PACKAGE,
        is_equal=found.is_equal,
        is_of_run=found.recorded.digest == kept.digest,
        digests=(found.recorded.digest, found.again.digest),
        removal_unit=(found.recorded.removal, found.again.removal),
        count=len(found.again.frame),
        differs=tuple(part_label(name) for name in found.differs),
        first=None if found.is_equal else first,
        node=None if found.is_equal else node,
        tables=found.tables_here,
    )


def of_survey(again: Replay[Run], kept: KeptRun) -> Answer:
    """What the files of the survey give when they are read and measured again."""
    recorded = stored_run(kept)
    first, node = (
        (None, None) if again.is_equal else _first(difference(recorded, again.run), again.run)
    )
    return Answer(
        by=BY_SURVEY,
        is_equal=again.is_equal,
        is_of_run=True,
        digests=(recorded.digest, again.run.digest),
        removal_unit=(recorded.removal, again.run.removal),
        count=len(again.run.frame),
        differs=tuple(part_label(name) for name in again.differs),
        first=first,
        node=node,
    )


def _first(
    parted: Difference | PlotDifference, again: Run | PlotRun
) -> tuple[tuple[Label, str, str] | None, Node | None]:
    """The first difference in words and, where it is a figure, that figure opened."""
    if isinstance(parted, Difference) and parted.first is not None:
        row = parting_row(parted.first)
        return (row["label"], row["ours"], row["other"]), parted.first.node
    if not parted.changes:
        return None, None
    change = parted.changes[0]
    node = _plot_figure(change.name, again) if isinstance(again, PlotRun) else None
    return (change.label, change.first, change.second), node


def _plot_figure(name: str, run: PlotRun) -> Node | None:
    part, _, rest = name.partition("/")
    kind = _FIGURES.get(part)
    wanted = f"{kind}:{rest.partition('/')[0]}" if kind else _WHOLE.get(part, "removal")
    try:
        return explain_plots(run, wanted, depth=3)
    except Refused:
        return None

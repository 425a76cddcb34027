"""What a paper shows of a run by either route: its method, its size and its largest parts."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.plots.run import ROUTE, PlotRun
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.label import Label

PLOTS = Label("样地计量", "Measured on plots")


@dataclass(frozen=True)
class Part:
    """A species group or a stratum: its removal in 0.0001 tCO2e and its area in hectares."""

    name: str
    removal_unit: int
    area_ha: float


@dataclass(frozen=True)
class Subject:
    """``method`` by its name and ``label``; ``counted`` says what ``count`` counts."""

    method: str
    label: Label
    counted: Label
    count: int
    map: Label
    charts: Label
    parts: tuple[Part, ...]


def subject_of(run: Run | PlotRun) -> Subject:
    """What papers need to know of a run."""
    if isinstance(run, PlotRun):
        rows = run.frame.select("stratum", "removal_unit", "area_ha").iter_rows()
        return Subject(
            ROUTE,
            PLOTS,
            Label("样地", "plots"),
            len(run.stocks[1].plots),
            Label("样地分布图", "Map of the sample plots"),
            Label("按层的图", "Charts by stratum"),
            tuple(Part(str(name), int(unit), float(area)) for name, unit, area in rows),
        )
    rows = run.by_group.select("group", "removal_unit", "area_ha").iter_rows()
    return Subject(
        run.method,
        find_method(run.method).spec.label,
        Label("小班", "sub-compartments"),
        len(run.frame),
        Label("小班分布图", "Map of the sub-compartments"),
        Label("按树种组的图", "Charts by species group"),
        tuple(Part(str(name), int(unit), float(area)) for name, unit, area in rows),
    )

"""What the work page of a case shows: its land, its runs, its report and annexes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from qingshan.apps.land.models import Survey
from qingshan.apps.land.reads import area_m2, county_label, county_names, shapes_in, stands_of
from qingshan.apps.projects.forms import annex_labels
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import Annex, MonitoringPeriod
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.apps.projects.options import options_told
from qingshan.apps.projects.papers import Telling, annexes_of, county_of, report_of
from qingshan.apps.projects.parcels import LISTED, parcel_features, parcel_rows
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.reporting.proofread import annexes_asked, hindrances
from qingshan.core.carbon.run import Run
from qingshan.core.carbon.specification import Quantity
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE
from qingshan.core.tables.shelf import open_shelf

TABLE = "table "
"""How the digest of a table is named in a run."""


@dataclass(frozen=True)
class Land:
    """The survey of a case: where it lies, how large, and what its columns hold.

    ``fields`` are the columns that the newest run took, with the least and the greatest value.
    """

    survey: Survey
    county: Label
    codes: list[str]
    area_ha: float
    count: int
    features: dict[str, Any]
    parcels: list[dict[str, Any]]
    more: int
    fields: list[tuple[Quantity, str]]
    notes: list[Label]


@dataclass(frozen=True)
class RunRow:
    """A line of the list of runs; ``stale`` are tables that today hold other rows."""

    run: KeptRun
    number: int
    method: Label
    options: list[tuple[Label, str | Label, str]]
    before: KeptRun | None
    stale: tuple[str, ...]


@dataclass(frozen=True)
class ReportState:
    """The report of the newest run: what proof-reading finds in it."""

    run: KeptRun
    findings: tuple[Refusal, ...]

    @property
    def is_hindered(self) -> bool:
        """Whether something must be mended before it can be handed in."""
        return bool(hindrances(self.findings))


@dataclass(frozen=True)
class AnnexRow:
    """A kind of annex: whether it is at hand, whether it is needed, and the papers added."""

    label: Label
    is_there: bool
    is_needed: bool
    papers: list[Annex]


def land_of(claim: MonitoringPeriod, kept: KeptRun | None, href: str) -> Land:
    """The land of a case; ``href`` opens a figure of the run by ``{id}``."""
    survey, county = claim.survey, county_of(claim)
    run = None if kept is None else stored_run(kept)
    stands = stands_of(survey)
    notes = survey.layer.get("notes", [])
    return Land(
        survey=survey,
        county=county_label(county, county_names()),
        codes=[county] if county else [],
        area_ha=area_m2(survey) / SQUARE_METRE_PER_HECTARE,
        count=len(stands),
        features=parcel_features(stands, shapes_in(stands)),
        parcels=parcel_rows(stands, run, href),
        more=max(len(stands) - LISTED, 0),
        fields=[] if run is None else _fields(run),
        notes=[Label(note["zh"], note["en"]) for note in notes],
    )


def run_rows(claim: MonitoringPeriod, today: date) -> list[RunRow]:
    """Every run of a case, the newest first, each with the one before it."""
    runs = list(claim.runs.select_related("measurer").order_by("pk"))
    before = [None, *runs[:-1]] if runs else []
    rows = [
        RunRow(
            run=run,
            number=number,
            method=find_method(run.record["method"]).spec.label,
            options=options_told(
                find_method(run.record["method"]).spec, run.record["options"], unusual_only=True
            ),
            before=earlier,
            stale=stale_tables(run, today),
        )
        for number, (run, earlier) in enumerate(zip(runs, before, strict=True), 1)
    ]
    return rows[::-1]


def stale_tables(run: KeptRun, today: date) -> tuple[str, ...]:
    """Tables that a run was measured by and that hold other rows today."""
    shelf, found = open_shelf(), []
    for name, digest in run.record["digests"].items():
        if not name.startswith(TABLE):
            continue
        try:
            now = shelf.digest(name.removeprefix(TABLE), today)
        except Refused:
            now = ""
        if now != digest:
            found.append(name.removeprefix(TABLE))
    return tuple(found)


def report_state(claim: MonitoringPeriod, kept: KeptRun | None, today: date) -> ReportState | None:
    """The report as it would be handed in today; none while nothing was measured."""
    if kept is None:
        return None
    return ReportState(kept, report_of(kept, Telling("zh", today)).findings)


def annex_rows(claim: MonitoringPeriod, kept: KeptRun | None, today: date) -> list[AnnexRow]:
    """The kinds of annexes, with what is at hand of each and what the newest run asks for."""
    there = annexes_of(claim)
    is_sampled = kept is not None and kept.record["options"].get("relative_error") is not None
    asked = annexes_asked(open_shelf(), today, is_sampled=is_sampled)
    papers = list(claim.annexes.select_related("file").order_by("pk"))
    return [
        AnnexRow(
            label=label,
            is_there=kind in there,
            is_needed=kind in asked,
            papers=[paper for paper in papers if paper.kind == kind],
        )
        for kind, label in annex_labels(today).items()
    ]


def _fields(run: Run) -> list[tuple[Quantity, str]]:
    return [(each, _span(run, each)) for each in run.plan.inputs]


def _span(run: Run, quantity: Quantity) -> str:
    """Least and greatest value of a column, or how many different words it holds."""
    column = run.frame[quantity.name]
    if quantity.kind != "number":
        return f"{column.n_unique():,}"
    low, high = column.min(), column.max()
    if low is None or high is None:
        return "—"
    return f"{float(low):,.2f} – {float(high):,.2f}"  # type: ignore[arg-type]

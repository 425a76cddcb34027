"""The papers of a run: its monitoring report, proof-read, its package and its results."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings

from qingshan.apps.base.reporting import report_pdf
from qingshan.apps.land.models import TenureCertificate
from qingshan.apps.land.reads import county_label, county_names, shapes_of
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.core.carbon.package.packing import pack_run
from qingshan.core.carbon.report import Document
from qingshan.core.carbon.reporting.document import monitoring_report
from qingshan.core.carbon.reporting.dossier import Dossier, Facts
from qingshan.core.carbon.reporting.proofread import proofread
from qingshan.core.carbon.reporting.workbook import report_workbook
from qingshan.core.geo.shape import simplified
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

DEMO_NOTE = Label("演示环境，数据为虚构", "Demonstration: the data are made up")
MADE_BY_US = ("map", "survey", "package")
"""Annexes that the house itself draws, keeps and packs for every run."""

COUNTY_DIGITS = 6
UNKNOWN = Label("未知", "unknown")
"""The county of land that lies in none of those entered."""

PACKAGES_HELD = 16
"""Packages held in memory; each has the same bytes whenever it is made."""


@dataclass(frozen=True)
class Telling:
    """How a report is told: in which language, under which number and day, to whom.

    To strangers (``tolerance_m`` above zero) the map shows simplified outlines and the holder
    stands under the public name.
    """

    language: str
    reported: date
    number: str = ""
    tolerance_m: float = 0.0


@dataclass(frozen=True)
class ReportPaper:
    """A monitoring report and what proof-reading found in it."""

    dossier: Dossier
    document: Document
    findings: tuple[Refusal, ...]
    language: str

    def pdf(self) -> bytes:
        """As PDF; every page of one with findings says that it is a draft."""
        return report_pdf(self.dossier, self.document, self.language, is_draft=bool(self.findings))

    def workbook(self) -> bytes:
        """As .xlsx, a sheet a section."""
        return report_workbook(self.document, self.language)


def report_of(kept: KeptRun, telling: Telling) -> ReportPaper:
    """The report of a run with the facts of its case."""
    dossier = _dossier(kept, telling)
    document = monitoring_report(dossier, open_shelf())
    findings = proofread(document, dossier, open_shelf())
    return ReportPaper(dossier, document, findings, telling.language)


@lru_cache(maxsize=PACKAGES_HELD)
def package_of(run: int) -> bytes:
    """The recomputation package of a kept run: inputs, table rows, rows and record; no names."""
    kept = stored_run(KeptRun.objects.get(pk=run))
    return pack_run(kept, kept.frame)


def county_of(claim: MonitoringPeriod) -> str:
    """The county of a project; where no boundaries are entered, that of most keys."""
    if claim.project.county_code:
        return claim.project.county_code
    heads = Counter(
        key[:COUNTY_DIGITS]
        for key in claim.survey.compartments.values_list("key", flat=True)
        if key[:COUNTY_DIGITS].isdigit()
    )
    return heads.most_common(1)[0][0] if heads else ""


def annexes_of(claim: MonitoringPeriod) -> tuple[str, ...]:
    """Keys of the annexes that are at hand (table ``carbon.report_annex``).

    Tenure is shown by the number of a certificate, by one entered for the land, or by a paper;
    sampling by field data that gave an estimate, or by a paper.
    """
    added = set(claim.annexes.values_list("kind", flat=True))
    land = TenureCertificate.objects.filter(compartments__survey=claim.survey_id)
    if claim.project.tenure_number or land.exists():
        added.add("tenure")
    if claim.field_surveys.exclude(verdict="blocked").exclude(estimate=None).exists():
        added.add("sampling")
    return tuple(sorted({*added, *MADE_BY_US}))


def _dossier(kept: KeptRun, telling: Telling) -> Dossier:
    claim, project = kept.monitoring, kept.monitoring.project
    county, is_public = county_of(claim), telling.tolerance_m > 0
    shapes = shapes_of(claim.survey)
    facts = Facts(
        project=project.name,
        number=telling.number,
        holder=project.party.public_name if is_public else project.party.name,
        place=_place(claim, county).say(telling.language),
        county=county or UNKNOWN.say(telling.language),
        tenure=project.tenure_number,
        measurer=kept.measurer.label.say(telling.language),
        survey=claim.survey.file.name,
        note=DEMO_NOTE.say(telling.language) if settings.DEMO else "",
        reported=telling.reported,
        annexes=annexes_of(claim),
    )
    groups = claim.survey.compartments.order_by("row").values_list("species_group", flat=True)
    return Dossier(
        stored_run(kept),
        facts,
        shapes=simplified(shapes, telling.tolerance_m) if is_public else shapes,
        groups=tuple(groups),
    )


def _place(claim: MonitoringPeriod, county: str) -> Label:
    """County and village; the code alone where the county's name is not entered."""
    if not county:
        return Label(claim.project.place or UNKNOWN.zh, claim.project.place or UNKNOWN.en)
    names = county_names()
    named = county_label(county, names) if county in names else Label(county, county)
    place = claim.project.place
    return Label(f"{named.zh}{place}", f"{named.en} {place}".strip())

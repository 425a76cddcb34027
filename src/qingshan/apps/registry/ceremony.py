"""What the signing desk shows: reports that wait for keys, who signed, what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.reads import claims_in, latest_report
from qingshan.apps.projects.stages import required_stages
from qingshan.apps.registry.models import OFFICE_NAMES, OFFICES, Signature
from qingshan.apps.registry.readiness import lacking
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE

CHANGES_SHOWN = 12


@dataclass(frozen=True)
class Change:
    """A cell or paragraph of a report that says something else than in the report before."""

    place: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Key:
    """One of the two keys under a report: turned, or still missing."""

    office: str
    signature: Signature | None

    @property
    def missing(self) -> Label:
        """The office that still has to turn it."""
        name = OFFICE_NAMES[self.office]
        return Label(f"待{name.zh}", f"waits for the {name.en}")


@dataclass(frozen=True)
class Waiting:
    """A verified report on its way to a ticket."""

    claim: MonitoringPeriod
    report: Report
    holder: str
    county: Label
    keys: tuple[Key, ...]
    before: Report | None
    lacking: tuple[Refusal, ...] = ()
    """What the stages before signing still lack; nothing can be done as long as something does."""

    @property
    def tonnes(self) -> int:
        """Whole tonnes that would be issued, in carbon units."""
        return self.report.run.removal // CARBON_PER_TONNE * CARBON_PER_TONNE

    @property
    def is_complete(self) -> bool:
        """Whether both keys are turned and no stage lacks."""
        return not self.lacking and all(key.signature for key in self.keys)

    def lacks(self, office: str) -> bool:
        """Whether an office has not signed yet what it may sign."""
        return not self.lacking and any(
            key.office == office and key.signature is None for key in self.keys
        )

    def changes(self, language: str) -> list[Change]:
        """What differs from the report handed in before this one; empty for a first report."""
        if self.before is None:
            return []
        return list(changes_between(self.before.document[language], self.report.document[language]))


def waiting_reports(today: date) -> list[Waiting]:
    """Every verified report without a ticket, the oldest first, with what still lacks today."""
    names, stages = county_names(), required_stages(today)
    return [
        Waiting(
            claim=claim,
            report=report,
            holder=claim.project.party.public_name,
            county=county_label(claim.project.county_code, names),
            keys=_keys(report),
            before=_before(report),
            lacking=lacking(report, stages),
        )
        for claim in claims_in("verified")
        if (report := latest_report(claim)) is not None
    ]


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Cells and paragraphs of two report documents that differ; what only one has is named too."""
    was, becomes = dict(_places(before)), dict(_places(after))
    for place in {**was, **becomes}:
        if was.get(place) != becomes.get(place):
            yield Change(place, was.get(place, "—"), becomes.get(place, "—"))


def _places(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each text of a document by the way that leads to it in words."""
    for section in document["sections"]:
        heading = section["heading"]
        for number, paragraph in enumerate(section["paragraphs"], 1):
            yield f"{heading} · ¶{number}", paragraph
        for table in section["tables"]:
            columns = [column["label"] for column in table["columns"]]
            for row in table["rows"]:
                for column, cell in zip(columns[1:], row[1:], strict=True):
                    yield f"{heading} · {table['caption']} · {row[0]} · {column}", cell


def _keys(report: Report) -> tuple[Key, ...]:
    signed = {row.office: row for row in report.signatures.select_related("party")}
    return tuple(Key(office, signed.get(office)) for office in OFFICES)


def _before(report: Report) -> Report | None:
    """The report that was handed in for the same period before this one, if any."""
    earlier = Report.objects.filter(run__monitoring=report.run.monitoring_id, pk__lt=report.pk)
    return earlier.order_by("-pk").first()

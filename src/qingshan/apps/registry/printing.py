"""From rows of the register to the papers it hands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import shapely
from django.conf import settings
from django.db.models import QuerySet, Sum

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.land.models import Compartment
from qingshan.apps.land.reads import county_names, shapes_of
from qingshan.apps.land.tiles import public_m
from qingshan.apps.parties.reads import parties_in_role, shown_code
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.registry.corrected import items_of
from qingshan.apps.registry.faces import (
    DepartmentSignature,
    RetirementPaper,
    TicketFace,
    code_of,
    retirement_pdf,
    ticket_pdf,
)
from qingshan.apps.registry.holding_paper import HoldingPaper, holding_pdf
from qingshan.apps.registry.models import OFFICES, Cut, HoldingCertificate, Ticket
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.geo.shape import simplified
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import BOOKING_ZONE

MEDIA_TYPE = "application/pdf"
PARTS = {"forestry": Label("签发", "Issued by"), "ecology": Label("备案", "Filed by")}
ENTERED = Label("登记", "Entered by")
UNKNOWN = "—"
SPECIES_SHOWN = 3
_ORIGINS = {"natural": "天然", "planted": "人工"}


@dataclass(frozen=True)
class Written:
    """A sealed paper and the code printed on it."""

    pdf: bytes
    check_code: str


def verify_address() -> str:
    """Where papers are checked."""
    return f"{settings.SITE_URL}/verify"


def ticket(
    number: str, report: Report, *, quantity: int, first_serial: int, when: datetime
) -> Written:
    """The face of a ticket about to be issued."""
    return _sealed_face(_face(number, report, quantity, first_serial, when))


def face_of(ticket: Ticket) -> TicketFace:
    """The face of an issued ticket as its first print shows it, with accepted corrections."""
    face = _face(
        ticket.number, ticket.report, ticket.quantity, ticket.block.lower, local(ticket.issued)
    )
    changes: dict[str, Any] = items_of(ticket.corrections.all())
    return replace(face, **changes)


def later_print(ticket: Ticket, edition: int, *, when: datetime) -> Written:
    """A further print of a face, which says that it makes those before it void."""
    return _sealed_face(replace(face_of(ticket), edition=edition, signed_at=when))


def marked_face(ticket: Ticket, edition: int, mark: Label, *, when: datetime) -> bytes:
    """The face with a word across it: what it is worth since ``when``."""
    face = replace(face_of(ticket), edition=edition, mark=mark, signed_at=when)
    return _sealed_face(face).pdf


def _sealed_face(face: TicketFace) -> Written:
    key = signer(REGISTER)
    return Written(ticket_pdf(face, key), code_of(face, key))


def _face(
    number: str, report: Report, quantity: int, first_serial: int, when: datetime
) -> TicketFace:
    claim = report.run.monitoring
    verification = report.verifications.filter(equal=True).latest("pk")
    spec = find_method(claim.method).spec
    return TicketFace(
        number=number,
        holder=claim.project.party.public_name,
        credit_code=shown_code(claim.project.party),
        location=place_of(claim),
        compartments=f"共 {claim.survey.compartments.count()} 个小班",
        area_m2=area_m2(claim),
        species=species_of(claim).zh,
        origin=origin_of(claim),
        tenure_number=claim.project.tenure_number or UNKNOWN,
        method=f"{spec.label.zh}（{spec.id}）",
        period=claim.period,
        amount=quantity,
        first_serial=first_serial,
        next_serial=first_serial + quantity,
        measuring_body=str(report.run.measurer),
        verifying_body=str(verification.verifier),
        signatures=departments(report),
        issued_on=when.date(),
        signed_at=when,
        verify_url=verify_address(),
        sketch=tuple(sketched(claim, when.date())),
        demo=settings.DEMO,
    )


def sketched(claim: MonitoringPeriod, as_of: date) -> Iterable[shapely.Geometry]:
    """The stands as coarsely as strangers may see them: a ticket is shown to anybody."""
    shapes = simplified(shapes_of(claim.survey), public_m("ticket", "tolerance_m", as_of))
    return (shape for shape in shapes if shape is not None and not shape.is_empty)


def holding(found: HoldingCertificate) -> Written:
    """The certificate of a holding about to be entered."""
    claim = found.ticket.monitoring
    when = local(found.when)
    paper = HoldingPaper(
        number=found.number,
        ticket_number=found.ticket.number,
        holder=found.party.public_name,
        credit_code=shown_code(found.party),
        source=source_of(claim),
        amount=found.quantity,
        held=found.held,
        signatures=entered_by(when),
        signed_at=when,
        verify_url=verify_address(),
        demo=settings.DEMO,
    )
    key = signer(REGISTER)
    return Written(holding_pdf(paper, key), code_of(paper, key))


def local(when: datetime) -> datetime:
    """A moment as papers say it: in Chinese time, wherever it was read from."""
    return when.astimezone(BOOKING_ZONE)


def retirement(number: str, order: Order, piece: Cut, *, when: datetime) -> Written:
    """The certificate of a retirement about to be written."""
    claim = order.ticket.monitoring
    paper = RetirementPaper(
        number=number,
        ticket_number=order.ticket.number,
        retired_by=order.party.public_name,
        beneficiary=order.beneficiary,
        purpose=PURPOSES[order.purpose].zh,
        covers=order.statement or order.case_number or UNKNOWN,
        source=source_of(claim),
        amount=order.quantity,
        first_serial=piece.span.lower,
        next_serial=piece.span.upper,
        retired_on=when.date(),
        signatures=entered_by(when),
        signed_at=when,
        verify_url=verify_address(),
        demo=settings.DEMO,
    )
    key = signer(REGISTER)
    return Written(retirement_pdf(paper, key), code_of(paper, key))


def entered_by(when: datetime) -> tuple[DepartmentSignature, ...]:
    """The registrar under a paper."""
    return tuple(
        DepartmentSignature(ENTERED, str(registrar), when.date())
        for registrar in parties_in_role("registrar")[:1]
    )


def source_of(claim: MonitoringPeriod) -> str:
    """Where and when the removal arose, as printed."""
    return f"{place_of(claim)} · {claim.start.year}–{claim.period.last.year} 监测期"


def departments(report: Report) -> tuple[DepartmentSignature, ...]:
    """The two departments under a report, in the order of the face."""
    signed = {signature.office: signature for signature in report.signatures.all()}
    return tuple(
        DepartmentSignature(
            PARTS[office], str(signed[office].party), local(signed[office].when).date()
        )
        for office in OFFICES
        if office in signed
    )


def place_of(claim: MonitoringPeriod) -> str:
    """Where the land lies, as printed."""
    county = county_names().get(claim.project.county_code, "省域以外")
    return f"{county}{claim.project.place}"


def area_m2(claim: MonitoringPeriod) -> int:
    """The area measured: the stated areas of the sub-compartments."""
    return sum(claim.survey.compartments.values_list("stated_area_m2", flat=True))


def species_of(claim: MonitoringPeriod) -> Label:
    """The dominant species groups by area, at most three; names are those of the tables."""
    return species_by_survey([claim.survey_id])[claim.survey_id]


def species_by_survey(surveys: Iterable[int]) -> dict[int, Label]:
    """The same of several surveys in one statement."""
    groups: dict[int, list[str]] = {survey: [] for survey in surveys}
    for survey, group, _ in _SPECIES.rows(list(groups)):
        groups[survey].append(group)
    return {survey: _dominant(names) for survey, names in groups.items()}


def _species(surveys: list[int]) -> QuerySet[Compartment, tuple[Any, ...]]:
    found = Compartment.objects.filter(survey__in=surveys).values_list("survey", "species_group")
    return found.annotate(area=Sum("stated_area_m2")).order_by("survey", "-area", "species_group")


_SPECIES = Fixed(_species, list[int])


def species_in(stands: Iterable[Compartment]) -> Label:
    """The same of sub-compartments that are at hand."""
    areas: Counter[str] = Counter()
    for stand in stands:
        areas[stand.species_group] += stand.stated_area_m2
    return _dominant(sorted(areas, key=lambda group: (-areas[group], group)))


def _dominant(groups: Sequence[str]) -> Label:
    names, more = groups[:SPECIES_SHOWN], len(groups) > SPECIES_SHOWN
    return Label("、".join(names) + "等" * more, ", ".join(names) + ", …" * more)


def origin_of(claim: MonitoringPeriod) -> str:
    """Natural, planted or both."""
    found = set(claim.survey.compartments.exclude(origin="").values_list("origin", flat=True))
    return "、".join(sorted(_ORIGINS.get(origin, origin) for origin in found)) or UNKNOWN

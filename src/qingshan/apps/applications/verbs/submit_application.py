"""Hand an application in: survey, project, households and case come into being in one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from qingshan.apps.applications.attachments import opened
from qingshan.apps.applications.checks import faults, options_of, period_of
from qingshan.apps.applications.drafts import change
from qingshan.apps.applications.lists import rows_of
from qingshan.apps.applications.models import Application, Draft, Household
from qingshan.apps.applications.numbers import check_code
from qingshan.apps.applications.printing import form_pdf
from qingshan.apps.applications.reads import attachment
from qingshan.apps.applications.statement import stated
from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.land.bundle import MEDIA_TYPE
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, TenureCertificate
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.land.verbs.register_certificate import register_certificate
from qingshan.apps.parties.sealing import seal_fields
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import round_half_even

SERIES, KIND, SUBJECT = "SJ", "ticket_application", "projects.monitoringperiod"
PERSONAL = ("head_name", "resident_id", "bank_card", "mobile")
T = TypeVar("T")


@verb(
    event="application.submitted",
    label=Label("提交申请", "submit the application"),
    roles=("applicant",),
)
def submit_application(call: Call, *, draft: int, version: int) -> Done[Application]:
    """Enter all that a draft states; a refusal leaves nothing behind but the draft.

    Raises
    ------
    Refused
        All at once: E-AP-02 and E-AP-03 what is missing, E-AP-06 consent, E-AP-09 notice, E-AP-10
        declaration, E-SH codes of the list of households, and whatever survey, certificate and
        project refuse (E-UP, E-GE, E-FD, E-TN, E-EL); E-AP-01 when another window saved since.
    """
    found = change(call, draft, "submit_application", version=version)
    today = call.when.date()
    wrong = faults(found, today)
    claim = _registered(call, found, wrong)
    refuse_all(wrong)
    assert claim is not None, "nothing was refused"
    number = next_number(SERIES, today.year)
    told = stated(found, today)
    case = open_case(
        call.step("case"),
        kind=KIND,
        title=claim.project.name,
        party=found.party_id,
        county=claim.project.county_code,
        subject_kind=SUBJECT,
        subject_key=str(claim.pk),
    )
    application = Application.objects.create(
        number=number,
        check_code=check_code(number),
        draft=found,
        party_id=found.party_id,
        monitoring=claim,
        case=case,
        submitted=call.when,
        told=told,
        form_digest=sha256(form_pdf(told, number=number, dated=today)),
    )
    Household.objects.bulk_create(_households(application, found))
    found.save()
    return Done(application, {"number": number, "case": case.number, "claim": claim.pk})


def _registered(call: Call, draft: Draft, wrong: list[Refusal]) -> MonitoringPeriod | None:
    """Survey and project entered, or the reasons why not added to those that are known."""
    land, period = attachment(draft, "land"), period_of(draft)
    if land is None or period is None:
        return None
    told: dict[str, Any] = {"method": draft.answers["method"]} | {
        "start": period.start,
        "end": period.end,
    }
    bundle = files.keep(opened(land), name="xiaoban.zip", media_type=MEDIA_TYPE)
    survey = receive_survey(
        call.step("receive"), party=draft.party_id, file=bundle.pk, crs=land.facts["crs"]
    )
    entered = _tried(
        wrong,
        lambda: accept_survey(
            call.step("accept"), survey=survey.pk, as_of=call.when.date(), **told
        ),
    )
    if entered is None:
        return None
    certificate = TenureCertificate.objects.filter(
        pk=draft.answers.get("certificate") or 0, holder=draft.party_id
    ).first()
    if certificate is not None:
        keys = sorted(entered.compartments.values_list("pk", flat=True))
        _tried(wrong, lambda: _linked(call, certificate, keys))
    return _tried(
        wrong,
        lambda: register_project(
            call.step("register"),
            survey=survey.pk,
            name=draft.answers.get("name", ""),
            place=draft.answers.get("place", ""),
            tenure_number=draft.answers.get("tenure_number", ""),
            options=options_of(draft),
            **told,
        ),
    )


def _linked(call: Call, found: TenureCertificate, keys: list[int]) -> TenureCertificate:
    """The certificate once more, with the sub-compartments that now stand under it."""
    return register_certificate(
        call.step("certificate"),
        kind=found.kind,
        number=found.number,
        right=found.right,
        county=found.county_code,
        area_m2=found.area_m2,
        holder=found.holder_id,
        co_owners=found.co_owners,
        issued_on=found.issued_on,
        term_end=found.term_end,
        is_perpetual=found.is_perpetual,
        compartments=keys,
    )


def _tried(wrong: list[Refusal], act: Callable[[], T]) -> T | None:
    try:
        return act()
    except Refused as refused:
        wrong += refused.refusals
        return None


def _households(application: Application, draft: Draft) -> list[Household]:
    return [
        Household(
            application=application,
            row=number,
            person=seal_fields({name: row.get(name, "") for name in PERSONAL}),
            area_m2=round_half_even(float(row["area_mu"]) * SQUARE_METRE_PER_MU),
            share_basis_points=round_half_even(float(row["share"]) * 100),
            compartment=row.get("compartment", ""),
        )
        for number, row in enumerate(rows_of(draft), 1)
    ]

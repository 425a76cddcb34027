"""What a right holder enters and takes back: tenure certificates, and projects given up."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.applications.reads import application_on
from qingshan.apps.base import files
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.gate import place
from qingshan.apps.base.uploads import laid_out, refuse_stopped
from qingshan.apps.casework.machine import FINISHED
from qingshan.apps.casework.verbs.withdraw_case import withdraw_case
from qingshan.apps.land.bundle import Source, pack
from qingshan.apps.land.models import CERTIFICATE_KINDS, RIGHT_KINDS, Compartment
from qingshan.apps.land.models import TenureCertificate as Certificate
from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.land.verbs.register_certificate import register_certificate
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, party_in_role
from qingshan.apps.portal.tenure_forms import CertificateForm, WithdrawForm
from qingshan.apps.projects.machine import MONITORING
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.reads import claims
from qingshan.apps.projects.verbs.withdraw_project import withdraw_project
from qingshan.core.geo.confined import read_confined
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE

CERTIFICATES = Label("林权证件", "Tenure certificates")
UNTIL_REPORT = Label(
    "报告报送以前可以撤回；记录保留，林地的申报今日起失效。",
    "Possible until the report is handed in; the record stays, the claim to the land lapses today.",
)


@login_required
def certificates(request: HttpRequest) -> HttpResponse:
    """The certificates of the parties for which one acts."""
    actor = actor_in(request)
    found = Certificate.objects.filter(holder__in=actor.parties).order_by("number")
    names = county_names()
    rows = [
        {
            "pk": one.pk,
            "number": one.number,
            "kind": CERTIFICATE_KINDS[one.kind],
            "right": RIGHT_KINDS[one.right],
            "county": county_label(one.county_code, names),
            "area_ha": one.area_m2 / SQUARE_METRE_PER_HECTARE,
            "term_end": one.term_end,
            "is_perpetual": one.is_perpetual,
            "compartments": one.compartments.count(),
        }
        for one in found
    ]
    crumbs = [Crumb(DESK, address("desk")), Crumb(CERTIFICATES)]
    context = {"rows": rows, "crumbs": crumbs, "may_register": actor.may("applicant"), "now": now()}
    return render(request, "portal/certificates.html", context)


@login_required
def certify(request: HttpRequest) -> HttpResponse:
    """Enter a certificate of one's own party, with its outline and sub-compartments if told."""
    refuse_stopped(request)
    holder = party_in_role(actor_in(request), "applicant")
    own = claims().filter(project__party=holder)
    surveys = [(str(claim.survey_id), str(claim)) for claim in own]

    def do(call: Call, form: CertificateForm) -> Model:
        told = form.cleaned_data
        bundle = _outline(told["outline"]) if told["outline"] else None
        survey = told["survey"] or None
        among = Compartment.objects.filter(survey=survey) if survey else Compartment.objects.none()
        with transaction.atomic():
            return register_certificate(
                call,
                kind=told["kind"],
                number=told["number"],
                right=told["right"],
                county=told["county"],
                area_m2=form.area_m2,
                holder=holder,
                co_owners=told["co_owners"].splitlines(),
                issued_on=told["issued_on"],
                term_end=told["term_end"],
                is_perpetual=told["is_perpetual"],
                outline=bundle and _kept(*bundle),
                compartments=sorted(among.values_list("pk", flat=True)),
            )

    heading = Label("登记林权证件", "Register a tenure certificate")
    above = ((DESK, "desk"), (CERTIFICATES, "certificates"))
    page = form_page(heading, Label("登记", "Register"), *above)
    page["about"] = Label(
        "照原件填写；同一证号只对应一宗权利。",
        "As on the original; one number stands for one right.",
    )
    return answer_form(request, partial(CertificateForm, surveys=surveys), do, page)


@login_required
def withdraw(request: HttpRequest, claim: int) -> HttpResponse:
    """Give up a claimed period, after a confirmation and with a reason."""
    found = claims().filter(pk=claim, project__party__in=actor_in(request).parties).first()
    if found is None or not may_withdraw(found):
        raise Http404(claim)
    key = found.pk

    def do(call: Call, form: WithdrawForm) -> Model:
        reason = form.cleaned_data["reason"].strip()
        application = application_on(key)
        with transaction.atomic():
            if application is not None and application.case.state not in FINISHED:
                withdraw_case(call.step("case"), case=application.case_id, reason=reason)
            return withdraw_project(call, monitoring=key, reason=reason)

    about = Label(f"{found}。{UNTIL_REPORT.zh}", f"{found}. {UNTIL_REPORT.en}")
    page = form_page(Label("撤回立项", "Withdraw the project"), Label("撤回立项", "Withdraw"))
    page["about"] = about
    return answer_form(request, WithdrawForm, do, page)


def may_withdraw(claim: MonitoringPeriod) -> bool:
    """Whether its state still allows the applicant to give the period up."""
    return MONITORING.move("withdraw_project", claim.state) is not None


def _outline(parts: list[UploadedFile[bytes]]) -> tuple[bytes, str]:
    """The upload as a bundle, once it could be read by a process of its own."""
    with laid_out(parts) as path, place(now().date()):
        read_confined(path, attributes_optional=True)
        return pack(Source(path)), f"{path.stem}.zip"


def _kept(bundle: bytes, name: str) -> int:
    key: int = files.keep(bundle, name=name, media_type=ZIP).pk
    return key

"""Anyone reports something wrong, and follows what becomes of it by number and code."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.attachments import attachment_answer, keep_attachment
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.gate import client_address
from qingshan.apps.casework.reads import case_of, cases_seen_by
from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.notices.contacts import Contact
from qingshan.apps.notices.forms import ComplaintForm, ReceiptForm
from qingshan.apps.notices.models import Complaint
from qingshan.apps.notices.panes import SUBJECT
from qingshan.apps.notices.reads import complaint as complaint_of
from qingshan.apps.notices.rules import attachment_bytes
from qingshan.apps.notices.screening import sender_of
from qingshan.apps.notices.verbs.file_complaint import file_complaint
from qingshan.apps.notices.views.commenting import VISITOR
from qingshan.apps.parties.acting import RECEIVED, actor_in, answer_form
from qingshan.core.kernel.label import Label

REPORT = Label("举报", "Report")


def report(request: HttpRequest) -> HttpResponse:
    """Where to turn: the form for what concerns tickets, the numbers for what is urgent."""
    return render(request, "notices/report.html")


def complain(request: HttpRequest) -> HttpResponse:
    """The form; ``?about=`` names a number that it is about."""
    names = county_names()
    counties = [(code, county_label(code, names)) for code in sorted(names)]

    def form(*args: Any, **kwargs: Any) -> ComplaintForm:
        kwargs["initial"] |= {"about": request.GET.get("about", "")}
        kwargs["is_signed_in"] = request.user.is_authenticated
        return ComplaintForm(counties, *args, **kwargs)

    def do(call: Call, form: ComplaintForm) -> Model:
        told = form.cleaned_data
        today = call.when.date()
        file = told["attachment"]
        kept = keep_attachment(file, limit_bytes=attachment_bytes(today)) if file else None
        return file_complaint(
            call,
            category=told["category"],
            text=told["text"],
            about=told["about"],
            county=told["county"],
            attachment=kept,
            phone=told["phone"],
            sender=sender_of(client_address(request), today),
            contact=Contact.told_by(request, told).arguments,
        )

    heading = Label("提交举报", "File a complaint")
    page = {
        "heading": heading,
        "about": Label(
            "不必留名；提交后凭编号和查询码查看进度，任何公开页面不显示举报人信息。",
            "No name is asked. Number and code show its progress; no public page tells who wrote.",
        ),
        "button": Label("提交举报", "File it"),
        "crumbs": [Crumb(REPORT, address("report")), Crumb(heading)],
        "actor": VISITOR,
        "done": RECEIVED,
        "after": _progress_address,
    }
    return answer_form(request, form, do, page)


def progress(request: HttpRequest) -> HttpResponse:
    """Number and code lead to where a complaint stands."""
    form = ReceiptForm(request.GET or None)
    found = None
    if form.is_valid():
        told = form.cleaned_data
        found = complaint_of(told["number"].strip().upper(), told["code"].strip().upper())
    context = {
        "form": form,
        "complaint": found,
        "case": case_of(SUBJECT, found.number) if found else None,
        "is_unknown": form.is_valid() and found is None,
        "crumbs": [Crumb(REPORT, address("report")), Crumb(Label("举报进度", "Progress"))],
    }
    return render(request, "notices/progress.html", context)


@login_required
def attachment(request: HttpRequest, number: str) -> HttpResponse:
    """The file beside a complaint, for the office that handles its case."""
    found = Complaint.objects.filter(number=number).select_related("attachment").first()
    seen = cases_seen_by(actor_in(request), now().date())
    is_seen = seen.filter(subject_kind=SUBJECT, subject_key=number).exists()
    if found is None or found.attachment is None or not is_seen:
        raise Http404(number)
    return attachment_answer(found.attachment, number)


def _progress_address(complaint: Model) -> str:
    assert isinstance(complaint, Complaint)
    return reverse("complaint_progress") + f"?number={complaint.number}&code={complaint.code}"

"""A visitor says something about a report, and follows what becomes of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.attachments import keep_attachment
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, Step
from qingshan.apps.base.gate import client_address
from qingshan.apps.notices.contacts import Contact
from qingshan.apps.notices.forms import CommentForm, ReceiptForm
from qingshan.apps.notices.models import Comment
from qingshan.apps.notices.reads import receipt as receipt_of
from qingshan.apps.notices.rules import attachment_bytes
from qingshan.apps.notices.screening import sender_of
from qingshan.apps.notices.verbs.submit_comment import submit_comment
from qingshan.apps.notices.views.public import crumbs, found_notice
from qingshan.apps.parties.acting import RECEIVED, answer_form
from qingshan.apps.projects.anchors import Pointer
from qingshan.core.kernel.label import Label

VISITOR = Actor("visitor", frozenset({"visitor"}))
HEADING = Label("提意见", "Comment")


def comment(request: HttpRequest, number: str) -> HttpResponse:
    """The form; ``?at=`` names the figure, section or place that it is about."""
    found = found_notice(number)
    pointer = Pointer(found.report)

    def form(*args: Any, **kwargs: Any) -> CommentForm:
        kwargs["is_signed_in"] = request.user.is_authenticated
        return CommentForm(pointer, request.GET.get("at", ""), *args, **kwargs)

    def do(call: Call, form: CommentForm) -> Model:
        told = form.cleaned_data
        today = call.when.date()
        file = told["attachment"]
        kept = keep_attachment(file, limit_bytes=attachment_bytes(today)) if file else None
        return submit_comment(
            call,
            notice=found.pk,
            category=told["category"],
            text=told["text"],
            anchor=form.pointed,
            attachment=kept,
            phone=told["phone"],
            sender=sender_of(client_address(request), today),
            contact=Contact.told_by(request, told).arguments,
        )

    page = {
        "heading": Label(f"对公示 {found.number} 提意见", f"Comment on notice {found.number}"),
        "about": Label(str(found.report.run.monitoring), str(found.report.run.monitoring)),
        "button": Label("提交意见", "Send the comment"),
        "crumbs": [*crumbs(found, is_above=True), Crumb(HEADING)],
        "actor": VISITOR,
        "done": RECEIVED,
        "after": receipt_address,
    }
    return answer_form(request, form, do, page)


def receipts(request: HttpRequest) -> HttpResponse:
    """Number and code lead to the receipt."""
    form = ReceiptForm(request.GET or None)
    found = None
    if form.is_valid():
        told = form.cleaned_data
        found = receipt_of(told["number"].strip().upper(), told["code"].strip().upper())
    context = {"form": form, "found": found, "is_unknown": form.is_valid() and found is None}
    if found is not None:
        context |= _receipt(found.comment)
    return render(request, "notices/receipt.html", context)


def receipt_address(comment: Model) -> str:
    """Where a comment is followed; the address is the receipt itself."""
    assert isinstance(comment, Comment)
    return reverse("receipts") + f"?number={comment.number}&code={comment.code}"


def _receipt(comment: Comment) -> dict[str, Any]:
    """The stations of a comment; its answer is told to its writer at once."""
    answer = getattr(comment, "answer", None)
    opinion = getattr(comment, "opinion", None)
    steps = [
        Step(Label("已收到", "received"), comment.received),
        Step(
            Label("业主答复", "answered by the owner"),
            answer.when if answer else None,
            stage="done" if answer else "now",
        ),
        Step(
            Label("核查机构意见", "judged by the verifier"),
            opinion.when if opinion else None,
            stage="done" if opinion else "now" if answer else "todo",
        ),
        Step(
            Label("公开处理表", "table published"),
            comment.notice.closed,
            stage="done" if comment.notice.state == "closed" else "todo",
        ),
    ]
    return {
        "comment": comment,
        "anchor": Pointer(comment.notice.report).label(comment.anchor),
        "answer": answer,
        "opinion": opinion,
        "steps": steps,
        "today": now().date(),
    }

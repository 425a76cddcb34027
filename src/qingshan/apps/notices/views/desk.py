"""Owner and verifying body deal with what the public said; the register ends a notice early."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from qingshan.apps.base.attachments import attachment_answer
from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import verb_label
from qingshan.apps.notices.forms import AnswerForm, EndForm, JudgementForm
from qingshan.apps.notices.models import Comment
from qingshan.apps.notices.verbs.answer_comment import answer_comment
from qingshan.apps.notices.verbs.end_notice import end_notice
from qingshan.apps.notices.verbs.judge_comment import judge_comment
from qingshan.apps.notices.views.public import found_notice
from qingshan.apps.parties.acting import actor_in, answer_form, form_page, party_in_role
from qingshan.apps.projects.access import may_see
from qingshan.apps.projects.anchors import Pointer
from qingshan.core.kernel.label import Label

TEMPLATE = "notices/handling.html"


@login_required
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """The owner answers."""
    found = _comment(request, number)

    def do(call: Call, form: AnswerForm) -> Model:
        return answer_comment(call, comment=found.pk, text=form.cleaned_data["text"])

    heading = Label(f"答复意见 {found.number}", f"Answer comment {found.number}")
    page = form_page(heading, Label("提交答复", "Send the answer")) | _shown(found)
    return answer_form(request, AnswerForm, do, page)


@login_required
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """The verifying body judges."""
    found = _comment(request, number)

    def do(call: Call, form: JudgementForm) -> Model:
        told = form.cleaned_data
        return judge_comment(
            call,
            comment=found.pk,
            verifier=party_in_role(call.actor, "verifier"),
            outcome=told["outcome"],
            text=told["text"],
        )

    heading = Label(f"审查意见 {found.number}", f"Judge comment {found.number}")
    page = form_page(heading, Label("提交审查意见", "Send the opinion")) | _shown(found)
    return answer_form(request, JudgementForm, do, page)


@login_required
def end(request: HttpRequest, number: str) -> HttpResponse:
    """The register ends a notice whose report does not count any more, with a reason."""
    notice = found_notice(number)
    if not actor_in(request).may("registrar"):
        raise Http404(number)

    def do(call: Call, form: EndForm) -> Model:
        return end_notice(call, notice=notice.pk, reason=form.cleaned_data["text"])

    label = verb_label("end_notice")
    page = form_page(Label(f"{label.zh} {number}", f"{label.en} {number}"), label)
    page["about"] = Label(
        "只用于所公示的报告已退回或更新的情形；更正后的报告须重新公示足够的工作日。",
        "Only where the report under notice was returned or replaced; the corrected one is laid "
        "open anew for all its days.",
    )
    return answer_form(request, EndForm, do, page)


@login_required
def attachment(request: HttpRequest, number: str) -> HttpResponse:
    """The file beside a comment, as a download for those who deal with it."""
    found = _comment(request, number)
    if found.attachment is None:
        raise Http404(number)
    return attachment_answer(found.attachment, found.number)


def _comment(request: HttpRequest, number: str) -> Comment:
    """A comment of a case that the visitor may see; anything else is not there."""
    found = Comment.objects.filter(number=number).select_related("notice", "attachment").first()
    if found is None or not may_see(actor_in(request), found.notice.report.run.monitoring):
        raise Http404(number)
    return found


def _shown(found: Comment) -> dict[str, Any]:
    return {
        "template": TEMPLATE,
        "comment": found,
        "anchor": Pointer(found.notice.report).label(found.anchor),
        "answer": getattr(found, "answer", None),
    }

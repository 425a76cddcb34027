"""The applicant's answer to a correction notice, item by item, with files."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qingshan.apps.base.attachments import keep_attachment
from qingshan.apps.base.call import Call
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.base.verb import verb_label
from qingshan.apps.casework.forms import AnswerForm
from qingshan.apps.casework.kinds import attachment_bytes
from qingshan.apps.casework.panes import corrected_at
from qingshan.apps.casework.verbs.answer_correction import Answer, answer_correction
from qingshan.apps.casework.views.finding import found_case, is_own, looking, path_to
from qingshan.apps.parties.acting import answer_form, form_page
from qingshan.core.kernel.label import Label


@login_required
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer every item and hand it in; when nothing waits, back to the case.

    What has a form of its own is corrected there.
    """
    refuse_stopped(request)
    case = found_case(request, number)
    notice = case.notices.order_by("-pk").first()
    is_waiting = case.state == "correction_asked" and is_own(looking(request).actor, case)
    if notice is None or not is_waiting:
        return redirect(reverse("case", args=[number]))
    if elsewhere := corrected_at(case):
        return redirect(elsewhere)
    items, last = list(notice.items.order_by("place")), notice.due or "—"

    def do(call: Call, form: AnswerForm) -> Model:
        told = form.cleaned_data
        most = attachment_bytes(call.when.date())
        answers: list[Answer] = [
            {
                "place": item.place,
                "text": told[f"text_{item.place}"],
                "file": keep_attachment(file, limit_bytes=most)
                if (file := told[f"file_{item.place}"])
                else None,
            }
            for item in items
        ]
        return answer_correction(call, notice=notice.pk, answers=answers)

    label = verb_label("answer_correction")
    page = form_page(label, Label("提交答复", "Hand in the answers"))
    page |= {
        "crumbs": path_to(case, label),
        "about": Label(
            f"{notice.number}：共 {len(items)} 项，每项填写文字或附文件，{last} 前一并提交。",
            f"{notice.number}: {len(items)} items, each by text or file, all together by {last}.",
        ),
        "after": lambda _: reverse("case", args=[number]),
        "template": "casework/act.html",
        "case": case,
    }
    return answer_form(request, partial(AnswerForm, items=items), do, page)

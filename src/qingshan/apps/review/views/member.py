"""A member declares, stands back, asks and votes; those concerned answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import Crumb
from qingshan.apps.parties.acting import answer_form
from qingshan.apps.projects.anchors import Pointer
from qingshan.apps.review.forms import AskForm, DeclareForm, ReasonForm, ReplyForm, VoteForm
from qingshan.apps.review.models import Panel, PanelQuestion, Seat
from qingshan.apps.review.verbs.answer_question import answer_question
from qingshan.apps.review.verbs.ask_question import ask_question
from qingshan.apps.review.verbs.cast_vote import cast_vote
from qingshan.apps.review.verbs.declare_independence import declare_independence
from qingshan.apps.review.verbs.recuse_member import recuse_member
from qingshan.apps.review.views.panels import crumbs, found_panel
from qingshan.core.kernel.label import Label


@login_required
def declare(request: HttpRequest, number: str) -> HttpResponse:
    """The declaration of independence."""
    panel, seat = _seat(request, number)

    def do(call: Call, _form: KeyedForm) -> Model:
        return declare_independence(call, panel=panel.pk, party=seat.expert.party_id)

    page = _page(panel, Label("声明无利害关系", "Declare independence"), Label("声明", "Declare"))
    return answer_form(request, DeclareForm, do, page)


@login_required
def recuse(request: HttpRequest, number: str) -> HttpResponse:
    """Standing back, with a reason."""
    panel, seat = _seat(request, number)

    def do(call: Call, form: ReasonForm) -> Model:
        told = form.cleaned_data
        return recuse_member(call, panel=panel.pk, party=seat.expert.party_id, reason=told["text"])

    page = _page(panel, Label("申请回避", "Stand back"), Label("回避", "Stand back"))
    # Who has stood back sees the panel no longer.
    page["after"] = lambda _: reverse("reviews")
    return answer_form(request, ReasonForm, do, page)


@login_required
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """A question; ``?at=`` names what it is about."""
    panel, seat = _seat(request, number)
    pointer = Pointer(panel.report)

    def form(*args: Any, **kwargs: Any) -> AskForm:
        return AskForm(pointer, request.GET.get("at", ""), *args, **kwargs)

    def do(call: Call, form: AskForm) -> Model:
        return ask_question(
            call,
            panel=panel.pk,
            party=seat.expert.party_id,
            text=form.cleaned_data["text"],
            anchor=form.pointed,
        )

    page = _page(panel, Label("提问", "Ask"), Label("提交提问", "Send the question"))
    return answer_form(request, form, do, page)


@login_required
def vote(request: HttpRequest, number: str) -> HttpResponse:
    """The checklist and the vote."""
    panel, seat = _seat(request, number)

    def form(*args: Any, **kwargs: Any) -> VoteForm:
        return VoteForm(panel.drawn.date(), *args, **kwargs)

    def do(call: Call, form: VoteForm) -> Model:
        return cast_vote(
            call,
            panel=panel.pk,
            party=seat.expert.party_id,
            in_favour=form.cleaned_data["in_favour"] == "yes",
            scores=form.scores,
            opinion=form.cleaned_data["opinion"],
        )

    page = _page(panel, Label("核查单与表决", "Checklist and vote"), Label("提交表决", "Vote"))
    page["about"] = Label(
        "结束表决前，任何人看不到您的打分和表决；提交后不能更改。",
        "Nobody sees your scores and vote before the close; they cannot be changed.",
    )
    return answer_form(request, form, do, page)


@login_required
def answer(request: HttpRequest, number: str, question: int) -> HttpResponse:
    """Owner, measuring or verifying body answers a question."""
    panel, part = found_panel(request, number)
    found = get_object_or_404(PanelQuestion, pk=question, seat__panel=panel)
    party = part.concerned
    if party is None:
        raise Http404(number)

    def do(call: Call, form: ReplyForm) -> Model:
        text = form.cleaned_data["text"]
        return answer_question(call, question=found.pk, party=party, text=text)

    page = _page(panel, Label("答复提问", "Answer a question"), Label("提交答复", "Answer"))
    page["about"] = Label(found.text, found.text)
    return answer_form(request, ReplyForm, do, page)


def _seat(request: HttpRequest, number: str) -> tuple[Panel, Seat]:
    panel, part = found_panel(request, number)
    if part.seat is None:
        raise Http404(number)
    return panel, part.seat


def _page(panel: Panel, heading: Label, button: Label) -> dict[str, Any]:
    here = reverse("panel", args=[panel.number])
    return {
        "heading": Label(f"{heading.zh} {panel.number}", f"{heading.en} {panel.number}"),
        "button": button,
        "crumbs": [*crumbs(), Crumb(panel.number, here), Crumb(heading)],
        "after": lambda _done: here,
    }

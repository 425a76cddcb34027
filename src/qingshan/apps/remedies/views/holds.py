"""Freezes: a court asks, the registrar enters, extends, lifts and transfers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import DESK, answer_form, form_page, must_be, party_in_role
from qingshan.apps.remedies import forms, reads
from qingshan.apps.remedies.doors import HOLDS, ROLES
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.rules import warning_days
from qingshan.apps.remedies.verbs.enter_hold import enter_hold
from qingshan.apps.remedies.verbs.execute_hold import execute_hold
from qingshan.apps.remedies.verbs.extend_hold import extend_hold
from qingshan.apps.remedies.verbs.reject_hold import reject_hold
from qingshan.apps.remedies.verbs.release_hold import release_hold
from qingshan.apps.remedies.verbs.request_hold import request_hold
from qingshan.apps.remedies.verbs.withdraw_hold import withdraw_hold
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

PER_PAGE = 20
ABOVE = ((DESK, "desk"), (HOLDS, "holds"))
LOOKS = {
    "requested": "pending", "queued": "pending", "effective": "held", "rejected": "refused",
    "withdrawn": "closed", "released": "closed", "expired": "closed", "executed": "done",
}  # fmt: skip


ABOUT = {
    "execute_hold": Label(
        "以已冻结的数量为限，须为整吨或全部划转。划转后本次冻结随之终止，没有划转的数量由后面的轮候"
        "冻结承接，其余解除冻结；本次冻结中尚在轮候的数量不再轮候。",
        "No more than is frozen, in whole tonnes or all of it. The freeze ends with the transfer; "
        "what is not transferred goes to the next in the queue, and is free otherwise; what of it "
        "still waits waits no longer.",
    ),
}
"""What is not plain from the form."""


@dataclass(frozen=True)
class HoldAct:
    """An act of the registrar, its form, and the states in which it is open."""

    verb: Callable[..., Model]
    form: type[Any]
    states: tuple[str, ...]
    needs_held: bool = False

    def is_open(self, found: JudicialHold) -> bool:
        """Whether it can be done now; what acts on frozen units needs some."""
        return found.state in self.states and bool(found.held or not self.needs_held)


HOLDING = ("queued", "effective")
ACTS: Mapping[str, HoldAct] = {
    "enter_hold": HoldAct(enter_hold, forms.EnterForm, ("requested",)),
    "reject_hold": HoldAct(reject_hold, forms.GroundForm, ("requested",)),
    "extend_hold": HoldAct(extend_hold, forms.ExtendForm, HOLDING, needs_held=True),
    "release_hold": HoldAct(release_hold, forms.GroundForm, HOLDING),
    "execute_hold": HoldAct(execute_hold, forms.ExecuteForm, HOLDING, needs_held=True),
}


@login_required
def holds(request: HttpRequest) -> HttpResponse:
    """Freezes of one's court, or all of them for the registrar."""
    actor = must_be(request, *ROLES)
    found = reads.holds() if actor.may("registrar") else reads.holds_of(actor.parties)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": HOLDS,
        "rows": [_row(one) for one in page],
        "page": page,
        "may_ask": actor.may("court"),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(HOLDS)],
        "now": now(),
    }
    return render(request, "remedies/holds.html", context)


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """A court asks for a freeze."""
    actor = must_be(request, "court")

    def do(call: Call, form: forms.RequestForm) -> Model:
        return request_hold(call, court=party_in_role(actor, "court"), **form.told)

    page = form_page(Label("申请司法冻结", "Ask for a freeze"), Label("提交", "Send"), *ABOVE)
    page["about"] = Label(
        "登记机构核对裁定书和协助执行通知书后登记；已质押或已被冻结的部分轮候。",
        "The registrar enters it by ruling and notice; what is pledged or frozen waits in a queue.",
    )
    page["after"] = lambda done: reverse("hold", args=[done.number])
    return answer_form(request, forms.RequestForm, do, page)


@login_required
def hold(request: HttpRequest, number: str) -> HttpResponse:
    """One freeze: its papers, what it holds, its place in the queue, what can be done."""
    found, actor = _seen(request, number)
    acts = [(name, verb_label(name)) for name, one in ACTS.items() if one.is_open(found)]
    left = (found.until - now().date()).days if found.until else None
    context = {
        **_row(found),
        "acts": acts if actor.may("registrar") else [],
        "may_withdraw": found.state == "requested" and _is_own(found, actor),
        "before": reads.place_in_queue(found),
        "carried": reads.carried_over(found),
        "ends_soon": left is not None and 0 <= left <= warning_days(now().date()),
        "left": left,
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(HOLDS, address("holds")),
            Crumb(found.number),
        ],
    }
    return render(request, "remedies/hold.html", context)


@login_required
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """The form of an act of the registrar."""
    must_be(request, "registrar")
    found, known = get_object_or_404(JudicialHold, number=number), ACTS.get(act)
    if known is None:
        raise Http404(act)

    def do(call: Call, form: Any) -> Model:
        return known.verb(call, hold=found.pk, **form.told)

    return answer_form(request, known.form, do, _act_page(act, found))


@login_required
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The form by which a court withdraws what is not entered yet."""
    actor = must_be(request, "court")
    found = get_object_or_404(JudicialHold, number=number)
    if not _is_own(found, actor):
        raise Http404(number)

    def do(call: Call, _: forms.EnterForm) -> Model:
        return withdraw_hold(call, hold=found.pk)

    return answer_form(request, forms.EnterForm, do, _act_page("withdraw_hold", found))


def _act_page(act: str, found: JudicialHold) -> dict[str, Any]:
    """The frame of an act's form."""
    label = verb_label(act)
    heading = Label(f"{label.zh} {found.number}", f"{label.en.capitalize()} {found.number}")
    page = form_page(heading, Label(label.zh, label.en.capitalize()), *ABOVE)
    page["about"] = ABOUT.get(act) or _asked(found)
    page["after"] = lambda done: reverse("hold", args=[done.number])
    return page


def _is_own(found: JudicialHold, actor: Actor) -> bool:
    """Whether somebody acts for the court that asked for it."""
    return actor.may("court") and actor.acts_for(found.court_id)


def _asked(found: JudicialHold) -> Label:
    """What the act is about, so that it can be compared with the papers."""
    who, tonnes = found.holder.label, tonnes_text(found.quantity)
    return Label(
        f"{who.zh}持有的 {found.ticket} {tonnes} 吨，{found.ruling_number}",
        f"{tonnes} t of {found.ticket} held by {who.en}, {found.ruling_number}",
    )


def _row(found: JudicialHold) -> dict[str, Any]:
    return {"hold": found, "look": LOOKS[found.state], "word": found.state_label}


def _seen(request: HttpRequest, number: str) -> tuple[JudicialHold, Actor]:
    """A freeze for its own court or the registrar, who alone acts on it."""
    actor = must_be(request, *ROLES)
    found = get_object_or_404(reads.holds(), number=number)
    if not (actor.may("registrar") or actor.acts_for(found.court_id)):
        raise Http404(number)
    return found, actor

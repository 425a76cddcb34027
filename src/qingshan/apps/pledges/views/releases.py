"""Releasing a pledge: one side proposes, the other confirms, declines, or is spared the answer."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.frame import say
from qingshan.apps.parties.acting import answer_form, keyed_call, must_be
from qingshan.apps.pledges.acts import SIDES
from qingshan.apps.pledges.forms import CancelForm, DeclineForm
from qingshan.apps.pledges.verbs.cancel_pledge import cancel_pledge
from qingshan.apps.pledges.verbs.decline_release import decline_release
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.pledges.verbs.withdraw_release import withdraw_release
from qingshan.apps.pledges.views.pledges import act_page, one_pledge
from qingshan.core.kernel.label import Label

PROPOSED = Label("已提出，待对方确认：", "Proposed, the other side has to confirm: ")
RELEASED, WITHDRAWN = Label("已解除：", "Released: "), Label("已撤回：", "Withdrawn: ")


@login_required
@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Bank or holder would end the pledge."""
    must_be(request, *SIDES)
    _, found = one_pledge(request, number)
    done = propose_release(keyed_call(request), pledge=found.pk)
    messages.success(request, say(PROPOSED) + str(done))
    return redirect("pledge", number)


@login_required
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The other side confirms, and the units are free."""
    return _answered(request, number, release_pledge, RELEASED)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Who proposed it takes it back."""
    return _answered(request, number, withdraw_release, WITHDRAWN)


@login_required
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """The other side says no, and why."""
    release, (_, found) = _last(request, number), one_pledge(request, number)

    def do(call: Call, form: DeclineForm) -> Model:
        return decline_release(call, release=release, reason=form.cleaned_data["reason"])

    page = act_page(
        found, Label("不同意解除", "Decline to release"), Label("回复不同意", "Decline")
    )
    page["about"] = Label(
        "质押的数量继续冻结；对方会看到理由，可以再次提出。",
        "The units stay held; the other side sees why, and may propose it again.",
    )
    return answer_form(request, DeclineForm, do, page)


@login_required
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """The register ends the pledge on a paper, where one side is silent or a court has spoken."""
    must_be(request, "registrar")
    _, found = one_pledge(request, number)

    def do(call: Call, form: CancelForm) -> Model:
        told = {name: form.cleaned_data[name] for name in ("ground", "document")}
        return cancel_pledge(call, pledge=found.pk, **told)

    heading = Label("凭文书注销质押", "Cancel on a paper")
    page = act_page(found, heading, Label("注销质押登记", "Cancel the pledge"))
    page["about"] = Label(
        "注销后质押的数量全部解除冻结，双方都会收到通知。",
        "All that was pledged is free, and both sides are told.",
    )
    return answer_form(request, CancelForm, do, page)


def _answered(
    request: HttpRequest, number: str, verb: Callable[..., Model], said: Label
) -> HttpResponse:
    done = verb(keyed_call(request), release=_last(request, number))
    messages.success(request, say(said) + str(done))
    return redirect("pledge", number)


def _last(request: HttpRequest, number: str) -> int:
    """The proposal that was made last; whether it still stands is the verb's to say."""
    must_be(request, *SIDES)
    _, found = one_pledge(request, number)
    last = found.releases.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        raise Http404(number)
    return last

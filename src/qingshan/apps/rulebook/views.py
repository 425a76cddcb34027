"""The operator changes the rules of trading, and takes a change back while it is far off."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import say
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import DESK, answer_form, form_page, keyed_call, must_be
from qingshan.apps.rulebook.changing import changeable, earliest, notice_days
from qingshan.apps.rulebook.forms import RulesForm
from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.verbs.announce_rules import announce_rules
from qingshan.apps.rulebook.verbs.withdraw_rules import withdraw_rules
from qingshan.apps.rulebook.words import RULES
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@login_required
def announce(request: HttpRequest) -> HttpResponse:
    """A paper with the day from which it holds, and the new values of some rules."""
    must_be(request, "operator")
    day = booking_day(now())

    def do(call: Call, form: RulesForm) -> Model:
        return announce_rules(call, **form.told)

    path = ((DESK, "desk"), (RULES, "market_rules"))
    page = form_page(verb_label("announce_rules"), Label("公告调整", "Announce"), *path)
    days, first = notice_days(day), earliest(day)
    page["about"] = Label(
        f"只填写需要调整的规则。至少提前 {days} 天公告，最早自 {first} 起执行；"
        "起始日前成交的，手续费和期限不变。",
        f"Fill in only what changes. It is announced at least {days} days ahead and holds from"
        f" {first} at the earliest; what is agreed before keeps its fees and terms.",
    )
    page |= {
        "template": "rulebook/announce.html",
        "initial": {"issued": day, "valid_from": first},
    }
    return answer_form(request, partial(RulesForm, changeable(first)), do, page)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """It is as if it had not been announced."""
    must_be(request, "operator")
    found = get_object_or_404(RuleNotice, number=number)
    done = withdraw_rules(keyed_call(request), notice=found.pk)
    messages.success(request, say(Label("已撤回：", "Withdrawn: ")) + str(done))
    return redirect("market_rules")

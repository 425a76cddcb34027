"""The operator's side: accounts to confirm, payments in and out."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.books.reads import totals
from qingshan.apps.custody.cases import keep_cases
from qingshan.apps.custody.doors import CUSTODY, WATCHERS
from qingshan.apps.custody.forms import PaidForm, PayInForm
from qingshan.apps.custody.models import BankAccount, PayOut
from qingshan.apps.custody.reads import (
    accounts_to_confirm,
    open_differences,
    pay_outs_waiting,
    statements_waiting,
)
from qingshan.apps.custody.reconciling import days_until
from qingshan.apps.custody.verbs.confirm_bank_account import confirm_bank_account
from qingshan.apps.custody.verbs.confirm_pay_out import confirm_pay_out
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.parties.acting import DESK, answer_form, form_page, keyed_call, must_be
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountKind, booking_day
from qingshan.core.market.settlement import MONEY


@login_required
def custody(request: HttpRequest) -> HttpResponse:
    """What waits, and how much money the ledger mirrors."""
    actor = must_be(request, *WATCHERS)
    kinds = totals(MONEY)
    context: dict[str, Any] = {
        "heading": CUSTODY,
        "may_act": actor.may("operator"),
        "bank_fen": -kinds.get(AccountKind.BANK, 0),
        "clients_fen": kinds.get(AccountKind.PARTY, 0),
        "fees_fen": kinds.get(AccountKind.FEE, 0),
        "accounts": accounts_to_confirm(),
        "waiting": pay_outs_waiting(),
        "statements": statements_waiting(),
        "differences": open_differences(),
        "days": days_until(booking_day(now())),
        "key": secrets.token_urlsafe(12),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(CUSTODY)],
    }
    return render(request, "custody/custody.html", context)


@login_required
def receive(request: HttpRequest) -> HttpResponse:
    """Book a payment in by hand."""
    must_be(request, "operator")

    def do(call: Call, form: PayInForm) -> Model:
        told = form.cleaned_data
        return pay_in(
            call,
            party=told["party"],
            amount_fen=form.amount_fen,
            bank_reference=told["bank_reference"],
        )

    heading = Label("手工入金", "Book a payment by hand")
    page = form_page(heading, Label("入账", "Book"), (DESK, "desk"), (CUSTODY, "custody"))
    return answer_form(request, PayInForm, do, page)


@login_required
def paid(request: HttpRequest, number: str) -> HttpResponse:
    """The bank has paid."""
    must_be(request, "operator")
    found = get_object_or_404(PayOut.objects.select_related("account"), number=number)

    def do(call: Call, form: PaidForm) -> Model:
        reference = form.cleaned_data["bank_reference"]
        done = confirm_pay_out(call, pay_out=found.pk, bank_reference=reference)
        keep_cases(call.when)
        return done

    heading = Label("确认出金", "Confirm a payment")
    page = form_page(heading, Label("已付款", "Paid"), (DESK, "desk"), (CUSTODY, "custody"))
    page |= {"pay_out": found, "template": "custody/paid.html"}
    return answer_form(request, PaidForm, do, page)


@login_required
@require_POST
def confirm_account(request: HttpRequest, account: int) -> HttpResponse:
    """An account bears the party's name."""
    must_be(request, "operator")
    found = get_object_or_404(BankAccount, pk=account)
    done = confirm_bank_account(keyed_call(request), account=found.pk)
    messages.success(request, say(Label("已核验：", "Confirmed: ")) + str(done))
    return redirect("custody")

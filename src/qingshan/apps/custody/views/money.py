"""A party's money: what there is, accounts, payments in and out."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.books.reads import balance
from qingshan.apps.custody.doors import HOLDERS, MONEY
from qingshan.apps.custody.forms import AccountForm, PayOutForm
from qingshan.apps.custody.models import BankAccount, PayOut
from qingshan.apps.custody.reads import accounts_of, pay_ins_of, pay_outs_of
from qingshan.apps.custody.verbs.ask_pay_out import ask_pay_out
from qingshan.apps.custody.verbs.cancel_pay_out import cancel_pay_out
from qingshan.apps.custody.verbs.end_bank_account import end_bank_account
from qingshan.apps.custody.verbs.enter_bank_account import enter_bank_account
from qingshan.apps.parties.acting import (
    DESK,
    actor_in,
    answer_form,
    form_page,
    keyed_call,
    must_be,
)
from qingshan.apps.parties.reads import parties_with
from qingshan.apps.parties.sealing import seal
from qingshan.core.kernel.label import Label
from qingshan.core.market.settlement import cash

SHOWN = 50


@login_required
def money(request: HttpRequest) -> HttpResponse:
    """Balances, accounts and the latest payments of one's parties."""
    actor = must_be(request, *HOLDERS)
    keys = sorted(actor.parties)
    context: dict[str, Any] = {
        "heading": MONEY,
        "balances": [
            {"party": one, "balance": balance(cash(one.owner))} for one in parties_with(keys)
        ],
        "accounts": accounts_of(keys),
        "pay_in_to": settings.CUSTODY_ACCOUNT.split("|") if settings.CUSTODY_ACCOUNT else [],
        "can_pay_out": accounts_of(keys).filter(state="confirmed").exists(),
        "pay_ins": pay_ins_of(keys)[:SHOWN],
        "pay_outs": pay_outs_of(keys)[:SHOWN],
        "key": secrets.token_urlsafe(12),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(MONEY)],
    }
    return render(request, "custody/money.html", context)


@login_required
def enter_account(request: HttpRequest) -> HttpResponse:
    """Enter a bank account."""
    actor = must_be(request, *HOLDERS)

    def do(call: Call, form: AccountForm) -> Model:
        told = form.cleaned_data
        return enter_bank_account(
            call,
            party=told["party"],
            bank_name=told["bank_name"],
            number_sealed=seal(told["number"]),
        )

    heading = Label("登记银行账户", "Enter a bank account")
    page = form_page(heading, Label("登记", "Enter"), (DESK, "desk"), (MONEY, "money"))
    parties = parties_with(sorted(actor.parties))
    return answer_form(request, partial(AccountForm, parties), do, page)


@login_required
def pay_out(request: HttpRequest) -> HttpResponse:
    """Ask for money."""
    actor = must_be(request, *HOLDERS)
    accounts = list(accounts_of(actor.parties).filter(state="confirmed"))
    parties = {one.pk: one.party_id for one in accounts}

    def do(call: Call, form: PayOutForm) -> Model:
        account = form.cleaned_data["account"]
        return ask_pay_out(
            call, party=parties[account], account=account, amount_fen=form.amount_fen
        )

    heading = Label("申请出金", "Ask for a payment")
    page = form_page(heading, Label("提交", "Send"), (DESK, "desk"), (MONEY, "money"))
    page["about"] = Label(
        "提交后金额即冻结，银行付款后扣减；付款前可以撤销。",
        "The amount is held at once and leaves when the bank has paid; until then it can be "
        "cancelled.",
    )
    return answer_form(request, partial(PayOutForm, accounts), do, page)


@login_required
@require_POST
def end_account(request: HttpRequest, account: int) -> HttpResponse:
    """An account is used no more; the operator ends one that bears another name."""
    found = get_object_or_404(BankAccount, pk=account)
    done = end_bank_account(keyed_call(request), account=found.pk)
    messages.success(request, say(Label("已停用：", "Ended: ")) + str(done))
    return redirect(_back(request))


@login_required
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Take a request back; the operator does it where the bank did not pay."""
    found = get_object_or_404(PayOut, number=number)
    done = cancel_pay_out(keyed_call(request), pay_out=found.pk)
    messages.success(request, say(Label("已撤销：", "Cancelled: ")) + str(done))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    return "custody" if actor_in(request).may("operator") else "money"

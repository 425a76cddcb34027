"""The bank's statement: read, looked over, booked; the day that it gives."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.files import keep_path
from qingshan.apps.base.frame import Crumb, address, language, say
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.side_lists import empty_list, marked_list
from qingshan.apps.base.uploads import laid_out, refuse_stopped
from qingshan.apps.custody.cases import case_of_difference, keep_cases
from qingshan.apps.custody.doors import CUSTODY, WATCHERS
from qingshan.apps.custody.forms import BookForm, ExplainForm, StatementForm
from qingshan.apps.custody.models import BankStatement, Difference
from qingshan.apps.custody.reads import open_differences
from qingshan.apps.custody.reconciling import DayStanding, shares_of, standing_of
from qingshan.apps.custody.statements import last_booked, lines_in, planned
from qingshan.apps.custody.verbs.book_difference import book_difference
from qingshan.apps.custody.verbs.book_statement import book_statement
from qingshan.apps.custody.verbs.discard_statement import discard_statement
from qingshan.apps.custody.verbs.explain_difference import explain_difference
from qingshan.apps.custody.verbs.read_statement import read_statement
from qingshan.apps.parties.acting import (
    DESK,
    WRONG,
    answer_form,
    form_page,
    keyed_call,
    must_be,
)
from qingshan.core.doctor.lists import ListAnswer, Whole, check_list_confined
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan

LIST = "movements"
READING = Label("导入银行流水", "Read a bank statement")
STATEMENT = Label("银行流水", "Bank statement")
DAY = Label("银行对账", "Reconciliation")
KEPT_AS = "application/octet-stream"


@login_required
def read(request: HttpRequest) -> HttpResponse:
    """The day's file: all of it, or none and the file comes back with its problems."""
    must_be(request, "operator")
    page = form_page(READING, Label("读取", "Read"), (DESK, "desk"), (CUSTODY, "custody"))
    initial = {"key": secrets.token_urlsafe(12)}
    if request.method != "POST":
        context = page | {"form": StatementForm(initial=initial)}
        return render(request, "custody/reading.html", context)
    form = StatementForm(request.POST, request.FILES, initial=initial)
    context = page | {"form": form}
    try:
        refuse_stopped(request)
        if not form.is_valid():
            return render(request, "custody/reading.html", context, status=WRONG)
        answer, told = _told(form)
        if answer is not None and answer.rows is None:
            context |= {"refused": answer.refusals} | marked_list(answer)
            return render(request, "custody/reading.html", context, status=WRONG)
        done = read_statement(keyed_call(request), **told)
    except Refused as refused:
        context["refused"] = refused.refusals
        return refused_page(request, "custody/reading.html", refused, context)
    return redirect("bank_statement", statement=done.pk)


def _told(form: StatementForm) -> tuple[ListAnswer | None, dict[str, Any]]:
    """The arguments of the verb, and what was found in the file."""
    data = form.cleaned_data
    told: dict[str, Any] = {"day": data["day"], "closing_fen": form.closing_fen}
    if not data["file"]:
        return None, told | {"file": None, "lines": []}
    today = now().date()
    with laid_out([data["file"]]) as path, place(today):
        answer = check_list_confined(
            path, LIST, as_of=today, whole=Whole(keeps_rows=True), language=language()
        )
        if answer.rows is None:
            return answer, told
        kept = keep_path(path, media_type=KEPT_AS)
    return answer, told | {"file": kept.pk, "lines": lines_in(answer.rows)}


@login_required
def statement(request: HttpRequest, statement: int) -> HttpResponse:
    """What booking it would do; a booked one is its day."""
    must_be(request, "operator")
    found = get_object_or_404(BankStatement, pk=statement)
    if found.state == "booked":
        return redirect("custody_day", day=found.day.isoformat())
    if found.state != "read":
        raise Http404(str(statement))
    plans = planned(found.lines.order_by("place"))
    last = last_booked()
    amounts = [one.line.amount_fen for one in plans]
    context: dict[str, Any] = {
        "heading": STATEMENT,
        "statement": found,
        "plans": plans,
        "opening_fen": last.closing_fen if last else None,
        "in_fen": sum(amount for amount in amounts if amount > 0),
        "out_fen": -sum(amount for amount in amounts if amount < 0),
        "key": secrets.token_urlsafe(12),
        "crumbs": _path(Label(str(found), str(found))),
    }
    return render(request, "custody/statement.html", context)


@login_required
@require_POST
def book(request: HttpRequest, statement: int) -> HttpResponse:
    """Book it and show the day."""
    must_be(request, "operator")
    found = get_object_or_404(BankStatement, pk=statement)
    call = keyed_call(request)
    done = book_statement(call, statement=found.pk)
    keep_cases(call.when)
    messages.success(request, say(Label("已入账：", "Booked: ")) + str(done))
    return redirect("custody_day", day=done.day.isoformat())


@login_required
@require_POST
def discard(request: HttpRequest, statement: int) -> HttpResponse:
    """It was the wrong file."""
    must_be(request, "operator")
    found = get_object_or_404(BankStatement, pk=statement)
    done = discard_statement(keyed_call(request), statement=found.pk)
    messages.success(request, say(Label("已作废：", "Discarded: ")) + str(done))
    return redirect("custody")


@login_required
def day(request: HttpRequest, day: str) -> HttpResponse:
    """The bank's day against the ledger; unknown where no statement is booked."""
    actor = must_be(request, *WATCHERS)
    which, found = _day(day)
    context: dict[str, Any] = {
        "heading": DAY,
        "day": which,
        "told": DayStanding(which, standing_of(found), found),
        "statement": found,
        "may_act": actor.may("operator"),
        "crumbs": _path(Label(day, day)),
    }
    if found is not None:
        shares = list(shares_of(found))
        context |= {
            "gap_fen": found.gap_fen,
            "differences": found.differences.order_by("pk"),
            "carried": open_differences().filter(statement__day__lt=which).count(),
            "lines": _lines(found),
            "shares": shares,
            "clients_fen": sum(one.amount_fen for one in shares if one.is_client),
            "others_fen": sum(one.amount_fen for one in shares if not one.is_client),
        }
    return render(request, "custody/day.html", context)


@login_required
def day_csv(request: HttpRequest, day: str) -> HttpResponse:
    """The movements of a day with what became of them; accounts are masked."""
    must_be(request, *WATCHERS)
    _, found = _day(day)
    if found is None:
        raise Http404(day)
    head = [
        *("reference", "amount_yuan", "other_account", "other_name", "remark"),
        *("party", "pay_out", "difference"),
    ]
    rows = []
    for line in _lines(found):
        paid = line.pay_in or line.pay_out
        difference = getattr(line, "difference", None)
        rows.append(
            [
                *(line.reference, yuan(line.amount_fen), line.other_masked, line.other_name),
                *(line.remark, paid.party.name if paid else ""),
                *(str(line.pay_out or ""), difference.state if difference else ""),
            ]
        )
    return csv_answer(f"bank-{day}.csv", head, rows)


@login_required
def explain(request: HttpRequest, difference: int) -> HttpResponse:
    """Say why bank and ledger differ."""
    must_be(request, "operator")
    found = get_object_or_404(Difference, pk=difference)

    def do(call: Call, form: ExplainForm) -> Model:
        told = form.cleaned_data["explanation"]
        done = explain_difference(call, difference=found.pk, explanation=told)
        keep_cases(call.when)
        return done

    heading = Label("说明差异", "Explain a difference")
    page = form_page(heading, Label("提交", "Send"), (DESK, "desk"), (CUSTODY, "custody"))
    page |= _about(found)
    return answer_form(request, ExplainForm, do, page)


@login_required
def book_for(request: HttpRequest, difference: int) -> HttpResponse:
    """Book money in for the party whose it is."""
    must_be(request, "operator")
    found = get_object_or_404(Difference, pk=difference)

    def do(call: Call, form: BookForm) -> Model:
        told = {name: form.cleaned_data[name] for name in ("party", "explanation")}
        done = book_difference(call, difference=found.pk, **told)
        keep_cases(call.when)
        return done

    heading = Label("补记入金", "Book money for a party")
    page = form_page(heading, Label("入账", "Book"), (DESK, "desk"), (CUSTODY, "custody"))
    page |= _about(found)
    return answer_form(request, BookForm, do, page)


@login_required
def template_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """An empty list to fill in, in the language of the page."""
    must_be(request, "operator")
    return empty_list(LIST, suffix)


def _about(found: Difference) -> dict[str, Any]:
    about = {"difference": found, "case": case_of_difference(found)}
    return about | {"template": "custody/difference.html"}


def _day(told: str) -> tuple[date, BankStatement | None]:
    try:
        which = date.fromisoformat(told)
    except ValueError:
        raise Http404(told) from None
    return which, BankStatement.objects.filter(day=which, state="booked").first()


def _lines(found: BankStatement) -> Any:
    rows = found.lines.select_related("pay_in__party", "pay_out__party", "difference")
    return rows.order_by("place")


def _path(last: Label) -> list[Crumb]:
    return [Crumb(DESK, address("desk")), Crumb(CUSTODY, address("custody")), Crumb(last)]

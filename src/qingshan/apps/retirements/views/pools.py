"""A pool: people are entered one by one or by a list, and in the end all are retired at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.side_lists import empty_list, marked_list, read_list
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.parties.acting import DESK, WRONG, actor_in, keyed_call
from qingshan.apps.retirements.doors import RETIRING
from qingshan.apps.retirements.forms import CloseForm, ListForm, ShareForm
from qingshan.apps.retirements.models import RetirementPool
from qingshan.apps.retirements.people import share, shares_in
from qingshan.apps.retirements.reads import available, shares_of, sum_of
from qingshan.apps.retirements.rules import packs_kg
from qingshan.apps.retirements.verbs.add_shares import add_shares
from qingshan.apps.retirements.verbs.close_pool import close_pool
from qingshan.apps.retirements.verbs.drop_share import drop_share
from qingshan.apps.retirements.verbs.withdraw_pool import withdraw_pool
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

PER_PAGE, WRONG_SHOWN = 100, 50
LIST = "participants"


@login_required
def pool(request: HttpRequest, number: str) -> HttpResponse:
    """What was entered, what it comes to, and what can be done next."""
    return _page(request, _own(request, number))


@login_required
@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Enter one person."""
    found, form = _own(request, number), ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, found, {"share_form": form}, status=WRONG)
    told = form.cleaned_data
    one = share(told["name"], told["kg"], told["mobile"])
    return _done(request, found, {"share_form": form}, [one])


@login_required
@require_POST
def add_list(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a list: all of it, or none and the file comes back with its problems."""
    found = _own(request, number)
    try:
        refuse_stopped(request)
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return _page(request, found, {"list_form": form}, status=WRONG)
        answer = read_list(form.cleaned_data["file"], LIST)
    except Refused as refused:
        return refused_page(
            request, "retirements/pool.html", refused, _context(found) | _told(refused)
        )
    if answer.rows is None:
        return _page(
            request, found, _told(Refused(*answer.refusals)) | marked_list(answer), status=WRONG
        )
    return _done(request, found, {"list_form": form}, shares_in(answer.rows))


@login_required
@require_POST
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """Take a person out again."""
    found, serial = _own(request, number), request.POST.get("serial", "")
    if not found.shares.filter(serial=int(serial) if serial.isdigit() else 0).exists():
        raise Http404(serial)
    drop_share(keyed_call(request), pool=found.pk, serial=int(serial))
    return redirect("pool", number=number)


@login_required
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Retire all of it, after the tonnes were typed."""
    found = _own(request, number)
    form = CloseForm(sum_of(found, now().date()).quantity, request.POST)
    if not form.is_valid():
        return _page(request, found, {"close_form": form}, status=WRONG)
    try:
        done = close_pool(keyed_call(request), pool=found.pk)
    except Refused as refused:
        context = _context(_own(request, number)) | _told(refused)
        return refused_page(request, "retirements/pool.html", refused, context)
    assert done.retirement is not None
    messages.success(request, say(Label("已注销：", "Retired: ")) + str(done.retirement))
    return redirect("retirement_shares", number=done.retirement.number)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw a pool; the names in it are deleted."""
    withdraw_pool(keyed_call(request), pool=_own(request, number).pk)
    return redirect("retiring")


@login_required
def template_file(_request: HttpRequest, suffix: str) -> HttpResponse:
    """An empty list to fill in, in the language of the page."""
    return empty_list(LIST, suffix)


def _own(request: HttpRequest, number: str) -> RetirementPool:
    found = get_object_or_404(RetirementPool, number=number)
    if not actor_in(request).acts_for(found.party_id):
        raise Http404(number)
    return found


def _done(
    request: HttpRequest, found: RetirementPool, more: dict[str, Any], rows: list[dict[str, Any]]
) -> HttpResponse:
    try:
        add_shares(keyed_call(request), pool=found.pk, shares=rows)
    except Refused as refused:
        context = _context(found) | more | _told(refused)
        return refused_page(request, "retirements/pool.html", refused, context)
    count = len(rows)
    messages.success(request, say(Label(f"已登记 {count} 份", f"{count} entered")))
    return redirect(reverse("pool", args=[found.number]) + "#shares")


def _page(
    request: HttpRequest,
    found: RetirementPool,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(found, request.GET.get("page")) | (more or {})
    answer = render(request, "retirements/pool.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _context(found: RetirementPool, page: str | None = None) -> dict[str, Any]:
    key = {"key": f"{found.number}-{found.shares.count()}-{now():%H%M%S%f}"}
    whole = sum_of(found, now().date())
    return {
        "pool": found,
        "word": found.state_label,
        "whole": whole,
        "page": Paginator(shares_of(found), PER_PAGE).get_page(page),
        "available": available(found.ticket, found.party),
        "packs": packs_kg(now().date()),
        "share_form": ShareForm(initial=key),
        "list_form": ListForm(initial=key),
        "close_form": CloseForm(whole.quantity, initial=key),
        **key,
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(RETIRING, address("retiring")),
            Crumb(found.number),
        ],
    }


def _told(refused: Refused) -> dict[str, Any]:
    shown = refused.refusals[:WRONG_SHOWN]
    return {"refused": shown, "more": len(refused.refusals) - len(shown)}

"""Transfers without a trade at the registrar's desk: all of them, an order, several on a paper."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.side_lists import empty_list, marked_list, read_list
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import (
    DESK,
    WRONG,
    form_page,
    keyed_call,
    must_be,
    say_done,
)
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.doors import TRANSFERS
from qingshan.apps.registry.forms import ConfirmForm, ListedOrderForm, OrderForm, WholeOrderForm
from qingshan.apps.registry.models import GROUNDS, TransferOrder
from qingshan.apps.registry.moving import most_lines
from qingshan.apps.registry.reads import transfers as all_transfers
from qingshan.apps.registry.transfer_lines import (
    Left,
    Preview,
    Told,
    all_of,
    preview_of,
    preview_of_words,
)
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.transfers.listing import quantity_of

PER_PAGE, WRONG_SHOWN = 50, 50
LIST = "transfers"
ABOVE = ((DESK, "desk"), (TRANSFERS, "transfers"))
FROM_LIST = Label("一份文件、多笔过户", "Several transfers on one paper")
ALL = Label("全部转给承继方", "Everything to a successor")
CHECK = Label("核对过户单", "Check the order")
PREVIEW = Label("预览", "Preview")
ABLE, KEPT = Label("可办理", "Possible"), Label("不能办理", "Not possible")


@login_required
def transfers(request: HttpRequest) -> HttpResponse:
    """Every transfer without a trade, newest first."""
    must_be(request, "registrar")
    wanted = request.GET.get("q", "").replace("\x00", "").strip()
    context = {
        "heading": TRANSFERS,
        "page": Paginator(all_transfers(wanted), PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(TRANSFERS)],
        "now": now(),
    }
    return render(request, "registry/transfers.html", context)


@login_required
def order(request: HttpRequest, number: str) -> HttpResponse:
    """What was transferred on one paper."""
    must_be(request, "registrar")
    found = get_object_or_404(TransferOrder, number=number)
    rows = found.transfers.select_related("ticket", "source", "target").order_by("pk")
    context = {
        "order": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": [*(Crumb(text, address(name)) for text, name in ABOVE), Crumb(found.number)],
    }
    return render(request, "registry/transfer_order.html", context)


@login_required
def from_list(request: HttpRequest) -> HttpResponse:
    """The paper and the list of its transfers; a good one is shown as it would be done."""
    must_be(request, "registrar")
    context = _form_page(FROM_LIST)
    template = "registry/transfer_list.html"
    if request.method != "POST":
        context["form"] = ListedOrderForm(initial=_key())
        return render(request, template, context)
    try:
        refuse_stopped(request)
        context["form"] = form = ListedOrderForm(request.POST, request.FILES)
        if not form.is_valid():
            return render(request, template, context, status=WRONG)
        answer = read_list(form.cleaned_data["file"], LIST)
    except Refused as refused:
        return refused_page(request, template, refused, context | _told(refused.refusals))
    if answer.rows is None:
        context |= _told(answer.refusals) | marked_list(answer)
        return render(request, template, context, status=WRONG)
    told = [
        Told(row["ticket"], row["source"], row["target"], quantity_of(row["tonnes"]))
        for row in answer.rows.iter_rows(named=True)
    ]
    return _looked_over(request, form, preview_of_words(told, now().date()), [])


@login_required
def of_all(request: HttpRequest) -> HttpResponse:
    """Everything that a party may give, to the one that takes its place; what stays is told."""
    must_be(request, "registrar")
    form = WholeOrderForm(request.POST or None, initial=_key())
    if request.method != "POST" or not form.is_valid():
        status = WRONG if request.method == "POST" else 200
        context = _form_page(ALL) | {"form": form}
        return render(request, "registry/transfer_all.html", context, status=status)
    sides = {one.pk: one for one in Party.objects.filter(pk__in=_sides(form))}
    source, target = (sides[key] for key in _sides(form))
    lines, left = all_of(source, target)
    return _looked_over(request, form, preview_of(lines, now().date()), left)


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Make all transfers that were looked over, or none and tell why."""
    must_be(request, "registrar")
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        context = _form_page(FROM_LIST) | {"form": ListedOrderForm(initial=_key()), "lost": form}
        return render(request, "registry/transfer_list.html", context, status=WRONG)
    told = form.cleaned_data
    try:
        done = transfer_holdings(
            keyed_call(request),
            ground=told["ground"],
            document=told["document"],
            lines=[asdict(line) for line in told["lines"]],
        )
    except Refused as refused:
        seen = preview_of(told["lines"], now().date())
        return _looked_over(request, form, seen, [], refused.refusals)
    messages.success(request, say_done(verb_label("transfer_holdings")) + str(done))
    return redirect("transfer_order", number=done.number)


@login_required
def template_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """An empty list to fill in, in the language of the page."""
    must_be(request, "registrar")
    return empty_list(LIST, suffix)


def _looked_over(
    request: HttpRequest,
    form: OrderForm,
    seen: Preview,
    left: list[Left],
    refused: tuple[Refusal, ...] = (),
) -> HttpResponse:
    """The page of an order before it is done; the button is there when nothing keeps it."""
    wrong = refused or tuple(seen.wrong)
    told = form.cleaned_data
    context = {
        "heading": CHECK,
        "crumbs": form_page(CHECK, PREVIEW, *ABOVE)["crumbs"],
        "ground": GROUNDS[told["ground"]],
        "paper": {"ground": told["ground"], "document": told["document"]},
        "seen": seen,
        "left": left,
        "wrong_rows": sum(bool(row.wrong) for row in seen.rows),
        **_key(),
        **(_told(wrong) if wrong else {}),
        "able": ABLE,
        "kept": KEPT,
        "again": "transfer_all" if isinstance(form, WholeOrderForm) else "transfer_list",
        "now": now(),
    }
    status = WRONG if wrong else 200
    answer = render(request, "registry/transfer_preview.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _form_page(heading: Label) -> dict[str, Any]:
    return form_page(heading, PREVIEW, *ABOVE) | {"most": most_lines(now().date())}


def _sides(form: WholeOrderForm) -> tuple[int, int]:
    return form.cleaned_data["source"], form.cleaned_data["target"]


def _key() -> dict[str, str]:
    return {"key": secrets.token_urlsafe(12)}


def _told(refusals: tuple[Refusal, ...]) -> dict[str, Any]:
    return {"refused": refusals[:WRONG_SHOWN], "more": max(len(refusals) - WRONG_SHOWN, 0)}

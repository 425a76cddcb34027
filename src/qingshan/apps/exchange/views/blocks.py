"""Block deals: proposed on a series' page, confirmed or declined by the other side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import Crumb, say
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.forms import BlockForm, ConfirmForm
from qingshan.apps.exchange.machine import BLOCK_TRADE
from qingshan.apps.exchange.models import BlockTrade
from qingshan.apps.exchange.modes import BLOCK, BUY, SELL
from qingshan.apps.exchange.verbs.confirm_block import confirm_block
from qingshan.apps.exchange.verbs.decline_block import decline_block
from qingshan.apps.exchange.verbs.propose_block import propose_block
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import (
    actor_in,
    answer_form,
    form_page,
    keyed_call,
    party_in_role,
)
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen, capitals
from qingshan.core.kernel.units import CARBON_PER_TONNE


@login_required
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a block deal in a ticket to a named party."""
    ticket = get_object_or_404(Ticket, number=number)
    actor = actor_in(request)
    proposer = party_in_role(actor, "trader" if actor.may("trader") else "applicant")

    def do(call: Call, form: BlockForm) -> Model:
        told = {name: form.cleaned_data[name] for name in ("side", "counterparty")}
        if told["side"] == BUY:
            told |= {name: form.cleaned_data[name] for name in ("purpose", "relation")}
        return propose_block(
            call,
            asset=ticket.asset,
            proposer=proposer,
            quantity=form.quantity,
            price_fen=form.price_fen,
            **told,
        )

    heading = Label(f"大宗协议 {ticket.number}", f"Block deal in {ticket.number}")
    page: dict[str, Any] = form_page(heading, Label("提交对方确认", "Propose"), (MARKET, "market"))
    there = Crumb(ticket.number, reverse("series", args=[ticket.number]))
    page["crumbs"] = [page["crumbs"][0], there, Crumb(heading)]
    page["about"] = Label(
        "提交后即冻结我方的碳票或资金，对方确认后成交，不同意或逾期自动解冻。",
        "What we bring is held at once; it is free again if the other side declines or is late.",
    )
    page["ahead"] = told_ahead(proposer, ticket.asset, now(), (BLOCK, BUY), (BLOCK, SELL))
    return answer_form(request, BlockForm, do, page | {"back": "desk"})


@login_required
def block(request: HttpRequest, number: str) -> HttpResponse:
    """A block deal for its two sides; the one that is asked confirms it, a buyer with its use."""
    found = _seen(request, number)
    is_buyer = found.side != BUY

    def do(call: Call, form: KeyedForm) -> Model:
        names = ("purpose", "relation") if is_buyer else ()
        return confirm_block(
            call, block=found.pk, **{name: form.cleaned_data[name] for name in names}
        )

    page = _told(found)
    if request.method != "POST" and not _waits_for(request, found):
        return render(request, "exchange/block.html", page)
    kind: type[KeyedForm] = ConfirmForm if is_buyer else KeyedForm
    way = (BLOCK, BUY if is_buyer else SELL)
    page["ahead"] = told_ahead(found.counterparty, found.asset, now(), way)
    return answer_form(request, kind, do, page | {"template": "exchange/block.html"})


@login_required
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Say no to a block deal."""
    found = _seen(request, number)
    done = decline_block(keyed_call(request), block=found.pk)
    messages.success(request, say(Label("已回复不同意：", "Declined: ")) + str(done))
    return redirect("desk")


def _seen(request: HttpRequest, number: str) -> BlockTrade:
    """A block deal in which the visitor has a part; anything else is not there."""
    sides = set(actor_in(request).parties)
    rows = BlockTrade.objects.select_related("proposer", "counterparty")
    return get_object_or_404(rows, Q(proposer__in=sides) | Q(counterparty__in=sides), number=number)


def _waits_for(request: HttpRequest, found: BlockTrade) -> bool:
    is_asked = actor_in(request).acts_for(found.counterparty_id)
    return is_asked and found.state == "proposed" and found.expires > now()


def _told(found: BlockTrade) -> dict[str, Any]:
    heading = Label(f"大宗协议 {found.number}", f"Block deal {found.number}")
    amount = amount_fen(found.quantity, found.price_fen, CARBON_PER_TONNE)
    return form_page(heading, Label("确认成交", "Confirm")) | {
        "proposal": found,
        "state": BLOCK_TRADE.label(found.state),
        "amount_fen": amount,
        "capitals": capitals(amount),
        "purpose": PURPOSES.get(found.purpose),
        "ticket": found.asset.removeprefix("ticket:"),
    }

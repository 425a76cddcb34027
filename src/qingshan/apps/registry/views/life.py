"""The registrar's work on tickets after issue: one page a ticket, one form an act."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import Crumb, address, say, spoken
from qingshan.apps.base.verb import verb_label
from qingshan.apps.books.reads import balances_of_asset
from qingshan.apps.parties.acting import DESK, actor_in, answer_form
from qingshan.apps.parties.reads import parties_named
from qingshan.apps.registry import forms
from qingshan.apps.registry.doors import TICKETS
from qingshan.apps.registry.history import happenings
from qingshan.apps.registry.models import Correction, Ticket, TicketState
from qingshan.apps.registry.prints import editions
from qingshan.apps.registry.reads import standing, state_of, states_of
from qingshan.apps.registry.reads import tickets as all_tickets
from qingshan.apps.registry.verbs.accept_correction import accept_correction
from qingshan.apps.registry.verbs.lift_suspension import lift_suspension
from qingshan.apps.registry.verbs.propose_correction import propose_correction
from qingshan.apps.registry.verbs.reissue_face import reissue_face
from qingshan.apps.registry.verbs.reject_correction import reject_correction
from qingshan.apps.registry.verbs.replace_face import replace_face
from qingshan.apps.registry.verbs.revoke_ticket import revoke_ticket
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountKind

PER_PAGE = 20


@dataclass(frozen=True)
class FormAct:
    """An act with a form of its own; ``told`` gives the verb's arguments from the form."""

    verb: Callable[..., Model]
    form: type[KeyedForm]
    told: Callable[[Any], dict[str, Any]]
    states: tuple[str, ...] = ("valid",)


def _fields(*names: str) -> Callable[[Any], dict[str, Any]]:
    return lambda form: {name: form.cleaned_data[name] for name in names}


def _transfer(form: forms.TransferForm) -> dict[str, Any]:
    names = ("source", "target", "ground", "document")
    return {"quantity": form.quantity, **_fields(*names)(form)}


ACTS: Mapping[str, FormAct] = {
    "suspend_ticket": FormAct(suspend_ticket, forms.StateForm, _fields("reason", "document")),
    "lift_suspension": FormAct(
        lift_suspension, forms.StateForm, _fields("reason", "document"), ("suspended",)
    ),
    "revoke_ticket": FormAct(
        revoke_ticket, forms.StateForm, _fields("reason", "document"), ("valid", "suspended")
    ),
    "replace_face": FormAct(replace_face, forms.PaperForm, _fields("document")),
    "reissue_face": FormAct(reissue_face, forms.PaperForm, _fields("document")),
    "propose_correction": FormAct(
        propose_correction, forms.CorrectionForm, _fields("item", "becomes", "reason", "document")
    ),
    "transfer_holding": FormAct(transfer_holding, forms.TransferForm, _transfer),
}


@login_required
def tickets(request: HttpRequest) -> HttpResponse:
    """Every ticket with its state, for the registrar."""
    _must_register(request)
    page = Paginator(all_tickets(), PER_PAGE).get_page(request.GET.get("page"))
    states = states_of(page)
    rows = [{"ticket": one, "state": states[one.pk], "word": _word(states[one.pk])} for one in page]
    context = {
        "heading": TICKETS,
        "rows": rows,
        "page": page,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(TICKETS)],
        "now": now(),
    }
    return render(request, "registry/tickets.html", context)


@login_required
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """One ticket: what it stands for now, what may be done with it, what was done."""
    found = _ticket(request, number)
    state = state_of(found)
    context = {
        "ticket": found,
        "state": state,
        "word": _word(state),
        "standing": standing(found),
        "acts": [(name, verb_label(name)) for name, one in ACTS.items() if state in one.states],
        "happenings": happenings(found),
        "editions": editions(found),
        "proposed": found.corrections.filter(state="proposed").order_by("pk"),
        "actor": actor_in(request).name,
        "key": secrets.token_urlsafe(12),
        "now": now(),
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(TICKETS, address("ticket_desks")),
            Crumb(found.number),
        ],
    }
    return render(request, "registry/ticket.html", context)


@login_required
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """The form of an act on a ticket."""
    found = _ticket(request, number)
    known = ACTS.get(act)
    if known is None:
        raise Http404(act)
    label = verb_label(act)
    button = Label(label.zh, label.en.capitalize())

    def do(call: Call, form: KeyedForm) -> Model:
        return known.verb(call, ticket=found.pk, **known.told(form))

    kind: Callable[..., KeyedForm] = known.form
    if known.form is forms.TransferForm:
        kind = partial(forms.TransferForm, _holders(found))
    page: dict[str, Any] = {
        "heading": Label(f"{button.zh} {found.number}", f"{button.en} {found.number}"),
        "button": button,
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(TICKETS, address("ticket_desks")),
            Crumb(found.number, reverse("ticket_desk", args=[found.number])),
            Crumb(button),
        ],
        "after": lambda _: reverse("ticket_desk", args=[found.number]),
        "about": _ABOUT.get(act),
    }
    return answer_form(request, kind, do, page)


@login_required
@require_POST
def decide(request: HttpRequest, correction: int) -> HttpResponse:
    """Accept or reject a proposed correction."""
    found = get_object_or_404(Correction, pk=correction)
    _must_register(request)
    name = "accept_correction" if request.POST.get("accept") else "reject_correction"
    key = request.POST.get("key") or secrets.token_urlsafe(12)
    call = Call(actor_in(request), now(), f"desk/{key}/{name}/{correction}")
    verb = accept_correction if name == "accept_correction" else reject_correction
    done = verb(call, correction=correction)
    messages.success(request, say(verb_label(name)) + say(Label("：", ": ")) + str(done))
    return redirect("ticket_desk", number=found.ticket.number)


_ABOUT = {
    "suspend_ticket": Label(
        "暂停期间整张碳票不得转让、质押或注销；撤牌和解除质押不受影响。",
        "Until it is lifted nothing is sold, pledged or retired; listings and pledges may end.",
    ),
    "revoke_ticket": Label(
        "权利人现有份额退出流通；已售出、已注销的部分由权利人以其他碳票补足，不得撤回。",
        "What the right holder has goes out for good; what was sold or used is owed.",
    ),
    "transfer_holding": Label(
        "仅限继承、法人合并分立和生效法律文书，其他转让在交易机构办理。",
        "By inheritance, merger or judgment only; any other transfer is made at the exchange.",
    ),
    "propose_correction": Label(
        "由另一名登记人员复核后生效，原票面作废。",
        "It takes effect once another registrar accepts it; the print before is void.",
    ),
}


def _holders(found: Ticket) -> forms.Choices:
    held = [
        account.owner
        for account, balance in balances_of_asset(found.asset).items()
        if account.kind is AccountKind.PARTY and balance.posted
    ]
    return [(party.pk, spoken(*party.label)) for party in parties_named(held).values()]


def _word(state: str) -> Label:
    label = TicketState.machine.label(state)
    return Label(label.zh, label.en.capitalize())


def _ticket(request: HttpRequest, number: str) -> Ticket:
    _must_register(request)
    return get_object_or_404(Ticket, number=number)


def _must_register(request: HttpRequest) -> None:
    if not actor_in(request).may("registrar"):
        raise Http404

"""A holder asks for a certificate of holding, or surrenders units that are owed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.books.reads import balance
from qingshan.apps.parties.acting import actor_in, answer_form, form_page
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.forms import MakeGoodForm
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import Duty, HoldingCertificate, Ticket
from qingshan.apps.registry.reads import certificates_of, owed, tickets_held
from qingshan.apps.registry.verbs.certify_holding import certify_holding
from qingshan.apps.registry.verbs.make_good import make_good as make_good_verb
from qingshan.core.kernel.label import Label


@login_required
def certify(request: HttpRequest, number: str, party: int) -> HttpResponse:
    """Ask for a certificate of what a party holds of a ticket; earlier ones are offered below."""
    found = get_object_or_404(Ticket, number=number)
    holder = get_object_or_404(Party, pk=party)
    actor = actor_in(request)
    if not (actor.acts_for(party) or actor.may("registrar")):
        raise Http404(number)

    def do(call: Call, _form: KeyedForm) -> Model:
        return certify_holding(call, ticket=found.pk, party=party)

    heading = Label(f"持有凭证 {found.number}", f"Certificate of holding {found.number}")
    page: dict[str, Any] = form_page(heading, Label("出具凭证", "Make the certificate"))
    page |= {
        "ticket": found,
        "holder": holder,
        "balance": balance(holding(found, holder.owner)),
        "papers": certificates_of(found, holder),
        "template": "registry/holding.html",
    }
    return answer_form(request, KeyedForm, do, page)


@login_required
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate as PDF, for its holder and the registrar; others verify theirs."""
    found = get_object_or_404(HoldingCertificate, number=number)
    actor = actor_in(request)
    if not (actor.acts_for(found.party_id) or actor.may("registrar")):
        raise Http404(number)
    answer = HttpResponse(files.read(found.paper.digest), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


@login_required
def make_good(request: HttpRequest, duty: int) -> HttpResponse:
    """Surrender units of another ticket for those of a revoked one."""
    found = get_object_or_404(Duty, pk=duty)
    if not actor_in(request).acts_for(found.party_id):
        raise Http404(str(duty))

    def do(call: Call, form: MakeGoodForm) -> Model:
        ticket = form.cleaned_data["ticket"]
        return make_good_verb(call, duty=found.pk, ticket=ticket, quantity=form.quantity)

    heading = Label(f"补足 {found.ticket}", f"Make good for {found.ticket}")
    page = form_page(heading, Label("补足", "Surrender"))
    page |= {"duty": found, "left": owed(found), "template": "registry/duty.html"}
    held = [ticket for ticket in tickets_held(found.party) if ticket.pk != found.ticket_id]
    page["is_empty"] = not held
    return answer_form(request, partial(MakeGoodForm, held), do, page)

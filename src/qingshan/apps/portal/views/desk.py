"""The workspace: see what waits, do it, see one's holdings and cases."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.auctions.doors import doors as auction_doors
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.roles import role_label
from qingshan.apps.base.verb import verb_label
from qingshan.apps.books.reads import balances_of
from qingshan.apps.custody.doors import doors as custody_doors
from qingshan.apps.diligence.doors import doors as diligence_doors
from qingshan.apps.exchange.doors import doors as exchange_doors
from qingshan.apps.letters.doors import doors as letter_doors
from qingshan.apps.parties.acting import actor_in, say_done
from qingshan.apps.parties.doors import doors
from qingshan.apps.parties.models import Party
from qingshan.apps.pledges.doors import doors as pledge_doors
from qingshan.apps.portal.inbox import perform, tasks_for
from qingshan.apps.portal.views.tenure import may_withdraw
from qingshan.apps.projects.reads import claims
from qingshan.apps.registry.doors import doors as registry_doors
from qingshan.apps.remedies.doors import doors as remedies_doors
from qingshan.apps.retirements.doors import doors as retirements_doors
from qingshan.apps.review.doors import doors as review_doors
from qingshan.apps.statements.doors import doors as statement_doors
from qingshan.apps.surveillance.doors import doors as surveillance_doors
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountKind

FOR_PROGRAMS = (
    (Label("接口令牌", "Tokens for programs"), "tokens"),
    (Label("事件推送", "Webhooks"), "webhooks"),
)
"""Pages of rooms above this one, which the workspace opens by their addresses."""


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The inbox, the holdings and the cases of one's parties."""
    actor = actor_in(request)
    parties = list(Party.objects.filter(pk__in=actor.parties))
    cases = list(claims().filter(project__party__in=parties)[:50])
    may_apply = actor.may("applicant")
    context = {
        "tasks": tasks_for(actor, due=True),
        "at_will": tasks_for(actor, due=False),
        "roles": [role_label(role) for role in sorted(actor.roles)],
        "parties": parties,
        "holdings": [row for party in parties for row in _holdings(party)],
        "has_statement": bool(statement_doors(actor)),
        "cases": cases,
        "withdrawable": {claim.pk for claim in cases if may_apply and may_withdraw(claim)},
        "may_apply": may_apply,
        "doors": [
            *doors(actor),
            *registry_doors(actor),
            *retirements_doors(actor),
            *remedies_doors(actor),
            *pledge_doors(actor),
            *diligence_doors(actor),
            *exchange_doors(actor),
            *surveillance_doors(actor),
            *custody_doors(actor),
            *statement_doors(actor),
            *auction_doors(actor),
            *review_doors(actor),
            *letter_doors(actor),
            *(FOR_PROGRAMS if actor.roles else ()),
        ],
        "is_court": actor.may("court"),
        "inbox_caption": Label("待办", "Inbox"),
        "will_caption": Label("挂牌与质押", "Offers and pledges"),
        "key": secrets.token_urlsafe(12),
        "now": now(),
    }
    return render(request, "portal/desk.html", context)


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Press a button of the inbox; the key in the form makes a second press harmless."""
    name = request.POST.get("act", "")
    key = request.POST.get("key") or secrets.token_urlsafe(12)
    subject = request.POST.get("subject", "0")
    call = Call(actor_in(request), now(), f"desk/{key}/{name}/{subject}")
    done = perform(call, name, int(subject) if subject.isdigit() else 0)
    messages.success(request, say_done(verb_label(name)) + str(done))
    return redirect("desk")


def _holdings(party: Party) -> list[dict[str, Any]]:
    rows = []
    for account, balance in balances_of(party.owner).items():
        if account.kind is AccountKind.PARTY and balance.posted:
            is_money = not account.asset.startswith("ticket:")
            rows.append(
                {
                    "party": party,
                    "asset": account.asset.removeprefix("ticket:"),
                    "is_money": is_money,
                    "balance": balance,
                }
            )
    return rows

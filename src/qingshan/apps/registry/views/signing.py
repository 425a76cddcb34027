"""The signing desk: two departments turn their keys, the registrar issues; one report or many."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, language
from qingshan.apps.base.roles import role_missing
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.apps.registry.acts import issue, sign
from qingshan.apps.registry.ceremony import CHANGES_SHOWN, Change, Waiting, waiting_reports
from qingshan.apps.registry.doors import SIGNING
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Ceremony:
    """What one role does at the desk: to which reports, and how."""

    role: str
    button: Label
    is_due: Callable[[Waiting], bool]
    do: Callable[[Call, int], Model]


CEREMONIES = {
    "forestry": Ceremony(
        "forestry_signer",
        Label("省林业局会签所选", "Sign those chosen for the forestry bureau"),
        lambda found: found.lacks("forestry"),
        sign("forestry"),
    ),
    "ecology": Ceremony(
        "ecology_signer",
        Label("省生态环境厅会签所选", "Sign those chosen for the ecology department"),
        lambda found: found.lacks("ecology"),
        sign("ecology"),
    ),
    "issue": Ceremony(
        "registrar", Label("签发所选", "Issue those chosen"), lambda found: found.is_complete, issue
    ),
}


@dataclass(frozen=True)
class Row:
    """A report at the desk, with what the visitor may do to it and what changed."""

    found: Waiting
    is_due: bool
    changes: list[Change]
    count: int

    @property
    def more(self) -> int:
        """How many changes are not shown."""
        return self.count - len(self.changes)


@dataclass(frozen=True)
class Outcome:
    """What became of one report: done, with its ticket if one was issued, or refused."""

    found: Waiting
    ticket: Ticket | None = None
    refusals: tuple[Refusal, ...] = ()


@login_required
def signing(request: HttpRequest) -> HttpResponse:
    """Show what waits; on a press do it report by report, each wholly or not at all."""
    actor = actor_in(request)
    ceremonies = {n: one for n, one in CEREMONIES.items() if actor.may(one.role)}
    if not ceremonies:
        raise _stranger(actor)
    waiting = waiting_reports(now().date())
    context = {
        "heading": SIGNING,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(SIGNING)],
        "now": now(),
        "refused_word": Label("未办成", "Not done"),
        "issued_word": Label("已签发", "Issued"),
        "signed_word": Label("已会签", "Signed"),
    }
    name = request.POST.get("act", "")
    if request.method == "POST" and name in ceremonies:
        key = request.POST.get("key") or secrets.token_urlsafe(12)
        chosen = {int(text) for text in request.POST.getlist("report") if text.isdecimal()}
        call = Call(actor, now(), f"desk/{key}/{name}")
        todo = [found for found in waiting if found.report.pk in chosen]
        context["outcomes"] = list(_outcomes(call, ceremonies[name], todo))
        context["is_none_chosen"] = not todo
        waiting = waiting_reports(now().date())
    rows = [_row(found, ceremonies.values()) for found in waiting]
    context |= {
        "is_any_due": any(row.is_due for row in rows),
        "rows": rows,
        "ceremonies": ceremonies,
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "registry/signing.html", context)


def _outcomes(call: Call, ceremony: Ceremony, todo: list[Waiting]) -> Iterable[Outcome]:
    for found in todo:
        try:
            done = ceremony.do(call.step(str(found.report.pk)), found.report.pk)
        except Refused as refused:
            yield Outcome(found, refusals=refused.refusals)
            continue
        yield Outcome(found, ticket=done if isinstance(done, Ticket) else None)


def _row(found: Waiting, ceremonies: Iterable[Ceremony]) -> Row:
    changes = found.changes(language())
    is_due = any(ceremony.is_due(found) for ceremony in ceremonies)
    return Row(found, is_due, changes[:CHANGES_SHOWN], len(changes))


def _stranger(actor: Actor) -> Refused:
    return role_missing(actor, SIGNING, (ceremony.role for ceremony in CEREMONIES.values()))

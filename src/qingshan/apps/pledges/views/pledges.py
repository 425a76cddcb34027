"""Pledges as bank and holder see them: the list, one pledge, and what may be done about it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import (
    DESK,
    answer_form,
    form_page,
    must_be,
    party_in_role,
)
from qingshan.apps.pledges.doors import OVERSEERS, PLEDGES, ROLES
from qingshan.apps.pledges.forms import DefaultForm, ForecloseForm, PledgeForm
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.reads import answer_day, monitored_until, pledges_with, warnings_of
from qingshan.apps.pledges.verbs.foreclose_pledge import foreclose_pledge
from qingshan.apps.pledges.verbs.note_default import note_default
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes
from qingshan.core.ledger.model import booking_day

PER_PAGE = 20
LOOKS = {
    "registered": "pledged", "defaulted": "held", "released": "closed", "foreclosed": "done",
    "cancelled": "closed",
}  # fmt: skip
ABOVE = ((DESK, "desk"), (PLEDGES, "pledges"))


@login_required
def pledges(request: HttpRequest) -> HttpResponse:
    """The pledges of one's parties on either side; all of them for register and audit."""
    actor = must_be(request, *ROLES)
    page = Paginator(_seen(actor), PER_PAGE).get_page(request.GET.get("page"))
    monitored = monitored_until(one.asset for one in page)
    context: dict[str, Any] = {
        "heading": PLEDGES,
        "rows": [_row(one, monitored) for one in page],
        "page": page,
        "may_register": actor.may("applicant"),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(PLEDGES)],
    }
    return render(request, "pledges/pledges.html", context)


@login_required
def pledge(request: HttpRequest, number: str) -> HttpResponse:
    """One pledge: its terms, what to look at, and what may be done."""
    actor, found = one_pledge(request, number)
    is_bank = actor.may("bank") and actor.acts_for(found.pledgee_id)
    is_holder = actor.may("applicant") and actor.acts_for(found.pledgor_id)
    releases = list(found.releases.select_related("proposer", "counterparty").order_by("-pk"))
    proposed = next((one for one in releases if one.state == "proposed"), None)
    monitored = monitored_until([found.asset])
    may = {
        "release_pledge": proposed is not None and actor.acts_for(proposed.counterparty_id),
        "withdraw_release": proposed is not None and actor.acts_for(proposed.proposer_id),
        "propose_release": not proposed and (is_bank or is_holder) and found.state in STANDING,
    }
    context: dict[str, Any] = {
        **_row(found, monitored),
        "monitored": monitored.get(found.asset),
        "ticket": found.asset.removeprefix("ticket:"),
        "plain": f"{tonnes(found.quantity).normalize():f}",
        "releases": releases,
        "proposed": proposed,
        "may_answer": may["release_pledge"],
        "may_propose": may["propose_release"],
        "presses": [(name, verb_label(name)) for name, is_open in may.items() if is_open],
        "may_default": is_bank and found.state == "registered",
        "may_foreclose": actor.may("registrar") and found.state == "defaulted",
        "may_cancel": actor.may("registrar") and found.state in STANDING,
        "answer_by": answer_day(proposed) if proposed is not None else None,
        "may_check": is_bank and found.state in STANDING,
        "key": secrets.token_urlsafe(12),
        "crumbs": [*_path(), Crumb(found.number)],
    }
    return render(request, "pledges/pledge.html", context)


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """A holder has a pledge registered; the units are held at once."""
    pledgor = party_in_role(must_be(request, "applicant"), "applicant")

    def do(call: Call, form: PledgeForm) -> Model:
        return register_pledge(call, pledgor=pledgor, **form.told)  # type: ignore[arg-type]

    page: dict[str, Any] = form_page(
        Label("质押登记", "Register a pledge"), Label("登记并冻结", "Register and hold"), *ABOVE
    )
    page["about"] = Label(
        "登记后即冻结所质押的数量；解除须出质人和质权人双方确认。",
        "What is pledged is held at once, until both sides confirm its release.",
    )
    return answer_form(request, PledgeForm, do, page | {"after": _page_of})


@login_required
def default(request: HttpRequest, number: str) -> HttpResponse:
    """The bank says that the loan is in default."""
    must_be(request, "bank")
    _, found = one_pledge(request, number)

    def do(call: Call, form: DefaultForm) -> Model:
        return note_default(call, pledge=found.pk, reason=form.cleaned_data["reason"])

    page = act_page(found, Label("登记违约", "Note a default"), Label("登记", "Note it"))
    page["about"] = Label(
        "登记后仍然冻结；凭法院文书由登记机构处置，或由双方确认解除。",
        "The units stay held; a court's paper disposes of them, or both sides release them.",
    )
    return answer_form(request, DefaultForm, do, page)


@login_required
def foreclose(request: HttpRequest, number: str) -> HttpResponse:
    """The register moves the units on the paper that orders it."""
    must_be(request, "registrar")
    _, found = one_pledge(request, number)

    def do(call: Call, form: ForecloseForm) -> Model:
        told = {name: form.cleaned_data[name] for name in ("receiver", "document")}
        return foreclose_pledge(call, pledge=found.pk, **told)

    page = act_page(found, Label("处置质物", "Foreclose"), Label("过户给受让方", "Move the units"))
    page["about"] = Label(
        "质押的数量一次全部过户给受让方，质押随之终止。",
        "All that is pledged goes to the receiver, and the pledge ends with it.",
    )
    return answer_form(request, ForecloseForm, do, page)


def _seen(actor: Actor) -> Any:
    return pledges_with(None if actor.may(*OVERSEERS) else actor.parties)


def one_pledge(request: HttpRequest, number: str) -> tuple[Actor, Pledge]:
    """A pledge that is the visitor's to see; any other is not there."""
    actor = must_be(request, *ROLES)
    found = _seen(actor).filter(number=number).first()
    if found is None:
        raise Http404(number)
    return actor, found


def _row(found: Pledge, monitored: Mapping[str, date]) -> dict[str, Any]:
    told = list(warnings_of(found, booking_day(now()), monitored.get(found.asset)))
    return {"pledge": found, "look": LOOKS[found.state], "warnings": told}


def act_page(found: Pledge, verb: Label, button: Label) -> dict[str, Any]:
    heading = Label(f"{verb.zh} {found.number}", f"{verb.en} {found.number}")
    page: dict[str, Any] = form_page(heading, button, *ABOVE)
    there = Crumb(found.number, reverse("pledge", args=[found.number]))
    page["crumbs"] = [*page["crumbs"][:-1], there, Crumb(heading)]
    return page | {"after": _page_of}


def _path() -> list[Crumb]:
    return [Crumb(DESK, address("desk")), Crumb(PLEDGES, address("pledges"))]


def _page_of(done: Model) -> str:
    return reverse("pledge", args=[str(done)])

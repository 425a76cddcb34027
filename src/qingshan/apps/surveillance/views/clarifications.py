"""A party sees what it was asked and warned of, and answers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from qingshan.apps.base.attachments import attachment_answer, keep_attachment
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.exchange.doors import OVERSEERS
from qingshan.apps.exchange.objecting import attachment_bytes
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, must_be
from qingshan.apps.surveillance.doors import ASKED, CLARIFICATIONS
from qingshan.apps.surveillance.forms import ClarifyForm
from qingshan.apps.surveillance.models import Clarification
from qingshan.apps.surveillance.reads import clarifications_of, warnings_of
from qingshan.apps.surveillance.shown import dealt_or_ordered
from qingshan.apps.surveillance.verbs.give_clarification import give_clarification
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

SHOWN = 50


@login_required
def clarifications(request: HttpRequest) -> HttpResponse:
    """What one's parties were asked and warned of."""
    actor = must_be(request, *ASKED)
    moment = now()
    context: dict[str, Any] = {
        "heading": CLARIFICATIONS,
        "rows": [
            {"asked": one, "is_late": booking_day(one.given or moment) > one.due}
            for one in clarifications_of(actor.parties)[:SHOWN]
        ],
        "warnings": warnings_of(actor.parties)[:SHOWN],
        "now": moment,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(CLARIFICATIONS)],
    }
    return render(request, "surveillance/clarifications.html", context)


@login_required
def clarification_file(request: HttpRequest, number: str) -> HttpResponse:
    """The file beside a clarification, for who gave it and those who watch."""
    actor = actor_in(request)
    rows = Clarification.objects.select_related("attachment")
    found = get_object_or_404(rows, number=number, attachment__isnull=False)
    if not (actor.may(*OVERSEERS) or (actor.may(*ASKED) and actor.acts_for(found.party_id))):
        raise Http404(number)
    assert found.attachment is not None, "it was asked for"
    return attachment_answer(found.attachment, number)


@login_required
def clarification(request: HttpRequest, number: str) -> HttpResponse:
    """What was asked, the deals that it is about, and the answer, or a form for it."""
    actor = must_be(request, *ASKED)
    found = clarifications_of(actor.parties).filter(number=number).first()
    if found is None:
        raise Http404(number)

    def do(call: Call, form: ClarifyForm) -> Model:
        file = form.cleaned_data["attachment"]
        most = attachment_bytes(booking_day(call.when))
        return give_clarification(
            call,
            clarification=found.pk,
            text=form.cleaned_data["text"],
            attachment=keep_attachment(file, limit_bytes=most) if file else None,
        )

    heading = Label(f"情况说明 {number}", f"Clarification {number}")
    above = ((DESK, "desk"), (CLARIFICATIONS, "clarifications"))
    page: dict[str, Any] = form_page(heading, Label("提交说明", "Send"), *above)
    page |= {
        "asked": found,
        "is_late": booking_day(found.given or now()) > found.due,
        **dealt_or_ordered(found.alert),
        "now": now(),
    }
    if found.state != "asked":
        return render(request, "surveillance/clarified.html", page)
    page["template"] = "surveillance/clarify.html"
    return answer_form(request, ClarifyForm, do, page)

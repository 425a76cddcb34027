"""The case that an address names, for those who may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.reads import cases_seen_by
from qingshan.apps.casework.refusals import NOT_INVOLVED
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

CASES = Label("事项", "Cases")


def found_case(request: HttpRequest, number: str) -> Case:
    """The case of a number; E-CW-24 for those who have no part in it."""
    found = Case.objects.select_related("party", "office", "assignee").filter(number=number).first()
    if found is None:
        raise Http404(number)
    if not cases_seen_by(actor_in(request), now().date()).filter(pk=found.pk).exists():
        raise Refused.because(NOT_INVOLVED, number)
    return found


def is_own(actor: Actor, case: Case) -> bool:
    """Whether the actor is the applicant of the case and no officer in it."""
    return case.party_id is not None and actor.may("applicant") and actor.acts_for(case.party_id)


def looking(request: HttpRequest) -> Call:
    """The call of somebody who only looks: for questions about who may do what."""
    return Call(actor_in(request), now(), "look")


def path_to(case: Case, *last: Label) -> list[Crumb]:
    """The way to a case, and to a page of it."""
    here = Crumb(case.number, reverse("case", args=[case.number]) if last else "")
    crumbs = [Crumb(DESK, address("desk")), Crumb(CASES, address("cases")), here]
    return [*crumbs, *(Crumb(text) for text in last)]

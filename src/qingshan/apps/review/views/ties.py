"""Interests between parties: declared by those who have them, entered and corrected on a ground."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import answer_form, form_page, must_be, own_parties
from qingshan.apps.projects.independence import declared_ties
from qingshan.apps.projects.models import Tie
from qingshan.apps.projects.verbs.declare_tie import declare_tie
from qingshan.apps.review.doors import TIES
from qingshan.apps.review.forms import EnteredTieForm, TieForm
from qingshan.core.kernel.label import Label

PER_PAGE = 20


@login_required
def declare_own(request: HttpRequest) -> HttpResponse:
    """Somebody tells of a tie of one of their parties, and sees all that are declared of these."""
    own = list(own_parties(request))
    if not own:
        raise Http404
    page = form_page(verb_label("declare_tie"), Label("申报", "Declare"))
    page["about"] = Label(
        "任职、服务、持股、亲属等关系如实申报：有关系的机构和专家回避核查、评审，关联交易随成交公布。",
        "Declare employment, services, shares, kin: who is tied to a party neither verifies nor"
        " reviews its report, and a deal between the two is shown as one of related parties.",
    )
    found = declared_ties().filter(Q(party__in=own) | Q(other__in=own))
    return _answered(request, partial(TieForm, own), page, "declare_tie", found)


@login_required
def ties(request: HttpRequest) -> HttpResponse:
    """What all parties declared, and the form in which the registrar enters or corrects a tie."""
    must_be(request, "registrar")
    page = form_page(TIES, Label("登记", "Enter"))
    page["about"] = Label(
        "应当申报而没有申报的，或者申报有误的，由登记机构依据材料登记；原申报留存。",
        "What was not declared, or wrongly, is entered on a ground; what was declared is kept.",
    )
    return _answered(request, EnteredTieForm, page, "ties", declared_ties())


def _answered(
    request: HttpRequest, form: Any, page: dict[str, Any], here: str, found: QuerySet[Tie]
) -> HttpResponse:
    """The form above the ties that were found, newest first."""
    page |= {"template": "review/ties.html", "after": lambda _: reverse(here)}
    rows = found.select_related("party", "other").order_by("-pk")
    page["page"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return answer_form(request, form, _declare, page)


def _declare(call: Call, form: TieForm | EnteredTieForm) -> Model:
    told = form.cleaned_data
    return declare_tie(
        call,
        party=told["party"],
        other=told["other"],
        kind=told["kind"],
        until=told["until"],
        note=told["note"],
    )

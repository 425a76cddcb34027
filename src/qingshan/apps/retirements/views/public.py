"""The shares behind a certificate: everybody's kilograms, and what they add up to."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingshan.apps.base.frame import Crumb
from qingshan.apps.base.listing import knows
from qingshan.apps.retirements.models import RetirementPool
from qingshan.apps.retirements.reads import is_exact, shares_of
from qingshan.core.kernel.label import Label

PER_PAGE = 100


@knows("page")
def shares(request: HttpRequest, number: str) -> HttpResponse:
    """The shares of a pooled retirement, for everyone."""
    found = get_object_or_404(RetirementPool, retirement__number=number)
    assert found.retirement is not None
    page = Paginator(shares_of(found), PER_PAGE).get_page(request.GET.get("page"))
    top_up = found.top_up_kg or 0
    context = {
        "pool": found,
        "retirement": found.retirement,
        "page": page,
        "people": page.paginator.count,
        "shares_kg": found.retirement.quantity // 10 - top_up,
        "top_up_kg": top_up,
        "is_exact": is_exact(found),
        "crumbs": [
            Crumb(Label("注销记录", "Retirements"), reverse("retirements")),
            Crumb(number, reverse("retirement", args=[number])),
            Crumb(Label("份额", "Shares")),
        ],
    }
    return render(request, "retirements/shares.html", context)

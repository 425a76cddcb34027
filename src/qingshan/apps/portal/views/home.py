"""The front page and the map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.use_reads import turnover
from qingshan.apps.notices.reads import notices
from qingshan.apps.portal.rows import map_features, ticket_rows
from qingshan.apps.portal.views.tiles import tiles_address
from qingshan.apps.registry.corrected import with_items
from qingshan.apps.registry.reads import counties_with_tickets, tickets, totals
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import MU_PER_HECTARE, SQUARE_METRE_PER_HECTARE

LATEST, MAPPED = 6, 500


def home(request: HttpRequest) -> HttpResponse:
    """Five doors, four figures, the latest tickets and where they are."""
    today = now().date()
    rows = ticket_rows(with_items(tickets())[:LATEST])
    figures = totals(today)
    deals, dealt, amount = turnover()
    context = {
        "rows": rows,
        "figures": figures,
        "dealt": dealt,
        "codes": counties_with_tickets(),
        "open_notices": notices("open").count(),
        "today": today,
        **_notes(figures.area_m2, deals, amount, figures.retirements),
    }
    return render(request, "portal/home.html", context)


def _notes(area_m2: int, deals: int, amount_fen: int, retirements: int) -> dict[str, Label]:
    """What stands below the figures."""
    mu = f"{area_m2 * MU_PER_HECTARE / SQUARE_METRE_PER_HECTARE:,.0f}"
    amount = yuan(amount_fen)
    return {
        "area_note": Label(f"涉及林地 {mu} 亩，全部可复算", f"{mu} mu of forest, all recomputable"),
        "deal_note": Label(f"{deals} 单，{amount} 元", f"{deals} deals, CNY {amount}"),
        "retired_note": Label(
            f"{retirements} 笔，不得再流通", f"{retirements}, never to circulate"
        ),
    }


def map_page(request: HttpRequest) -> HttpResponse:
    """Tickets over county boundaries, with the list that says the same."""
    rows = ticket_rows(tickets()[:MAPPED])
    codes = sorted({row.ticket.monitoring.project.county_code for row in rows} - {""})
    context = {
        "rows": rows,
        "features": map_features(rows),
        "codes": codes,
        "tiles": tiles_address(),
        "today": now().date(),
    }
    return render(request, "portal/map.html", context)

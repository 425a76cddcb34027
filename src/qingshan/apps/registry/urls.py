"""The addresses of the signing desk, of the registrar's work on tickets, and of holders."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.registry.views import holdings, life, signing, transfers

TICKET = "desk/tickets/<str:number>/"

urlpatterns = [
    path("desk/sign/", signing.signing, name="signing"),
    path("desk/tickets/", life.tickets, name="ticket_desks"),
    path(TICKET, life.ticket, name="ticket_desk"),
    path(TICKET + "<str:act>/", life.act, name="ticket_act"),
    path("desk/transfers/", transfers.transfers, name="transfers"),
    path("desk/transfers/new/", transfers.from_list, name="transfer_list"),
    path("desk/transfers/all/", transfers.of_all, name="transfer_all"),
    path("desk/transfers/confirm/", transfers.confirm, name="transfer_confirm"),
    path("desk/transfers/template.<str:suffix>", transfers.template_file, name="transfer_template"),
    path("desk/transfers/<str:number>/", transfers.order, name="transfer_order"),
    path("desk/corrections/<int:correction>/", life.decide, name="decide_correction"),
    path("desk/duties/<int:duty>/", holdings.make_good, name="make_good"),
    path("desk/holdings/<str:number>/<int:party>/", holdings.certify, name="certify_holding"),
    path("desk/holdings/<str:number>.pdf", holdings.paper, name="holding_paper"),
]

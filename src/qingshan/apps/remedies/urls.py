"""The addresses of freezes by courts."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.remedies.views import holds

urlpatterns = [
    path("desk/holds/", holds.holds, name="holds"),
    path("desk/holds/new/", holds.ask, name="request_hold"),
    path("desk/holds/<str:number>/", holds.hold, name="hold"),
    path("desk/holds/<str:number>/withdraw/", holds.withdraw, name="withdraw_hold"),
    path("desk/holds/<str:number>/<str:act>/", holds.act, name="hold_act"),
]

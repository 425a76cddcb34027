"""The addresses of freezes by courts, and of purchases that they order."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.remedies.views import holds, subscriptions

urlpatterns = [
    path("desk/holds/", holds.holds, name="holds"),
    path("desk/holds/new/", holds.ask, name="request_hold"),
    path("desk/holds/<str:number>/", holds.hold, name="hold"),
    path("desk/holds/<str:number>/withdraw/", holds.withdraw, name="withdraw_hold"),
    path("desk/holds/<str:number>/<str:act>/", holds.act, name="hold_act"),
    path("desk/subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("desk/subscriptions/new/", subscriptions.order, name="order_subscription"),
    path("desk/subscriptions/<int:subscription>/", subscriptions.subscription, name="subscription"),
    path(
        "desk/subscriptions/<int:subscription>/accept/",
        subscriptions.accept,
        name="accept_subscription",
    ),
    path(
        "desk/subscriptions/<int:subscription>/fulfil/",
        subscriptions.fulfil,
        name="fulfil_subscription",
    ),
]

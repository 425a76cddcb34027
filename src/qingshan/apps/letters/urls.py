"""The addresses of notifications and letters."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.letters.views import inbox, letters

urlpatterns = [
    path("desk/notifications/", inbox.notifications, name="notifications"),
    path("desk/notifications/read/", inbox.read, name="notifications_read"),
    path("desk/notifications/wish/", inbox.wish, name="delivery_wish"),
    path("desk/deliveries/", inbox.deliveries, name="deliveries"),
    path("desk/letters/", letters.letters, name="letters"),
    path("desk/letters/<str:number>.pdf", letters.pdf, name="letter"),
    path("letters/<str:number>", letters.verify, name="check_letter"),
]

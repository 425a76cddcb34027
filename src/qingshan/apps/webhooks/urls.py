"""The addresses of webhooks."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.webhooks.views import webhooks

urlpatterns = [
    path("desk/webhooks/", webhooks.webhooks, name="webhooks"),
    path("desk/webhooks/new/", webhooks.new, name="webhook_new"),
    path("desk/webhooks/<int:key>/", webhooks.webhook, name="webhook"),
    path("desk/webhooks/<int:key>/end/", webhooks.end, name="webhook_end"),
    path("desk/webhooks/<int:key>/secret/", webhooks.renew, name="webhook_renew"),
    path("desk/webhooks/calls/<int:key>/again/", webhooks.again, name="webhook_again"),
]

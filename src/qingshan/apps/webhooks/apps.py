"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The room webhooks."""

    name = "qingshan.apps.webhooks"
    label = "webhooks"

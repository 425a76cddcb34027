"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room exchange."""

    name = "qingshan.apps.exchange"
    label = "exchange"

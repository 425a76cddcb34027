"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class WalksConfig(AppConfig):
    """The room walks."""

    name = "qingshan.apps.walks"
    label = "walks"

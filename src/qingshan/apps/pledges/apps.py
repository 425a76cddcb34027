"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    """The room pledges."""

    name = "qingshan.apps.pledges"
    label = "pledges"

"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The room custody."""

    name = "qingshan.apps.custody"
    label = "custody"

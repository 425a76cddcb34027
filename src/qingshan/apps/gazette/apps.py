"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class GazetteConfig(AppConfig):
    """The room gazette."""

    name = "qingshan.apps.gazette"
    label = "gazette"

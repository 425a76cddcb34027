"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """The room remedies."""

    name = "qingshan.apps.remedies"
    label = "remedies"

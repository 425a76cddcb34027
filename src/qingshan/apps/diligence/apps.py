"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class DiligenceConfig(AppConfig):
    """The room diligence."""

    name = "qingshan.apps.diligence"
    label = "diligence"

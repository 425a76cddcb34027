"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class SurveillanceConfig(AppConfig):
    """The room surveillance."""

    name = "qingshan.apps.surveillance"
    label = "surveillance"

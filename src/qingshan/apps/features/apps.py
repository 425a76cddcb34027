"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    """The room features."""

    name = "qingshan.apps.features"
    label = "features"

"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class LandConfig(AppConfig):
    """The room land."""

    name = "qingshan.apps.land"
    label = "land"

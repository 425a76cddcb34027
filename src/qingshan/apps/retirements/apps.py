"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class RetirementsConfig(AppConfig):
    """The room retirements."""

    name = "qingshan.apps.retirements"
    label = "retirements"

"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class LogConfig(AppConfig):
    """The room log."""

    name = "qingshan.apps.log"
    label = "log"

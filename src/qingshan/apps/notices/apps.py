"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room notices."""

    name = "qingshan.apps.notices"
    label = "notices"

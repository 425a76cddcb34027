"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The room base."""

    name = "qingshan.apps.base"
    label = "base"

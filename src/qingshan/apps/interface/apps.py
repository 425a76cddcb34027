"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """The room interface."""

    name = "qingshan.apps.interface"
    label = "interface"

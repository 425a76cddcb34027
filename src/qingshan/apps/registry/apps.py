"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The room registry."""

    name = "qingshan.apps.registry"
    label = "registry"

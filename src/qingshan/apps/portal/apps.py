"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room portal."""

    name = "qingshan.apps.portal"
    label = "portal"

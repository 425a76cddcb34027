"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The room applications."""

    name = "qingshan.apps.applications"
    label = "applications"

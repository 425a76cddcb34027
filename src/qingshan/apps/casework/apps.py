"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The room casework."""

    name = "qingshan.apps.casework"
    label = "casework"

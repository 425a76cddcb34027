"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The room parties."""

    name = "qingshan.apps.parties"
    label = "parties"

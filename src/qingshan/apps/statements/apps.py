"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """The room statements."""

    name = "qingshan.apps.statements"
    label = "statements"

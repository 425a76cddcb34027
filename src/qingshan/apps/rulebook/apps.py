"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """The room rulebook."""

    name = "qingshan.apps.rulebook"
    label = "rulebook"

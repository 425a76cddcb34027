"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """The room letters."""

    name = "qingshan.apps.letters"
    label = "letters"

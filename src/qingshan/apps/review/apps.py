"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The room review."""

    name = "qingshan.apps.review"
    label = "review"

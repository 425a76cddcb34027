"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class BooksConfig(AppConfig):
    """The room books."""

    name = "qingshan.apps.books"
    label = "books"

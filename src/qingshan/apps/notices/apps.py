"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room notices."""

    name = "qingshan.apps.notices"
    label = "notices"

    def ready(self) -> None:
        """Say how a case about a complaint is shown to its office."""
        from qingshan.apps.casework.panes import show_subject  # noqa: PLC0415  needs models
        from qingshan.apps.notices.panes import SUBJECT, show  # noqa: PLC0415

        show_subject(SUBJECT, show)

"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The room custody."""

    name = "qingshan.apps.custody"
    label = "custody"

    def ready(self) -> None:
        """Say how the case of a difference is shown to the exchange."""
        from qingshan.apps.casework.panes import show_subject  # noqa: PLC0415  needs models
        from qingshan.apps.custody.cases import SUBJECT  # noqa: PLC0415
        from qingshan.apps.custody.panes import show  # noqa: PLC0415

        show_subject(SUBJECT, show)

"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The room applications."""

    name = "qingshan.apps.applications"
    label = "applications"

    def ready(self) -> None:
        """Say how a case about a monitoring period is shown to its office, and corrected."""
        from qingshan.apps.applications.panes import (  # noqa: PLC0415  needs models
            SUBJECT,
            corrected_at,
            show,
        )
        from qingshan.apps.casework.panes import correct_subject, show_subject  # noqa: PLC0415

        show_subject(SUBJECT, show)
        correct_subject(SUBJECT, corrected_at)

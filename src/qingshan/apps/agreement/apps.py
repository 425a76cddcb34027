"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class AgreementConfig(AppConfig):
    """The room agreement."""

    name = "qingshan.apps.agreement"
    label = "agreement"

"""Where Django meets the room."""

from __future__ import annotations

from django.apps import AppConfig


class AuctionsConfig(AppConfig):
    """The room auctions."""

    name = "qingshan.apps.auctions"
    label = "auctions"

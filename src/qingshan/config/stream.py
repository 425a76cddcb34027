"""The ASGI application that ``qingshan stream`` serves."""

from __future__ import annotations

import os
from typing import Any

import django


def _made() -> Any:
    """Django is set up before its rooms are imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
    django.setup()
    from qingshan.config.hall import application

    return application


application = _made()

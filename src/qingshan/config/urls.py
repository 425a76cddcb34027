"""The addresses of the house: Chinese without prefix, English under ``/en/``."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [*i18n_patterns(prefix_default_language=False)]

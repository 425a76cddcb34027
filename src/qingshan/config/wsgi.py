"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
application = get_wsgi_application()
# Every page is loaded before the first visitor comes: none waits for it, and what cannot be loaded
# ends the process at its start, with the reason, instead of answering each of them with nothing.
_PAGES = len(get_resolver().url_patterns)
# What a process has loaded lives as long as it does: collecting garbage need not walk it.
gc.freeze()

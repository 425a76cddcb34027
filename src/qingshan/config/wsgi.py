"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
application = get_wsgi_application()
# What a process has loaded lives as long as it does: collecting garbage need not walk it.
gc.freeze()

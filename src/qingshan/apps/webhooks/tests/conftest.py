"""A real program that is called, and its secret."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.test import override_settings

from qingshan.apps.webhooks.signing import new_secret
from qingshan.apps.webhooks.tests.receiving import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with override_settings(WEBHOOK_LOOPBACK=True):
        yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret() -> str:
    return new_secret()

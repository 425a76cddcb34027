"""People at their browsers: signed in, with pages as a test may read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from qingshan.apps.parties.models import User


@pytest.fixture
def sign_in(office) -> Callable[[str], Client]:
    """A client signed in as one of the cast."""

    def open_for(part: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=part))
        return client

    return open_for

"""Two tickets of the farm, for a whole module."""

from __future__ import annotations

from typing import Any

import pytest

from qingshan.apps.registry.models import Ticket


@pytest.fixture(scope="module")
def ticket(office: Any) -> Ticket:
    return office.issued()


@pytest.fixture(scope="module")
def another(office: Any) -> Ticket:
    return office.issued()

"""The walk keeps its made-up parties out of a real register."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.models import Event
from qingshan.apps.land.bundle import Source
from qingshan.apps.walks.main_walk import Order, walk
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_a_real_register_is_left_alone(
    settings: LazySettings, refuses: Callable[..., AbstractContextManager[None]]
) -> None:
    settings.DEMO = False
    order = Order(
        source=Source(Path("never-read.zip")),
        method="gz_ticket_v1",
        period=Period(date(2019, 1, 1), date(2024, 1, 1)),
        as_of=date(2026, 1, 5),
        price_fen=5_000,
    )
    outcome = walk(order, now=NOW, tell=lambda _step: None)
    with refuses("E-WK-01"):
        raise Refused(*outcome.refusals)
    assert not Event.objects.exists()

"""The only place that reads the clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, in Chinese time."""
    return datetime.now(SHANGHAI)  # noqa: TID251  this is the one place

"""What a cell of a sheet says: moments in Chinese time, nothing that a sheet would reckon."""

from __future__ import annotations

from datetime import UTC, date, datetime

from qingshan.apps.base.downloads import csv_file


def test_moments_stand_in_chinese_time_to_the_second():
    moment = datetime(2026, 12, 1, 1, 43, 1, 987_654, tzinfo=UTC)
    told = csv_file(["when", "day", "never"], [[moment, date(2026, 12, 1), None]]).decode()
    assert told.splitlines()[1] == "2026-12-01T09:43:01+08:00,2026-12-01,"

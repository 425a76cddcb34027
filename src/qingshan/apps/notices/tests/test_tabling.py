"""The table of comments tells Chinese days: at night in China it is still yesterday in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from qingshan.apps.notices.models import Comment
from qingshan.apps.notices.tabling import Line
from qingshan.core.kernel.label import Label


def test_the_day_of_a_comment_is_the_chinese_one() -> None:
    comment = Comment(
        number="YJ-2026-000001-7",
        category="data",
        received=datetime(2026, 11, 24, 20, 58, tzinfo=UTC),
    )
    line = Line(comment, Label("报告全文", "the whole"), "", "", Label("—", "—"))
    assert line.cells()[1] == "2026-11-25"

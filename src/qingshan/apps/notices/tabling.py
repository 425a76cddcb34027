"""The table of comments (意见处理表): as rows, as CSV, as the paper kept when a notice closes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.paper import render
from qingshan.apps.land.reads import county_label, county_names, located
from qingshan.apps.notices.models import Comment, Notice
from qingshan.apps.notices.reads import comments_of
from qingshan.apps.projects.anchors import Pointer, point_of
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

TEMPLATE = Path(__file__).parent / "papers" / "comments.typ"
TITLE = Label("公示意见处理表", "Comments on the notice and their handling")
UNKNOWN = "—"
HEAD = ("编号", "日期", "类别", "所指之处", "意见", "业主答复", "核查机构意见", "处理结果")
"""Columns of the table, on paper and as CSV."""


@dataclass(frozen=True)
class Line:
    """One comment with what became of it."""

    comment: Comment
    anchor: Label
    answer: str
    opinion: str
    outcome: Label

    @property
    def is_place(self) -> bool:
        """Whether it points at a place on the map."""
        return point_of(self.comment.anchor) is not None

    @property
    def mark(self) -> str:
        """The key that list and map share."""
        return f"comment-{self.comment.pk}"

    def cells(self) -> list[str]:
        """The line under ``HEAD``, in Chinese."""
        return [
            self.comment.number,
            f"{self.comment.received.astimezone(SHANGHAI):%Y-%m-%d}",
            self.comment.category_label.zh,
            self.anchor.zh,
            self.comment.text,
            self.answer,
            self.opinion,
            self.outcome.zh,
        ]


def lines_of(notice: Notice) -> list[Line]:
    """Every comment on a report, in its order."""
    pointer = Pointer(notice.report)
    return [_line(comment, pointer) for comment in comments_of(notice)]


def comments_pdf(notice: Notice) -> bytes:
    """The table as a paper of the day on which the notice closed."""
    assert notice.closed is not None, "a notice that closes"
    run = notice.report.run
    claim = run.monitoring
    county = county_label(claim.project.county_code, county_names())
    facts = [
        ("项目", str(claim.project)),
        ("业主", claim.project.party.public_name),
        ("坐落", located(county, claim.project.place).zh),
        ("监测期", f"{claim.start} 至 {claim.period.last}"),
        ("申请减排量", f"{tonnes_text(run.removal)} 吨二氧化碳当量"),
        ("公示期", f"{notice.first_day} 至 {notice.last_day}，{notice.days} 个工作日"),
        ("报告摘要", notice.digest),
    ]
    data: dict[str, Any] = {
        "lang": "zh",
        "heading": TITLE.zh,
        "number": notice.number,
        "dated": f"{notice.closed.astimezone(SHANGHAI):%Y-%m-%d}",
        "facts": facts,
        "head": HEAD,
        "lines": [line.cells() for line in lines_of(notice)],
        "demo": bool(settings.DEMO),
    }
    title = f"{TITLE.zh} {notice.number}"
    return render(TEMPLATE, data, title=title, dated=notice.closed.date())


def _line(comment: Comment, pointer: Pointer) -> Line:
    opinion = getattr(comment, "opinion", None)
    return Line(
        comment=comment,
        anchor=pointer.label(comment.anchor),
        answer=comment.answer.text if hasattr(comment, "answer") else UNKNOWN,
        opinion=opinion.text if opinion else UNKNOWN,
        outcome=opinion.outcome_label if opinion else Label(UNKNOWN, UNKNOWN),
    )

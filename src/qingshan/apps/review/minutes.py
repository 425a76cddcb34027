"""The minutes of a panel (评审会议纪要), as the paper that its members sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.paper import render
from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.projects.anchors import Pointer
from qingshan.apps.review.models import Panel, Vote
from qingshan.apps.review.reads import members_of, questions_of, seats_of
from qingshan.apps.review.rules import checklist
from qingshan.core.kernel.units import tonnes_text

TEMPLATE = Path(__file__).parent / "papers" / "minutes.typ"
TITLE = "专家评审会议纪要"
UNKNOWN = "—"


def minutes_pdf(panel: Panel) -> bytes:
    """The minutes of the day on which the vote closed; the same bytes every time."""
    assert panel.closed is not None, "a panel that closes"
    votes = list(
        Vote.objects.filter(seat__panel=panel)
        .select_related("seat__expert__party")
        .order_by("seat__place")
    )
    in_favour = sum(vote.in_favour for vote in votes)
    result = panel.result_label.zh
    data: dict[str, Any] = {
        "lang": "zh",
        "heading": TITLE,
        "number": panel.number,
        "dated": f"{panel.closed.astimezone(SHANGHAI):%Y-%m-%d}",
        "facts": _facts(panel),
        "conclusion": f"同意 {in_favour} 票，不同意 {len(votes) - in_favour} 票，评审{result}。",
        "members": [
            [str(seat.place), seat.expert.number, seat.expert.party.name, seat.expert.unit]
            for seat in members_of(panel)
        ],
        "recused": _recused(panel),
        "scores": _scores(panel, votes),
        "opinions": [
            [vote.seat.expert.party.name, "同意" if vote.in_favour else "不同意", vote.opinion]
            for vote in votes
        ],
        "questions": _questions(panel),
        "demo": bool(settings.DEMO),
    }
    return render(TEMPLATE, data, title=f"{TITLE} {panel.number}", dated=panel.closed.date())


def _facts(panel: Panel) -> list[tuple[str, str]]:
    run = panel.report.run
    claim = run.monitoring
    county = county_label(claim.project.county_code, county_names()).zh
    draw = panel.draws.order_by("round")[0]
    return [
        ("项目", str(claim.project)),
        ("业主", claim.project.party.public_name),
        ("坐落", f"{county}{claim.project.place}"),
        ("监测期", f"{claim.start} 至 {claim.period.last}"),
        ("计量机构", str(run.measurer)),
        ("申请减排量", f"{tonnes_text(run.removal)} 吨二氧化碳当量"),
        ("报告摘要", panel.digest),
        ("抽取种子", draw.seed),
    ]


def _recused(panel: Panel) -> list[str]:
    """Who stood back and why; the place was drawn again."""
    told = []
    for seat in seats_of(panel).filter(state="recused"):
        reason = seat.reason.rstrip("。")
        told.append(f"{seat.expert.party.name}（席位 {seat.place}）回避：{reason}，已补抽。")
    return told


def _scores(panel: Panel, votes: list[Vote]) -> list[list[str]]:
    """A row for each item with the score of each member, and the totals."""
    rows = [
        [item.label.zh, str(item.points), *(str(vote.scores[item.key]) for vote in votes)]
        for item in checklist(panel.drawn.date())
    ]
    points = sum(item.points for item in checklist(panel.drawn.date()))
    return [*rows, ["合计", str(points), *(str(vote.total) for vote in votes)]]


def _questions(panel: Panel) -> list[list[str]]:
    pointer = Pointer(panel.report)
    return [
        [
            question.seat.expert.number,
            pointer.label(question.anchor).zh,
            question.text,
            question.reply.text if hasattr(question, "reply") else UNKNOWN,
        ]
        for question in questions_of(panel)
    ]

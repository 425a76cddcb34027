"""Reports that are still on their way: one before the public, one past it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.refusals import YEAR_UNKNOWN
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.verbs.answer_comment import answer_comment
from qingshan.apps.notices.verbs.close_notice import close_notice
from qingshan.apps.notices.verbs.judge_comment import judge_comment
from qingshan.apps.notices.verbs.open_notice import open_notice
from qingshan.apps.notices.verbs.submit_comment import submit_comment
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.walks.cast import Player
from qingshan.core.kernel.errors import Refused

VISITOR = Actor("visitor", frozenset({"visitor"}))
OPENED = datetime(2024, 4, 8, 10, 0, tzinfo=SHANGHAI)
CLOSED = datetime(2024, 5, 8, 10, 0, tzinfo=SHANGHAI)
OPEN_SINCE = timedelta(days=6)

Owned = tuple[Player, Report]


def tell_review(
    cast: Mapping[str, Player],
    owned: Sequence[Owned],
    *,
    now: datetime,
    tell: Callable[[str], None],
) -> None:
    """The first report was under notice in 2024, the second one is now."""
    first, second = owned
    tell(str(_closed_notice(cast, *first)))
    try:
        tell(str(_open_notice(cast, *second, now - OPEN_SINCE)))
    except Refused as refused:
        # The holidays of the coming year are not announced yet: then nothing is open.
        if {refusal.code for refusal in refused.refusals} != {YEAR_UNKNOWN}:
            raise


def _closed_notice(cast: Mapping[str, Player], owner: Player, report: Report) -> Notice:
    call = _calls(report)
    _charge(cast, report)
    notice = open_notice(call(owner.actor, "notice", OPENED), report=report.pk)
    said = (
        ("data", "figure:gross", "前后两期蓄积的调查方法是否一致？报告没有写明。", "explained"),
        ("land", "page:1", "林地面积与林权证是否核对过？", "explained"),
    )
    for number, (category, anchor, text, outcome) in enumerate(said, 1):
        comment = submit_comment(
            call(VISITOR, f"comment-{number}", OPENED + timedelta(days=number)),
            notice=notice.pk,
            category=category,
            anchor=anchor,
            text=text,
        )
        answered = OPENED + timedelta(days=number + 7)
        answer_comment(
            call(owner.actor, f"answer-{number}", answered),
            comment=comment.pk,
            text="两期均为小班一览表调查，口径一致，已在报告附件中补充说明。",
        )
        judge_comment(
            call(cast["verifier"].actor, f"judge-{number}", answered + timedelta(days=2)),
            comment=comment.pk,
            verifier=cast["verifier"].party.pk,
            outcome=outcome,
            text="已核对调查资料，答复属实，报告不需更正。",
        )
    return close_notice(call(cast["registrar"].actor, "notice-close", CLOSED), notice=notice.pk)


def _open_notice(
    cast: Mapping[str, Player], owner: Player, report: Report, opened: datetime
) -> Notice:
    call = _calls(report)
    _charge(cast, report)
    notice = open_notice(call(owner.actor, "notice", opened), report=report.pk)
    submit_comment(
        call(VISITOR, "comment", opened + timedelta(days=1)),
        notice=notice.pk,
        category="double",
        anchor="figure:removal",
        text="这片林子有没有在其他减排机制重复申报？请业主说明。",
    )
    return notice


def _charge(cast: Mapping[str, Player], report: Report) -> None:
    """The verifying body is named before the public is asked."""
    assign_body(
        _calls(report)(cast["registrar"].actor, "assign", report.submitted),
        monitoring=report.run.monitoring_id,
        part="verifying",
        body=cast["verifier"].party.pk,
    )


def _calls(report: Report) -> Callable[[Actor, str, datetime], Call]:
    """Calls about one report; each step has a key of its own, the same whenever it is told."""
    county = report.run.monitoring.project.county_code
    return lambda actor, step, when: Call(actor, when, f"story/{county}/{step}")

"""What the inbox learns of this room: reports to lay open, comments to answer, notices to close."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.notices.models import Comment, Notice
from qingshan.apps.notices.reads import (
    comments_to_answer,
    comments_to_judge,
    is_overtaken,
    notices,
    reports_to_open,
    unsettled,
)
from qingshan.apps.notices.verbs.close_notice import close_notice
from qingshan.apps.notices.verbs.open_notice import open_notice
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.reads import assigned_body
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


def _to_open(actor: Actor) -> Iterable[Task]:
    return [_report_task(report) for report in reports_to_open(actor.parties)]


def _report_task(report: Report) -> Task:
    amount = tonnes_text(report.run.removal)
    note = Label(f"减排量 {amount} 吨", f"removal {amount} t")
    label = verb_label("open_notice")
    title = str(report.run.monitoring)
    return Task("open_notice", report.pk, label, title, note, report.submitted)


def _open(call: Call, key: int) -> Model:
    return open_notice(call, report=key)


def _to_answer(actor: Actor) -> Iterable[Task]:
    return [_comment_task("answer_comment", one) for one in comments_to_answer(actor.parties)]


def _to_judge(actor: Actor) -> Iterable[Task]:
    for comment in comments_to_judge():
        body = assigned_body(comment.notice.report.run.monitoring, "verifying")
        if body is None or actor.acts_for(body.pk):
            yield _comment_task("judge_comment", comment)


def _comment_task(act: str, comment: Comment) -> Task:
    note = Label(comment.category_label.zh, comment.category_label.en)
    title = f"{comment.number} · {comment.notice.report.run.monitoring}"
    href = reverse(act, args=[comment.number])
    return Task(act, comment.pk, verb_label(act), title, note, comment.received, href)


def _to_close(_actor: Actor) -> Iterable[Task]:
    today = now().date()
    for notice in notices("open"):
        is_over = notice.last_day < today and not is_overtaken(notice)
        if is_over and not unsettled(notice).exists():
            yield _notice_task(notice)


def _to_end(_actor: Actor) -> Iterable[Task]:
    """Notices of reports that do not count any more."""
    note = Label("所公示的报告已退回或更新", "its report was returned or replaced")
    for notice in notices("open"):
        if is_overtaken(notice):
            label, title = verb_label("end_notice"), f"{notice.number} · {_period_of(notice)}"
            href = reverse("end_notice", args=[notice.number])
            yield Task("end_notice", notice.pk, label, title, note, notice.first_day, href)


def _period_of(notice: Notice) -> str:
    return str(notice.report.run.monitoring)


def _notice_task(notice: Notice) -> Task:
    label = verb_label("close_notice")
    said = notice.comments.count()
    note = Label(f"意见 {said} 条，已处理完", f"{said} comments, all dealt with")
    title = f"{notice.number} · {_period_of(notice)}"
    return Task("close_notice", notice.pk, label, title, note, notice.last_day)


def _close(call: Call, key: int) -> Model:
    return close_notice(call, notice=key)


ACTS: dict[str, Act] = {
    "open_notice": Act(("applicant",), _to_open, _open),
    "answer_comment": Act(("applicant",), _to_answer),
    "judge_comment": Act(("verifier",), _to_judge),
    "close_notice": Act(("registrar",), _to_close, _close),
    "end_notice": Act(("registrar",), _to_end),
}

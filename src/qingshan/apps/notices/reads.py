"""What is under notice, what was said about it, and whether a report may go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingshan.apps.base.workdays import workdays_between
from qingshan.apps.notices.models import Comment, Complaint, Notice
from qingshan.apps.notices.refusals import COMMENT_UPHELD, NOT_PUBLISHED, NOTICE_RUNS
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.reads import latest_run
from qingshan.core.kernel.errors import Refused

UPHELD = "upheld"


def notices(*states: str) -> QuerySet[Notice]:
    """Notices, those that end last first; of certain states, or all."""
    found = Notice.objects.select_related("report__run__monitoring__project__party")
    if states:
        found = found.filter(state__in=states)
    return found.order_by("-last_day", "-pk")


def is_overtaken(notice: Notice) -> bool:
    """Whether the report under notice was returned or replaced, so that it does not count."""
    claim = notice.report.run.monitoring
    was_returned = claim.state in ("registered", "measured", "withdrawn")
    return was_returned or latest_run(claim) != notice.report.run


def days_left(notice: Notice, today: date) -> int:
    """Working days that remain, today counted; 0 when it is over."""
    return workdays_between(max(today, notice.first_day), notice.last_day)


def reports_to_open(owners: Iterable[int]) -> QuerySet[Report]:
    """Reports of some owners' projects that count and were never laid open, the oldest first."""
    newer = Report.objects.filter(
        run__monitoring=OuterRef("run__monitoring"), pk__gt=OuterRef("pk")
    )
    return (
        Report.objects.filter(
            ~Exists(newer),
            notice=None,
            run__monitoring__state__in=("reported", "verified"),
            run__monitoring__project__party__in=list(owners),
        )
        .select_related("run__monitoring__project")
        .order_by("pk")
    )


def comments_of(notice: Notice) -> QuerySet[Comment]:
    """What was said about a report, in its order, with answers and opinions."""
    return notice.comments.select_related("answer", "opinion__party").order_by("pk")


def unsettled(notice: Notice) -> QuerySet[Comment]:
    """Comments that lack the owner's answer or the verifier's opinion."""
    return comments_of(notice).filter(Q(answer=None) | Q(opinion=None))


def comments_to_answer(owners: Iterable[int]) -> QuerySet[Comment]:
    """Comments on projects of some owners that wait for an answer."""
    return Comment.objects.filter(
        notice__state="open",
        answer=None,
        notice__report__run__monitoring__project__party__in=list(owners),
    ).order_by("pk")


def comments_to_judge() -> QuerySet[Comment]:
    """Comments that the owner has answered and no verifying body has judged."""
    return Comment.objects.filter(
        notice__state="open", answer__isnull=False, opinion=None
    ).order_by("pk")


@dataclass(frozen=True)
class Receipt:
    """A comment as its writer may follow it."""

    comment: Comment
    notice: Notice


def receipt(number: str, code: str) -> Receipt | None:
    """The comment of a receipt; None when number and code do not belong together."""
    found = Comment.objects.filter(number=number, code=code).select_related("notice").first()
    return Receipt(found, found.notice) if found else None


def sent_today(sender: str) -> int:
    """How many comments and complaints came from one sender on the day of the sender's digest."""
    if not sender:
        return 0
    return sum(model.objects.filter(sender=sender).count() for model in (Comment, Complaint))


def complaint(number: str, code: str) -> Complaint | None:
    """The complaint of a receipt; None when number and code do not belong together."""
    return Complaint.objects.filter(number=number, code=code).first()


def must_be_published(report: Report) -> None:
    """Pass when a report was under notice to the end and nothing said about it stands open.

    Raises
    ------
    Refused
        E-NT-18 when this very report was never laid open, E-NT-19 while its notice runs, E-NT-20
        when a comment was upheld.
    """
    notice = Notice.objects.filter(report=report).first()
    place = str(report.run.monitoring)
    if notice is None or notice.state == "ended" or notice.digest != report.digest:
        raise Refused.because(NOT_PUBLISHED, place)
    if notice.state != "closed" or unsettled(notice).exists():
        raise Refused.because(NOTICE_RUNS, place, number=notice.number, last_day=notice.last_day)
    if count := notice.comments.filter(opinion__outcome=UPHELD).count():
        raise Refused.because(COMMENT_UPHELD, place, number=notice.number, count=count)
